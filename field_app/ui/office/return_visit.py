"""Asking a customer: the company's questions, new faults, and what comes of a bad answer (P9.3, P9.2, P1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.errors import say
from field_app.domain.facts import SheetId
from field_app.domain.followup import return_visit
from field_app.domain.followup.complaint import ComplaintReceived
from field_app.domain.followup.return_visit import Mark, ReturnCallTried, ReturnVisitDropped, ReturnVisitMade, ReturnVisitPlanned
from field_app.domain.policy import Policy, Question
from field_app.domain.repair import intake
from field_app.domain.repair.intake import Request, RequestTaken
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Banner,
    Body,
    Caption,
    DateInput,
    DeskPage,
    Faces,
    Option,
    Refusal,
    Segments,
    TextInput,
    YesNo,
    component,
    screen,
    snack,
)
from field_app.ui.hooks import Form, use_form, use_now, use_services, use_sheet
from field_app.ui.office.labels import VISIT_CAUSES, Word, dotted, word
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.forms import FormButton
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.timeline import History
from field_app.ui.office.return_visits import due, state
from field_app.ui.routes import not_found, sheet_address
from field_app.ui.services import Services
from field_app.ui.words import _, language

AGAIN_AFTER = timedelta(days=1)
# Asked where the company has no questionnaire of its own yet.
USUAL = (Question("overall", "您对这次服务满意吗？", "How content are you with the service?"),)
FACES: tuple[tuple[int, ft.IconData, Word], ...] = (
    (1, ft.Icons.SENTIMENT_VERY_DISSATISFIED, lambda: _("Bad")),
    (2, ft.Icons.SENTIMENT_DISSATISFIED, lambda: _("Not good")),
    (3, ft.Icons.SENTIMENT_NEUTRAL, lambda: _("So-so")),
    (4, ft.Icons.SENTIMENT_SATISFIED, lambda: _("Good")),
    (5, ft.Icons.SENTIMENT_VERY_SATISFIED, lambda: _("Very good")),
)


@screen
def ReturnVisitScreen() -> ft.View:
    services = use_services()
    sheet = use_sheet(SheetId(ft.use_route_params().get("id", "")))
    use_now()
    visit = return_visit.planned(sheet) if sheet else None
    if sheet is None or visit is None:
        return not_found()
    is_open = return_visit.status(sheet) in ("planned", "to_try_again")
    return DeskPage(
        _("Return visit"),
        _customer(services, sheet, visit),
        _Asking(sheet, visit) if is_open else _outcome(services, sheet),
        History(sheet),
        side=[_NotNow(sheet)] if is_open else [],
        crumb=visit.customer,
        back="/return-visits",
    )


def _customer(services: Services, sheet: Sheet, visit: ReturnVisitPlanned) -> ft.Control:
    call = Act(_("Call {phone}", phone=visit.phone), lambda: services.launch(f"tel:{visit.phone}"), kind="tonal", icon=ft.Icons.PHONE)
    look = Act(_("Look at the case"), lambda: services.go(sheet_address(services, visit.repair)), icon=ft.Icons.RECEIPT_LONG)
    return Panel(
        dotted(visit.customer, visit.project),
        Caption(dotted(visit.contact, visit.phone)),
        due(sheet, services.today()),
        Acts(
            FormButton(services, sheet, visit.repair),
            look if visit.repair and services.sheet(SheetId(visit.repair)) else None,
            call if visit.phone else None,
        ),
        note=word(VISIT_CAUSES, visit.cause),
        trail=state(sheet),
        gap=8,
    )


def questions(policy: Policy | None) -> tuple[Question, ...]:
    return policy.questions if policy and policy.questions else USUAL


@component
def _Asking(sheet: Sheet, visit: ReturnVisitPlanned) -> ft.Control:
    """The questionnaire, in the order people talk."""
    services = use_services()
    asked, policy = questions(services.policy()), services.policy()
    names = [f"marks.{question.code}" for question in asked]
    form = use_form(
        f"return_visit:{sheet.id}", {**dict.fromkeys(names), "way": "phone", "words": "", "has_fault": "no", "fault": "", "marks": ""}
    )
    faces = [Option(mark, said(), icon=icon) for mark, icon, said in FACES]
    bad = policy is not None and any(mark.mark <= policy.return_visits.bad_mark for mark in _marks(form, asked))

    def keep() -> None:
        made = _made(services, form, asked, visit, bad)
        form.submit(lambda: made.body(form), on=sheet.id, also=made.opens, then=lambda: made.after(services, sheet.id))

    return Panel(
        _("What the customer says"),
        Segments(_("How"), form.field("way"), [Option("phone", _("By phone")), Option("on_site", _("On site"))], may_be_empty=False),
        *[Faces(_spoken(question), form.field(f"marks.{question.code}"), faces) for question in asked],
        TextInput(_("In their words"), form.field("words"), lines=2),
        YesNo(_("Is there a new fault?"), form.field("has_fault"), not_applicable=False),
        TextInput(_("What is broken"), form.field("fault"), lines=2) if form["has_fault"] == "yes" else None,
        Banner("amber", _("A bad mark opens a complaint; the supervisor sees to it.")) if bad else None,
        Refusal(form) if form.refusals else None,
        Act(_("Keep the answers"), keep, kind="primary"),
        gap=14,
    )


def _spoken(question: Question) -> str:
    return question.english if language() == "en" and question.english else question.text


def _marks(form: Form, asked: tuple[Question, ...]) -> tuple[Mark, ...]:
    given = ((question.code, form[f"marks.{question.code}"]) for question in asked)
    return tuple(Mark(code, int(mark)) for code, mark in given if mark)


@frozen
class _Made:
    """What one conversation becomes: the answers, and the sheets they open."""

    marks: tuple[Mark, ...]
    request: RequestTaken | None
    complaint: ComplaintReceived | None
    opened: SheetId
    complained: SheetId

    def body(self, form: Form) -> ReturnVisitMade:
        has_fault = form["has_fault"] == "yes"
        if has_fault:
            form.required("fault", say("Write what the new fault is; it opens a request."))
        return ReturnVisitMade(
            form["way"],
            self.marks,
            form.text("words"),
            has_fault,
            form.text("fault") if has_fault else "",
            self.opened if self.request else "",
            self.complained if self.complaint else "",
        )

    def opens(self) -> dict[SheetId, tuple[object, ...]]:
        """A new fault is a request at once, a bad mark a complaint (P1.1, P9.2)."""
        sheets = ((self.opened, self.request), (self.complained, self.complaint))
        return {sheet: (body,) for sheet, body in sheets if body}

    def after(self, services: Services, visit: SheetId) -> None:
        snack(_("Kept"))
        services.go(sheet_address(services, self.opened) if self.request else f"/return-visits/{visit}")


def _made(services: Services, form: Form, asked: tuple[Question, ...], visit: ReturnVisitPlanned, bad: bool) -> _Made:
    new = form["has_fault"] == "yes"
    return _Made(
        _marks(form, asked),
        _request(services, form.values, visit) if new else None,
        _complaint(services, form.values, visit) if bad else None,
        services.new_sheet_id(),
        services.new_sheet_id(),
    )


def _request(services: Services, values: Mapping[str, Any], visit: ReturnVisitPlanned) -> RequestTaken:
    before = services.sheet(SheetId(visit.repair)) if visit.repair else None
    known = intake.request(before) if before else Request()
    request = Request(
        visit.customer,
        visit.project,
        visit.contact,
        visit.phone,
        str(values["fault"]).strip(),
        accepted_on=known.accepted_on,
        warranty_months=known.warranty_months,
        address=known.address,
        district=known.district,
        archive=visit.archive,
    )
    return RequestTaken(services.next_number("repair"), "return_visit", request)


def _complaint(services: Services, values: Mapping[str, Any], visit: ReturnVisitPlanned) -> ComplaintReceived:
    words = str(values["words"]).strip() or _("Bad marks on a return visit, without words.")
    number = services.next_number("complaint")
    about = (visit.project, visit.contact, visit.phone, visit.archive, visit.repair)
    return ComplaintReceived(number, visit.customer, "other", words, *about)


def _outcome(services: Services, sheet: Sheet) -> ft.Control:
    made = return_visit.made(sheet)
    if made is None:
        return Panel(_("What came of it"), Body(_("The customer wasn't asked.")))
    look = Act(_("Look at the request"), lambda: services.go(sheet_address(services, made.opened)), kind="tonal") if made.opened else None
    hear = Act(_("Look at the complaint"), lambda: services.go(f"/complaints/{made.complaint}"), kind="tonal") if made.complaint else None
    marks = ft.Row([Body(f"{mark.mark} / 5", 18) for mark in made.marks], spacing=16, wrap=True)
    return Panel(_("What the customer says"), marks, Body(made.words) if made.words else None, Acts(look, hear), gap=10)


@component
def _NotNow(sheet: Sheet) -> ft.Control:
    """Not reached, or not to be asked at all."""
    services = use_services()
    form = use_form(f"return_visit_not:{sheet.id}", {"again_on": (services.today() + AGAIN_AFTER).isoformat(), "note": "", "reason": ""})
    day = DateInput(_("Try again on"), form.field("again_on"), first=services.today(), quick=(1, 3, 7))

    def tried() -> ReturnCallTried:
        return ReturnCallTried(date.fromisoformat(form["again_on"]), form.text("note"))

    def again() -> None:
        form.submit(tried, on=sheet.id, then=lambda: snack(_("Noted: not reached")))

    def drop() -> None:
        form.submit(lambda: ReturnVisitDropped(form.text("reason")), on=sheet.id, then=lambda: services.go("/return-visits"))

    return Panel(
        _("Not reached"),
        day,
        TextInput(_("Note"), form.field("note"), lines=2),
        Act(_("Try again then"), again, kind="outlined"),
        TextInput(_("Why the customer isn't asked at all"), form.field("reason"), longest=200),
        Act(_("Don't ask this customer"), drop, kind="seldom"),
        Refusal(form) if form.refusals else None,
        gap=10,
    )
