"""The sheet of the work schedule: head, the rows in sight on one tall ground, the keyboard's cell, and what the colours mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.facts import UserId
from field_app.ui.components import Across, Caption, EmptyState, Mark, Wrapped, component
from field_app.ui.components.layout import there
from field_app.ui.hooks import use_services
from field_app.ui.office.board_keys import HALF, Cell
from field_app.ui.office.boarding import Board, minutes_of
from field_app.ui.office.crew import Whereabouts
from field_app.ui.office.parts import board_day, board_days
from field_app.ui.office.parts.board_cells import Hands
from field_app.ui.office.parts.board_day import DayRow, Hours
from field_app.ui.office.parts.board_days import Chosen, Days, DaysRow, Totals
from field_app.ui.safely import safely, use_effect
from field_app.ui.theme import CARD, LINE, RADIUS, TONES, TRACK
from field_app.ui.words import _, clock

# Rows are built this many at a time, and so many beyond the window's edges.
BATCH, BEYOND = 4, 4
# The height of what stands above and below the rows.
AROUND = 300
_DAY_ROW, _DAYS_ROW = ft.memo(DayRow), ft.memo(DaysRow)  # type: ignore[no-untyped-call]


@frozen
class Sight:
    """All that is drawn: the board, its measures, where people are, the visit in hand and the keyboard's cell."""

    board: Board
    shape: Hours | Days
    where: Mapping[UserId, Whereabouts]
    now: datetime
    chosen: str
    cell: Cell


@component
def Schedule(sight: Sight, hands: Hands) -> ft.Control:
    services = use_services()
    top, scroll_to = ft.use_state(0)
    column: Any = ft.use_ref()
    board, shape = sight.board, sight.shape
    high = len(board.rows) * shape.row
    in_sight = int(((ft.context.page.height or 900) - AROUND) // shape.row) + 2

    def scrolled(event: ft.OnScrollEvent) -> None:
        first = int(event.pixels // shape.row) // BATCH * BATCH
        if first != top:
            scroll_to(first)

    async def follow() -> None:
        if column.current and sight.cell != Cell() and not sight.cell.loose:
            await column.current.scroll_to(offset=max(0.0, (sight.cell.row - 4) * shape.row), duration=100)

    use_effect(follow, [sight.cell.row, sight.cell.loose])
    first, last = max(0, top - BEYOND), min(len(board.rows), top + in_sight + BATCH + BEYOND)
    shown = [_row(sight, place, hands) for place in range(first, last)]
    now = minutes_of(sight.now) if board.view == "day" and board.first == services.today() else None
    ground = board_day.Ground(shape, high, now) if isinstance(shape, Hours) else board_days.Ground(shape, board, high)
    cell = _cell(sight)
    stack = ft.Stack([*ground, *shown, *([cell] if cell else [])], height=max(high, 1))
    tall = high > (ft.context.page.height or 900) - AROUND
    column.current = ft.Column([stack], spacing=0, expand=tall, scroll=ft.ScrollMode.AUTO, scroll_interval=60, on_scroll=safely(scrolled))
    empty = EmptyState(_("No technicians fit"), _("Choose another district or skill; the administrator gives people the role."))
    stretch = ft.CrossAxisAlignment.STRETCH
    parts = there([_head(sight, now), column.current if board.rows else empty, Totals(board, shape) if isinstance(shape, Days) else None])
    return ft.Container(
        ft.Column(parts, spacing=0, expand=tall, tight=not tall, horizontal_alignment=stretch),
        bgcolor=CARD, border=ft.Border.all(1, LINE), border_radius=RADIUS, clip_behavior=ft.ClipBehavior.ANTI_ALIAS, expand=tall,
    )  # fmt: skip


def _head(sight: Sight, now: int | None) -> ft.Control:
    title = _("Technicians")
    if isinstance(sight.shape, Hours):
        return board_day.Head(sight.shape, title, now)
    return board_days.Head(sight.shape, sight.board, use_services().today(), title)


def _row(sight: Sight, place: int, hands: Hands) -> ft.Control:
    """A row where it belongs. It is drawn anew only when something of it changed."""
    board, shape = sight.board, sight.shape
    row = board.rows[place]
    if isinstance(shape, Hours):
        day = row.on(board.first)
        mine = sight.chosen if any(visit.sheet == sight.chosen for visit in day.visits) else ""
        who = sight.where[row.who.user]
        drawn = _DAY_ROW(who, day, board.first, shape, sight.now, mine, hands, key=f"row-{row.who.user}")
    else:
        week = tuple(row.on(day) for day in board.days)
        drawn = _DAYS_ROW(row.who.name, row.who.user, week, board.first, shape, sight.now, hands, key=f"row-{row.who.user}")
    return ft.Container(drawn, top=place * shape.row, left=0, right=0, height=shape.row, key=f"at-{row.who.user}")


def _cell(sight: Sight) -> ft.Control | None:
    """Shown once the keyboard is used."""
    cell, shape = sight.cell, sight.shape
    if cell == Cell() or cell.loose or not sight.board.rows:
        return None
    top, carrying = cell.row * shape.row, cell.carried is not None
    if isinstance(shape, Days):
        return Chosen(shape.person + cell.column * shape.day, top, shape.day, shape.row, carrying=carrying)
    visit = sight.board.visit(cell.carried) if cell.carried else None
    width = (visit.hours if visit else 1.5 if carrying else HALF / 60) * shape.hour
    return Chosen(shape.person + cell.column * HALF / 60 * shape.hour, top, width, shape.row, carrying=carrying)


def Legend(now: datetime) -> ft.Control:
    marks = [
        Mark("next", ft.Icons.EVENT_AVAILABLE, _("agreed")),
        Mark("info", ft.Icons.DIRECTIONS_BUS, _("on the way")),
        Mark("next", ft.Icons.HANDYMAN, _("on site")),
        Mark("green", ft.Icons.CHECK_CIRCLE, _("visit over")),
        Mark("amber", ft.Icons.SCHEDULE, _("overdue")),
        Mark("red", ft.Icons.ERROR, _("clash")),
        Across(ft.Container(width=20, height=10, bgcolor=TRACK), Caption(_("way")), gap=4, tight=True),
        Across(ft.Container(width=2, height=14, bgcolor=TONES["red"][2]), Caption(_("now {time}", time=clock(now))), gap=4, tight=True),
        Caption(_("Arrows move, Space picks up and drops, Esc puts back")),
    ]
    return Wrapped(*marks, gap=14)
