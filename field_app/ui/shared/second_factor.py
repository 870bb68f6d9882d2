"""Setting up the second factor: scan, show one code, keep the recovery codes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import flet as ft
from attrs import frozen

from field_app.ui.components import Banner, Body, Card, Heading, Plain, Secondary, Strong, TextInput, Tonal, Waiting, component
from field_app.ui.components.layout import Wrapped
from field_app.ui.components.qr import QrCode
from field_app.ui.doors import Doors, SecondFactor
from field_app.ui.hooks import Field, use_effect, use_services
from field_app.ui.hooks.asking import Asking, use_asking
from field_app.ui.words import _

Act = Callable[[], Awaitable[None]]


@frozen
class _Stand:
    """Whether it is set, None before the office said so; what is being set up; codes to be written down."""

    is_set: bool | None = None
    begun: SecondFactor | None = None
    recovery: tuple[str, ...] = ()


@component
def SecondFactorCard() -> ft.Control:
    doors = use_services().doors
    asking = use_asking()
    stand, put = ft.use_state(_Stand())
    code = ft.use_memo(lambda: {"said": ""}, [])

    def step(act: Callable[[Doors, str], Awaitable[_Stand]]) -> Act:
        async def ask() -> None:
            put(await act(doors, code["said"]))
            code["said"] = ""

        async def run() -> None:
            await asking.ask(ask)

        return run

    use_effect(step(_look), [])
    field = Field(code["said"], change=lambda value: code.update(said=value))
    if stand.recovery:
        parts = _to_write_down(stand.recovery, lambda: put(_Stand(True)))
    elif stand.begun:
        parts = _to_scan(stand.begun, field, step(_confirm))
    else:
        parts = _standing(stand.is_set, field, step)
    return Card(
        Heading(_("Second factor")),
        Secondary(_("Besides the password the office asks for a code from an authenticator app on your phone.")),
        *parts,
        Banner("amber", asking.problem) if asking.problem else None,
        _asking(asking, stand, step(_look)),
        gap=12,
    )


async def _look(doors: Doors, _code: str) -> _Stand:
    return _Stand(await doors.has_second_factor())


async def _begin(doors: Doors, _code: str) -> _Stand:
    return _Stand(False, begun=await doors.begin_second_factor())


async def _confirm(doors: Doors, code: str) -> _Stand:
    return _Stand(True, recovery=await doors.confirm_second_factor(code))


async def _remove(doors: Doors, code: str) -> _Stand:
    await doors.remove_second_factor(code)
    return _Stand(False)


def _asking(asking: Asking, stand: _Stand, look: Act) -> ft.Control | None:
    if asking.busy:
        return Waiting(_("Asking the office"))
    return Wrapped(Plain(_("Try again"), look)) if stand.is_set is None and asking.problem else None


def _standing(is_set: bool | None, field: Field, step: Callable[[Callable[[Doors, str], Awaitable[_Stand]]], Act]) -> list[ft.Control]:
    if is_set is None:
        return []
    if not is_set:
        return [Wrapped(Tonal(_("Set it up"), step(_begin)))]
    return [
        Body(_("It is on.")),
        TextInput(_("Code now, to switch it off"), field, longest=20),
        Wrapped(Plain(_("Switch the second factor off"), step(_remove), ink="danger")),
    ]


def _to_scan(begun: SecondFactor, field: Field, confirm: Act) -> list[ft.Control]:
    return [
        Body(_("1. Scan this with the authenticator app, or write the key into it by hand.")),
        QrCode(begun.address, _("QR code for the authenticator app")),
        Strong(_grouped(begun.secret), selectable=True),
        Body(_("2. Write the six digits it shows now.")),
        TextInput(_("Code from the app"), field, keyboard=ft.KeyboardType.NUMBER, longest=20, on_submit=confirm),
        Wrapped(Tonal(_("Switch the second factor on"), confirm)),
    ]


def _to_write_down(codes: Sequence[str], done: Callable[[], None]) -> list[ft.Control]:
    words = _("Write these down and keep them apart from the phone. Each gets you in once when the app is gone. They aren't shown again.")
    return [
        Banner("green", words, title=_("The second factor is on")),
        Strong("\n".join(codes), selectable=True),
        Wrapped(Tonal(_("I have written them down"), done)),
    ]


def _grouped(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
