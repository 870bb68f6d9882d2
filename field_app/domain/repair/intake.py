"""Chapter 1: a request comes in. Eight things make it complete; what is missing is named, never guessed (P1.1 to P1.6)."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from attrs import evolve, fields, frozen

from field_app.domain.archive import dates_in_order
from field_app.domain.errors import Objection, Words, say
from field_app.domain.facts import EVERYONE, Role, SheetId, fact, widened
from field_app.domain.repair.closing import still_open
from field_app.domain.sheets import Ground, Sheet, once

TAKERS: tuple[Role, ...] = tuple(sorted(EVERYONE))  # a customer tells whom they meet, and that colleague tells the clerk (P1.4)
LONGEST_TEXT = 4000

Way = Literal["phone", "relayed", "return_visit"]

# A mainland mobile, a landline with area code and extension, a 400 number, or an international number.
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}\d{7,8}(?:(?:转|x|#)\d{1,6})?|400\d{7}|\+\d{8,15}", re.ASCII)


def is_phone(text: str) -> bool:
    """True for a number that can be dialled from here; spaces, hyphens and brackets don't matter."""
    return bool(_PHONE.fullmatch(re.sub(r"[\s()（）-]", "", text)))


@frozen
class Request:
    """What a customer asks for. Empty text and None mean: not known yet."""

    customer: str = ""
    project: str = ""
    contact: str = ""
    phone: str = ""
    fault: str = ""
    wanted: str = ""
    accepted_on: date | None = None
    warranty_months: int | None = None
    address: str = ""
    district: str = ""
    archive: str = ""
    serial: str = ""
    equipment: str = ""


# P1.2, in the order of a phone call: the two the archive mostly knows come last.
NEEDED: dict[str, Words] = {
    "customer": say("customer name"),
    "project": say("project name"),
    "contact": say("contact person"),
    "phone": say("contact phone"),
    "fault": say("fault details"),
    "wanted": say("wanted service time"),
    "accepted_on": say("acceptance date"),
    "warranty_months": say("warranty period"),
}


def wrong_in(request: Request, ground: Ground) -> Iterator[Objection]:
    """What can't be so, field by field. A field that is only missing is no objection (P1.3)."""
    if request.phone and not is_phone(request.phone):
        yield Objection("P1.2", say("This is no phone number. Write 11 digits for a mobile, or area code and number."), "phone")
    yield from dates_in_order(request.accepted_on, request.warranty_months, ground, "P1.2")
    for name in ("customer", "project", "contact", "fault", "wanted", "address"):
        if len(getattr(request, name)) > LONGEST_TEXT:
            yield Objection("P1.2", say("This is too long: at most {limit} characters.", limit=LONGEST_TEXT), name)


def _may_take(sheet: Sheet, body: "RequestTaken", ground: Ground) -> Iterable[Objection]:
    if sheet.last(RequestTaken):
        yield Objection("P1.5", say("This sheet has its request already; amend it."))
    if not body.number:
        yield Objection("P1.5", say("A sheet needs its number."), "number")
    if not any((body.request.customer, body.request.project, body.request.phone, body.request.fault)):
        yield Objection("P1.3", say("Write at least who called or what is broken."), "customer")
    if body.way == "relayed" and not body.relayed_by.strip() and "clerk" in ground.roles:
        yield Objection("P1.4", say("Write the name of the colleague who relayed it."), "relayed_by")
    yield from wrong_in(body.request, ground)


@fact("request_taken", on="repair", by=TAKERS, gate=_may_take)
@frozen
class RequestTaken:
    """A request comes in (P1.1). `relayed_by` is the colleague a customer told it, by name."""

    number: str
    way: Way
    request: Request
    relayed_by: str = ""


