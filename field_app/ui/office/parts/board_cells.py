"""What a visit looks like on the work schedule, in colour and words, and the left cell of a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import intake
from field_app.domain.schedule import Visit
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components import Across, Body, Caption, Down, Glyph, pad
from field_app.ui.office.boarding import FULL_HOURS
from field_app.ui.office.crew import Whereabouts
from field_app.ui.office.labels import comma, dotted
from field_app.ui.safely import safely
from field_app.ui.theme import CARD, LINE, PRIMARY, TEXT, TONES, TRACK, Tone
from field_app.ui.words import _, clock, n_, window

DAY_HOURS = 8
GROUP = "visit"


@frozen
class Face:
    """Tone, icon and word of how a visit stands."""

    tone: Tone
    icon: ft.IconData
    word: str


def face(visit: Visit, now: datetime) -> Face:
    if visit.is_late(now):
        return Face("amber", ft.Icons.SCHEDULE, _("overdue"))
    return {
        "agreed": Face("plain", ft.Icons.EVENT_AVAILABLE, _("agreed")),
        "on_the_way": Face("info", ft.Icons.DIRECTIONS_BUS, _("on the way")),
        "on_site": Face("next", ft.Icons.HANDYMAN, _("on site")),
        "done": Face("green", ft.Icons.CHECK_CIRCLE, _("visit over")),
    }[visit.standing]


def read_out(visit: Visit, name: str, now: datetime) -> str:
    """A visit as a screen reader says it."""
    return comma(name, window(visit.starts_at, visit.ends_at), dotted(visit.customer, visit.project), face(visit, now).word)


@frozen(eq=False)
class Hands:
    """What a hand does on the schedule. The same object through all drawings, so that no row is drawn anew for it."""

    open: Callable[[SheetId], None]
    lift: Callable[[SheetId], None]
    drop: Callable[[UserId, date, float], None]


def Handle(visit: Visit, look: ft.Container, said: str, hands: Hands) -> ft.Control:
    """A visit that is opened by a tap and dragged while it can still be moved."""
    look.on_click = safely(lambda: hands.open(visit.sheet))
    # Told when it is lifted: the row under the hand may be drawn anew before it is dropped.
    lifted = safely(lambda: hands.lift(visit.sheet))
    moved: ft.Control = ft.Draggable(group=GROUP, data=visit.sheet, content=look, on_drag_start=lifted) if visit.may_move else look
    return ft.Semantics(content=moved, label=said, button=True, container=True)


def Block(visit: Visit, now: datetime, width: float, height: float, *, clash: bool = False, chosen: bool = False) -> ft.Container:
    """The visit itself: white with a coloured edge while it is agreed, filled once it happens or is over."""
    look = face(visit, now)
    ground, ink, line = TONES["red" if clash else look.tone]
    plain = look.tone == "plain" and not clash
    lines = [visit.project or visit.customer, f"{clock(visit.starts_at)} {visit.fault}"][: 2 if width > 56 else 1]
    words = Caption("\n".join(lines), color=TEXT if plain else ink, no_wrap=True, overflow=ft.TextOverflow.FADE, expand=True, line=1.3)
    return ft.Container(
        ft.Row([Glyph(look.icon, 14, PRIMARY if plain else line), words], spacing=4, vertical_alignment=ft.CrossAxisAlignment.START),
        width=width,
        height=height,
        padding=pad(8 if plain else 5, 4, 3, 0),
        bgcolor=None if plain else ground,
        gradient=parted(3 / width, PRIMARY, CARD) if plain else None,
        border=ft.Border.all(2, PRIMARY) if chosen else ft.Border.all(1, LINE if plain else line),
        border_radius=6,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def parted(at: float, before: str, after: str) -> ft.LinearGradient:
    """Two colours that meet in a sharp edge: one control in place of two, of which the schedule has hundreds."""
    return ft.LinearGradient(colors=[before, before, after, after], stops=[0, at, at, 1])


def LoadBar(hours: float, **place: Any) -> ft.Control:
    """How full a day is; amber above a full one."""
    tone: Tone = "amber" if hours > FULL_HOURS else "info"
    return ft.Container(gradient=parted(min(1.0, hours / DAY_HOURS), TONES[tone][2], TRACK), height=4, border_radius=2, **place)


def PersonCell(who: Whereabouts, hours: float, now: datetime, width: float, height: float) -> ft.Control:
    """Name, load, district and where the records say they are."""
    small = width < 130
    load = None if small else Caption(_("{hours} h", hours=f"{hours:.1f}"))
    name = Across(Body(who.who.name, 14, weight=theme.W6, expand=True, max_lines=1), load)
    doing, tone = whereabouts(who, now)
    words = doing if small else dotted(who.who.district, doing)
    place = Caption(words, color=TONES[tone][2], max_lines=1, overflow=ft.TextOverflow.ELLIPSIS)
    body = Down(name, LoadBar(hours), place, gap=3, stretch=True)
    return ft.Container(body, width=width, height=height, padding=pad(12, 6, 12, 4) if not small else pad(8, 4, 6, 2))


def whereabouts(who: Whereabouts, now: datetime) -> tuple[str, Tone]:
    """Where somebody is by what they recorded last, and when they did: silence is no fault (P10.4)."""
    if who.doing == "late" and who.since:
        minutes = int((now - who.since).total_seconds() // 60)
        return n_("{n} minute overdue", "{n} minutes overdue", minutes), "amber"
    if who.doing == "on_site" and who.since:
        return _("on site since {time}", time=clock(who.since)), "plain"
    if who.doing == "on_the_way" and who.since:
        return _("left {time}", time=clock(who.since)), "plain"
    return _("free"), "plain"


def about(sheet: Sheet) -> str:
    known = intake.request(sheet)
    return dotted(known.customer, known.project) or intake.number(sheet)
