"""What a fact says, as one line of the timeline: icon, sentence, detail. One teller for every type of fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft
from attrs import evolve

from field_app.domain import photo
from field_app.domain.days import day_of
from field_app.domain.facts import UserId
from field_app.domain.repair import (
    appointment,
    dispatch,
    intake,
    paper,
    signoff,
)
from field_app.domain.sheets import Entry, Sheet, Voided
from field_app.ui.office import describe_office as _the_other_sheets  # noqa: F401 - registers its tellers
from field_app.ui.office import describe_visit as _the_visit  # noqa: F401 - registers its tellers
from field_app.ui.office import labels
from field_app.ui.office.labels import comma, dotted, word
from field_app.ui.office.telling import TELLERS, About, Told, moment, short, tells
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
