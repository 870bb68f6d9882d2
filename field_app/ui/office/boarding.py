"""What the work schedule shows: each person's visits by day, what clashes, what has no place yet. Pure: sheets in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from attrs import evolve, frozen

from field_app.domain import schedule
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import SheetId, UserId
from field_app.domain.person import Account
from field_app.domain.repair import appointment, dispatch, intake, signoff
from field_app.domain.schedule import Gap, Visit
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.office.crew import technicians
from field_app.ui.office.labels import RANK

View = Literal["day", "week", "two"]
DAYS: Mapping[str, int] = {"day": 1, "week": 7, "two": 14}
# A load beyond this is a full day.
FULL_HOURS = 6.5
FIRST_HOUR, LAST_HOUR = 8, 18


@frozen
class Row:
    """One technician on the schedule."""

    who: Account
    days: Mapping[date, tuple[Visit, ...]]

    def on(self, day: date) -> tuple[Visit, ...]:
        return self.days.get(day, ())

    def hours(self, day: date) -> float:
        return sum(visit.hours for visit in self.on(day))


@frozen
class Board:
    """The schedule of some days, from `first` on."""

    view: View
    first: date
    rows: tuple[Row, ...]
    travel: timedelta
    loose: tuple[Sheet, ...] = ()
    cars: tuple[tuple[Sheet, Entry[appointment.CarRequested]], ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range(DAYS[self.view]))

    def visit(self, sheet: SheetId) -> Visit | None:
        """The visit of this sheet that can still be moved."""
        every = (visit for row in self.rows for visits in row.days.values() for visit in visits)
        return next((visit for visit in every if visit.sheet == sheet and visit.may_move), None)

    def gaps(self, row: Row, day: date) -> tuple[Gap, ...]:
        return schedule.gaps(row.on(day), self.travel)

    def troubles(self) -> tuple[int, int]:
        """How many visits clash, and how many leave too little time for the way."""
        found = [gap for row in self.rows for day in self.days for gap in self.gaps(row, day)]
        return sum(gap.clashes for gap in found), sum(gap.too_short for gap in found)


def begins(view: View, day: date) -> date:
    """The first day shown: the Monday of its week, or the day itself."""
    return day if view == "day" else day - timedelta(days=day.weekday())


def filled(board: Board, people: Iterable[Account], sheets: Sequence[Sheet], asked: Mapping[str, str]) -> Board:
    """The board with the people asked for and all that concerns them."""
    shown = [who for who in technicians(people) if _is_asked(who, asked)]
    found = _by_person(sheets, set(board.days))
    rows = tuple(Row(who, found.get(who.user, {})) for who in shown)
    return evolve(board, rows=rows, loose=loose(sheets), cars=cars(sheets))


def _is_asked(who: Account, asked: Mapping[str, str]) -> bool:
    district, skill, name = asked.get("district", ""), asked.get("skill", ""), asked.get("who", "")
    return (not district or who.district == district) and (not skill or skill in who.skills) and (not name or name in who.name)


def _by_person(sheets: Iterable[Sheet], days: set[date]) -> dict[UserId, dict[date, tuple[Visit, ...]]]:
    found: dict[UserId, dict[date, tuple[Visit, ...]]] = {}
    for sheet in sheets:
        for visit in schedule.visits(sheet):
            if visit.day in days:
                mine = found.setdefault(visit.technician, {})
                mine[visit.day] = tuple(sorted((*mine.get(visit.day, ()), visit), key=lambda one: one.starts_at))
    return found


def loose(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Sheets without a technician, then those whose visit isn't agreed yet: the most urgent first, then the oldest."""
    wanted = {"to_assign": 0, "to_agree": 1}
    found = [(wanted[status], sheet) for sheet in sheets if (status := signoff.status(sheet)) in wanted]
    return tuple(sheet for _rank, sheet in sorted(found, key=lambda one: (one[0], RANK[dispatch.urgency(one[1])], _since(one[1]))))


def _since(sheet: Sheet) -> datetime:
    taken = sheet.last(intake.RequestTaken)
    return taken.at if taken else datetime.min.replace(tzinfo=SHANGHAI)


def cars(sheets: Iterable[Sheet]) -> tuple[tuple[Sheet, Entry[appointment.CarRequested]], ...]:
    """Requests for a company car still to be decided, the oldest first (P3.4)."""
    found = [(sheet, asked) for sheet in sheets if not _is_over(sheet) and (asked := appointment.open_car_request(sheet))]
    return tuple(sorted(found, key=lambda one: one[1].at))


def _is_over(sheet: Sheet) -> bool:
    return signoff.status(sheet) in ("closed", "cancelled")


def instant(day: date, minutes: int) -> datetime:
    """A moment of a day, counted in minutes from its midnight."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minutes)


def minutes_of(at: datetime) -> int:
    local = at.astimezone(SHANGHAI)
    return local.hour * 60 + local.minute
