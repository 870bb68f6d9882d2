"""One complaint: what was said, what comes next, and everything that happened (P9.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import flet as ft

from field_app.domain.errors import Words, say
from field_app.domain.facts import SheetId
from field_app.domain.followup import complaint
from field_app.domain.followup.complaint import ComplaintAnswered, ComplaintAssigned, ComplaintClosed, ComplaintReceived, CustomerHeard
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Body,
    Caption,
    DateInput,
    DeskPage,
    Option,
    Pick,
    Refusal,
    TextInput,
    YesNo,
    component,
    screen,
    snack,
)
from field_app.ui.hooks import use_form, use_now, use_services, use_sheet
from field_app.ui.office.complaints import due, state
from field_app.ui.office.labels import SUBJECTS, dotted, word
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.forms import FormButton
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.timeline import History
from field_app.ui.routes import not_found, sheet_address
from field_app.ui.services import Services
from field_app.ui.words import _

ANSWER_WITHIN = timedelta(days=3)


@screen
def ComplaintScreen() -> ft.View:
    services = use_services()
    sheet = use_sheet(SheetId(ft.use_route_params().get("id", "")))
    use_now()
    known = complaint.received(sheet) if sheet else None
    if sheet is None or known is None:
        return not_found()
    return DeskPage(
        _("Complaint"),
        _said(services, sheet, known),
        History(sheet),
        side=[_next(sheet)],
        crumb=known.number,
        back="/complaints",
    )


def _said(services: Services, sheet: Sheet, known: ComplaintReceived) -> ft.Control:
    case = known.repair
    call = Act(_("Call {phone}", phone=known.phone), lambda: services.launch(f"tel:{known.phone}"), kind="tonal", icon=ft.Icons.PHONE)
    look = Act(_("Look at the case"), lambda: services.go(sheet_address(services, case)), icon=ft.Icons.RECEIPT_LONG)
    return Panel(
        dotted(known.customer, known.project),
        Body(known.text, 16),
        Caption(dotted(known.contact, known.phone)),
        Acts(FormButton(services, sheet, case), look if case and services.sheet(SheetId(case)) else None, call if known.phone else None),
        note=word(SUBJECTS, known.subject),
        trail=state(sheet),
        gap=10,
    )


@component
def _next(sheet: Sheet) -> ft.Control:
    """What is to be done now, by whoever may do it."""
    services = use_services()
    roles, status = services.me.roles, complaint.status(sheet)
    mine = complaint.responsible(sheet) == services.me.user
    parts: list[ft.Control] = []
    if status != "closed" and (mine or "supervisor" in roles) and status in ("to_answer", "to_ask"):
        parts.append(_Answer(sheet))
    if status in ("to_ask", "to_close") and roles & {"clerk", "supervisor"}:
        parts.append(_Hear(sheet))
    if "supervisor" in roles and status != "closed":
        parts.append(_Close(sheet) if status == "to_close" else _Assign(sheet))
    if not parts:
        parts.append(_waits(services, sheet))
    return ft.Column(parts, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)


def _waits(services: Services, sheet: Sheet) -> ft.Control:
    who = complaint.responsible(sheet)
    words = _("{name} sees to it.", name=services.name_of(who)) if who else _("The supervisor chooses who is responsible.")
    over = _("The complaint is closed; nothing is left to do.")
    return Panel(_("What comes next"), Body(over if complaint.status(sheet) == "closed" else words), due(sheet, services.today()))


@component
def _Assign(sheet: Sheet) -> ft.Control:
    services = use_services()
    usual = services.today() + ANSWER_WITHIN
    form = use_form(
        f"complaint_assign:{sheet.id}",
        {"responsible": complaint.responsible(sheet) or "", "due_on": (complaint.due_on(sheet) or usual).isoformat(), "note": ""},
    )
    people = [Option(one.user, one.name) for one in services.people if one.roles and not one.disabled]
    day = DateInput(_("Solved by"), form.field("due_on"), first=services.today(), quick=(1, 3, 7))

    def assigned() -> ComplaintAssigned:
        return ComplaintAssigned(form["responsible"] or "", date.fromisoformat(form["due_on"]), form.text("note"))

    changed = complaint.responsible(sheet) is not None
    return Panel(
        _("Choose another person or day") if changed else _("Who is responsible"),
        Pick(_("Responsible"), form.field("responsible"), people),
        day,
        TextInput(_("Note"), form.field("note"), lines=2),
        Refusal(form) if form.refusals else None,
        Act(_("Hand it over"), _submitter(form.submit, assigned, sheet, _("Handed over")), kind="outlined" if changed else "primary"),
        gap=10,
    )


@component
def _Answer(sheet: Sheet) -> ft.Control:
    form = use_form(f"complaint_answer:{sheet.id}", {"cause": "", "solution": "", "prevention": ""})

    def answered() -> ComplaintAnswered:
        return ComplaintAnswered(form.text("cause"), form.text("solution"), form.text("prevention"))

    return Panel(
        _("The solution"),
        TextInput(_("What caused it"), form.field("cause"), lines=2),
        TextInput(_("What was done about it"), form.field("solution"), lines=2),
        TextInput(_("What keeps it from happening again"), form.field("prevention"), lines=2),
        Refusal(form) if form.refusals else None,
        Act(_("Keep the solution"), _submitter(form.submit, answered, sheet, _("Kept. Now ask the customer.")), kind="primary"),
        gap=10,
    )


@component
def _Hear(sheet: Sheet) -> ft.Control:
    form = use_form(f"complaint_hear:{sheet.id}", {"content": None, "words": ""})

    def heard() -> CustomerHeard:
        content = form.chosen("content", _ask())
        return CustomerHeard(content == "yes", form.text("words"))

    return Panel(
        _("The customer's word"),
        YesNo(_("Is the customer content?"), form.field("content"), not_applicable=False),
        TextInput(_("What the customer said"), form.field("words"), lines=2),
        Refusal(form) if form.refusals else None,
        Act(_("Keep the customer's word"), _submitter(form.submit, heard, sheet, _("Kept")), kind="primary"),
        gap=10,
    )


@component
def _Close(sheet: Sheet) -> ft.Control:
    form = use_form(f"complaint_close:{sheet.id}", {"effect": ""})

    def closed() -> ComplaintClosed:
        return ComplaintClosed(form.text("effect"))

    return Panel(
        _("Close the complaint"),
        TextInput(_("Does the remedy work?"), form.field("effect"), lines=2),
        Refusal(form) if form.refusals else None,
        Act(_("Close it"), _submitter(form.submit, closed, sheet, _("Complaint closed")), kind="primary"),
        gap=10,
    )


def _ask() -> Words:
    return say("Ask the customer, then choose yes or no.")


def _submitter(submit: Callable[..., None], build: Callable[[], object], sheet: Sheet, done: str) -> Callable[[], None]:
    return lambda: submit(build, on=sheet.id, then=lambda: snack(done))
