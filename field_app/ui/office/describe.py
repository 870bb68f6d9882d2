"""What a fact says, as one line of the timeline: icon, sentence, detail. One teller for every type of fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft
from attrs import evolve

from field_app.domain import photo
from field_app.domain.days import day_of
from field_app.domain.facts import UserId
from field_app.domain.money import hundredths
from field_app.domain.repair import (
    appointment,
    arrival,
    charges,
    diagnosis,
    dispatch,
    intake,
    paper,
    record,
    settlement,
    signoff,
    takeback,
    warranty,
)
from field_app.domain.sheets import Entry, Sheet, Voided
from field_app.ui.office import describe_office as _the_other_sheets  # noqa: F401 - registers its tellers
from field_app.ui.office import labels
from field_app.ui.office.labels import comma, dotted, word
from field_app.ui.office.telling import TELLERS, About, Told, moment, short, signer, tells
from field_app.ui.words import _, money, n_, short_day, speak, window

I = ft.Icons  # noqa: E741  (read beside fifty icon names)


def describe(entry: Entry[Any], sheet: Sheet | None = None, name_of: Callable[[UserId], str] = str) -> Told:
    """The line of this entry. A type newer than this app is told as such; `sheet` lets a correction say what it corrects."""
    teller = TELLERS.get(type(entry.body))
    if teller is None:
        return Told(I.HELP_OUTLINE, _("A record of a newer version; update this app to read it"), entry.fact.type, "amber")
    told = _with_photos(teller(entry.body, About(entry, sheet, name_of)), entry)
    return evolve(told, tone="red") if entry.fact.exception or entry.stamp.verdict == "refused" else told


def _with_photos(told: Told, entry: Entry[Any]) -> Told:
    count = 0 if isinstance(entry.body, photo.PhotoAdded) else len(photo.photos_in(entry.body))
    return evolve(told, detail=dotted(told.detail, n_("{n} photo", "{n} photos", count))) if count else told


# 1 A request comes in


@tells(intake.RequestTaken)
def _taken(body: intake.RequestTaken, _about: About) -> Told:
    by = _("Relayed by {name}", name=body.relayed_by) if body.relayed_by else word(labels.WAYS_IN, body.way)
    return Told(I.PHONE_IN_TALK, dotted(by, body.request.customer, body.request.project), short(body.request.fault))


@tells(intake.RequestAmended)
def _amended(body: intake.RequestAmended, about: About) -> Told:
    before = _known_before(about)
    now = body.on(before)
    changed = [name for name in intake.NEEDED if getattr(now, name) != getattr(before, name)] if about.sheet else []
    what = comma(*(speak(intake.NEEDED[name]) for name in changed))
    sentence = _("Request completed: {what}", what=what) if changed else _("Request gone over")
    instead = (_instead(name, before, now) for name in changed if getattr(before, name) not in ("", None))
    return Told(I.EDIT_NOTE, sentence, dotted(*instead, _still_missing(now)))


def _known_before(about: About) -> intake.Request:
    if about.sheet is None:
        return intake.Request()
    return intake.request(Sheet(about.sheet.id, about.sheet.kind, entries=about.sheet.entries[: about.sheet.place(about.entry)]))


def _instead(name: str, before: intake.Request, now: intake.Request) -> str:
    """Both values stay readable: of two people who change the same thing, the one who came first too (P10.2)."""
    was, becomes = (short(str(getattr(known, name) or "–")) for known in (before, now))
    return _("{what} {was} → {now}", what=speak(intake.NEEDED[name]), was=was, now=becomes)


def _still_missing(request: intake.Request) -> str:
    names = [speak(intake.NEEDED[name]) for name in intake.missing_in(request)]
    return _("Missing: {what}", what=comma(*names)) if names else ""


@tells(intake.CallbackMade)
def _called_back(body: intake.CallbackMade, _about: About) -> Told:
    if body.outcome == "reached":
        return Told(I.PHONE_CALLBACK, _("Called back, customer reached"), short(body.note))
    return Told(I.PHONE_MISSED, _("Called back, nobody reached"), short(body.note), "amber")


@tells(intake.HandedOver)
def _handed_over(_body: intake.HandedOver, _about: About) -> Told:
    return Told(I.FORWARD_TO_INBOX, _("Handed over to the supervisor"))


@tells(intake.Cancelled)
def _cancelled(body: intake.Cancelled, _about: About) -> Told:
    return Told(I.CANCEL_OUTLINED, _("Cancelled"), short(body.reason), "amber")


# 2 The supervisor decides


@tells(dispatch.Analysed)
def _analysed(body: dispatch.Analysed, _about: About) -> Told:
    sentence = _("Analysed: {cause}", cause=short(body.suspected_cause))
    return Told(I.TROUBLESHOOT, sentence, dotted(labels.URGENCY[body.urgency][2](), short(body.plan)))


@tells(dispatch.Assigned)
def _assigned(body: dispatch.Assigned, about: About) -> Told:
    others = comma(*map(about.name, body.accompanying))
    along = _("Accompanied by {names}", names=others) if others else ""
    return Told(I.ASSIGNMENT_IND, _("Assigned to {name}", name=about.name(body.technician)), dotted(along, short(body.reason)))


@tells(dispatch.Unassigned)
def _unassigned(body: dispatch.Unassigned, _about: About) -> Told:
    return Told(I.ASSIGNMENT_RETURN, _("Taken back from the technician"), short(body.reason), "amber")


@tells(dispatch.NoteAdded)
def _noted(body: dispatch.NoteAdded, _about: About) -> Told:
    return Told(I.CHAT_BUBBLE_OUTLINE, body.text)


@tells(photo.PhotoAdded)
def _photographed(body: photo.PhotoAdded, _about: About) -> Told:
    how = _("Photo taken") if body.photo.source == "camera" else _("Photo chosen from the gallery")
    return Told(I.PHOTO_CAMERA, body.caption or how)


@tells(paper.PaperEntered)
def _from_paper(body: paper.PaperEntered, _about: About) -> Told:
    behind = n_("{n} entry typed from it", "{n} entries typed from it", len(body.entered)) if body.entered else ""
    said = _("Written on paper {day}: form {form} {number}", day=body.written_on, form=body.form, number=body.number)
    return Told(I.DESCRIPTION_OUTLINED, said.strip(), comma(behind, body.note))


# 3 The visit is agreed


@tells(appointment.ContactAttempted)
def _attempted(body: appointment.ContactAttempted, about: About) -> Told:
    again = _("Again {when}", when=moment(body.again_at)) if body.again_at else ""
    return Told(I.PHONE_MISSED, word(labels.CONTACT, body.outcome), dotted(again, short(body.note)), "amber")


@tells(appointment.VisitAgreed)
def _agreed(body: appointment.VisitAgreed, about: About) -> Told:
    # By its date: what was tomorrow when it was recorded isn't when it is read.
    on = short_day(day_of(body.starts_at))
    told = _("Warranty status told") if body.warranty_told else ""
    return Told(
        I.EVENT_AVAILABLE,
        _("Visit agreed: {day} {window}", day=on, window=window(body.starts_at, body.ends_at)),
        dotted(told, _expected(body), short(body.note)),
    )


def _expected(body: appointment.VisitAgreed) -> str:
    if not body.charges_expected:
        return ""
    return (
        _("Told to cost about {amount}", amount=money(body.expected_fen)) if body.expected_fen else _("Charges expected, figure not told")
    )


@tells(appointment.TransportChosen)
def _transport(body: appointment.TransportChosen, _about: About) -> Told:
    fare = _("Fare {amount}", amount=money(body.fare_fen)) if body.fare_fen else ""
    return Told(I.DIRECTIONS_BUS, _("Goes {how}", how=word(labels.TRANSPORT, body.mode)), dotted(fare, short(body.reason)))


@tells(appointment.Departed)
def _departed(_body: appointment.Departed, _about: About) -> Told:
    return Told(I.DEPARTURE_BOARD, _("Set out"))


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
    cover = warranty.cover_of(body.accepted_on, body.months)
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


# The end


@tells(signoff.Reported)
def _reported(body: signoff.Reported, _about: About) -> Told:
    customer = _("Customer: {words}", words=short(body.customer)) if body.customer else ""
    return Told(I.ASSIGNMENT_OUTLINED, _("Reported: {case}", case=short(body.case)), customer)


@tells(signoff.SignedOff)
def _signed_off(body: signoff.SignedOff, _about: About) -> Told:
    return Told(I.TASK_ALT, _("Signed off, sheet closed"), short(body.comment), "green")


@tells(signoff.SentBack)
def _sent_back(body: signoff.SentBack, _about: About) -> Told:
    return Told(I.UNDO, _("Sent back to the technician"), short(body.reason), "amber")


@tells(Voided)
def _voided(body: Voided, about: About) -> Told:
    named = about.sheet.entry(body.key) if about.sheet else None
    # A correction of a correction doesn't go on to say what that one corrects: a foreign client's may name each other.
    within = None if named and isinstance(named.body, Voided) else about.sheet
    what = describe(named, within, about.name_of).sentence if named else ""
    sentence = _("Correction: “{what}” no longer counts", what=what) if what else _("Correction: an earlier record no longer counts")
    return Told(I.EDIT_OFF, sentence, short(body.reason), "amber")
