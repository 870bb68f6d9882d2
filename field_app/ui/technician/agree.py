"""约定上门: the call before the visit. A time that fits, the warranty told, the charges told (P3.1 to P3.3, P3.5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import flet as ft
from attrs import evolve

from field_app.domain import archive
from field_app.domain.days import day_of
from field_app.domain.errors import say
from field_app.domain.facts import SheetId
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.appointment import ContactAttempted, VisitAgreed, agreed
from field_app.domain.schedule import Slot, clashes, slots
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Banner,
    Card,
    DateInput,
    Down,
    Option,
    PhoneInput,
    PhonePage,
    Primary,
    RadioCards,
    Refusal,
    Secondary,
    Segments,
    Strong,
    TextInput,
    TimeWindowInput,
    instants,
    screen,
)
from field_app.ui.components.layout import Part, Yielding
from field_app.ui.hooks import Field, Form, use_form, use_services, use_sheets
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.archived import archive_of
from field_app.ui.technician.parts.attempts import Attempts
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.links import CallButton
from field_app.ui.technician.parts.told import Told, amount_expected, charges_expected
from field_app.ui.technician.parts.undoing import undoable
from field_app.ui.technician.parts.windows import CALLS, USUAL, next_window, window_of
from field_app.ui.technician.parts.wording import OUTCOMES
from field_app.ui.words import _, window

REACHED, MISSED = "reached", "missed"


@screen
def AgreeScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    others = slots(use_sheets("repair"))
    form = use_form(f"agree:{sheet_id}", _first(sheet, others, services))
    # DateInput calls a hook: both are made, whichever of them is shown.
    day = DateInput(_("Day"), form.field("day"), first=services.today(), quick=(0, 1, 2))
    again = DateInput(_("Try again on"), form.field("again_day"), first=services.today(), quick=(0, 1, 2))
    if sheet is None:
        return GonePage()
    reached = form["call"] == REACHED
    body = _appointment(sheet, form, day, others, services) if reached else _attempt(form, again)
    return PhonePage(
        _("Agree the visit"),
        _Customer(sheet),
        Segments(_("The call"), form.field("call"), _calls(), may_be_empty=False, tones={MISSED: "amber"}),
        *body,
        *Attempts(sheet, services),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=_save_button(sheet, form, services),
    )


def _first(sheet: Sheet | None, others: tuple[Slot, ...], services: Services) -> dict[str, Any]:
    """What the form begins with. `starts_at` holds the window; the fields are named as the rule's words name them."""
    now, before = services.now(), agreed(sheet) if sheet else None
    free = next_window(now, lambda start, end: bool(sheet and _clashing(sheet, start, end, others, services)))
    day, hours = window_of(before.body) if before else free
    return {
        "call": REACHED,
        "day": day.isoformat(),
        "starts_at": hours,
        "ends_at": None,
        "warranty_told": False,
        "charges_expected": charges_expected(sheet) if sheet else False,
        "expected_fen": amount_expected(sheet) if sheet else "",
        "note": "",
        "directions": "",
        "outcome": "not_reached",
        "again_day": (day_of(now) + timedelta(days=1)).isoformat(),
        "again_at": {"from": CALLS[0][0], "to": CALLS[0][1]},
        "attempt_note": "",
        "phone": "",
    }


def _calls() -> list[Option]:
    return [Option(REACHED, _("A time is agreed")), Option(MISSED, _("No time yet"))]


def _Customer(sheet: Sheet) -> ft.Control:
    known = intake.request(sheet)
    words = Down(
        Strong(known.customer),
        Secondary(dotted(known.contact, known.phone)),
        Secondary(_("Wanted: {when}", when=known.wanted)) if known.wanted else None,
        gap=1,
    )
    return Card(Yielding(words, CallButton(known, expand=False)), padding=14)


def _appointment(sheet: Sheet, form: Form, day: ft.Control, others: tuple[Slot, ...], services: Services) -> tuple[Part, ...]:
    start = form.field("starts_at")
    hours = Field(start.value, start.error or form.errors.get("ends_at"), start.change, start.keep)
    return (
        Card(day, TimeWindowInput(_("Time"), hours, windows=USUAL), _clash(sheet, form, others, services), gap=12),
        Told(sheet, form, services),
        TextInput(_("What else was agreed"), form.field("note")),
        TextInput(_("Way there, for the next visit too"), form.field("directions")),
    )


