"""Chapter 5, first half: what is broken, why, and one of four ways on (P5.1)."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import fact, widened
from field_app.domain.photo import Photo, unlikely
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.arrival import unchecked
from field_app.domain.repair.closing import decided, given_up, still_open, visit_start
from field_app.domain.sheets import Entry, Ground, Sheet, once

WayOn = Literal["on_site", "take_back", "another_day", "another_technician"]

# The two ways on in which a piece is repaired by whoever has the case.
HERE: tuple[WayOn, ...] = ("on_site", "take_back")


def _may_diagnose(sheet: Sheet, body: "Diagnosed", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from unchecked(sheet)
    if not body.piece.strip():
        yield Objection("P5.1", say("Name the piece of equipment."), "piece")
    if not body.cause.strip():
        yield Objection("P5.1", say("Write the cause."), "cause")
    other = next((e.body.piece for e in diagnoses(sheet) if body.serial and e.body.serial == body.serial), body.piece)
    if other.strip() != body.piece.strip():
        yield Objection("P5.1", say("This serial number stands on the sheet already, for {piece}.", piece=other), "serial")
    if body.way in ("another_day", "another_technician") and not body.reason.strip():
        yield Objection("P5.1", say("Say why, so that the next visit can be prepared."), "reason")
    yield from unlikely(body.photos, "P5.1")


@fact("diagnosed", on="repair", by=FIELD, gate=_may_diagnose, version=2, lifts={1: widened})
@frozen
class Diagnosed:
    """One piece of equipment, the cause, and the way on (P5.1). The same piece again: the diagnosis anew."""

    piece: str
    cause: str
    way: WayOn
    serial: str = ""
    reason: str = ""
    photos: tuple[Photo, ...] = ()

    @property
    def key(self) -> str:
        return self.serial or self.piece


@once
def diagnoses(sheet: Sheet) -> tuple[Entry[Diagnosed], ...]:
    """The newest diagnosis of each piece, in order of first mention."""
    return tuple({entry.body.key: entry for entry in sheet.live(Diagnosed)}.values())


@once
def in_hand(sheet: Sheet) -> tuple[Entry[Diagnosed], ...]:
    """The pieces this visit works on: those diagnosed in it, or else those an earlier one left to be carried on. None where one was
    left for another day or another technician: that one is looked at anew, whatever became of the others.
    """
    start, gone = visit_start(sheet), given_up(sheet)
    own = tuple(entry for entry in diagnoses(sheet) if sheet.place(entry) >= start and entry.stamp.verdict != "late")
    put_off = any(entry.body.way not in HERE and entry.body.key not in gone for entry in diagnoses(sheet))
    if own or put_off:
        return own
    return tuple(entry for entry in diagnoses(sheet) if entry.body.way in HERE)


def diagnosed_now(sheet: Sheet) -> Entry[Diagnosed] | None:
    """The newest diagnosis this visit works on."""
    return max(in_hand(sheet), key=sheet.place, default=None)


def passed_on(sheet: Sheet) -> Entry[Diagnosed] | None:
    """The diagnosis by which the technician handed the case to another, until someone has it assigned (P5.1, P2.4)."""
    last = sheet.last(Diagnosed)
    to_another = last is not None and last.body.way == "another_technician" and sheet.place(last) < visit_start(sheet)
    return last if to_another and sheet.place(last) > sheet.place(decided(sheet, "assigned")) else None


def undiagnosed(sheet: Sheet) -> Iterable[Objection]:
    """A passable objection before a diagnosis is recorded (P5.1)."""
    if diagnosed_now(sheet) is None:
        yield Objection("P5.1", say("Record the diagnosis first."), passable=True)
