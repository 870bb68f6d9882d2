"""Return visits 回访: planned by rule, done by phone or on site; satisfaction and new faults recorded (P9.3)."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import Role, SheetId, UserId, fact
from field_app.domain.sheets import Ground, Sheet

Cause = Literal["sample", "charged", "taken_back", "warranty_ends", "season", "asked"]
Status = Literal["planned", "to_try_again", "done", "dropped"]

CALLERS: tuple[Role, ...] = ("clerk", "supervisor", "technician")
_PLANNED = uuid.UUID("5f1f2c1e-6d0a-5c2e-8f11-3a3d5d0f7c10")


def planned_id(cause: Cause, about: str, due_on: date) -> SheetId:
    """The id of a visit planned by rule: the same on every device, so that two people planning at once plan one visit."""
    return SheetId(str(uuid.uuid5(_PLANNED, f"{cause}:{about}:{due_on.isoformat()}")))


def _may_plan(sheet: Sheet, body: "ReturnVisitPlanned", _ground: Ground) -> Iterable[Objection]:
    if sheet.last(ReturnVisitPlanned) is not None:
        yield Objection("P9.3", say("This return visit is planned already."))
    if not body.customer.strip():
        yield Objection("P9.3", say("Write the customer's name."), "customer")


@fact("return_visit_planned", on="return_visit", by=("clerk", "supervisor"), gate=_may_plan)
@frozen
class ReturnVisitPlanned:
    """A customer to be asked by a day, and why: by rule, or because somebody asked. `repair` is the closed case it is about."""

    customer: str
    due_on: date
    cause: Cause
    project: str = ""
    contact: str = ""
    phone: str = ""
    archive: str = ""
    repair: str = ""
    caller: str = ""


def _unfinished(sheet: Sheet) -> Iterator[Objection]:
    if status(sheet) in ("done", "dropped"):
        yield Objection("P9.3", say("This return visit is done."), passable=True)


def _may_try(sheet: Sheet, body: "ReturnCallTried", ground: Ground) -> Iterable[Objection]:
    yield from _unfinished(sheet)
    if body.again_on < day_of(ground.at):
        yield Objection("P9.3", say("The next try can't be in the past."), "again_on")


@fact("return_call_tried", on="return_visit", by=CALLERS, gate=_may_try)
@frozen
class ReturnCallTried:
    """Not reached, or at a bad moment: when to try again."""

    again_on: date
    note: str = ""


@frozen
class Mark:
    """One question of the questionnaire, answered from 1 (bad) to 5 (very good)."""

    code: str
    mark: int


def _may_make(sheet: Sheet, body: "ReturnVisitMade", _ground: Ground) -> Iterable[Objection]:
    yield from _unfinished(sheet)
    if not body.marks:
        yield Objection("P9.3", say("Ask at least one question."), "marks")
    for mark in body.marks:
        if not 1 <= mark.mark <= 5:
            yield Objection("P9.3", say("Marks go from 1 to 5."), f"marks.{mark.code}")
    if body.has_fault and not body.fault.strip():
        yield Objection("P9.3", say("Write what the new fault is; it opens a request."), "fault")


@fact("return_visit_made", on="return_visit", by=CALLERS, gate=_may_make)
@frozen
class ReturnVisitMade:
    """What the customer said. A new fault opens a request (`opened` is its sheet), a bad mark a complaint (`complaint`)."""

    way: Literal["phone", "on_site"]
    marks: tuple[Mark, ...]
    words: str = ""
    has_fault: bool = False
    fault: str = ""
    opened: str = ""
    complaint: str = ""


def _may_drop(sheet: Sheet, body: "ReturnVisitDropped", _ground: Ground) -> Iterable[Objection]:
    yield from _unfinished(sheet)
    if not body.reason.strip():
        yield Objection("P9.3", say("Say why the customer isn't asked."), "reason")


@fact("return_visit_dropped", on="return_visit", by=("clerk", "supervisor"), gate=_may_drop)
@frozen
class ReturnVisitDropped:
    """It won't take place: the customer can't be reached at all, or doesn't want to be asked."""

    reason: str


def planned(sheet: Sheet) -> ReturnVisitPlanned | None:
    return sheet.said(ReturnVisitPlanned)


def made(sheet: Sheet) -> ReturnVisitMade | None:
    return sheet.said(ReturnVisitMade)


def caller(sheet: Sheet) -> UserId | None:
    plan = planned(sheet)
    return UserId(plan.caller) if plan and plan.caller else None


def status(sheet: Sheet) -> Status:
    if sheet.last(ReturnVisitMade):
        return "done"
    if sheet.last(ReturnVisitDropped):
        return "dropped"
    return "to_try_again" if sheet.last(ReturnCallTried) else "planned"


def due_on(sheet: Sheet) -> date | None:
    """The day to call: the next try where one was made."""
    plan, tried = planned(sheet), sheet.said(ReturnCallTried)
    return tried.again_on if tried else plan.due_on if plan else None