def _may_amend(sheet: Sheet, body: "RequestAmended", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from wrong_in(body.request, ground)


# Version 2: only what was changed counts, so that two people who amend at once keep both. Older apps' facts stand for all of it.
@fact("request_amended", on="repair", by=("clerk", "supervisor", "technician"), gate=_may_amend, version=2, lifts={1: widened})
@frozen
class RequestAmended:
    """The request as its author knows it now; `changed` names what of it is new, nothing named stands for all of it."""

    request: Request
    changed: tuple[str, ...] = ()

    def on(self, known: Request) -> Request:
        """What was known with this laid on: what somebody else changed meanwhile stays (P10.2)."""
        if not self.changed:
            return self.request
        return evolve(known, **{name: getattr(self.request, name) for name in self.changed if name in REQUEST_FIELDS})


def _may_call_back(sheet: Sheet, body: "CallbackMade", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if body.outcome == "reached" and not body.note.strip():
        yield Objection("P1.3", say("Write what the customer said."), "note")


@fact("callback_made", on="repair", by=("clerk", "supervisor"), gate=_may_call_back)
@frozen
class CallbackMade:
    """The clerk rang back about an incomplete request (P1.3)."""

    outcome: Literal["reached", "not_reached"]
    note: str = ""


def _complete(sheet: Sheet, _body: object, _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from incomplete(sheet)


@fact("handed_over", on="repair", by=("clerk", "supervisor"), gate=_complete)
@frozen
class HandedOver:
    """The clerk hands the request to the supervisor to be assigned (P1.3)."""


def _may_cancel(sheet: Sheet, body: "Cancelled", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if not body.reason.strip():
        yield Objection("P10.3", say("Say why it is cancelled."), "reason")


@fact("cancelled", on="repair", by=("clerk", "supervisor"), gate=_may_cancel)
@frozen
class Cancelled:
    """The case ends without a visit: the customer withdrew it, or it stands on another sheet."""

    reason: str


def taken(sheet: Sheet) -> RequestTaken | None:
    return sheet.said(RequestTaken)


def number(sheet: Sheet) -> str:
    """The number people say on the phone, empty before there is one (P1.5)."""
    first = sheet.said(RequestTaken)
    return first.number if first else ""


def request(sheet: Sheet) -> Request:
    """The request as it is known now."""
    return requests(sheet)[0]


@once
def requests(sheet: Sheet) -> tuple[Request, ...]:
    """The request as it is known now, and before that as it was known in turn, here or to whoever amended it."""
    first = taken(sheet)
    story = [first.request if first else Request()]
    for entry in sheet.live(RequestAmended):
        story += [entry.body.request, entry.body.on(story[-1])]
    return tuple(dict.fromkeys(reversed(story)))


def amending(known: Request, now: Request, was: Request | None = None) -> tuple[RequestAmended, ...]:
    """The fact that says what is new in `now` against what its author read, `was`; none where nothing is."""
    read = (known, was or known)
    changed = tuple(name for name in REQUEST_FIELDS if getattr(now, name) not in [getattr(one, name) for one in read])
    return (RequestAmended(now, changed),) if changed else ()


def missing(sheet: Sheet) -> tuple[str, ...]:
    """Names of the eight (P1.2) still missing, in the order of a phone call."""
    return missing_in(request(sheet))


def missing_in(known: Request) -> tuple[str, ...]:
    return tuple(name for name in NEEDED if getattr(known, name) in ("", None) or not str(getattr(known, name)).strip())


def incomplete(sheet: Sheet) -> Iterator[Objection]:
    """One passable objection for each missing thing (P1.3)."""
    for name in missing(sheet):
        yield Objection("P1.3", say("Missing: {what}. Ask the customer for it.", what=NEEDED[name]), name, passable=True)


def was_handed_over(sheet: Sheet) -> bool:
    return sheet.last(HandedOver) is not None


def same_case(known: Request, sheets: Iterable[Sheet], *, but: SheetId | None = None) -> tuple[Sheet, ...]:
    """Open sheets of the same project, the newest first: is this the same fault reported twice? (P1.6)"""
    return tuple(s for s in reversed(tuple(sheets)) if s.id != but and not any(still_open(s)) and same_project(known, request(s)))


def same_project(one: Request, other: Request) -> bool:
    """True for the same installed project, by archive where both have it, else by names."""
    if one.archive and other.archive:
        return one.archive == other.archive
    return bool(one.project.strip()) and (one.customer.strip(), one.project.strip()) == (other.customer.strip(), other.project.strip())


REQUEST_FIELDS = tuple(attribute.name for attribute in fields(Request))
