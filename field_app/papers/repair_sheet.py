"""The repair sheet 客户维修记录单: one case on paper, chapter by chapter, with all its visits (P7.1)."""

from collections.abc import Iterator

from field_app.domain.errors import say
from field_app.domain.money import capitals, hundredths, yuan
from field_app.domain.photo import Photo, photos_in
from field_app.domain.repair import charges, diagnosis, dispatch, intake, record, settlement, signoff, takeback, warranty
from field_app.domain.repair.appointment import TransportChosen, VisitAgreed
from field_app.domain.repair.arrival import ArrivalChecked, Arrived
from field_app.domain.repair.paper import PaperEntered
from field_app.domain.repair.settlement import LeftSite, PaymentAgreed
from field_app.domain.sheets import Sheet, Voided
from field_app.papers import labels
from field_app.papers.around import Around
from field_app.papers.form import Band, Boxes, Code, Grid, Paper, Part, Said, day, grid, joined, moment, pair, pairs, whole, window
from field_app.papers.lines import priced
from field_app.papers.pictures import pictures
from field_app.papers.signed import box
from field_app.papers.visits import Visit, visits
from field_app.papers.words import speaker, word

CODE = Code(say("Customer repair record"), "FW-01")


def repair_sheet(sheet: Sheet, around: Around) -> Paper:
    """The whole case; what isn't known yet prints as a gap."""
    parts = (
        *_request(sheet, around),
        *_dispatch(sheet, around),
        *_visits(sheet, around),
        *_pieces(sheet),
        *_work(sheet, around),
        *_photos(sheet, around),
        *_money(sheet),
        *_taken_back(sheet, around),
        *_customer(sheet),
        *_closing(sheet, around),
        *_beside(sheet, around),
    )
    return Paper(CODE, parts, intake.number(sheet), around.address_of(sheet.id) if sheet.entries else "")


def _request(sheet: Sheet, around: Around) -> Iterator[Part]:
    known, first = intake.request(sheet), sheet.last(intake.RequestTaken)
    speak = speaker(around.language)
    way = speak(word(labels.WAYS_IN, first.body.way)) if first else ""
    relayed = first.body.relayed_by if first else ""
    months = str(known.warranty_months) if known.warranty_months is not None else ""
    yield Band(say("1  Request"))
    yield pairs(pair(say("Customer"), known.customer), pair(say("Project"), known.project))
    yield pairs(pair(say("Contact person"), known.contact), pair(say("Contact phone"), known.phone))
    yield whole(say("Address"), known.address)
    yield pairs(pair(say("Acceptance date"), day(known.accepted_on)), pair(say("Warranty, months"), months))
    yield pairs(pair(say("Equipment"), known.equipment), pair(say("Serial"), known.serial))
    yield whole(say("Fault details"), known.fault, lines=2)
    yield whole(say("Wanted service time"), known.wanted)
    came = " ".join(filter(None, (way, relayed)))
    yield pairs(
        pair(say("Came in by"), came), pair(say("Taken by"), _who(around, first.by if first else "", moment(first.at if first else None)))
    )


def _least(sheet: Sheet) -> int:
    return 1 if sheet.entries else 3


def _who(around: Around, user: str, at: str) -> str:
    return f"{around.name(user)} {at}".strip()


def _dispatch(sheet: Sheet, around: Around) -> Iterator[Part]:
    analysed, assigned = sheet.said(dispatch.Analysed), sheet.last(dispatch.Assigned)
    has = dispatch.assignment(sheet)
    others = "、".join(around.name(one) for one in has.accompanying) if has else ""
    yield Band(say("2  Assignment"))
    yield whole(say("Suspected cause"), analysed.suspected_cause if analysed else "")
    yield pairs(
        pair(say("Urgency"), word(labels.URGENCY, analysed.urgency) if analysed else ""),
        pair(say("Technician responsible"), around.name(has.technician) if has else ""),
    )
    yield whole(say("Plan"), analysed.plan if analysed else "")
    by = _who(around, assigned.by, moment(assigned.at)) if assigned else ""
    yield pairs(pair(say("With"), others), pair(say("Assigned by"), by))


def _visits(sheet: Sheet, around: Around) -> Iterator[Part]:
    head = [
        (say("Visit"), 2),
        (say("Agreed window"), 5),
        (say("Technician"), 3),
        (say("Transport, fare"), 5),
        (say("Arrived"), 4.5),
        (say("Left"), 4.5),
    ]
    gone = [one for one in visits(sheet) if one.was_begun]
    yield Band(say("3  Visits"))
    yield grid(head, [_visit(one, around) for one in gone], least=_least(sheet))
    for one in gone:
        checked = one.last(ArrivalChecked)
        if checked:
            yield whole(say("Arrival checks, visit {n}", n=one.place), _checks(checked.body, around))
    if not gone:
        yield whole(say("Arrival checks, to be ticked"), "", lines=3)


