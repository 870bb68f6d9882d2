"""Chapter 4: on site. Arrival, then the arrival checks, before anything else (P4.1, P4.2)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import fact, widened
from field_app.domain.photo import Photo, from_gallery, unlikely
from field_app.domain.policy import CheckItem, Policy
from field_app.domain.repair.appointment import FIELD, agreed, unagreed
from field_app.domain.repair.closing import clock_went_back, in_visit, still_open
from field_app.domain.sheets import Entry, Ground, Sheet, once


def _may_arrive(sheet: Sheet, _body: object, ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if not _on_the_way(sheet):
        yield from unagreed(sheet)
    if arrived(sheet) and in_visit(sheet, "left_site") is None:
        yield Objection("P4.1", say("Arrival is recorded already."))
    yield from clock_went_back(in_visit(sheet, "departed"), ground)


def _on_the_way(sheet: Sheet) -> bool:
    # Whoever has set out has met that gate already.
    return sheet.place(in_visit(sheet, "departed")) > sheet.place(in_visit(sheet, "left_site"))


# Latitude and longitude in millionths of a degree, and the accuracy in metres.
Place = tuple[int, int, int]


@fact("arrived", on="repair", by=FIELD, gate=_may_arrive)
@frozen
class Arrived:
    """At the customer's. `place` is where the device was, where the company and the person allowed it (P3.6)."""

    place: Place | None = None


@frozen
class Answer:
    """One item of the checklist, answered."""

    code: str
    answer: Literal["yes", "no", "na"]
    note: str = ""
    photos: tuple[Photo, ...] = ()


def _may_check(sheet: Sheet, body: "ArrivalChecked", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if arrived(sheet) is None:
        yield Objection("P4.1", say("Record your arrival first."), passable=True)
    for item in _checklist(ground):
        answer = next((a for a in body.answers if a.code == item.code), None)
        if answer is None:
            yield Objection("P4.1", say("Not answered yet: {item}", item=item.text), item.code)
        elif answer.answer == "no" and not answer.note.strip():
            yield Objection("P4.1", say("Say why not: {item}", item=item.text), item.code)
        elif item.camera_only:
            yield from from_gallery(answer.photos, "P4.1", item.code)
    for given in body.answers:
        yield from unlikely(given.photos, "P4.1", given.code)


def _checklist(ground: Ground) -> tuple[CheckItem, ...]:
    policy: Policy | None = ground.policy
    return policy.checklist if policy else ()


@fact("arrival_checked", on="repair", by=FIELD, gate=_may_check, version=2, lifts={1: widened})
@frozen
class ArrivalChecked:
    """The company's arrival checks, answered; `policy` names the version of the list (P4.1, P9.1)."""

    policy: str
    answers: tuple[Answer, ...]


@once
def arrived(sheet: Sheet) -> Entry[Arrived] | None:
    """The arrival of the visit in focus."""
    return in_visit(sheet, "arrived")


def checked(sheet: Sheet) -> Entry[ArrivalChecked] | None:
    """The arrival checks of the visit in focus."""
    return in_visit(sheet, "arrival_checked")


def unchecked(sheet: Sheet) -> Iterable[Objection]:
    """A passable objection before the arrival checks are recorded (P4.2)."""
    if checked(sheet) is None:
        yield Objection("P4.2", say("Record the arrival checks before the diagnosis."), passable=True)


def minutes_late(sheet: Sheet) -> int | None:
    """Whole minutes after the agreed window's end, 0 on time; None before arrival or without a window (P3.6)."""
    came, window = arrived(sheet), agreed(sheet)
    if came is None or window is None:
        return None
    return max(0, (came.at - window.body.ends_at) // timedelta(minutes=1))
