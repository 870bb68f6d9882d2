"""Chapter 5, second half: in warranty or not, piece by piece. The rule proposes, the technician decides (P5.2)."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from field_app.domain.archive import dates_in_order
from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import fact
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.closing import still_open
from field_app.domain.repair.diagnosis import HERE, diagnoses
from field_app.domain.repair.warranty_rule import Decision, cover_of, proposal, reported_on
from field_app.domain.sheets import Entry, Ground, Sheet


def _may_decide(sheet: Sheet, body: "WarrantyDecided", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if not any(entry.body.key == body.piece for entry in diagnoses(sheet)):
        yield Objection("P5.1", say("Record the diagnosis of this piece first."), "piece", passable=True)
    yield from dates_in_order(body.accepted_on, body.months, ground, "P5.2", months_field="months")
    if body.decision == "excluded" and not body.exclusion:
        yield Objection("P5.2", say("Choose what excludes it: misuse, lightning, others' work."), "exclusion")
    if _departs(body.decision, _proposed(sheet, body, ground)) and not body.reason.strip():
        yield Objection("P5.2", say("You decide otherwise than the rule; say why. The supervisor sees it."), "reason")


def _departs(decision: Decision, proposed: Decision) -> bool:
    # Out of warranty or excluded: charged either way, so the one is no departure from the other.
    return (decision == "inside") != (proposed == "inside")


def _proposed(sheet: Sheet, body: "WarrantyDecided", ground: Ground) -> Decision:
    return proposal(cover_of(body.accepted_on, body.months), reported_on(sheet) or day_of(ground.at)).decision


@fact("warranty_decided", on="repair", by=FIELD, gate=_may_decide)
@frozen
class WarrantyDecided:
    """The decision for one piece with the dates it stands on (P5.2). `reason` is there when it departs from the rule."""

    piece: str
    decision: Decision
    accepted_on: date | None = None
    months: int | None = None
    exclusion: str = ""
    reason: str = ""


def decisions(sheet: Sheet) -> dict[str, Entry[WarrantyDecided]]:
    """The newest decision by piece. One whose diagnosis was voided falls with it, unless it never had one (P10.1)."""
    named = {entry.body.key for entry in diagnoses(sheet)}
    return {e.body.piece: e for e in sheet.live(WarrantyDecided) if e.body.piece in named or e.fact.exception}


def undecided(sheet: Sheet) -> tuple[str, ...]:
    """Pieces diagnosed to be repaired, here or at the company, without a warranty decision."""
    decided = decisions(sheet)
    return tuple(e.body.key for e in diagnoses(sheet) if e.body.way in HERE and e.body.key not in decided)


def chargeable(sheet: Sheet) -> bool:
    """True when some piece is decided to be outside, or excluded."""
    return any(entry.body.decision != "inside" for entry in decisions(sheet).values())
