"""The work schedule 维修人员工作安排表: who is where and when, moved by drag or by keyboard (P2.4, P3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast

import flet as ft
from attrs import evolve, frozen

from field_app.domain.facts import SheetId, UserId
from field_app.domain.schedule import DEFAULT_TRAVEL
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components import DeskPage, screen
from field_app.ui.hooks import Address, use_address, use_now, use_services, use_sheets
from field_app.ui.office import boarding, crew
from field_app.ui.office.board_keys import Cell, Grid
from field_app.ui.office.boarding import Board, View
from field_app.ui.office.moving import STEP, Move
from field_app.ui.office.parts.board_cells import Hands
from field_app.ui.office.parts.board_day import Hours, hours_of
from field_app.ui.office.parts.board_days import Days, days_of
from field_app.ui.office.parts.board_phone import PhoneDay
from field_app.ui.office.parts.board_sheet import Legend, Schedule, Sight
from field_app.ui.office.parts.board_side import Cars, Loose
from field_app.ui.office.parts.board_tools import Tools
from field_app.ui.office.parts.keys import use_keys
from field_app.ui.office.parts.move_panel import MovePanel
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.services import Services
from field_app.ui.words import _

_NO_MOVE: Move | None = None


@screen
def BoardScreen() -> ft.View:
    services, now = use_services(), use_now()
    sheets, address = use_sheets("repair"), use_address()
    use_sheets("person")
    move, propose = ft.use_state(_NO_MOVE)
    cell, draw_cell = ft.use_state(Cell())
    at: Any = ft.use_ref(cell)

    def put(new: Cell) -> None:
        # Keys may come faster than drawings: the next one goes on from here.
        at.current = new
        draw_cell(new)

    people = services.people
    asked = asked_for(services, address)
    # A key, a tap or another day changes nothing of what is in the sheets: they are read anew only when one of them changes.
    diary = ft.use_memo(lambda: boarding.read(sheets, asked.travel), [sheets, asked.travel])
    board = ft.use_memo(lambda: boarding.filled(asked, people, diary, address.query), [asked, people, diary, address.query])
    where = ft.use_memo(lambda: _where(services, sheets), [people, sheets, now])
    shape = shape_of(board, open_=move is not None)
    grid = Grid(board, shape.first * 60, (shape.last - shape.first) * 2) if isinstance(shape, Hours) else Grid(board, 0, len(board.days))
    held: Any = ft.use_ref()
    held.current = _Meaning(board, shape, propose)
    hands = ft.use_memo(lambda: _hands(held), [])
    use_keys({} if move else keys(grid, lambda: at.current, put, propose))
    found = {one.user: one for one in crew.technicians(people)}
    moved = next((sheet for sheet in sheets if move and sheet.id == move.sheet), None)
    close = ft.use_callback(lambda: propose(None), [])
    panel = MovePanel(move, moved, board, tuple(found.values()), close, wide(), key=move.key) if move and moved else None  # type: ignore[call-arg]
    loose = Loose(services, board.loose, _chosen(board, cell), hands, tall=wide())
    tools = Tools(address, board, people)
    if not wide() and panel:
        return DeskPage(_("Work schedule"), panel, back="/board", gap=12)
    if not wide():
        rows = PhoneDay(board, where, now, hands)
        return DeskPage(_("Work schedule"), tools, rows, Cars(board.cars), loose, gap=12)
    sight = Sight(board, shape, where, now, move.sheet if move else "", cell)
    main = ft.Column(
        [part for part in (tools, Schedule(sight, hands), Legend(now), Cars(board.cars)) if part],
        spacing=12, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip
    beside = ft.Container(panel or loose, width=side_width(open_=panel is not None))
    columns = ft.Row([main, beside], spacing=16, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)
    return DeskPage(_("Work schedule"), columns, fill=True)


def _where(services: Services, sheets: Sequence[Sheet]) -> Mapping[UserId, crew.Whereabouts]:
    return {one.who.user: one for one in crew.whereabouts(services.people, sheets, services.now())}


def asked_for(services: Services, address: Address) -> Board:
    """The empty board the address asks for; what it can't mean is today's."""
    view = cast(View, address["view"] if address["view"] in boarding.DAYS else "day")
    try:
        day = date.fromisoformat(address["day"])
    except ValueError:
        day = services.today()
    policy = services.policy()
    travel = timedelta(minutes=policy.travel_minutes) if policy else DEFAULT_TRAVEL
    return Board(view, boarding.begins(view, day), travel)


def side_width(*, open_: bool) -> int:
    if open_:
        return 380 if desk() else 340
    return 234 if desk() else 210


def shape_of(board: Board, *, open_: bool) -> Hours | Days:
    """How wide an hour or a day is in this window."""
    width = ft.context.page.width or 1440
    room = width - (184 + 48 if desk() else 80 + 32) - 16 - side_width(open_=open_) - 4
    person = 156.0 if desk() else 104.0
    if board.view == "day":
        return hours_of(board, room, person, theme.size(62 if desk() else 52))
    return days_of(board, room, person, theme.size(70))


def _hands(held: Any) -> Hands:
    """What is lifted is known from the moment it is: whatever is drawn under the hand meanwhile, that sheet is dropped."""
    lifted = [SheetId("")]

    def lift(sheet: SheetId) -> None:
        lifted[0] = sheet

    return Hands(lambda sheet: held.current.open(sheet), lift, lambda *where: held.current.drop(*where, lifted[0]))


@frozen
class _Meaning:
    """What a drop or a tap means on the board as it is now."""

    board: Board
    shape: Hours | Days
    propose: Callable[[Move | None], None]

    def drop(self, technician: UserId, day: date, left: float, sheet: SheetId) -> None:
        minute = self.shape.minute(left, STEP) if isinstance(self.shape, Hours) else None
        self.propose(Move(sheet, technician, day, minute))

    def open(self, sheet: SheetId) -> None:
        """A tap proposes what is: from there it can be changed, or the sheet opened."""
        visits = [visit for row in self.board.rows for day in self.board.days for visit in row.on(day).visits if visit.sheet == sheet]
        visit = next(iter(visits), None)
        if visit:
            self.propose(Move(sheet, visit.technician, visit.day, boarding.minutes_of(visit.starts_at) if visit.may_move else None))
            return
        holder = next((row.who.user for row in self.board.rows), UserId(""))
        self.propose(Move(sheet, holder, self.board.first))


def keys(
    grid: Grid, cell: Callable[[], Cell], put: Callable[[Cell], None], propose: Callable[[Move | None], None]
) -> dict[str, Callable[[], None]]:
    """The keyboard's twin of every drag."""

    def space() -> None:
        move = grid.drops(cell())
        put(evolve(cell(), carried=None) if move else grid.picks_up(cell()))
        if move:
            propose(move)

    return {
        "arrow left": lambda: put(grid.moved(cell(), 0, -1)),
        "arrow right": lambda: put(grid.moved(cell(), 0, 1)),
        "arrow up": lambda: put(grid.moved(cell(), -1, 0)),
        "arrow down": lambda: put(grid.moved(cell(), 1, 0)),
        "space": space,
        "escape": lambda: put(evolve(cell(), carried=None)),
    }


def _chosen(board: Board, cell: Cell) -> str:
    return board.loose[cell.row].id if cell.loose and cell.row < len(board.loose) else ""
