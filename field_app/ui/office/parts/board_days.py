"""A week or two of the work schedule: people in rows, days across; each cell says how full the day is and where it leads."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import flet as ft
from attrs import frozen

from field_app.domain.facts import UserId
from field_app.ui import theme
from field_app.ui.components import Across, Body, Caption, Down, Glyph, pad
from field_app.ui.office.boarding import Board, Day
from field_app.ui.office.parts.board_cells import GROUP, Handle, Hands, LoadBar, read_out
from field_app.ui.office.parts.board_day import HEAD
from field_app.ui.safely import component, safely
from field_app.ui.theme import CHOSEN, LINE, PRIMARY, RAIL, TONES, W6
from field_app.ui.words import _, n_, weekday

SHOWN = 2
# Between the edge of a day and what stands in it.
INSET = 6


@frozen
class Days:
    """The days across and how wide each is; `row` is a row's height."""

    day: float
    person: float
    row: float

    @property
    def narrow(self) -> bool:
        return self.day < 84


def days_of(board: Board, room: float, person: float, row: float) -> Days:
    return Days((room - person) / len(board.days), person, row)


def Head(days: Days, board: Board, today: date, title: str) -> ft.Control:
    cells = [_head(day, days, today) for day in board.days]
    person = ft.Container(Caption(title), width=days.person, padding=pad(12, 8, 0, 0), height=HEAD)
    return ft.Container(ft.Row([person, *cells], spacing=0), height=HEAD, bgcolor=RAIL, border=ft.Border(bottom=ft.BorderSide(1, LINE)))


def _head(day: date, days: Days, today: date) -> ft.Control:
    words = f"{weekday(day)} {day.day}" if not days.narrow else f"{day.day}"
    said = Caption(words, color=PRIMARY, weight=W6) if day == today else Caption(words)
    return ft.Container(said, width=days.day, height=HEAD, padding=pad(8, 8, 0, 0), border=ft.Border(left=ft.BorderSide(1, LINE)))


@component
def DaysRow(name: str, user: UserId, week: tuple[Day, ...], first: date, days: Days, now: datetime, hands: Hands) -> ft.Control:
    """One technician's days, one target to drop visits on."""
    total = sum(day.hours for day in week)
    words = Down(Body(name, 14, weight=W6, max_lines=1), Caption(_("{hours} h planned", hours=f"{total:.1f}")), gap=2)
    person = ft.Container(words, width=days.person, height=days.row, padding=pad(12, 12, 4, 0))
    items = [item for place, day in enumerate(week) if day.visits for item in _cell(day, place * days.day, days, name, now, hands)]
    track = ft.Stack(items, width=days.day * len(week), height=days.row, clip_behavior=ft.ClipBehavior.HARD_EDGE)

    def dropped(event: ft.DragTargetEvent) -> None:
        place = min(len(week) - 1, int(event.local_position.x // days.day))
        hands.drop(user, first + timedelta(days=place), -1)

    target = ft.DragTarget(group=GROUP, content=track, on_accept=safely(dropped))
    return ft.Container(ft.Row([person, target], spacing=0), height=days.row, border=ft.Border(bottom=ft.BorderSide(1, LINE)))


def _cell(day: Day, left: float, days: Days, name: str, now: datetime, hands: Hands) -> list[ft.Control]:
    """How full the day is, the first visits by name or, where it is narrow, how many, and the clash."""
    at, width = left + INSET, days.day - 2 * INSET
    if days.narrow:
        shown = [(day.visits[0], n_("{n} visit", "{n} visits", len(day.visits)))]
    else:
        shown = [(visit, visit.project or visit.customer) for visit in day.visits[:SHOWN]]
    parts = [LoadBar(day.hours, left=at, top=6, width=width)]
    for place, (visit, words) in enumerate(shown):
        handle = Handle(visit, ft.Container(_line(words)), read_out(visit, name, now), hands)
        key = f"{visit.sheet}:{visit.starts_at}"
        parts.append(ft.Container(handle, left=at, top=12 + place * theme.size(16), width=width, key=key))
    if below := _below(day, days):
        parts.append(ft.Container(below, left=at, top=12 + len(shown) * theme.size(16), width=width))
    return parts


def _below(day: Day, days: Days) -> ft.Control | None:
    if any(gap.clashes for gap in day.gaps):
        red = TONES["red"][2]
        return Across(Glyph(ft.Icons.ERROR, 14, red), Caption(_("clash"), color=red, max_lines=1), gap=2)
    more = len(day.visits) - SHOWN
    return Caption(n_("{n} more", "{n} more", more)) if more > 0 and not days.narrow else None


def _line(words: str) -> ft.Text:
    return Caption(words, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS, line=1.3)


def Ground(days: Days, board: Board, height: float) -> list[ft.Control]:
    """Behind all rows: where each day begins, and the weekends."""
    lefts = [days.person + place * days.day for place in range(len(board.days))]
    off = [left for left, day in zip(lefts, board.days, strict=True) if day.weekday() >= 5]
    shades = [ft.Container(left=left, width=days.day, top=0, height=height, bgcolor=RAIL) for left in off]
    return [*shades, *(ft.Container(left=left, width=1, top=0, height=height, bgcolor=LINE) for left in lefts)]


def Totals(board: Board, days: Days) -> ft.Control:
    """Planned hours of each day over all who are shown."""
    sums = (sum(row.on(day).hours for row in board.rows) for day in board.days)
    cells = [ft.Container(Caption(f"{hours:.1f}"), width=days.day, padding=pad(8, 8, 0, 0)) for hours in sums]
    person = ft.Container(Body(_("Planned hours"), 14, weight=W6, line=1.0, max_lines=2), width=days.person, padding=pad(12, 6, 0, 0))
    return ft.Container(ft.Row([person, *cells], spacing=0), height=36, bgcolor=RAIL)


def Chosen(left: float, top: float, width: float, height: float, *, carrying: bool) -> ft.Control:
    """The cell the keyboard is on; filled while a visit is carried."""
    return ft.Container(
        left=left, top=top, width=width, height=height, border=ft.Border.all(2, PRIMARY), border_radius=6,
        bgcolor=ft.Colors.with_opacity(0.5, CHOSEN) if carrying else None, ignore_interactions=True,
    )  # fmt: skip