def _clash(sheet: Sheet, form: Form, others: tuple[Slot, ...], services: Services) -> Part:
    """Shown before anything is saved (P3.2)."""
    if not form["starts_at"]:
        return None
    found = _clashing(sheet, *instants(date.fromisoformat(form["day"]), form["starts_at"]), others, services)
    if not found:
        return None
    minutes = _travel_minutes(services)
    visits = [f"{window(slot.starts_at, slot.ends_at)} {slot.customer}" for slot in found]
    words = _("With {n} minutes on the way both are hardly possible.", n=minutes)
    return Banner("amber", *visits, words, title=_("Clashes with another visit"))


def _clashing(sheet: Sheet, starts_at: datetime, ends_at: datetime, others: tuple[Slot, ...], services: Services) -> tuple[Slot, ...]:
    wanted = Slot(sheet.id, dispatch.assigned_to(sheet) or services.me.user, starts_at, ends_at, "")
    return clashes(wanted, others, timedelta(minutes=_travel_minutes(services)))


def _travel_minutes(services: Services) -> int:
    policy = services.policy()
    return policy.travel_minutes if policy else 30


def _attempt(form: Form, again: ft.Control) -> tuple[Part, ...]:
    """Not reached or put off: recorded, with a reminder (P3.3)."""
    outcomes = [Option(code, words) for code, words in OUTCOMES.items()]
    right_number = PhoneInput(_("The right number, if you know it"), form.field("phone"))
    return (
        RadioCards(_("Why not"), form.field("outcome"), outcomes),
        right_number if form["outcome"] == "wrong_number" else None,
        Card(again, TimeWindowInput(_("At about"), form.field("again_at"), windows=CALLS), gap=12),
        TextInput(_("What was said"), form.field("attempt_note"), lines=2),
    )


def _save_button(sheet: Sheet, form: Form, services: Services) -> ft.Control:
    reached = form["call"] == REACHED
    done = undoable(services, sheet.id, form, _("Appointment saved.") if reached else _("Saved; you are reminded."))

    def save() -> None:
        if reached:
            way = form.text("directions")
            project = _project(sheet, services)
            form.submit(lambda: (_visit(form), *_way_there(project, way)), on=sheet.id, then=done, also=lambda: _directions(project, way))
        else:
            form.submit(lambda: _contact(sheet, form), on=sheet.id, then=done)

    return Primary(_("Save the appointment") if reached else _("Save and remind me"), save, icon=ft.Icons.CHECK)


def _visit(form: Form) -> VisitAgreed:
    hours = form.chosen("starts_at", say("Choose a time."))
    starts_at, ends_at = instants(form.day("day"), hours)
    told_amount = form["charges_expected"] and form.text("expected_fen")
    return VisitAgreed(
        starts_at,
        ends_at,
        warranty_told=form["warranty_told"],
        charges_expected=form["charges_expected"],
        expected_fen=form.money("expected_fen") if told_amount else None,
        note=form.text("note"),
    )


def _contact(sheet: Sheet, form: Form) -> tuple[object, ...]:
    """The attempt, and the right number where somebody knew it."""
    again_at, _end = instants(form.day("again_day"), form["again_at"])
    attempt = ContactAttempted(form["outcome"], form.text("attempt_note"), again_at)
    if form["outcome"] != "wrong_number" or not form.text("phone"):
        return (attempt,)
    known = intake.request(sheet)
    return attempt, *intake.amending(known, evolve(known, phone=form.text("phone")))


def _project(sheet: Sheet, services: Services) -> SheetId | None:
    """The project's record, the one that stays where it was a duplicate."""
    found = archive_of(sheet, services)
    named = intake.request(sheet).archive
    return found.id if found else SheetId(named) if named else None


def _directions(project: SheetId | None, text: str) -> dict[SheetId, tuple[object, ...]]:
    """Directions belong to the project, so that the next visit has them (P3.5)."""
    return {project: (archive.DirectionsNoted(text),)} if text and project else {}


def _way_there(project: SheetId | None, text: str) -> tuple[object, ...]:
    """Of a project without a record they stand among the case's notes."""
    return (dispatch.NoteAdded(_("Way there: {directions}", directions=text)),) if text and project is None else ()
