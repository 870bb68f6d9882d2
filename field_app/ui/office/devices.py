"""Who is signed in where, and how a session ends: signed out, handed over and cleared, or cleared at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import flet as ft

from field_app.ui import theme
from field_app.ui.components import (
    Banner,
    Body,
    Chip,
    EmptyState,
    Heading,
    Plain,
    Row,
    Rows,
    Secondary,
    Strong,
    Waiting,
    component,
    safely,
)
from field_app.ui.doors import End, Session, Sessions
from field_app.ui.hooks import use_effect, use_now, use_services
from field_app.ui.hooks.asking import Asking, use_asking
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.safely import leave_off
from field_app.ui.theme import Tone
from field_app.ui.words import _, moment, n_

NOT_ASKED: Sessions | None = None
NONE: Session | None = None
OVER_SHOWN = 10
LOOK_AGAIN_SECONDS = 5


@component
def Devices(user: str, turn: int, heard: Callable[[Sessions], None]) -> ft.Control:
    """The devices of one person, or of all. Asked for anew when `turn` changes; `heard` is told what the office said."""
    doors = use_services().doors
    now = use_now()
    asking = use_asking()
    known, know = ft.use_state(NOT_ASKED)
    chosen, choose = ft.use_state(NONE)

    async def look() -> None:
        async def ask() -> None:
            told = await doors.sessions()
            know(told)
            heard(told)

        await asking.ask(ask)

    async def look_again() -> None:
        """An order is carried out within moments where there is network: one waits for it here."""
        while awaits_word:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            await look()

    async def order(session: Session, how: End) -> None:
        choose(None)
        if await asking.ask(lambda: doors.end(session.device, how)):
            await look()

    awaits_word = any(one.state in ("drain", "wipe") and not one.wiped_at for one in (known.sessions if known else ()))
    use_effect(look, [turn])
    use_effect(look_again, [awaits_word], leave_off)
    ft.use_dialog(_EndDialog(chosen, order, lambda: choose(None)) if chosen else None)
    shown = _shown(known, user)
    return Panel(
        _("Devices"),
        Banner("amber", asking.problem, actions=(Plain(_("Try again"), look),)) if asking.problem else None,
        _listed(shown, now, choose) if known else _nothing_yet(asking),
        trail=Act(_("Look again"), look, small=True) if known else None,
        note=n_("{n} device", "{n} devices", len([one for one in shown if not one.is_over])) if known else "",
        flush=True,
    )


def _shown(known: Sessions | None, user: str) -> list[Session]:
    """Those that may still say something, then the last that are over."""
    mine = [one for one in known.sessions if user in ("", one.user)] if known else []
    return [one for one in mine if not one.is_over] + [one for one in mine if one.is_over][:OVER_SHOWN]


def _nothing_yet(asking: Asking) -> ft.Control | None:
    return Waiting(_("Asking the office")) if asking.busy else None


def _listed(sessions: Sequence[Session], now: datetime, choose: Callable[[Session], None]) -> ft.Control:
    def opener(session: Session) -> Callable[[], None]:
        return lambda: choose(session)

    empty = EmptyState(_("No device is signed in"), _("A device appears here when somebody signs in on it."))
    if not wide():
        return Listed(*[_tile(one, now, opener(one)) for one in sessions], empty=empty)
    waiting = Col(_("Waiting there"), 104, right=True)
    cols = [Col(_("Device"), 3), Col(_("Person"), 2), Col(_("State"), 4), Col(_("Last contact"), 3), waiting]
    return Table(cols, [_line(one, now, opener(one)) for one in sessions], empty=empty)


def _line(one: Session, now: datetime, on_open: Callable[[], None]) -> Line:
    contact = Two(_contact(one, now), _version(one))
    return Line((Two(_called(one), one.tag), one.name, _chip(one, now), contact, _unsent(one)), on_open, _label(one), key=one.device)


def _tile(one: Session, now: datetime, on_open: Callable[[], None]) -> ft.Control:
    below = dotted(_contact(one, now), _version(one), _waiting_there(one))
    return Tile(Two(dotted(one.name, _called(one), one.tag), below), _chip(one, now), on_open=on_open, label=_label(one))


def _label(one: Session) -> str:
    return _("Open device {tag} of {name}", tag=one.tag, name=one.name)


def _called(one: Session) -> str:
    return one.label or _("no name")


def _contact(one: Session, now: datetime) -> str:
    return moment(one.seen_at, now) if one.seen_at else _("never")


def _version(one: Session) -> str:
    return _("version {version}", version=one.app) if one.app else ""


def _unsent(one: Session) -> str:
    return str(one.unsent) if one.seen_at and not one.is_over else ""


def _waiting_there(one: Session) -> str:
    return n_("{n} record waiting there", "{n} records waiting there", one.unsent) if one.unsent and not one.is_over else ""


def _chip(one: Session, now: datetime) -> ft.Control:
    tone, icon, words = _state(one, now)
    return Chip(tone, icon, words)


def _state(one: Session, now: datetime) -> tuple[Tone, ft.IconData, str]:
    icons = ft.Icons
    if one.wiped_at:
        return "plain", icons.CHECK, _("Cleared {time}", time=moment(one.wiped_at, now))
    if one.state == "wipe":
        return "red", icons.PHONELINK_ERASE, _("To be cleared, not confirmed yet")
    if one.state == "drain":
        return "amber", icons.PHONELINK_ERASE, _("Hands over, then is cleared")
    if one.state == "frozen":
        return "amber", icons.REPORT_OUTLINED, _("Stopped: its records no longer fit")
    if one.state == "signed_out":
        return "plain", icons.LOGOUT, _("Signed out")
    return "green", icons.CHECK_CIRCLE_OUTLINE, _("In use")


def _EndDialog(session: Session, order: Callable[[Session, End], Awaitable[None]], leave: Callable[[], None]) -> ft.AlertDialog:
    """What each way to end a session means, and the way itself."""

    def way(how: End, title: str, words: str) -> ft.Control:
        def go() -> None:
            ft.context.page.run_task(order, session, how)

        return Row(Strong(title), Secondary(words), on_click=go, label=title)

    rows = [way(how, *words) for how, words in _ways(session).items() if how in _possible(session)]
    return ft.AlertDialog(
        modal=True,
        title=Heading(_("Device {tag} of {name}", tag=session.tag, name=session.name)),
        content=ft.Container(Rows(*rows) if rows else Body(_("Nothing more can be ordered of this device."), 15), width=460),
        scrollable=True,
        bgcolor=theme.CARD,
        actions=[Act(_("Close"), leave)],
        on_dismiss=safely(leave),
    )


def _ways(session: Session) -> dict[End, tuple[str, str]]:
    leaves = _("For someone who leaves. What is unsent comes to the office and is set apart to be looked at; then the device is cleared.")
    lost = _("For a lost or stolen device. Nothing is taken from it any more; it is cleared as soon as it has network.")
    last = n_(
        "When it was last heard of, {n} record waited there: that would be lost.",
        "When it was last heard of, {n} records waited there: those would be lost.",
        session.unsent,
    )
    return {
        "signed_out": (_("Sign out"), _("They must sign in again. What is recorded there stays there until then.")),
        "drain": (_("Hand over and clear"), leaves),
        "wipe": (_("Clear at once"), f"{lost} {last}" if session.unsent else lost),
    }


def _possible(session: Session) -> frozenset[End]:
    """As the office decides it too: an order to clear isn't taken back."""
    ways: dict[str, frozenset[End]] = {
        "active": frozenset({"signed_out", "drain", "wipe"}),
        "signed_out": frozenset({"drain", "wipe"}),
        "drain": frozenset({"signed_out", "wipe"}),
        "frozen": frozenset({"signed_out", "wipe"}),
    }
    return frozenset() if session.wiped_at else ways.get(session.state, frozenset())
