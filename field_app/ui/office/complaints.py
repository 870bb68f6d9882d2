"""Complaints: what each waits for, who is responsible and by when (P9.2). A new one is written down while the customer talks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.followup import complaint
from field_app.domain.followup.complaint import ComplaintReceived, Status
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet
from field_app.papers import lists
from field_app.ui.components import (
    Body,
    Caption,
    DeskPage,
    EmptyState,
    Mark,
    Option,
    PhoneInput,
    Pick,
    Refusal,
    TextInput,
    component,
    screen,
    snack,
)
from field_app.ui.hooks import use_address, use_form, use_now, use_services, use_sheets
from field_app.ui.office.labels import SUBJECTS, Word, dotted, word
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.counts import Count, Counts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.theme import Tone
from field_app.ui.words import _, n_, short_day

STATES: Mapping[Status, tuple[Tone, ft.IconData, Word]] = {
    "to_assign": ("next", ft.Icons.ASSIGNMENT_IND, lambda: _("Nobody responsible")),
    "to_answer": ("amber", ft.Icons.LIGHTBULB_OUTLINE, lambda: _("Waiting for a solution")),
    "to_ask": ("info", ft.Icons.HEARING, lambda: _("Customer to be asked")),
    "to_close": ("next", ft.Icons.TASK_ALT, lambda: _("To close")),
    "closed": ("green", ft.Icons.CHECK_CIRCLE, lambda: _("Closed")),
}
SHOWN = 100


@screen
def ComplaintsScreen() -> ft.View:
    services, sheets, at = use_services(), use_sheets("complaint"), use_address()
    use_now()
    today = services.today()
    chosen = at["state"]
    listed = in_order([sheet for sheet in sheets if _wanted(sheet, chosen)], today)
    return DeskPage(
        _("Complaints"),
        Counts(_counts(sheets, today), chosen, lambda code: at.turn("state", code)),
        Panel(
            _("Complaints"),
            _list(services, listed[:SHOWN], today),
            note=n_("{n} complaint", "{n} complaints", len(listed)),
            trail=ExportMenu(lambda: lists.complaint_list(listed, around(services))),
            flush=True,
        ),
        side=[NewComplaint(services.sheet(SheetId(at["repair"])) if at["repair"] else None)],
    )


def _wanted(sheet: Sheet, chosen: str) -> bool:
    status = complaint.status(sheet)
    return status == chosen if chosen else status != "closed"


def in_order(sheets: Sequence[Sheet], today: date) -> list[Sheet]:
    """The overdue first, then by due date; those without one by number."""

    def urgency(sheet: Sheet) -> tuple[bool, date, str]:
        known = complaint.received(sheet)
        return not complaint.is_overdue(sheet, today), complaint.due_on(sheet) or date.max, known.number if known else ""

    return sorted(sheets, key=urgency)


def _counts(sheets: Sequence[Sheet], today: date) -> list[Count]:
    found = []
    for status, (tone, icon, name) in STATES.items():
        here = [sheet for sheet in sheets if complaint.status(sheet) == status]
        overdue = sum(complaint.is_overdue(sheet, today) for sheet in here)
        found.append(Count(status, name(), icon, tone, len(here), _("{n} overdue", n=overdue) if overdue else ""))
    return found


def _list(services: Services, sheets: Sequence[Sheet], today: date) -> ft.Control:
    empty = EmptyState(_("No complaint here"), _("A complaint is written down here, on a sheet, or comes from a return visit."))
    if not wide():
        return Listed(*(_tile(services, sheet, today) for sheet in sheets), empty=empty)
    cols = [Col(_("Number"), 132), Col(_("Customer, what about"), 5), Col(_("Responsible"), 88), Col(_("Due"), 104), Col(_("State"), 172)]
    return Table(cols, [_line(services, sheet, today) for sheet in sheets], empty=empty)


def _line(services: Services, sheet: Sheet, today: date) -> Line:
    known = complaint.received(sheet)
    number, who = (known.number if known else "–"), complaint.responsible(sheet)
    return Line(
        (number, _about(sheet), services.name_of(who) if who else "–", due(sheet, today), state(sheet)),
        on_open=lambda: services.go(f"/complaints/{sheet.id}"),
        label=_("Open {number}", number=number),
        key=sheet.id,
    )


def _tile(services: Services, sheet: Sheet, today: date) -> ft.Control:
    known = complaint.received(sheet)
    return Tile(
        _about(sheet),
        state(sheet),
        due(sheet, today),
        on_open=lambda: services.go(f"/complaints/{sheet.id}"),
        label=_("Open {number}", number=known.number if known else ""),
    )


def _about(sheet: Sheet) -> ft.Control:
    known = complaint.received(sheet)
    return Two(dotted(known.customer, word(SUBJECTS, known.subject)), known.text) if known else Body("–")


def state(sheet: Sheet) -> ft.Control:
    tone, icon, name = STATES[complaint.status(sheet)]
    return Mark(tone, icon, name())


def due(sheet: Sheet, today: date) -> ft.Control:
    """The due date; how long it is past, where it is."""
    day = complaint.due_on(sheet)
    if day is None:
        return Caption(_("no due date yet"))
    if complaint.is_overdue(sheet, today):
        over = (today - day).days
        return Mark("red", ft.Icons.ERROR_OUTLINE, n_("{n} day over", "{n} days over", over))
    return Caption(short_day(day))


@component
def NewComplaint(repair: Sheet | None = None) -> ft.Control:
    """A complaint as the customer tells it; of a case, what is known of the customer fills itself in."""
    services, known = use_services(), intake.request(repair) if repair else intake.Request()
    given = {"customer": known.customer, "contact": known.contact, "phone": known.phone}
    form = use_form(f"complaint:{repair.id if repair else 'new'}", {**given, "subject": "quality", "text": ""})

    def keep() -> None:
        sheet_id = services.new_sheet_id()
        form.submit(lambda: _received(services, form.values, known, repair), on=sheet_id, then=lambda: after(sheet_id))

    def after(sheet_id: str) -> None:
        snack(_("The complaint is with the supervisor"))
        form.reset()
        services.go(f"/complaints/{sheet_id}")

    return Panel(
        _("Write down a complaint"),
        TextInput(_("Customer"), form.field("customer"), longest=120),
        TextInput(_("Contact person"), form.field("contact"), longest=60),
        PhoneInput(_("Phone"), form.field("phone")),
        Pick(_("About what"), form.field("subject"), [Option(code, said()) for code, said in SUBJECTS.items()]),
        TextInput(_("What the customer says, in their words"), form.field("text"), lines=3),
        Refusal(form) if form.refusals else None,
        Act(_("Keep the complaint"), keep, kind="primary"),
        gap=10,
    )


def _received(services: Services, values: Mapping[str, str], known: intake.Request, repair: Sheet | None) -> ComplaintReceived:
    return ComplaintReceived(
        number=services.next_number("complaint"),
        customer=values["customer"].strip(),
        subject=values["subject"],  # type: ignore[arg-type]
        text=values["text"].strip(),
        project=known.project,
        contact=values["contact"].strip(),
        phone=values["phone"].strip(),
        archive=known.archive,
        repair=repair.id if repair else "",
    )
