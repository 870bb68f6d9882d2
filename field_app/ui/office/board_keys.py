"""The work schedule by keyboard: arrows move the cell, Space picks a visit up, arrows carry it, Space drops, Esc puts it back."""

from __future__ import annotations

from datetime import date

from attrs import evolve, frozen

from field_app.domain.facts import SheetId
from field_app.ui.office.boarding import Board, Row, minutes_of
from field_app.ui.office.moving import Move

HALF = 30


@frozen
class Cell:
    """Where the keyboard is: a row and, in it, half an hour of the day or a day of several. `row` counts the loose ones when `loose`."""

    row: int = 0
    column: int = 0
    loose: bool = False
    carried: SheetId | None = None


@frozen
class Grid:
    """What the cell moves over. `first_minute` and `columns` are the half hours of the day, or 0 and the days."""

    board: Board
    first_minute: int
    columns: int

    def moved(self, cell: Cell, rows: int, columns: int) -> Cell:
        """One step; past the last column lie the sheets without a place."""
        if cell.loose:
            if columns < 0:
                return evolve(cell, loose=False, row=min(cell.row, len(self.board.rows) - 1), column=self.columns - 1)
            return evolve(cell, row=_within(cell.row + rows, len(self.board.loose)))
        if columns > 0 and cell.column == self.columns - 1 and self.board.loose and cell.carried is None:
            return Cell(0, 0, loose=True)
        row, column = _within(cell.row + rows, len(self.board.rows)), _within(cell.column + columns, self.columns)
        return evolve(cell, row=row, column=column)

    def row(self, cell: Cell) -> Row | None:
        return self.board.rows[cell.row] if cell.row < len(self.board.rows) and not cell.loose else None

    def day(self, cell: Cell) -> date:
        return self.board.first if self.board.view == "day" else self.board.days[cell.column]

    def minute(self, cell: Cell) -> int | None:
        return self.first_minute + cell.column * HALF if self.board.view == "day" else None

    def picked(self, cell: Cell) -> SheetId | None:
        """The sheet Space would pick up here: one that can still be moved."""
        if cell.loose:
            return self.board.loose[cell.row].id if cell.row < len(self.board.loose) else None
        row = self.row(cell)
        here = [visit for visit in row.on(self.day(cell)).visits if visit.may_move] if row else []
        minute = self.minute(cell)
        if minute is not None:
            here = [v for v in here if minutes_of(v.starts_at) < minute + HALF and minute < minutes_of(v.starts_at) + v.hours * 60]
        return here[0].sheet if here else None

    def picks_up(self, cell: Cell) -> Cell:
        sheet = self.picked(cell)
        if sheet is None:
            return cell
        if cell.loose:
            return Cell(0, 0, carried=sheet)
        return evolve(cell, carried=sheet)

    def drops(self, cell: Cell) -> Move | None:
        """The move that Space means where something is carried."""
        row = self.row(cell)
        return Move(cell.carried, row.who.user, self.day(cell), self.minute(cell)) if cell.carried and row else None


def _within(value: int, many: int) -> int:
    return max(0, min(value, many - 1))
