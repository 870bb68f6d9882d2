"""Who is where and when: clashes, load and the last visit to a project (P2.3, P3.2)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import appointment, arrival, dispatch, intake, settlement
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.sheets import Sheet


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
