"""What the work schedule shows: each person's visits by day, what clashes, what has no place yet. Pure: sheets in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal

from attrs import evolve, frozen

from field_app.domain import schedule
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import SheetId, UserId
from field_app.domain.person import Account
from field_app.domain.repair import appointment, dispatch, intake, signoff
from field_app.domain.schedule import Gap, Visit
from field_app.domain.sheets import Entry, Sheet, once
from field_app.ui.office.crew import technicians
from field_app.ui.office.labels import RANK

View = Literal["day", "week", "two"]
DAYS: Mapping[str, int] = {"day": 1, "week": 7, "two": 14}
# A load beyond this is a full day.
FULL_HOURS = 6.5
FIRST_HOUR, LAST_HOUR = 8, 18


@frozen(slots=False)
class Day:
    """One technician's visits of a day, by start, and what lies between them (P3.2)."""

    visits: tuple[Visit, ...] = ()
    travel: timedelta = schedule.DEFAULT_TRAVEL

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return schedule.gaps(self.visits, self.travel) if len(self.visits) > 1 else ()

    @cached_property
    def hours(self) -> float:
        return sum(visit.hours for visit in self.visits)


FREE = Day()


@frozen
class Row:
    """One technician on the schedule, with every day there is something on."""

    who: Account
    days: Mapping[date, Day]

    def on(self, day: date) -> Day:
        return self.days.get(day, FREE)


@frozen
class Diary:
    """All that the schedule needs of the sheets, read once whatever days are then shown."""

    days: Mapping[UserId, Mapping[date, Day]]
    loose: tuple[Sheet, ...]
    cars: tuple[tuple[Sheet, Entry[appointment.CarRequested]], ...]


@frozen
class Board:
    """The schedule of some days, from `first` on."""

    view: View
    first: date
    travel: timedelta
    rows: tuple[Row, ...] = ()
    loose: tuple[Sheet, ...] = ()
    cars: tuple[tuple[Sheet, Entry[appointment.CarRequested]], ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range(DAYS[self.view]))

    def visit(self, sheet: SheetId) -> Visit | None:
        """The visit of this sheet that can still be moved."""
        every = (visit for row in self.rows for day in self.days for visit in row.on(day).visits)
        return next((visit for visit in every if visit.sheet == sheet and visit.may_move), None)

    def visits_of(self, technician: UserId) -> Iterator[Visit]:
        """Every visit of this technician, whatever days are shown."""
        return (visit for row in self.rows if row.who.user == technician for day in row.days.values() for visit in day.visits)

    def troubles(self) -> tuple[int, int]:
        """How many visits clash, and how many leave too little time for the way."""
        found = [gap for row in self.rows for day in self.days for gap in row.on(day).gaps]
        return sum(gap.clashes for gap in found), sum(gap.too_short for gap in found)


def begins(view: View, day: date) -> date:
    """The first day shown: the Monday of its week, or the day itself."""
    return day if view == "day" else day - timedelta(days=day.weekday())


def filled(board: Board, people: Iterable[Account], diary: Diary, asked: Mapping[str, str]) -> Board:
    """The board with the people asked for and all that concerns them."""
    shown = [who for who in technicians(people) if _is_asked(who, asked)]
    rows = tuple(Row(who, diary.days.get(who.user, {})) for who in shown)
    return evolve(board, rows=rows, loose=diary.loose, cars=diary.cars)


def _is_asked(who: Account, asked: Mapping[str, str]) -> bool:
    district, skill, name = asked.get("district", ""), asked.get("skill", ""), asked.get("who", "")
    return (not district or who.district == district) and (not skill or skill in who.skills) and (not name or name in who.name)


def read(sheets: Iterable[Sheet], travel: timedelta) -> Diary:
    every = tuple(sheets)
    return Diary(_by_person(every, travel), loose(every), cars(every))


def _by_person(sheets: Iterable[Sheet], travel: timedelta) -> dict[UserId, dict[date, Day]]:
    found: dict[UserId, dict[date, list[Visit]]] = {}
    for sheet in sheets:
        for day, visit in _dated(sheet):
            found.setdefault(visit.technician, {}).setdefault(day, []).append(visit)
    return {who: {day: Day(_by_start(visits), travel) for day, visits in days.items()} for who, days in found.items()}


def _by_start(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    return tuple(sorted(visits, key=lambda visit: visit.starts_at))


@once
def _dated(sheet: Sheet) -> tuple[tuple[date, Visit], ...]:
    return tuple((visit.day, visit) for visit in schedule.visits(sheet))


def loose(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Sheets without a technician, then those whose visit isn't agreed yet: the most urgent first, then the oldest."""
    return tuple(sorted((sheet for sheet in sheets if _turn(sheet)), key=lambda sheet: _turn(sheet) or ()))


@once
def _turn(sheet: Sheet) -> tuple[int, int, datetime] | None:
    """Where a sheet without a place comes among them; None where it has one."""
    rank = {"to_assign": 0, "to_agree": 1}.get(signoff.status(sheet))
    return None if rank is None else (rank, RANK[dispatch.urgency(sheet)], _since(sheet))


def _since(sheet: Sheet) -> datetime:
    taken = sheet.last(intake.RequestTaken)
    return taken.at if taken else datetime.min.replace(tzinfo=SHANGHAI)


def cars(sheets: Iterable[Sheet]) -> tuple[tuple[Sheet, Entry[appointment.CarRequested]], ...]:
    """Requests for a company car still to be decided, the oldest first (P3.4)."""
    found = [(sheet, asked) for sheet in sheets if (asked := _car(sheet))]
    return tuple(sorted(found, key=lambda one: one[1].at))


@once
def _car(sheet: Sheet) -> Entry[appointment.CarRequested] | None:
    return None if signoff.status(sheet) in ("closed", "cancelled") else appointment.open_car_request(sheet)


def instant(day: date, minutes: int) -> datetime:
    """A moment of a day, counted in minutes from its midnight."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minutes)


def minutes_of(at: datetime) -> int:
    local = at.astimezone(SHANGHAI)
    return local.hour * 60 + local.minute
