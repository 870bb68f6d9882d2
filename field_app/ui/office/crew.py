"""Whom to send: each technician with load, last visit there, skills and district (P2.3), and where each one is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from attrs import frozen

from field_app.domain import schedule
from field_app.domain.days import day_of
from field_app.domain.facts import UserId
from field_app.domain.person import Account
from field_app.domain.repair import appointment, arrival, dispatch, intake, settlement, signoff, version
from field_app.domain.repair.closing import in_visit, is_cancelled, is_closed
from field_app.domain.sheets import Sheet, once

BUSY_FROM = 4


@frozen
class Candidate:
    """A technician for a case. `near` where the district is the customer's, `skilled` the skills the case speaks of."""

    who: Account
    load: schedule.Load
    near: bool
    skilled: tuple[str, ...]

    @property
    def busy(self) -> bool:
        return self.load.visits_that_day >= BUSY_FROM

    @property
    def knows(self) -> bool:
        return self.load.last_here is not None or bool(self.skilled)


def technicians(people: Iterable[Account]) -> tuple[Account, ...]:
    """Everyone who can be sent."""
    return tuple(one for one in people if "technician" in one.roles and not one.disabled)


def candidates(people: Iterable[Account], sheets: Sequence[Sheet], case: Sheet, day: date) -> tuple[Candidate, ...]:
    """The technicians, the most suitable first: skilled or there before, near, with the least to do."""
    request = intake.request(case)
    others = [sheet for sheet in sheets if sheet.id != case.id]
    found = [_candidate(one, others, request, day) for one in technicians(people)]
    return tuple(sorted(found, key=lambda c: (not c.knows, c.busy, not c.near, c.load.visits_that_day, c.load.open_cases, c.who.name)))


def _candidate(who: Account, sheets: Sequence[Sheet], request: intake.Request, day: date) -> Candidate:
    near = bool(who.district) and (who.district == request.district or who.district in request.address)
    spoken = f"{request.equipment} {request.fault} {request.project}"
    skilled = tuple(skill for skill in who.skills if skill and skill in spoken)
    return Candidate(who, schedule.load(who.user, sheets, day, request), near, skilled)


Doing = Literal["on_site", "on_the_way", "late", "free"]


@frozen
class Whereabouts:
    """What a technician's records say: never where someone is by satellite. `since` is when the record was made."""

    who: Account
    doing: Doing
    sheet: Sheet | None
    since: datetime | None
    next_slot: schedule.Slot | None


def whereabouts(people: Iterable[Account], sheets: Sequence[Sheet], now: datetime) -> tuple[Whereabouts, ...]:
    """Where each technician is, by what each recorded last."""
    running = [sheet for sheet in sheets if not (is_closed(sheet) or is_cancelled(sheet)) and dispatch.assigned_to(sheet)]
    mine: dict[UserId | None, list[Sheet]] = {}
    for sheet in running:
        mine.setdefault(dispatch.assigned_to(sheet), []).append(sheet)
    each = ((one, mine.get(one.user, [])) for one in technicians(people))
    return tuple(_where(one, own, schedule.slots(own), now) for one, own in each)


def _where(who: Account, mine: Sequence[Sheet], slots: Sequence[schedule.Slot], now: datetime) -> Whereabouts:
    ahead = next((slot for slot in slots if slot.technician == who.user and slot.ends_at >= now), None)
    for sheet in mine:
        came = arrival.arrived(sheet)
        if came and not settlement.left(sheet):
            return Whereabouts(who, "on_site", sheet, came.at, ahead)
    for sheet in mine:
        out = in_visit(sheet, "departed")
        if out and not arrival.arrived(sheet):
            return Whereabouts(who, "on_the_way", sheet, out.at, ahead)
    overdue = next((sheet for sheet in mine if _overdue(sheet, now)), None)
    window = appointment.agreed(overdue) if overdue else None
    return Whereabouts(who, "late" if overdue else "free", overdue, window.body.ends_at if window else None, ahead)


def _overdue(sheet: Sheet, now: datetime) -> bool:
    """An agreed window of the last day has ended and no arrival is known here."""
    window = appointment.agreed(sheet)
    if window is None or arrival.arrived(sheet) or settlement.left(sheet):
        return False
    return 0 < (now - window.body.ends_at).total_seconds() < 24 * 3600


@frozen
class Today:
    """The day in figures."""

    taken: int
    assigned: int
    agreed: int
    arrived: int
    on_time: int
    closed: int


def today(sheets: Sequence[Sheet], day: date, rules: Sheet | None) -> Today:
    found = [(what, sheet) for sheet in sheets for what, on in _days(sheet) if on == day]
    here = Counter(what for what, _sheet in found)
    on_time = sum(version.late_by(sheet, rules) == 0 for what, sheet in found if what == "arrived")
    return Today(here["taken"], here["assigned"], here["due"], here["arrived"], on_time, here["closed"])


_COUNTED: Mapping[str, type[object]] = {"taken": intake.RequestTaken, "assigned": dispatch.Assigned, "closed": signoff.SignedOff}


@once
def _days(sheet: Sheet) -> tuple[tuple[str, date], ...]:
    """What of a sheet is counted on which day."""
    found = [(what, day_of(entry.at)) for what, body in _COUNTED.items() for entry in sheet.live(body)]
    window, came = appointment.agreed(sheet), arrival.arrived(sheet)
    if window:
        found.append(("due", day_of(window.body.starts_at)))
    if came:
        found.append(("arrived", day_of(came.at)))
    return tuple(found)
