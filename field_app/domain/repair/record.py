"""Chapter 7: the service record, explained to the customer and signed on exactly what was shown (P7.1, P7.2)."""

from collections.abc import Iterable
from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import fact, widened
from field_app.domain.money import hundredths, yuan
from field_app.domain.photo import Photo, shown_photos, unlikely
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.arrival import arrived
from field_app.domain.repair.charges import Quoted, refused, shown_line, still_shows, unconsented
from field_app.domain.repair.closing import in_visit, still_open
from field_app.domain.repair.diagnosis import diagnoses, undiagnosed
from field_app.domain.repair.intake import Request, number, request
from field_app.domain.sheets import Entry, Ground, Sheet
from field_app.domain.signature import Signature, unsigned

Result = Literal["fixed", "limited", "unfinished"]
Quality = Literal["good", "acceptable", "watch"]
Satisfaction = Literal["very_satisfied", "satisfied", "neutral", "dissatisfied"]

# Person-days in hundredths: thirty days of one person are more than any single visit.
MOST_PERSON_DAYS = 3000


@frozen
class PartUsed:
    """A part put in; `quantity` in hundredths of its unit, serials where it has them."""

    name: str
    quantity: int = 100
    code: str = ""
    old_serial: str = ""
    new_serial: str = ""


def _may_record(sheet: Sheet, body: "WorkRecorded", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if arrived(sheet) is None and in_visit(sheet, "left_site") is None:
        yield Objection("P4.1", say("Record your arrival first."), passable=True)
    yield from undiagnosed(sheet)
    yield from unconsented(sheet)
    if not body.work.strip():
        yield Objection("P7.1", say("Write what was done."), "work")
    if not 0 < body.person_days <= MOST_PERSON_DAYS:
        yield Objection("P7.1", say("Person-days must be above zero and at most 30."), "person_days")
    for place, part in enumerate(body.parts):
        if not part.name.strip() or part.quantity <= 0:
            yield Objection("P7.1", say("Write name and quantity of every part."), f"parts.{place}")
    if not body.explained:
        yield Objection("P7.1", say("Explain the solution to the customer, then tick it."), "explained", passable=True)
    yield from unlikely(body.photos, "P7.1")


@fact("work_recorded", on="repair", by=FIELD, gate=_may_record, version=2, lifts={1: widened})
@frozen
class WorkRecorded:
    """What was done in a visit (P7.1). `person_days` counts hundredths of a person-day; `unfinished` calls for another visit."""

    work: str
    person_days: int
    result: Result
    quality: Quality = "good"
    parts: tuple[PartUsed, ...] = ()
    explained: bool = False
    photos: tuple[Photo, ...] = ()


def shown_record(sheet: Sheet, known: Request | None = None) -> dict[str, Any]:
    """Exactly what the customer sees and signs at the end; the screen shows these values and no others (P7.2)."""
    known, quote = known or request(sheet), sheet.said(Quoted)
    charged = quote if quote and not refused(sheet) else None
    return {
        "paper": "record",
        "number": number(sheet),
        "customer": known.customer,
        "project": known.project,
        "pieces": [{"piece": entry.body.piece, "serial": entry.body.serial, "cause": entry.body.cause} for entry in diagnoses(sheet)],
        "work": [_shown_work(entry.body) for entry in sheet.live(WorkRecorded)],
        "lines": [shown_line(line) for line in charged.lines] if charged else [],
        "total": yuan(charged.total_fen if charged else 0),
    }


def _shown_work(work: WorkRecorded) -> dict[str, Any]:
    parts = [{"name": p.name, "quantity": hundredths(p.quantity), "old": p.old_serial, "new": p.new_serial} for p in work.parts]
    said = {"work": work.work, "parts": parts, "person_days": hundredths(work.person_days), "result": work.result}
    return said | shown_photos(work.photos)


def _may_sign(sheet: Sheet, body: "RecordSigned", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if sheet.last(WorkRecorded) is None:
        yield Objection("P7.1", say("Record the work first."))
    elif not still_shows(sheet, body.shown, shown_record):
        yield Objection("P7.2", say("The record has changed since it was shown; show it again."), "shown")
    if not body.signer.strip():
        yield Objection("P7.2", say("Write the name of the person signing."), "signer")
    yield from unsigned(body.signature, "P7.2")


@fact("record_signed", on="repair", by=FIELD, gate=_may_sign)
@frozen
class RecordSigned:
    """The customer signs the record; satisfaction is asked in the same step (P7.2). `shown` is the fingerprint of `shown_record`."""

    shown: str
    signature: Signature
    signer: str
    satisfaction: Satisfaction
    relation: str = ""


def worked(sheet: Sheet) -> Entry[WorkRecorded] | None:
    """The work record of the visit in focus."""
    return in_visit(sheet, "work_recorded")


def person_days(sheet: Sheet) -> int:
    """All visits' person-days, in hundredths."""
    return sum(entry.body.person_days for entry in sheet.live(WorkRecorded))


def signed(sheet: Sheet) -> Entry[RecordSigned] | None:
    """The customer's signature if it covers the record as it stands now (P7.2)."""
    last = sheet.last(RecordSigned)
    return last if last and still_shows(sheet, last.body.shown, shown_record) else None


def lapsed_signature(sheet: Sheet) -> Entry[RecordSigned] | None:
    """A signature on a record that was changed afterwards."""
    return sheet.last(RecordSigned) if signed(sheet) is None else None


def unsigned_record(sheet: Sheet) -> Iterable[Objection]:
    """A passable objection where work was recorded and the customer hasn't signed it as it stands (P7.2)."""
    if worked(sheet) and signed(sheet) is None:
        yield Objection("P7.2", say("Have the customer sign the record first."), passable=True)
