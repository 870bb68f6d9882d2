"""What a visit looks like on the work schedule, in colour and words, and the left cell of a row."""

from __future__ import annotations

from datetime import datetime

import flet as ft
from attrs import frozen

from field_app.domain.repair import intake
from field_app.domain.schedule import Visit
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components import Across, Body, Caption, Down, Glyph, pad
from field_app.ui.office.boarding import FULL_HOURS
from field_app.ui.office.crew import Whereabouts
from field_app.ui.office.labels import comma, dotted
from field_app.ui.theme import CARD, LINE, PRIMARY, TEXT, TONES, TRACK, Tone
from field_app.ui.words import _, clock, n_, window

DAY_HOURS = 8


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


def Block(visit: Visit, now: datetime, width: float, height: float, *, clash: bool = False, chosen: bool = False) -> ft.Control:
    """The visit itself: white with a coloured edge while it is agreed, filled once it happens or is over."""
    look = face(visit, now)
    ground, ink, line = TONES["red" if clash else look.tone]
    plain = look.tone == "plain" and not clash
    ground, ink = (CARD, TEXT) if plain else (ground, ink)
    edge = ft.Container(width=3, bgcolor=PRIMARY) if plain else None
    place = visit.project or visit.customer
    title = Across(Glyph(look.icon, 14, PRIMARY if plain else line), _cut(place, ink), gap=4)
    below = _cut(f"{clock(visit.starts_at)} {visit.fault}", ink) if width > 56 else None
    words = ft.Container(Down(title, below, gap=0, stretch=True), expand=True, padding=pad(5, 4, 3, 0))
    border = ft.Border.all(2, PRIMARY) if chosen else ft.Border.all(1, LINE if plain else line)
    return ft.Container(
        ft.Row([part for part in (edge, words) if part], spacing=0, vertical_alignment=ft.CrossAxisAlignment.STRETCH),
        width=width,
        height=height,
        bgcolor=ground,
        border=border,
        border_radius=6,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def _cut(words: str, ink: str) -> ft.Text:
    return Caption(words, color=ink, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS, expand=True, line=1.3)


def LoadBar(hours: float, width: float | None = None) -> ft.Control:
    """How full a day is; amber above a full one."""
    filled = min(1.0, hours / DAY_HOURS)
    tone: Tone = "amber" if hours > FULL_HOURS else "info"
    full, rest = max(1, round(filled * 100)), max(1, round((1 - filled) * 100))
    parts: list[ft.Control] = [
        ft.Container(height=4, bgcolor=TONES[tone][2] if hours else TRACK, expand=full, border_radius=2),
        ft.Container(height=4, bgcolor=TRACK, expand=rest, border_radius=2),
    ]
    return ft.Row(parts, spacing=0, width=width)


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
