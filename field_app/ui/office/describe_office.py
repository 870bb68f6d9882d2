"""The facts of the office's own sheets in words, and those recorded after a visit."""

from __future__ import annotations

import flet as ft

from field_app.domain import archive, cash, documents, erasure, person, policy
from field_app.domain.documents import printed
from field_app.domain.followup import complaint, return_visit
from field_app.domain.repair import appointment, charges, register, settlement, signoff
from field_app.ui.office import labels
from field_app.ui.office.labels import comma, dotted, word
from field_app.ui.office.telling import About, Told, short, tells
from field_app.ui.words import _, money, n_, short_day

I = ft.Icons  # noqa: E741  (read beside fifty icon names)


@tells(person.PersonAdded)
def _person(body: person.PersonAdded, _about: About) -> Told:
    return Told(
        I.PERSON_ADD, _("Particulars of {name}", name=body.name), dotted(body.login, body.phone, comma(*body.skills), body.district)
    )


@tells(person.RolesGiven)
def _roles(body: person.RolesGiven, _about: About) -> Told:
    return Told(I.BADGE_OUTLINED, _("Roles: {roles}", roles=comma(*(_role(role) for role in body.roles)) or _("none")))


def _role(role: str) -> str:
    known = next((said for code, said in labels.ROLES.items() if code == role), None)
    return known() if known else role


@tells(person.PersonDisabled)
def _disabled(body: person.PersonDisabled, _about: About) -> Told:
    return Told(I.PERSON_OFF, _("May no longer sign in"), short(body.reason), "amber")


@tells(policy.PolicyApproved)
def _approved(body: policy.PolicyApproved, _about: About) -> Told:
    return Told(I.RULE, _("Rules {label} approved", label=body.policy.label), _("in force from {day}", day=body.policy.effective_on))


@tells(archive.ProjectRecorded)
def _project(body: archive.ProjectRecorded, _about: About) -> Told:
    return Told(I.FOLDER_SHARED_OUTLINED, dotted(body.customer, body.project), dotted(body.contact, body.phone, body.address))


@tells(archive.EquipmentInstalled)
def _installed(body: archive.EquipmentInstalled, _about: About) -> Told:
    piece = body.equipment
    return Told(I.PRECISION_MANUFACTURING_OUTLINED, dotted(piece.name, piece.model), dotted(piece.serial, piece.place))


@tells(archive.DirectionsNoted)
def _directions(body: archive.DirectionsNoted, _about: About) -> Told:
    return Told(I.DIRECTIONS_OUTLINED, _("Directions: {way}", way=short(body.text)))


@tells(documents.NumbersIssued)
def _issued(body: documents.NumbersIssued, _about: About) -> Told:
    run = f"{printed(body.first)}–{printed(body.last)}"
    return Told(I.MENU_BOOK, _("{document} book {run} issued", document=word(labels.DOCUMENTS, body.document), run=run))


@tells(documents.NumberAllotted)
def _number_allotted(body: documents.NumberAllotted, _about: About) -> Told:
    sentence = _("{document} {number} allotted", document=word(labels.DOCUMENTS, body.document), number=printed(body.number))
    return Told(I.RECEIPT_LONG, sentence)


@tells(documents.NumberVoided)
def _number_voided(body: documents.NumberVoided, _about: About) -> Told:
    return Told(I.RECEIPT_LONG, _("{number} void", number=printed(body.number)), short(body.reason), "amber")


# Before and after the visit


@tells(appointment.CarRequested)
def _car_asked(body: appointment.CarRequested, _about: About) -> Told:
    return Told(I.DIRECTIONS_CAR_OUTLINED, _("Company car asked for"), short(body.reason))


@tells(appointment.CarDecided)
def _car_decided(body: appointment.CarDecided, _about: About) -> Told:
    if body.granted:
        return Told(I.DIRECTIONS_CAR, _("Company car given"), short(body.note))
    return Told(I.NO_TRANSFER, _("No company car"), short(body.note), "amber")