def _visit(visit: Visit, around: Around) -> tuple[Said, ...]:
    agreed, chosen, came, gone = visit.last(VisitAgreed), visit.last(TransportChosen), visit.last(Arrived), visit.last(LeftSite)
    speak = speaker(around.language)
    way = ""
    if chosen:
        fare = yuan(chosen.body.fare_fen) if chosen.body.fare_fen else ""
        way = " ".join(filter(None, (speak(word(labels.TRANSPORT, chosen.body.mode)), fare, chosen.body.reason)))
    who = next((entry.by for entry in (came, gone, agreed) if entry), None)
    return (
        str(visit.place),
        window(agreed.body.starts_at, agreed.body.ends_at) if agreed else "",
        around.name(who),
        way,
        moment(came.at) if came else "",
        moment(gone.at) if gone else "",
    )


def _checks(checked: ArrivalChecked, around: Around) -> str:
    """Each item with its answer, in the words of the version that was answered (P9.1)."""
    policy, speak = around.policy(checked.policy), speaker(around.language)
    english = around.language == "en"
    texts = {item.code: (item.english if english and item.english else item.text) for item in policy.checklist} if policy else {}
    said = []
    for answer in checked.answers:
        answered = word(labels.ANSWERS, answer.answer)
        said.append(f"{speak(say('{item}: {answer}', item=texts.get(answer.code, answer.code), answer=answered))} {answer.note}".strip())
    return joined(said)


def _pieces(sheet: Sheet) -> Iterator[Part]:
    decided = warranty.decisions(sheet)
    rows = []
    for entry in diagnosis.diagnoses(sheet):
        cover = decided.get(entry.body.key)
        why = joined((entry.body.reason, cover.body.exclusion if cover else "", cover.body.reason if cover else ""))
        rows.append((
            entry.body.piece, entry.body.serial, entry.body.cause, word(labels.WAYS_ON, entry.body.way),
            word(labels.WARRANTY, cover.body.decision) if cover else "", why,
        ))  # fmt: skip
    advised = [
        (e.body.piece, e.body.reason, _fen(e.body.repair_fen), _fen(e.body.new_fen), word(labels.CHOICES, e.body.choice), e.body.words)
        for e in charges.advice(sheet).values()
    ]
    head = [
        (say("Equipment piece"), 5),
        (say("Serial"), 4),
        (say("Cause"), 5),
        (say("Way on"), 3.5),
        (say("Warranty"), 3.5),
        (say("Reason"), 3),
    ]
    yield Band(say("4  Diagnosis and warranty"))
    yield grid(head, rows, least=_least(sheet))

    if advised:
        prices = [(say("Repair costs"), 3), (say("A new one costs"), 3)]
        yield grid([(say("Advice to replace"), 5), (say("Reason"), 6), *prices, (say("Chosen"), 3), (say("Customer said"), 4)], advised)


def _fen(amount_fen: int) -> str:
    return f"¥{yuan(amount_fen)}" if amount_fen else ""


def _work(sheet: Sheet, around: Around) -> Iterator[Part]:
    rows = [_worked(one.place, entry.body) for one in visits(sheet) for entry in one.all(record.WorkRecorded)]
    head = [(say("Visit"), 2), (say("Work done"), 9), (say("Parts put in"), 6), (say("Person-days"), 2.6), (say("Result"), 4.4)]
    yield Band(say("5  Service record"))
    yield grid(head, rows, least=_least(sheet), right=frozenset({3}))
    total = record.person_days(sheet)
    yield whole(say("Person-days in all"), hundredths(total) if total else "")


def photos(sheet: Sheet) -> tuple[Photo, ...]:
    """Of the work first, then of what was found broken; one that stands in both is shown once."""
    work = [entry.body for entry in sheet.live(record.WorkRecorded)]
    found = [entry.body for entry in diagnosis.diagnoses(sheet)]
    return tuple({photo.sha256: photo for body in (*work, *found) for photo in photos_in(body)}.values())


def _photos(sheet: Sheet, around: Around) -> Iterator[Part]:
    shown = pictures(photos(sheet), around)
    if shown:
        yield Band(say("Photos"))
        yield from shown


def _worked(place: int, work: record.WorkRecorded) -> tuple[Said, ...]:
    parts = joined(
        f"{part.name} × {hundredths(part.quantity)}"
        + (f" {part.old_serial} → {part.new_serial}" if part.old_serial or part.new_serial else "")
        for part in work.parts
    )
    result = say("{result}; {quality}", result=word(labels.RESULTS, work.result), quality=word(labels.QUALITY, work.quality))
    return (str(place), work.work, parts, hundredths(work.person_days), result)


