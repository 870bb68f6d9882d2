"""Signing in: account, password, and the name of this device as the office lists it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import flet as ft

from field_app.domain.errors import Words, say
from field_app.store.door import StoreTrouble
from field_app.ui import theme
from field_app.ui.components.buttons import Plain, Primary
from field_app.ui.components.inputs import TextInput
from field_app.ui.components.layout import Down, Gap, Part
from field_app.ui.components.notice import Banner, Waiting
from field_app.ui.components.text import Figure, Secondary
from field_app.ui.hooks.form import Field
from field_app.ui.safely import screen
from field_app.ui.services import Entrance, OfficeTrouble, Offline, TooManyTries, WrongPassword
from field_app.ui.words import LANGUAGES, Language, _, n_

NOTHING: tuple[Words, ...] = ()


@dataclass
class _Typed:
    """What is being typed; a password is never kept as a draft."""

    login: str
    label: str
    address: str
    password: str = ""

    def field(self, name: str) -> Field:
        return Field(getattr(self, name), change=lambda value: setattr(self, name, value))


@screen
def SignInScreen(entrance: Entrance) -> ft.View:
    """Nothing works before this but changing the language: whose journal it is decides everything."""
    typed = ft.use_memo(lambda: _Typed(entrance.login, entrance.device_label, entrance.address or ""), [])
    problem, tell = ft.use_state(NOTHING)
    busy, set_busy = ft.use_state(False)
    look, _set = ft.use_state(entrance.appearance)

    async def go() -> None:
        if not (typed.login.strip() and typed.password):
            tell((say("Write your account and your password."),))
            return
        set_busy(True)
        tell(NOTHING)
        address = typed.address.strip() if entrance.address is not None else None
        try:
            await entrance.sign_in(typed.login.strip().lower(), typed.password, typed.label.strip(), address)
        except (OfficeTrouble, StoreTrouble) as trouble:
            tell((_said(trouble),))
        finally:
            set_busy(False)

    other: Language = "en" if look.language == "zh" else "zh"
    return _page(
        Figure(_("Field service")),
        Secondary(_("Sign in once with network; after that everything works without.")),
        Banner("amber", _("A part of this device's storage is damaged. Sign in again: what could be read goes on."))
        if entrance.damaged
        else None,
        _waiting_records(entrance),
        Banner("amber", *problem) if problem else None,
        Gap(4),
        *_inputs(typed, go),
        TextInput(_("Address of the office"), typed.field("address")) if entrance.address is not None else None,
        Waiting(_("Signing in")) if busy else ft.Row([Primary(_("Sign in"), go, icon=ft.Icons.LOGIN)]),
        ft.Row([Plain(_("Go on working without signing in"), entrance.go_on)]) if entrance.go_on else None,
        ft.Row([Plain(LANGUAGES[other], lambda: entrance.appearance.speak(other), icon=ft.Icons.LANGUAGE)]),
    )


def _inputs(typed: _Typed, go: Callable[[], Awaitable[None]]) -> list[ft.Control]:
    account, password, label = _("Account"), _("Password"), _("Name of this device")
    return [
        TextInput(account, typed.field("login"), focus=not typed.login, autofill=ft.AutofillHint.USERNAME, longest=64),
        TextInput(password, typed.field("password"), password=True, autofill=ft.AutofillHint.PASSWORD, on_submit=go, longest=200),
        TextInput(label, typed.field("label"), help=_("The office lists it by this name."), longest=60),
    ]


def _page(*parts: Part) -> ft.View:
    column = ft.Column(
        [ft.Container(Down(*parts, gap=14, stretch=True), width=440)],
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    framed = ft.SafeArea(column, minimum_padding=ft.Padding.symmetric(horizontal=24, vertical=32))
    return ft.View(route="/sign-in", bgcolor=theme.PAGE, padding=0, horizontal_alignment=ft.CrossAxisAlignment.CENTER, controls=[framed])


def _waiting_records(entrance: Entrance) -> ft.Control | None:
    if not entrance.unsent:
        return None
    words = n_(
        "{n} record of yours is on this device and not yet at the office. Sign in again and it goes there.",
        "{n} records of yours are on this device and not yet at the office. Sign in again and they go there.",
        entrance.unsent,
    )
    return Banner("info", words)


def _said(trouble: Exception) -> Words:
    if isinstance(trouble, WrongPassword):
        return say("Account and password don't go together. Look at both again.")
    if isinstance(trouble, TooManyTries):
        return say("Too many tries. Wait {n} seconds, then try again.", n=trouble.wait_seconds)
    if isinstance(trouble, Offline):
        return say("The office was not reached. The first sign-in needs the network; look for a better place, then try again.")
    return say("This device could not keep the sign-in. Free some space, then try again.")