@tells(charges.ReplacementAdvised)
def _advised(body: charges.ReplacementAdvised, _about: About) -> Told:
    sentence = _("Advised to replace {piece}: {choice}", piece=body.piece, choice=word(labels.CHOICES, body.choice))
    return Told(I.SWAP_HORIZ, sentence, dotted(short(body.reason), short(body.words)))


@tells(settlement.PaymentBooked)
def _booked(body: settlement.PaymentBooked, _about: About) -> Told:
    sentence = _("Payment booked: {amount} by {method}", amount=money(body.amount_fen), method=word(labels.METHODS, body.method))
    return Told(I.ACCOUNT_BALANCE_OUTLINED, sentence, dotted(body.paid_on.isoformat(), body.reference))


@tells(settlement.DebtChased)
def _chased(body: settlement.DebtChased, _about: About) -> Told:
    after = _("next step {day}", day=short_day(body.next_on)) if body.next_on else ""
    return Told(I.NOTIFICATIONS_OUTLINED, _("Reminded of what is owed"), dotted(short(body.note), after))


@tells(signoff.OddSettled)
def _settled(body: signoff.OddSettled, about: About) -> Told:
    return Told(I.GAVEL, _("Settled by the supervisor"), short(body.note))


# The return-repair register


@tells(register.PieceReceived)
def _piece_received(body: register.PieceReceived, about: About) -> Told:
    sentence = _("{piece} has come in, with {name}", piece=body.piece, name=about.name(body.bench))
    return Told(I.MOVE_TO_INBOX, sentence, short(body.note))


@tells(register.PieceProgressed)
def _progressed(body: register.PieceProgressed, _about: About) -> Told:
    sentence = f"{body.piece}: {word(labels.BENCH_STATES, body.state)}"
    stuck = body.state in ("waiting_parts", "not_worth")
    return Told(I.BUILD_OUTLINED, sentence, dotted(short(body.waits_for), short(body.note)), "amber" if stuck else "plain")


@tells(register.PromiseMoved)
def _moved(body: register.PromiseMoved, _about: About) -> Told:
    sentence = _("{piece} will take until {day}", piece=body.piece, day=short_day(body.expected_on))
    return Told(I.EVENT_REPEAT, sentence, short(body.reason), "amber")


@tells(register.CustomerTold)
def _told(body: register.CustomerTold, _about: About) -> Told:
    if not body.reached:
        return Told(I.PHONE_MISSED, _("Customer not reached about the date"), short(body.note), "amber")
    sentence = _("Customer told: {piece} by {day}", piece=body.piece, day=short_day(body.expected_on))
    return Told(I.PHONE_FORWARDED, sentence, dotted(word(labels.HOW_TOLD, body.how), short(body.note)))


# Cash


@tells(cash.CashHandedOver)
def _handed_in(body: cash.CashHandedOver, _about: About) -> Told:
    count = n_("{n} receipt", "{n} receipts", len(body.items))
    return Told(I.SAVINGS_OUTLINED, _("Cash handed over: {amount}", amount=money(body.counted_fen)), dotted(count, short(body.note)))


@tells(cash.CashCounted)
def _counted(body: cash.CashCounted, _about: About) -> Told:
    return Told(I.FACT_CHECK_OUTLINED, _("Counted by the accountant: {amount}", amount=money(body.counted_fen)), short(body.note))


@tells(cash.DifferenceExplained)
def _explained(body: cash.DifferenceExplained, _about: About) -> Told:
    return Told(I.DIFFERENCE_OUTLINED, _("About the difference"), short(body.text), "amber")


# Complaints and return visits


@tells(complaint.ComplaintReceived)
def _complained(body: complaint.ComplaintReceived, _about: About) -> Told:
    return Told(I.CAMPAIGN_OUTLINED, dotted(word(labels.SUBJECTS, body.subject), body.customer), short(body.text))


@tells(complaint.ComplaintAssigned)
def _complaint_assigned(body: complaint.ComplaintAssigned, about: About) -> Told:
    sentence = _("{name} sees to it by {day}", name=about.name(body.responsible), day=short_day(body.due_on))
    return Told(I.ASSIGNMENT_IND, sentence, short(body.note))


