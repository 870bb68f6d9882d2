"""Complaints 投诉: someone responsible, a due date, a solution, the customer's word on it, closed by the supervisor (P9.2)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import EVERYONE, UserId, fact
from field_app.domain.sheets import Ground, Sheet

Subject = Literal["quality", "delay", "manner", "price", "other"]
Status = Literal["to_assign", "to_answer", "to_ask", "to_close", "closed"]


def _open(sheet: Sheet) -> Iterator[Objection]:
    if sheet.last(ComplaintClosed) is not None:
        yield Objection("P9.2", say("This complaint is closed."), passable=True)


def _may_receive(sheet: Sheet, body: "ComplaintReceived", _ground: Ground) -> Iterable[Objection]:
    if received(sheet) is not None:
        yield Objection("P9.2", say("This complaint is recorded already."))
    if not body.number:
        yield Objection("P9.2", say("A complaint needs its number."), "number")
    if not body.customer.strip():
        yield Objection("P9.2", say("Write the customer's name."), "customer")
    if not body.text.strip():
        yield Objection("P9.2", say("Write what the customer complains of, in their words."), "text")


@fact("complaint_received", on="complaint", by=EVERYONE, gate=_may_receive)
@frozen
class ComplaintReceived:
    """A customer complains. `repair` is the repair sheet it is about, where there is one; `visit` the return visit that turned it up."""

    number: str
    customer: str
    subject: Subject
    text: str
    project: str = ""
    contact: str = ""
    phone: str = ""
    archive: str = ""
    repair: str = ""
    visit: str = ""


def _may_assign(sheet: Sheet, body: "ComplaintAssigned", ground: Ground) -> Iterable[Objection]:
    yield from _open(sheet)
    if not body.responsible:
        yield Objection("P9.2", say("Choose who is responsible."), "responsible")
    if body.due_on < day_of(ground.at):
        yield Objection("P9.2", say("The due date can't be in the past."), "due_on")


@fact("complaint_assigned", on="complaint", by=("supervisor",), gate=_may_assign)
@frozen
class ComplaintAssigned:
    """Someone is responsible, by a day. Again: another one, or another day."""

    responsible: str
    due_on: date
    note: str = ""


def _may_answer(sheet: Sheet, body: "ComplaintAnswered", _ground: Ground) -> Iterable[Objection]:
    yield from _open(sheet)
    if not body.cause.strip():
        yield Objection("P9.2", say("Write what caused it."), "cause")
    if not body.solution.strip():
        yield Objection("P9.2", say("Write what was done about it."), "solution")


@fact("complaint_answered", on="complaint", by=EVERYONE, gate=_may_answer)
@frozen
class ComplaintAnswered:
    """What caused it, what was done about it, and what keeps it from happening again."""

    cause: str
    solution: str
    prevention: str = ""


def _may_hear(sheet: Sheet, body: "CustomerHeard", _ground: Ground) -> Iterable[Objection]:
    yield from _open(sheet)
    if sheet.last(ComplaintAnswered) is None:
        yield Objection("P9.2", say("There is no solution yet to ask the customer about."), passable=True)
    if not body.words.strip():
        yield Objection("P9.2", say("Write what the customer said."), "words")


@fact("customer_heard", on="complaint", by=("clerk", "supervisor", "technician"), gate=_may_hear)
@frozen
class CustomerHeard:
    """The customer's word on the solution; not content opens the answer again."""

    content: bool
    words: str


def _may_close(sheet: Sheet, body: "ComplaintClosed", _ground: Ground) -> Iterable[Objection]:
    if sheet.last(ComplaintClosed) is not None:
        yield Objection("P9.2", say("This complaint is closed already."))
    if sheet.last(ComplaintAnswered) is None:
        yield Objection("P9.2", say("A complaint is closed with its solution; there is none yet."), passable=True)
    if not _is_content(sheet):
        yield Objection("P9.2", say("Ask the customer first whether the solution is good."), passable=True)
    if not body.effect.strip():
        yield Objection("P9.2", say("Write whether the remedy works."), "effect")


def _is_content(sheet: Sheet) -> bool:
    """The customer's word on the solution as it stands; one on an earlier solution says nothing of it."""
    heard = sheet.last(CustomerHeard)
    return heard is not None and heard.body.content and sheet.place(heard) > sheet.place(sheet.last(ComplaintAnswered))


@fact("complaint_closed", on="complaint", by=("supervisor",), gate=_may_close)
@frozen
class ComplaintClosed:
    """The supervisor closes the complaint, with a word whether the remedy works."""

    effect: str


def received(sheet: Sheet) -> ComplaintReceived | None:
    return sheet.said(ComplaintReceived)


def responsible(sheet: Sheet) -> UserId | None:
    given = sheet.said(ComplaintAssigned)
    return UserId(given.responsible) if given else None


def due_on(sheet: Sheet) -> date | None:
    given = sheet.said(ComplaintAssigned)
    return given.due_on if given else None


def status(sheet: Sheet) -> Status:
    """Where a complaint stands: what is to be done next."""
    if sheet.last(ComplaintClosed):
        return "closed"
    if sheet.last(ComplaintAssigned) is None:
        return "to_assign"
    answered, heard = sheet.last(ComplaintAnswered), sheet.last(CustomerHeard)
    if answered is None or (heard is not None and not heard.body.content and sheet.place(heard) > sheet.place(answered)):
        return "to_answer"
    return "to_close" if sheet.place(heard) > sheet.place(answered) else "to_ask"


def is_overdue(sheet: Sheet, today: date) -> bool:
    due = due_on(sheet)
    return due is not None and due < today and status(sheet) in ("to_answer", "to_ask", "to_assign")
