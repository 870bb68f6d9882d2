"""Chapter 5, first half: what is broken, why, and one of four ways on (P5.1)."""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import fact
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.arrival import unchecked
from field_app.domain.repair.closing import in_visit, still_open
from field_app.domain.sheets import Entry, Ground, Sheet

WayOn = Literal["on_site", "take_back", "another_day", "another_technician"]


def _may_diagnose(sheet: Sheet, body: "Diagnosed", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from unchecked(sheet)
    if not body.piece.strip():
        yield Objection("P5.1", say("Name the piece of equipment."), "piece")
    if not body.cause.strip():
        yield Objection("P5.1", say("Write the cause."), "cause")
    if body.way in ("another_day", "another_technician") and not body.reason.strip():
        yield Objection("P5.1", say("Say why, so that the next visit can be prepared."), "reason")


@fact("diagnosed", on="repair", by=FIELD, gate=_may_diagnose)
@frozen
class Diagnosed:
    """One piece of equipment, the cause, and the way on (P5.1). The same piece again: the diagnosis anew."""

    piece: str
    cause: str
    way: WayOn
    serial: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        return self.serial or self.piece


def diagnoses(sheet: Sheet) -> tuple[Entry[Diagnosed], ...]:
    """The newest diagnosis of each piece, in order of first mention."""
    return tuple({entry.body.key: entry for entry in sheet.live(Diagnosed)}.values())


def diagnosed_now(sheet: Sheet) -> Entry[Diagnosed] | None:
    """The diagnosis this visit works on: its own, or one from an earlier visit that is to be carried on."""
    own = in_visit(sheet, "diagnosed")
    earlier = sheet.last(Diagnosed)
    return own or (earlier if earlier and earlier.body.way in ("on_site", "take_back") else None)


def undiagnosed(sheet: Sheet) -> Iterable[Objection]:
    """A passable objection before a diagnosis is recorded (P5.1)."""
    if diagnosed_now(sheet) is None:
        yield Objection("P5.1", say("Record the diagnosis first."), passable=True)
