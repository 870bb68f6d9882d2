"""The cards of the day: a visit, a customer to call, a case sent back, one to come, one with the supervisor."""

from __future__ import annotations

from datetime import date, datetime

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.repair import appointment, arrival, intake, register, signoff, takeback
from field_app.domain.repair.closing import in_visit, visit_start
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Apart, Body, Card, Chip, Down, Primary, Secondary, Strong, Wrapped, component, pad
from field_app.ui.components.layout import Part, Yielding
from field_app.ui.components.text import Glyph
from field_app.ui.hooks import use_now, use_services, use_today
from field_app.ui.office.labels import comma, dotted
from field_app.ui.office.pieces import due_mark
from field_app.ui.services import Services
from field_app.ui.technician.parts.board import Visit, is_to_call_now
from field_app.ui.technician.parts.chips import along_chip, equipment_of, leave_chip, urgency_chip, warranty_chip
from field_app.ui.technician.parts.links import CallButton
from field_app.ui.technician.parts.paths import case_path, step_path
from field_app.ui.technician.parts.wording import OUTCOMES
from field_app.ui.theme import PAGE, TICK, TONES, TOUCH, W5, W6
from field_app.ui.words import _, clock, moment, n_, near_day, short_day, window


@component
def VisitCard(visit: Visit) -> ft.Control:
    services, now = use_services(), use_now()
    if visit.place == "done":
        return _done_card(visit, services, now)
    sheet, known = visit.sheet, intake.request(visit.sheet)
    current = visit.place == "now"
    chips = (
        warranty_chip(sheet, day_of(now)),
        urgency_chip(sheet),
        leave_chip(sheet, services.policy(), now),
        along_chip(sheet, services.me.user),
    )
    return Card(
        Apart(Body(_when(visit, now), 18, weight=W6), _state_chip(visit), wrap=True),
        Strong(known.customer),
        Across(Glyph(ft.Icons.BUILD_OUTLINED, 18), Secondary(dotted(equipment_of(known), known.district), expand=True), gap=6),
        ft.Container(Wrapped(*chips), padding=pad(0, 4)) if any(chips) else None,
        _go_on(visit, services) if current else None,
        gap=3,
        padding=pad(14, 11, 14, 12),
        current=current,
        label=comma(_when(visit, now), known.customer, equipment_of(known)),
        on_click=lambda: services.go(case_path(sheet.id)),
    )


def _go_on(visit: Visit, services: Services) -> Part:
    """The one big button of the day: the next step, as the case page words it."""
    step = visit.step
    if step is None:
        return None
    under_way = in_visit(visit.sheet, "departed") or visit.status != "agreed"
    words = _("Go on: {step}", step=step.words) if under_way else _("Next: {step}", step=step.words)
    go = Primary(words, lambda: services.go(step_path(visit.sheet.id, step.code)), icon=ft.Icons.ARROW_FORWARD, height=TOUCH)
    return ft.Container(Across(go), padding=pad(0, 8))


def _done_card(visit: Visit, services: Services, now: datetime) -> ft.Control:
    known = intake.request(visit.sheet)
    word = _("Cancelled") if visit.status == "cancelled" else _("Done")
    done = Across(Glyph(ft.Icons.CHECK_CIRCLE, 16, TICK), Secondary(word), gap=4, tight=True)
    # Who is on the way there must not overlook it.
    mark = Chip("amber", ft.Icons.CANCEL_OUTLINED, word) if visit.status == "cancelled" else done
    return Card(
        Apart(Body(_when(visit, now), 16, weight=W5, color=TONES["plain"][1]), mark, wrap=True),
        Secondary(dotted(known.customer, equipment_of(known))),
        gap=0,
        padding=pad(14, 10, 14, 10),
        color=PAGE,
        label=comma(_when(visit, now), known.customer, word),
        on_click=lambda: services.go(case_path(visit.sheet.id)),
    )


def _when(visit: Visit, now: datetime) -> str:
    """The window; with its day where that isn't today."""
    if visit.starts_at is None or visit.ends_at is None:
        return _("No time agreed")
    hours = window(visit.starts_at, visit.ends_at)
    on, today = day_of(visit.starts_at), day_of(now)
    return hours if on == today else f"{near_day(on, today)} {hours}"


def _state_chip(visit: Visit) -> ft.Control:
    came = arrival.arrived(visit.sheet)
    if visit.status == "to_report":
        return Chip("plain", ft.Icons.EDIT_NOTE, _("To report"))
    if came:
        return Chip("plain", ft.Icons.PLACE, _("On site since {time}", time=clock(came.at)))
    if departed := in_visit(visit.sheet, "departed"):
        return Chip("plain", ft.Icons.DIRECTIONS_BUS_OUTLINED, _("On the way since {time}", time=clock(departed.at)))
    return Chip("plain", ft.Icons.EVENT_AVAILABLE_OUTLINED, _("Agreed"))


