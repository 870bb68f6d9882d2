"""Chapter 5, second half: in warranty or not, piece by piece. The rule proposes, the technician decides (P5.2)."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from attrs import frozen

from field_app.domain.archive import dates_in_order
from field_app.domain.days import after_months, day_of
from field_app.domain.errors import Objection, Words, say
from field_app.domain.facts import fact
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.closing import still_open
from field_app.domain.repair.diagnosis import HERE, diagnoses
from field_app.domain.repair.intake import RequestTaken, request
from field_app.domain.sheets import Entry, Ground, Sheet

Decision = Literal["inside", "outside", "excluded"]


@frozen
class Cover:
    """A warranty by the calendar. The day of acceptance isn't counted, the last day is the same day of the month at the end,
    or that month's last day where it has none, and that day is inside (Civil Code arts. 201, 202).
    """

    accepted_on: date
    months: int

    @property
    def ends_on(self) -> date:
        return after_months(self.accepted_on, self.months)

    def covers(self, day: date) -> bool:
        return day <= self.ends_on and self.months > 0


@frozen
class Proposal:
    """What the rule proposes, and its basis in words."""

    decision: Decision
    basis: Words
    reported_on: date
    cover: Cover | None


def reported_on(sheet: Sheet) -> date | None:
    """The day the fault was reported: what the warranty is measured against (P5.2)."""
    first = sheet.last(RequestTaken)
    return day_of(first.at) if first else None


def proposal(cover: Cover | None, reported: date) -> Proposal:
    """The rule: acceptance plus period against the day the fault was reported. Without dates it proposes to charge."""
    if cover is None:
        return Proposal("outside", say("Acceptance date or warranty period is unknown, so cover can't be shown."), reported, None)
    values = {"accepted": cover.accepted_on, "months": cover.months, "ends": cover.ends_on, "reported": reported}
    if cover.covers(reported):
        words = say("Accepted {accepted}, {months} months, to {ends} inclusive; reported {reported}: in warranty.", **values)
        return Proposal("inside", words, reported, cover)
    words = say("Accepted {accepted}, {months} months, to {ends} inclusive; reported {reported}: out of warranty.", **values)
    return Proposal("outside", words, reported, cover)


def expected(sheet: Sheet) -> Proposal | None:
    """What the rule says from the request alone, for the call before the visit (P3.1). None without a request."""
    reported, known = reported_on(sheet), request(sheet)
    return proposal(cover_of(known.accepted_on, known.warranty_months), reported) if reported else None


def cover_of(accepted_on: date | None, months: int | None) -> Cover | None:
    return Cover(accepted_on, months) if accepted_on and months is not None else None


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
