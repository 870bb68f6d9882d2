"""Who is where and when: clashes, load and the last visit to a project (P2.3, P3.2)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import appointment, arrival, dispatch, intake, settlement
from field_app.domain.repair.closing import in_visit, is_cancelled, is_closed, newest, visit_starts
from field_app.domain.sheets import Sheet, once


@frozen
class Slot:
    """An agreed visit on the work schedule."""

    sheet: SheetId
    technician: UserId
    starts_at: datetime
    ends_at: datetime
    customer: str


def slots(sheets: Iterable[Sheet]) -> tuple[Slot, ...]:
    """The agreed visits still ahead or under way, by start."""
    found = (_slot(sheet) for sheet in sheets if not (is_closed(sheet) or is_cancelled(sheet) or settlement.left(sheet)))
    return tuple(sorted((slot for slot in found if slot), key=lambda slot: slot.starts_at))


@once
def _slot(sheet: Sheet) -> Slot | None:
    window, technician = appointment.agreed(sheet), dispatch.assigned_to(sheet)
    if window is None or technician is None:
        return None
    return Slot(sheet.id, technician, window.body.starts_at, window.body.ends_at, intake.request(sheet).customer)


def clashes(wanted: Slot, others: Iterable[Slot], travel: timedelta) -> tuple[Slot, ...]:
    """The same technician's other visits that overlap, counting the way between them (P3.2)."""
    return tuple(
        slot
        for slot in others
        if slot.sheet != wanted.sheet
        and slot.technician == wanted.technician
        and slot.starts_at < wanted.ends_at + travel
        and wanted.starts_at < slot.ends_at + travel
    )


@frozen
class Load:
    """What a technician has on: open cases, visits that day, and the last visit to the project in question."""

    technician: UserId
    open_cases: int
    visits_that_day: int
    last_here: date | None


def load(technician: UserId, sheets: Iterable[Sheet], day: date, project: intake.Request) -> Load:
    """Help for the choice (P2.3)."""
    every = tuple(sheets)
    mine = [sheet for sheet in every if dispatch.assigned_to(sheet) == technician]
    open_cases = sum(not (is_closed(sheet) or is_cancelled(sheet)) for sheet in mine)
    that_day = sum(day_of(slot.starts_at) == day for slot in slots(mine))
    been = (_been(sheet, technician) for sheet in every if intake.same_project(project, intake.request(sheet)))
    return Load(technician, open_cases, that_day, max((day for day in been if day), default=None))


def _been(sheet: Sheet, technician: UserId) -> date | None:
    return max((day_of(came.at) for came in sheet.live(arrival.Arrived) if came.by == technician), default=None)


Standing = Literal["agreed", "on_the_way", "on_site", "done"]
# How long a visit is taken to last where nobody agreed or recorded its end.
USUAL = timedelta(hours=1)
# The way between two visits where no policy says how long it takes.
DEFAULT_TRAVEL = timedelta(minutes=30)


@frozen
class Visit:
    """A visit as the work schedule shows it: as agreed until the technician arrives, from then on as it went."""

    sheet: SheetId
    number: str
    technician: UserId
    starts_at: datetime
    ends_at: datetime
    customer: str
    project: str
    fault: str
    standing: Standing
    urgency: dispatch.Urgency = "normal"

    @property
    def day(self) -> date:
        return day_of(self.starts_at)

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at) / timedelta(hours=1)

    @property
    def may_move(self) -> bool:
        """What has begun stays where it happened; it can be agreed anew only before (P2.4)."""
        return self.standing == "agreed"

    def is_late(self, now: datetime) -> bool:
        """The agreed window has ended, and no arrival is known here (P3.6)."""
        return self.standing in ("agreed", "on_the_way") and self.ends_at < now


@once
def visits(sheet: Sheet) -> tuple[Visit, ...]:
    """Every visit of a sheet, those before and the one in focus, by start."""
    if is_cancelled(sheet):
        return ()
    starts = (*visit_starts(sheet), len(sheet.entries))
    gone = [_gone(sheet, start, end) for start, end in pairwise(starts)]
    ahead = None if gone and gone[-1] else _ahead(sheet)
    return tuple(sorted((one for one in (*gone, ahead) if one), key=lambda one: one.starts_at))


def _gone(sheet: Sheet, start: int, end: int) -> Visit | None:
    """A visit that has begun: from the arrival to the leaving, or for as long as was agreed while it goes on."""
    came = newest(sheet, start, end, "arrived")
    if came is None:
        return None
    went = newest(sheet, sheet.place(came), end, "left_site")
    window = appointment.agreed(sheet) if end == len(sheet.entries) else None
    planned = window.body.ends_at if window else came.at + USUAL
    ends_at = went.at if went else max(planned, came.at + USUAL / 2)
    return _visit(sheet, came.by, came.at, max(ends_at, came.at), "done" if went else "on_site")


def _ahead(sheet: Sheet) -> Visit | None:
    """The agreed visit that is still to come."""
    window, technician = appointment.agreed(sheet), dispatch.assigned_to(sheet)
    if window is None or technician is None or is_closed(sheet) or settlement.left(sheet):
        return None
    out = in_visit(sheet, "departed")
    standing: Standing = "on_the_way" if sheet.place(out) > sheet.place(window) else "agreed"
    return _visit(sheet, technician, window.body.starts_at, window.body.ends_at, standing)


def _visit(sheet: Sheet, technician: UserId, starts_at: datetime, ends_at: datetime, standing: Standing) -> Visit:
    known, urgency = intake.request(sheet), dispatch.urgency(sheet)
    return Visit(
        sheet.id, intake.number(sheet), technician, starts_at, ends_at, known.customer, known.project, known.fault, standing, urgency
    )


@frozen
class Gap:
    """Two visits of one technician one after the other. `minutes` lie between them; below zero they clash (P3.2)."""

    before: Visit
    after: Visit
    minutes: int
    travel: int

    @property
    def clashes(self) -> bool:
        return self.minutes < 0

    @property
    def too_short(self) -> bool:
        """There is time between them, and less than the way takes."""
        return 0 <= self.minutes < self.travel


def gaps(day: Sequence[Visit], travel: timedelta) -> tuple[Gap, ...]:
    """The gaps of one technician's day, in order: each visit after the one before it that ends last."""
    found: list[Gap] = []
    ordered = sorted(day, key=lambda one: (one.starts_at, one.ends_at))
    for place, after in enumerate(ordered[1:], 1):
        found.append(_between(max(ordered[:place], key=lambda one: one.ends_at), after, travel))
    return tuple(found)


def _between(before: Visit, after: Visit, travel: timedelta) -> Gap:
    """To the same project there is no way to go."""
    minute = timedelta(minutes=1)
    way = 0 if (before.customer, before.project) == (after.customer, after.project) else travel // minute
    return Gap(before, after, (after.starts_at - before.ends_at) // minute, way)


def in_the_way(wanted: Visit, others: Iterable[Visit], travel: timedelta) -> tuple[Gap, ...]:
    """What this visit would clash with, or have too little way to, where it is wanted (P3.2)."""
    same = [one for one in others if one.technician == wanted.technician and one.sheet != wanted.sheet]
    pairs = ((wanted, one) if (wanted.starts_at, wanted.ends_at) <= (one.starts_at, one.ends_at) else (one, wanted) for one in same)
    found = (_between(before, after, travel) for before, after in pairs)
    return tuple(gap for gap in found if gap.clashes or gap.too_short)
