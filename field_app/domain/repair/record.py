"""Chapter 7: the service record, explained to the customer and signed on exactly what was shown (P7.1, P7.2)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import fact, widened
from field_app.domain.money import hundredths, yuan
from field_app.domain.photo import Photo, shown_photos, unlikely
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.arrival import arrived
from field_app.domain.repair.charges import Quoted, refused, shown_line, still_shows, unconsented
from field_app.domain.repair.closing import in_visit, still_open, visit_start
from field_app.domain.repair.diagnosis import diagnoses, undiagnosed
from field_app.domain.repair.dispatch import team
from field_app.domain.repair.intake import Request, number, request
from field_app.domain.sheets import Entry, Ground, Sheet
from field_app.domain.signature import Signature, unsigned

Result = Literal["fixed", "limited", "unfinished"]
Quality = Literal["good", "acceptable", "watch"]
Satisfaction = Literal["very_satisfied", "satisfied", "neutral", "dissatisfied"]

PERSON_DAY = timedelta(hours=8)
# Hundredths of a person-day: nobody counts less than half a day against a person.
HALF_DAY = 50
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


def _may_record(sheet: Sheet, body: "WorkRecorded", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if arrived(sheet) is None and in_visit(sheet, "left_site") is None:
        yield Objection("P4.1", say("Record your arrival first."), passable=True)
    yield from undiagnosed(sheet)
    yield from unconsented(sheet)
    if not body.work.strip():
        yield Objection("P7.1", say("Write what was done."), "work")
    yield from _unlikely_days(sheet, body, ground)
    yield from _wrong_parts(sheet, body.parts)
    if not body.explained:
        yield Objection("P7.1", say("Explain the solution to the customer, then tick it."), "explained", passable=True)
    yield from unlikely(body.photos, "P7.1")


def _unlikely_days(sheet: Sheet, body: "WorkRecorded", ground: Ground) -> Iterator[Objection]:
    most = most_days(sheet, ground.at)
    if not 0 < body.person_days <= MOST_PERSON_DAYS:
        yield Objection("P7.1", say("Person-days must be above zero and at most 30."), "person_days")
    elif most is not None and body.person_days > most and not body.days_reason.strip():
        words = say("By the recorded times it is at most {days} person-days; say why it is more.", days=hundredths(most))
        yield Objection("P7.1", words, "days_reason")


def _wrong_parts(sheet: Sheet, parts: tuple[PartUsed, ...]) -> Iterator[Objection]:
    put_in = {part.new_serial for entry in sheet.live(WorkRecorded) for part in entry.body.parts}
    for place, part in enumerate(parts):
        if not part.name.strip() or part.quantity <= 0:
            yield Objection("P7.1", say("Write name and quantity of every part."), f"parts.{place}")
        if part.new_serial and part.new_serial == part.old_serial:
            yield Objection("P7.1", say("Old and new serial number are the same; check them."), f"parts.{place}")
        elif part.new_serial and part.new_serial in put_in:
            yield Objection("P7.1", say("This serial number was put in on this sheet already."), f"parts.{place}")
        put_in |= {part.new_serial}


@fact("work_recorded", on="repair", by=FIELD, gate=_may_record, version=3, lifts={1: widened, 2: widened})
@frozen
class WorkRecorded:
    """What was done in a visit (P7.1). `person_days` counts hundredths of a person-day, `days_reason` says why they are more than the
    recorded times allow; `unfinished` calls for another visit.
    """

    work: str
    person_days: int
    result: Result
    quality: Quality = "good"
    parts: tuple[PartUsed, ...] = ()
    explained: bool = False
    photos: tuple[Photo, ...] = ()
    days_reason: str = ""


def present_days(sheet: Sheet, at: datetime) -> int:
    """Person-days of this visit still to be recorded, in hundredths: arrival to `at` times the team, to a tenth, at least a tenth."""
    spent = _spent(sheet, at)
    return max(10, round((50 if spent is None else spent - _recorded(sheet)) / 10) * 10)


def most_days(sheet: Sheet, at: datetime) -> int | None:
    """The most one record may say by the recorded times, in hundredths: half a day counts whole. None without an arrival."""
    spent, people = _spent(sheet, at), max(1, len(team(sheet)))
    return None if spent is None else max(1, -(-spent // (HALF_DAY * people))) * HALF_DAY * people


def _spent(sheet: Sheet, at: datetime) -> int | None:
    came, gone = arrived(sheet), in_visit(sheet, "left_site")
    if came is None:
        return None
    until = gone.at if gone else at
    days = (day_of(until) - day_of(came.at)).days + 1
    return max(0, min(round((until - came.at) / PERSON_DAY * 100), 100 * days)) * max(1, len(team(sheet)))


def _recorded(sheet: Sheet) -> int:
    """Hundredths recorded in the visit in focus already."""
    start = visit_start(sheet)
    return sum(entry.body.person_days for entry in sheet.live(WorkRecorded) if sheet.place(entry) >= start)


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


def unsigned_record(sheet: Sheet) -> Iterable[Objection]:
    """A passable objection where work was recorded and the customer hasn't signed it as it stands (P7.2)."""
    if worked(sheet) and signed(sheet) is None:
        yield Objection("P7.2", say("Have the customer sign the record first."), passable=True)