def _money(sheet: Sheet) -> Iterator[Part]:
    quote = sheet.said(charges.Quoted)
    due, agreed = settlement.due_fen(sheet), sheet.said(PaymentAgreed)
    yield Band(say("6  Charges"))
    yield priced(quote.lines if quote else (), least=_least(sheet))
    yield whole(say("To pay in all"), f"¥{yuan(due)}  {capitals(due)}" if quote else "")
    yield _paid(sheet)
    if agreed:
        values = {
            "amount": yuan(agreed.amount_fen),
            "payer": agreed.payer,
            "day": agreed.due_on,
            "how": word(labels.METHODS, agreed.method),
        }
        yield whole(say("Agreed payment"), say("{payer} pays ¥{amount} by {day}, by {how}", **values))


def _paid(sheet: Sheet) -> Grid:
    rows: list[tuple[Said, ...]] = []
    for entry in sheet.entries:
        body = entry.body
        if entry.counts and isinstance(body, settlement.CashReceived | settlement.PaidOtherwise):
            method = body.method if isinstance(body, settlement.PaidOtherwise) else "cash"
            rows.append((body.receipt, word(labels.METHODS, method), f"¥{yuan(body.amount_fen)}", moment(entry.at)))
        elif entry.counts and isinstance(body, settlement.PaymentBooked):
            rows.append((body.reference, word(labels.METHODS, body.method), f"¥{yuan(body.amount_fen)}", day(body.paid_on)))
    head = [(say("Receipt or invoice"), 6), (say("Paid by"), 6), (say("Amount"), 6), (say("When"), 6)]
    return grid(head, rows, least=1, right=frozenset({2}))


def _taken_back(sheet: Sheet, around: Around) -> Iterator[Part]:
    home = {entry.body.piece: entry for entry in sheet.live(takeback.PieceReturned)}
    rows: list[tuple[Said, ...]] = []
    for slip in takeback.slips(sheet):
        for piece in slip.body.pieces:
            back = home.get(piece.key)
            returned = _who(around, "", moment(back.at)) + f" {back.body.signer}" if back else ""
            rows.append((slip.body.slip, piece.piece, piece.serial, day(slip.body.promised_on), returned))
    if rows or not sheet.entries:
        yield Band(say("Equipment taken back"))
        head = [(say("Slip"), 5), (say("Equipment piece"), 6), (say("Serial"), 4), (say("Promised back by"), 4), (say("Given back"), 5)]
        yield grid(head, rows, least=1)


def _customer(sheet: Sheet) -> Iterator[Part]:
    signed = sheet.last(record.RecordSigned)
    consented = sheet.last(charges.Consented)
    yield Band(say("7  The customer's word"))
    satisfaction: Said = word(labels.SATISFACTION, signed.body.satisfaction) if signed else ""
    refusal = charges.refused(sheet)
    yield whole(say("Satisfaction"), satisfaction)
    if refusal:
        yield whole(say("Quote refused"), refusal.body.reason)
    quote = box(say("The customer agrees to the quote"), sheet, consented)
    yield Boxes((quote, box(say("The customer signs the record"), sheet, signed)))


def _closing(sheet: Sheet, around: Around) -> Iterator[Part]:
    report, closed = sheet.last(signoff.Reported), sheet.last(signoff.SignedOff)
    yield Band(say("8  Report and sign-off"))
    yield whole(say("State of the case"), report.body.case if report else "", lines=2)
    yield whole(say("Word about the customer"), report.body.customer if report else "")
    by = _who(around, report.by, moment(report.at)) if report else ""
    off = _who(around, closed.by, moment(closed.at)) if closed else ""
    yield whole(say("Supervisor's comment"), closed.body.comment if closed else "")
    yield pairs(pair(say("Reported by"), by), pair(say("Signed off by"), off))


def _beside(sheet: Sheet, around: Around) -> Iterator[Part]:
    """Where life differed: rules gone past with a reason (P10.1) and corrections (P10.3)."""
    passed = [
        (e.fact.exception.rule, e.fact.exception.reason, _who(around, e.by, moment(e.at)))
        for e in signoff.exceptions(sheet)
        if e.fact.exception
    ]
    if passed:
        yield Band(say("Special cases"))
        yield grid([(say("Rule"), 4), (say("Reason"), 13), (say("Who and when"), 7)], passed)
    papers = [(e.body.form, e.body.number, day(e.body.written_on), _who(around, e.by, moment(e.at))) for e in sheet.live(PaperEntered)]
    if papers:
        yield Band(say("Entered from paper"))
        yield grid([(say("Form"), 5), (say("No."), 6), (say("Written on"), 5), (say("Who and when"), 8)], papers)
    wrong = [(sheet.entry(e.body.key), e) for e in sheet.live(Voided)]
    rows = [(moment(old.at), e.body.reason, _who(around, e.by, moment(e.at))) for old, e in wrong if old]
    if rows:
        yield Band(say("Corrections"))
        yield grid([(say("Entry of"), 5), (say("Reason"), 12), (say("Who and when"), 7)], rows)
