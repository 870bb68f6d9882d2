"""Where one is signed in oneself, and signing out there: an old phone, a computer somebody else uses now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import flet as ft

from field_app.ui.components import Banner, Body, Card, Heading, Plain, Row, Rows, Secondary, Strong, Waiting, component, confirm, snack
from field_app.ui.components.layout import Wrapped
from field_app.ui.components.text import Glyph
from field_app.ui.doors import MySessions, Session
from field_app.ui.hooks import use_effect, use_now, use_services
from field_app.ui.hooks.asking import Asking, use_asking
from field_app.ui.words import _, moment, n_

Order = Callable[[], Awaitable[object]]
NOT_ASKED: MySessions | None = None


@component
def MyDevicesCard() -> ft.Control:
    doors = use_services().doors
    now, asking = use_now(), use_asking()
    known, know = ft.use_state(NOT_ASKED)

    async def look() -> None:
        async def ask() -> None:
            know(await doors.my_sessions())

        await asking.ask(ask)

    def sign_out(title: str, order: Order) -> None:
        async def run() -> None:
            if await asking.ask(order):
                snack(_("Signed out there"))
                await look()

        confirm(title, _kept_there(), yes=_("Sign out there"), on_yes=lambda: ft.context.page.run_task(run))

    def there(session: Session) -> Callable[[], None]:
        return lambda: sign_out(_called(session), lambda: doors.sign_out_there(session.device))

    use_effect(look, [])
    return Card(
        Heading(_("Where I am signed in")),
        *(_listed(known, now, there, lambda: sign_out(_("Everywhere but here?"), doors.sign_out_elsewhere)) if known else ()),
        Banner("amber", asking.problem) if asking.problem else None,
        _asking(asking, known, look),
        gap=12,
    )


def _kept_there() -> str:
    return _("What was recorded there and isn't sent yet stays there, until you sign in on it again.")


def _listed(known: MySessions, now: datetime, there: Callable[[Session], Callable[[], None]], all_: Callable[[], None]) -> list[ft.Control]:
    elsewhere = known.elsewhere
    if not elsewhere:
        return [Body(_("Only on this device."))]
    rows = [_row(one, now, there(one)) for one in elsewhere]
    words = _("Here, and on these. Tap one you no longer use, or don't know, to sign out there.")
    return [Secondary(words), Rows(*rows), Wrapped(Plain(_("Sign out everywhere but here"), all_, icon=ft.Icons.LOGOUT, ink="danger"))]


def _row(one: Session, now: datetime, on_click: Callable[[], None]) -> ft.Control:
    contact = _("Last contact {time}", time=moment(one.seen_at, now)) if one.seen_at else _("No contact yet")
    waiting = n_("{n} record waiting there", "{n} records waiting there", one.unsent) if one.unsent else ""
    label = _("Sign out on {device}", device=_called(one))
    below = Secondary(" · ".join(text for text in (contact, waiting) if text))
    return Row(Strong(_called(one)), below, icon=Glyph(ft.Icons.DEVICES_OTHER, 22), on_click=on_click, label=label)


def _called(one: Session) -> str:
    return f"{one.label or _('no name')} · {one.tag}"


def _asking(asking: Asking, known: MySessions | None, look: Callable[[], Awaitable[None]]) -> ft.Control | None:
    if asking.busy:
        return Waiting(_("Asking the office"))
    return Wrapped(Plain(_("Try again"), look)) if known is None and asking.problem else None
