"""Chapter 3: the visit is agreed: time window, warranty status and expected charges told beforehand (P3.1 to P3.6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal, get_args

from attrs import frozen

from field_app.domain.errors import Objection, Words, say
from field_app.domain.facts import Role, fact
from field_app.domain.policy import TransportRule
from field_app.domain.repair.closing import in_visit, last_of, newest, still_open, visit_starts
from field_app.domain.repair.dispatch import Urgency
from field_app.domain.repair.warranty_rule import expected
from field_app.domain.sheets import Entry, Ground, Sheet, once

FIELD: tuple[Role, ...] = ("technician", "supervisor")

Mode = Literal["bus", "motorcycle_taxi", "taxi", "company_car", "own"]
MODES: tuple[Mode, ...] = get_args(Mode)


def _may_attempt(sheet: Sheet, body: "ContactAttempted", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if body.again_at is None and body.outcome != "wrong_number":
        yield Objection("P3.3", say("Choose when to try again."), "again_at")
    if body.again_at is not None and body.again_at <= ground.at:
        yield Objection("P3.3", say("The reminder must be later than now."), "again_at")


@fact("contact_attempted", on="repair", by=FIELD, gate=_may_attempt)
@frozen
class ContactAttempted:
    """The customer wasn't reached, or put it off (P3.3)."""

    outcome: Literal["not_reached", "postponed", "wrong_number"]
    note: str = ""
    again_at: datetime | None = None


