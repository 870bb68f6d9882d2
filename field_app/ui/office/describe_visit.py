"""What was recorded on site, in words: arrival, diagnosis, quote, take-back, service record, money (chapters 4 to 8)."""

from __future__ import annotations

import flet as ft

from field_app.domain.money import hundredths
from field_app.domain.repair import (
    appointment,
    arrival,
    charges,
    diagnosis,
    record,
    settlement,
    takeback,
    warranty,
    warranty_rule,
)
from field_app.ui.office import labels
from field_app.ui.office.labels import comma, dotted, word
from field_app.ui.office.telling import About, Told, short, signer, tells
from field_app.ui.words import _, money, n_, short_day

I = ft.Icons  # noqa: E741  (read beside fifty icon names)


# 4 On site


@tells(arrival.Arrived)
def _arrived(body: arrival.Arrived, about: About) -> Told:
    late = _minutes_late(about)
    place = _("Place recorded, to within {metres} m", metres=body.place[2]) if body.place else ""
    if late:
        return Told(I.PLACE, n_("Arrived, {n} minute late", "Arrived, {n} minutes late", late), place, "amber")
    return Told(I.PLACE, _("Arrived"), place)


def _minutes_late(about: About) -> int:
    """Minutes after the window agreed before this arrival."""
    if about.sheet is None:
        return 0
    before = about.sheet.entries[: about.sheet.place(about.entry)]
    window_ = next((e.body for e in reversed(before) if e.counts and isinstance(e.body, appointment.VisitAgreed)), None)
    return max(0, int((about.entry.at - window_.ends_at).total_seconds() // 60)) if window_ else 0


@tells(arrival.ArrivalChecked)
def _checked(body: arrival.ArrivalChecked, _about: About) -> Told:
    noes = [answer for answer in body.answers if answer.answer == "no"]
    sentence = n_("Arrival checks: {n} item answered", "Arrival checks: all {n} items answered", len(body.answers))
    if not noes:
        return Told(I.CHECKLIST, sentence)
    notes = comma(*(answer.note for answer in noes))
    return Told(I.CHECKLIST, sentence, n_("{n} answered no: {notes}", "{n} answered no: {notes}", len(noes), notes=notes), "amber")


# 5 Diagnosis, warranty, quote and consent


@tells(diagnosis.Diagnosed)
def _diagnosed(body: diagnosis.Diagnosed, _about: About) -> Told:
    sentence = _("Diagnosis: {cause}, {way}", cause=short(body.cause), way=word(labels.WAYS_ON, body.way))
    return Told(I.TROUBLESHOOT, sentence, dotted(body.piece, body.serial, short(body.reason)))


@tells(warranty.WarrantyDecided)
def _decided(body: warranty.WarrantyDecided, about: About) -> Told:
    sentence = _("Warranty of {piece}: {decision}", piece=_piece(body.piece, about), decision=word(labels.WARRANTY, body.decision))
    cover = warranty_rule.cover_of(body.accepted_on, body.months)
    basis = _("Accepted {day}, {months} months, to {end}", day=cover.accepted_on, months=cover.months, end=cover.ends_on) if cover else ""
    against = _("Decided otherwise than the rule: {reason}", reason=body.reason) if body.reason else ""
    return Told(I.VERIFIED_USER_OUTLINED, sentence, dotted(basis, body.exclusion, against), "amber" if body.reason else "plain")


def _piece(key: str, about: About) -> str:
    """The name of a piece a fact names by its serial."""
    known = diagnosis.diagnoses(about.sheet) if about.sheet else ()
    return next((entry.body.piece for entry in known if entry.body.key == key), key)


@tells(charges.Quoted)
def _quoted(body: charges.Quoted, _about: About) -> Told:
    lines = n_("{n} line", "{n} lines", len(body.lines))
    return Told(I.REQUEST_QUOTE_OUTLINED, _("Quote {amount}", amount=money(body.total_fen)), dotted(lines, body.policy))


@tells(charges.Consented)
def _consented(body: charges.Consented, _about: About) -> Told:
    return Told(I.DRAW, _("Customer agreed to the quote and signed"), signer(body.signer, body.relation))


@tells(charges.ConsentRefused)
def _refused(body: charges.ConsentRefused, _about: About) -> Told:
    return Told(I.THUMB_DOWN_OUTLINED, _("Customer refused the quote"), short(body.reason), "amber")


# 6 Taking equipment back


@tells(takeback.TakenBack)
def _taken_back(body: takeback.TakenBack, _about: About) -> Told:
    pieces = comma(*(piece.piece for piece in body.pieces))
    promised = _("promised for {day}", day=short_day(body.promised_on))
    return Told(
        I.INVENTORY_2_OUTLINED, _("Taken back: {pieces}", pieces=pieces), dotted(body.slip, promised, signer(body.signer, body.relation))
    )


@tells(takeback.PieceReturned)
def _returned(body: takeback.PieceReturned, _about: About) -> Told:
    slip = _("Customer's slip collected") if body.slip_collected else _("Slip not collected: {reason}", reason=body.reason)
    return Told(I.ASSIGNMENT_TURNED_IN_OUTLINED, _("Given back: {piece}", piece=body.piece), dotted(slip, body.signer))


# 7 The service record


@tells(record.WorkRecorded)
def _worked(body: record.WorkRecorded, _about: About) -> Told:
    days = _("{days} person-days", days=hundredths(body.person_days))
    parts = comma(*(f"{part.name} × {hundredths(part.quantity)}" for part in body.parts))
    told = dotted(word(labels.RESULTS, body.result), days, word(labels.QUALITY, body.quality), parts)
    return Told(I.HANDYMAN, short(body.work), told, "amber" if body.result == "unfinished" else "plain")


@tells(record.RecordSigned)
def _signed(body: record.RecordSigned, _about: About) -> Told:
    sentence = _("Customer signed the record, {how}", how=word(labels.SATISFACTION, body.satisfaction))
    return Told(I.DRAW, sentence, signer(body.signer, body.relation), "amber" if body.satisfaction == "dissatisfied" else "plain")


# 8 Money


@tells(settlement.ReceiptAllotted)
def _allotted(body: settlement.ReceiptAllotted, _about: About) -> Told:
    return Told(I.RECEIPT_LONG, _("{document} {number} allotted", document=word(labels.DOCUMENTS, body.document), number=body.number))


@tells(settlement.CashReceived)
def _cash(body: settlement.CashReceived, _about: About) -> Told:
    change = body.tendered_fen - body.amount_fen
    given = _("{given} handed over, {change} change", given=money(body.tendered_fen), change=money(change)) if change else ""
    return Told(
        I.PAYMENTS, _("Cash received {amount}", amount=money(body.amount_fen)), dotted(_("receipt {number}", number=body.receipt), given)
    )


@tells(settlement.PaidOtherwise)
def _paid(body: settlement.PaidOtherwise, _about: About) -> Told:
    sentence = _("Paid by {method}: {amount}", method=word(labels.METHODS, body.method), amount=money(body.amount_fen))
    return Told(I.PAYMENTS, sentence, _("receipt {number}", number=body.receipt))


@tells(settlement.PaymentAgreed)
def _payment_agreed(body: settlement.PaymentAgreed, _about: About) -> Told:
    sentence = _("Payment agreed: {amount} by {day}", amount=money(body.amount_fen), day=body.due_on)
    return Told(I.HANDSHAKE_OUTLINED, sentence, dotted(word(labels.METHODS, body.method), body.payer, signer(body.signer, body.relation)))


@tells(settlement.LeftSite)
def _left(_body: settlement.LeftSite, _about: About) -> Told:
    return Told(I.LOGOUT, _("Left the site"))