@tells(complaint.ComplaintAnswered)
def _answered(body: complaint.ComplaintAnswered, _about: About) -> Told:
    return Told(I.LIGHTBULB_OUTLINE, _("Solution: {what}", what=short(body.solution)), dotted(short(body.cause), short(body.prevention)))


@tells(complaint.CustomerHeard)
def _heard(body: complaint.CustomerHeard, _about: About) -> Told:
    sentence = _("Customer is content with the solution") if body.content else _("Customer isn't content with the solution")
    return Told(I.HEARING, sentence, short(body.words), "plain" if body.content else "amber")


@tells(complaint.ComplaintClosed)
def _complaint_closed(body: complaint.ComplaintClosed, _about: About) -> Told:
    return Told(I.TASK_ALT, _("Complaint closed"), short(body.effect), "green")


@tells(return_visit.ReturnVisitPlanned)
def _visit_planned(body: return_visit.ReturnVisitPlanned, _about: About) -> Told:
    sentence = _("Return visit planned by {day}", day=short_day(body.due_on))
    return Told(I.EVENT, sentence, dotted(word(labels.VISIT_CAUSES, body.cause), body.customer))


@tells(return_visit.ReturnCallTried)
def _visit_tried(body: return_visit.ReturnCallTried, _about: About) -> Told:
    return Told(I.PHONE_MISSED, _("Not reached, again on {day}", day=short_day(body.again_on)), short(body.note), "amber")


@tells(return_visit.ReturnVisitMade)
def _visit_made(body: return_visit.ReturnVisitMade, _about: About) -> Told:
    marks = comma(*(str(mark.mark) for mark in body.marks))
    fault = _("New fault: {what}", what=short(body.fault)) if body.has_fault else ""
    return Told(I.RECORD_VOICE_OVER_OUTLINED, _("Customer asked, marks {marks}", marks=marks), dotted(fault, short(body.words)))


@tells(return_visit.ReturnVisitDropped)
def _visit_dropped(body: return_visit.ReturnVisitDropped, _about: About) -> Told:
    return Told(I.EVENT_BUSY, _("Return visit dropped"), short(body.reason), "amber")


# Rules and archive


@tells(policy.PolicyProposed)
def _proposed(body: policy.PolicyProposed, _about: About) -> Told:
    return Told(I.RULE, _("Draft {label} sent for approval", label=body.policy.label), short(body.note))


@tells(policy.PolicyReturned)
def _draft_returned(body: policy.PolicyReturned, _about: About) -> Told:
    return Told(I.UNDO, _("Draft {label} returned", label=body.label), short(body.reason), "amber")


@tells(archive.ContractRecorded)
def _contract(body: archive.ContractRecorded, _about: About) -> Told:
    return Told(I.DESCRIPTION_OUTLINED, _("Contract {number}", number=body.number), short(body.terms))


@tells(archive.DocumentFiled)
def _filed(body: archive.DocumentFiled, _about: About) -> Told:
    return Told(I.FOLDER_OPEN, _("Document: {title}", title=body.title), short(body.text))


@tells(archive.EquipmentRemoved)
def _removed(body: archive.EquipmentRemoved, _about: About) -> Told:
    return Told(I.REMOVE_CIRCLE_OUTLINE, _("{serial} is no longer there", serial=body.serial), short(body.reason))


@tells(archive.ArchiveMerged)
def _merged(_body: archive.ArchiveMerged, _about: About) -> Told:
    return Told(I.MERGE, _("Merged into another record"))


@tells(erasure.RepairErased)
@tells(erasure.ArchiveErased)
@tells(erasure.ComplaintErased)
@tells(erasure.ReturnVisitErased)
def _erased(body: erasure.Erasure, _about: About) -> Told:
    return Told(I.AUTO_DELETE_OUTLINED, _("Personal particulars erased"), short(body.reason))