def _may_agree(sheet: Sheet, body: "VisitAgreed", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if body.starts_at <= ground.at:
        yield Objection("P3.1", say("The visit can't begin in the past. Choose a later time."), "starts_at")
    if body.ends_at <= body.starts_at:
        yield Objection("P3.1", say("The window must end after it begins."), "ends_at")
    elif body.ends_at - body.starts_at > timedelta(hours=12):
        yield Objection("P3.1", say("A window of more than 12 hours is no appointment; agree a shorter one."), "ends_at")
    if body.starts_at - ground.at > timedelta(days=366):
        yield Objection("P3.1", say("This is more than a year ahead. Check the date."), "starts_at")
    yield from _told(body)
    if not body.charges_expected and _charged_by_its_dates(sheet):
        yield Objection(
            "P3.1", say("By its dates this is out of warranty: tell the customer what it will cost."), "charges_expected", passable=True
        )


def _charged_by_its_dates(sheet: Sheet) -> bool:
    """What the request alone says, until somebody has looked: from then on the customer knows the decision (P5.2, P5.3)."""
    proposal = expected(sheet)
    looked = last_of(sheet, "warranty_decided", "quoted") is not None
    return not looked and proposal is not None and proposal.cover is not None and proposal.decision == "outside"


def _told(body: "VisitAgreed") -> Iterable[Objection]:
    if not body.warranty_told:
        yield Objection("P3.1", say("Tell the customer whether the equipment is in warranty."), "warranty_told", passable=True)
    if body.charges_expected and body.expected_fen is None:
        yield Objection("P3.1", say("Tell the customer what it will cost, from the fee standard."), "expected_fen", passable=True)
    if body.expected_fen is not None and body.expected_fen <= 0:
        yield Objection("P3.1", say("Write an amount above zero, or that nothing is charged."), "expected_fen")


@fact("visit_agreed", on="repair", by=FIELD, gate=_may_agree)
@frozen
class VisitAgreed:
    """The window agreed with the customer, and what was told about warranty and charges (P3.1). Again: moved."""

    starts_at: datetime
    ends_at: datetime
    warranty_told: bool = False
    charges_expected: bool = False
    expected_fen: int | None = None
    note: str = ""


def _may_choose(sheet: Sheet, body: "TransportChosen", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if body.fare_fen < 0:
        yield Objection("P3.4", say("A fare can't be below zero."), "fare_fen")
    if body.mode != "bus" and not body.reason.strip():
        yield Objection("P3.4", say("Say why not by bus."), "reason", passable=True)
    if body.mode == "company_car" and not car_granted(sheet):
        yield Objection("P3.4", say("The supervisor hasn't given you a company car yet. Ask for one first."), "mode", passable=True)


@fact("transport_chosen", on="repair", by=FIELD, gate=_may_choose)
@frozen
class TransportChosen:
    """How the technician goes, why, and the fare (P3.4)."""

    mode: Mode
    reason: str = ""
    fare_fen: int = 0


def proposed_transport(rule: TransportRule, urgency: Urgency, district: str) -> tuple[Mode, Words]:
    """The cheapest way that serves customer and day, and why: the bus unless the place is far or the case presses (P3.4)."""
    if district and any(far and far in district for far in rule.far_districts):
        return _known(rule.far), say("The bus serves {district} badly.", district=district)
    if urgency == "urgent":
        return _known(rule.urgent), say("The case is urgent.")
    if urgency == "important":
        return _known(rule.important), say("The case is important.")
    return "bus", say("Cheapest, and it serves the day.")


def _known(mode: str) -> Mode:
    # A rule may name a mode this app doesn't know yet; the bus always goes.
    return next((one for one in MODES if one == mode), "bus")


def _may_ask_for_car(sheet: Sheet, body: "CarRequested", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if open_car_request(sheet):
        yield Objection("P3.4", say("A company car is asked for already; the supervisor decides."), "reason")
    if not body.reason.strip():
        yield Objection("P3.4", say("Say what the car is needed for."), "reason")


@fact("car_requested", on="repair", by=FIELD, gate=_may_ask_for_car)
@frozen
class CarRequested:
    """The technician asks for a company car for this visit; the supervisor decides (P3.4)."""

    reason: str


def _may_decide_on_car(sheet: Sheet, body: "CarDecided", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if open_car_request(sheet) is None:
        yield Objection("P3.4", say("No request for a company car is open on this sheet."))
    if not body.granted and not body.note.strip():
        yield Objection("P3.4", say("Say why there is no car, and how to go instead."), "note")


@fact("car_decided", on="repair", by=("supervisor",), gate=_may_decide_on_car)
@frozen
class CarDecided:
    """The supervisor gives a company car for this visit, or not (P3.4)."""

    granted: bool
    note: str = ""


def _may_depart(sheet: Sheet, _body: object, _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from unagreed(sheet)


@fact("departed", on="repair", by=FIELD, gate=_may_depart)
@frozen
class Departed:
    """On the way."""


def unagreed(sheet: Sheet) -> Iterable[Objection]:
    """A passable objection where the visit to come hasn't been agreed (P3.1)."""
    if agreed(sheet) is None or in_visit(sheet, "left_site"):
        yield Objection("P3.1", say("Agree a time with the customer first."), passable=True)


@once
def agreed(sheet: Sheet) -> Entry[VisitAgreed] | None:
    """The agreed window of the visit in focus, until the customer puts it off. One agreed on site is the next visit's."""
    came = in_visit(sheet, "arrived")
    before = len(sheet.entries) if came is None else sheet.place(came)
    window = newest(sheet, _unused_from(sheet), before, "visit_agreed")
    return None if window is None or _put_off(sheet, window) else window


def _unused_from(sheet: Sheet) -> int:
    """Where windows begin that no earlier visit was for: after its arrival, or its leaving where it had none."""
    *_, before, start = (0, *visit_starts(sheet))
    used = newest(sheet, before, start, "arrived") or newest(sheet, before, start, "left_site")
    return sheet.place(used) + 1 if used else before


def _put_off(sheet: Sheet, window: Entry[VisitAgreed]) -> bool:
    attempt: Entry[ContactAttempted] | None = in_visit(sheet, "contact_attempted")
    return attempt is not None and attempt.body.outcome == "postponed" and sheet.place(attempt) > sheet.place(window)


def reminder(sheet: Sheet) -> ContactAttempted | None:
    """The newest attempt without an agreement after it (P3.3)."""
    attempt = in_visit(sheet, "contact_attempted")
    return attempt.body if attempt and sheet.place(attempt) > sheet.place(agreed(sheet)) else None


def attempts(sheet: Sheet) -> tuple[Entry[ContactAttempted], ...]:
    """Every attempt to reach the customer since the last visit, oldest first (P3.3)."""
    start = visit_starts(sheet)[-1]
    return tuple(entry for entry in sheet.live(ContactAttempted) if sheet.place(entry) >= start)


def open_car_request(sheet: Sheet) -> Entry[CarRequested] | None:
    """The request for a company car the supervisor has still to decide."""
    asked = in_visit(sheet, "car_requested")
    return asked if sheet.place(asked) > sheet.place(in_visit(sheet, "car_decided")) else None


def car_answer(sheet: Sheet) -> Entry[CarDecided] | None:
    """What the supervisor said to the newest request of the visit in focus, None while it is open."""
    return None if open_car_request(sheet) else in_visit(sheet, "car_decided")


def car_granted(sheet: Sheet) -> bool:
    """True when the supervisor gave a company car for the visit in focus."""
    decided = in_visit(sheet, "car_decided")
    return decided is not None and decided.body.granted


def fares_fen(sheet: Sheet) -> int:
    """What all visits' transport cost: in each, the newest choice (P3.4)."""
    starts = (*visit_starts(sheet), len(sheet.entries))
    chosen = (newest(sheet, start, end, "transport_chosen") for start, end in pairwise(starts))
    return sum(choice.body.fare_fen for choice in chosen if choice)