@component
def SentBackCard(sheet: Sheet) -> ft.Control:
    """First of all: the supervisor wants something done again (P7.3)."""
    services = use_services()
    ground, ink, _line = TONES["red"]
    back, known = signoff.sent_back(sheet), intake.request(sheet)
    words = Down(
        Body(_("Sent back: {customer}", customer=known.customer), 16, weight=W6, color=ink),
        Body(back.body.reason, 14, color=ink) if back else None,
        gap=2,
        expand=True,
    )
    row = Across(Glyph(ft.Icons.REPORT_OUTLINED, 22, ink), words, Glyph(ft.Icons.CHEVRON_RIGHT, 22, ink), gap=12, top=True)
    label = _("Sent back: {customer}", customer=known.customer)
    return Card(row, color=ground, padding=pad(16, 12, 12, 12), label=label, on_click=lambda: services.go(case_path(sheet.id)))


@component
def ContactCard(sheet: Sheet) -> ft.Control:
    services, now = use_services(), use_now()
    known = intake.request(sheet)
    attempt = appointment.reminder(sheet)
    icon, ink = (ft.Icons.PHONE_MISSED_OUTLINED, TONES["amber"][1]) if attempt else (ft.Icons.CALL_OUTLINED, TONES["plain"][1])
    chips = (_due_chip(sheet, now), warranty_chip(sheet, day_of(now)), urgency_chip(sheet))
    words = Down(
        Strong(dotted(known.customer, equipment_of(known))),
        Secondary(_last_attempt(sheet, now)),
        ft.Container(Wrapped(*chips), padding=pad(0, 4)) if any(chips) else None,
        gap=1,
        expand=True,
    )
    head = Across(Glyph(icon, 22, ink), words, gap=12, top=True)
    return Card(
        Yielding(head, CallButton(known, expand=False)),
        padding=pad(14, 10, 10, 10),
        label=comma(_("Agree the visit"), known.customer, equipment_of(known)),
        on_click=lambda: services.go(step_path(sheet.id, "agree")),
    )


def _due_chip(sheet: Sheet, now: datetime) -> Part:
    """The reminder, when its time has come (P3.3)."""
    return Chip("amber", ft.Icons.NOTIFICATIONS_ACTIVE_OUTLINED, _("Call again now")) if is_to_call_now(sheet, now) else None


def _last_attempt(sheet: Sheet, now: datetime) -> str:
    """Why there is no time yet (P3.3)."""
    last = in_visit(sheet, "contact_attempted")
    attempt = appointment.reminder(sheet)
    if attempt is None or last is None:
        return _why_agree(sheet)
    tried = _("{when}: {outcome}", when=moment(last.at, now), outcome=OUTCOMES[attempt.outcome])
    return dotted(tried, _("try again {when}", when=moment(attempt.again_at, now))) if attempt.again_at else tried


def _why_agree(sheet: Sheet) -> str:
    """What the visit is for, where nobody has called yet."""
    here = len(takeback.still_here(sheet))
    if here:
        return n_("{n} piece with us to give back", "{n} pieces with us to give back", here)
    return _("Agree another visit") if visit_start(sheet) else _("New: agree a time")


@component
def ComingCard(visit: Visit) -> ft.Control:
    services, now = use_services(), use_now()
    known = intake.request(visit.sheet)
    return Card(
        Strong(_when(visit, now)),
        Secondary(dotted(known.customer, equipment_of(known), known.district)),
        gap=1,
        padding=pad(14, 10, 14, 10),
        label=comma(_when(visit, now), known.customer),
        on_click=lambda: services.go(case_path(visit.sheet.id)),
    )


@component
def InRepairCard(sheet: Sheet) -> ft.Control:
    """Equipment that is with us: nobody need be called before it is ready, or the day it was promised for is over (P6.3)."""
    services, today = use_services(), use_today()
    known = intake.request(sheet)
    here = [line for line in register.lines(sheet) if line.is_here]
    rows = [_promised(line, today) for line in here]
    return Card(
        Strong(known.customer),
        *rows,
        gap=1,
        padding=pad(14, 10, 14, 10),
        label=comma(known.customer, _("In repair with us")),
        on_click=lambda: services.go(case_path(sheet.id)),
    )


def _promised(line: register.Line, today: date) -> ft.Control:
    words = Secondary(dotted(line.piece.piece, _("promised by {day}", day=short_day(line.promised_on))))
    return Wrapped(words, due_mark(line, today), gap=10) if line.days_over(today) else words


@component
def WaitingCard(sheet: Sheet) -> ft.Control:
    services = use_services()
    known = intake.request(sheet)
    title = dotted(known.customer, equipment_of(known), intake.number(sheet))
    return Card(
        Secondary(title),
        label=title,
        padding=pad(14, 10, 14, 10),
        color=PAGE,
        on_click=lambda: services.go(case_path(sheet.id)),
    )
