"""A week or two of the work schedule: people in rows, days across; each cell says how full the day is and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import flet as ft
from attrs import frozen

from field_app.domain.schedule import Gap, Visit
from field_app.ui.components import Across, Body, Caption, Down, Glyph, pad
from field_app.ui.office.boarding import Board, Row
from field_app.ui.office.parts.board_cells import LoadBar, read_out
from field_app.ui.office.parts.board_day import GROUP, HEAD, Drop, Open
from field_app.ui.safely import component, safely
from field_app.ui.theme import CHOSEN, LINE, PRIMARY, RAIL, TONES, W6
from field_app.ui.words import _, n_, weekday

SHOWN = 2


@frozen
class Days:
    """The days across and how wide each is; `row` is a row's height."""

    day: float
    person: float
    row: float = 70

    @property
    def narrow(self) -> bool:
        return self.day < 84


def days_of(board: Board, room: float, person: float) -> Days:
    return Days(max(56.0, (room - person) / len(board.days)), person)


def Head(days: Days, board: Board, today: date, title: str) -> ft.Control:
    cells = [_head(day, days, today) for day in board.days]
    person = ft.Container(Caption(title), width=days.person, padding=pad(12, 8, 0, 0), height=HEAD)
    return ft.Container(ft.Row([person, *cells], spacing=0), height=HEAD, bgcolor=RAIL, border=ft.Border(bottom=ft.BorderSide(1, LINE)))


def _head(day: date, days: Days, today: date) -> ft.Control:
    words = f"{weekday(day)} {day.day}" if not days.narrow else f"{day.day}"
    said = Caption(words, color=PRIMARY, weight=W6) if day == today else Caption(words)
    return ft.Container(said, width=days.day, height=HEAD, padding=pad(8, 8, 0, 0), border=ft.Border(left=ft.BorderSide(1, LINE)))


@component
def DaysRow(
    row: Row, gaps: tuple[tuple[Gap, ...], ...], board_days: tuple[date, ...], days: Days, now: datetime, drop: Drop, open_: Open
) -> ft.Control:
    """One technician's days, each a target to drop visits on."""
    total = sum(row.hours(day) for day in board_days)
    name = Down(Body(row.who.name, 14, weight=W6, max_lines=1), Caption(_("{hours} h planned", hours=f"{total:.1f}")), gap=2)
    person = ft.Container(name, width=days.person, height=days.row, padding=pad(12, 12, 4, 0))
    cells = [_cell(row, day, gaps[place], days, now, drop, open_) for place, day in enumerate(board_days)]
    return ft.Container(ft.Row([person, *cells], spacing=0), height=days.row, border=ft.Border(bottom=ft.BorderSide(1, LINE)))


def _cell(row: Row, day: date, gaps: Sequence[Gap], days: Days, now: datetime, drop: Drop, open_: Open) -> ft.Control:
    visits = row.on(day)
    clash = any(gap.clashes for gap in gaps)
    parts: list[ft.Control] = [LoadBar(row.hours(day))] if visits else []
    if days.narrow and visits:
        parts.append(_draggable(visits[0], Caption(n_("{n} visit", "{n} visits", len(visits)), max_lines=2), row.who.name, now, open_))
    else:
        parts += [_draggable(one, _line(one), row.who.name, now, open_) for one in visits[:SHOWN]]
    if clash:
        red = TONES["red"][2]
        parts.append(Across(Glyph(ft.Icons.ERROR, 14, red), Caption(_("clash"), color=red, max_lines=1), gap=2))
    elif len(visits) > SHOWN and not days.narrow:
        parts.append(Caption(n_("{n} more", "{n} more", len(visits) - SHOWN)))
    off = day.weekday() >= 5
    box = ft.Container(
        Down(*parts, gap=1, stretch=True), width=days.day, height=days.row, padding=pad(6, 6, 6, 0),
        bgcolor=RAIL if off else None, border=ft.Border(left=ft.BorderSide(1, LINE)),
    )  # fmt: skip
    return ft.DragTarget(group=GROUP, content=box, on_accept=safely(lambda e: drop(row.who.user, day, -1, e.src.data)))


def _line(visit: Visit) -> ft.Text:
    return Caption(visit.project or visit.customer, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS, line=1.3)


def _draggable(visit: Visit, words: ft.Control, name: str, now: datetime, open_: Open) -> ft.Control:
    tapped = ft.GestureDetector(words, on_tap=safely(lambda: open_(visit.sheet)), mouse_cursor=ft.MouseCursor.CLICK)
    moved: ft.Control = ft.Draggable(group=GROUP, data=visit.sheet, content=tapped) if visit.may_move else tapped
    return ft.Semantics(content=moved, label=read_out(visit, name, now), button=True, container=True)


def Totals(board: Board, days: Days) -> ft.Control:
    """Planned hours of each day over all who are shown."""
    sums = (sum(row.hours(day) for row in board.rows) for day in board.days)
    cells = [ft.Container(Caption(f"{hours:.1f}"), width=days.day, padding=pad(8, 8, 0, 0)) for hours in sums]
    person = ft.Container(Body(_("Planned hours"), 14, weight=W6), width=days.person, padding=pad(12, 6, 0, 0))
    return ft.Container(ft.Row([person, *cells], spacing=0), height=36, bgcolor=RAIL)


def Chosen(left: float, top: float, width: float, height: float, *, carrying: bool) -> ft.Control:
    """The cell the keyboard is on; filled while a visit is carried."""
    return ft.Container(
        left=left, top=top, width=width, height=height, border=ft.Border.all(2, PRIMARY), border_radius=6,
        bgcolor=ft.Colors.with_opacity(0.5, CHOSEN) if carrying else None, ignore_interactions=True,
    )  # fmt: skip
