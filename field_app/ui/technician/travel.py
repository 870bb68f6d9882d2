"""出发: the way that serves customer and day, proposed by rule; a reason where it isn't the bus, the fare, the company car (P3.4)."""

from __future__ import annotations

from typing import Any

import flet as ft

from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.appointment import Departed, TransportChosen, agreed, car_granted, proposed_transport
from field_app.domain.repair.closing import in_visit
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Card,
    Down,
    MoneyInput,
    Option,
    PhonePage,
    Primary,
    RadioCards,
    Refusal,
    Secondary,
    Strong,
    TextInput,
    screen,
)
from field_app.ui.components.layout import Part, Wrapped, pad
from field_app.ui.hooks import Form, use_form, use_now, use_services
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.car import CompanyCar
from field_app.ui.technician.parts.chips import leave_chip
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.links import CallButton, MapButton
from field_app.ui.technician.parts.results import visit_window
from field_app.ui.technician.parts.transport import rule_of, typed_fare
from field_app.ui.technician.parts.undoing import undoable
from field_app.ui.technician.parts.wording import MODES
from field_app.ui.words import _, speak

BUS, CAR = "bus", "company_car"
_ICONS = {
    "bus": ft.Icons.DIRECTIONS_BUS_OUTLINED,
    "motorcycle_taxi": ft.Icons.TWO_WHEELER,
    "taxi": ft.Icons.LOCAL_TAXI_OUTLINED,
    "company_car": ft.Icons.AIRPORT_SHUTTLE_OUTLINED,
    "own": ft.Icons.PEDAL_BIKE,
}


@screen
def TravelScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    use_now()
    form = use_form(f"travel:{sheet_id}", _first(sheet, services))
    if sheet is None:
        return GonePage()
    under_way = in_visit(sheet, "departed") is not None

    def chosen() -> TransportChosen:
        fare = form.money("fare_fen") if form.text("fare_fen") else 0
        return TransportChosen(form["mode"], form.text("reason") if form["mode"] != BUS else "", fare)

    def bodies() -> tuple[object, ...]:
        return (chosen(),) if under_way else (chosen(), Departed())

    def save() -> None:
        form.submit(bodies, on=sheet_id, then=undoable(services, sheet_id, form, _("Saved.")))

    words = _("Save way and fare") if under_way else _("Set out: {mode}", mode=MODES[form["mode"]])
    return PhonePage(
        _("Set out"),
        _Where(sheet),
        RadioCards(_("How you go"), form.field("mode"), _modes(sheet, services), inside=_inside(sheet, form)),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(words, save, icon=ft.Icons.CHECK if under_way else ft.Icons.ARROW_FORWARD),
    )


def _first(sheet: Sheet | None, services: Services) -> dict[str, Any]:
    """What was chosen before in this visit, else what the rule proposes with its reason."""
    before = in_visit(sheet, "transport_chosen") if sheet else None
    if before:
        return {"mode": before.body.mode, "reason": before.body.reason, "fare_fen": typed_fare(before.body.fare_fen), "car_reason": ""}
    mode, why = proposed_transport(*_asked(sheet, services)) if sheet else (BUS, "")
    if sheet and car_granted(sheet):
        mode, why = CAR, _("The supervisor gave the car.")
    return {"mode": mode, "reason": speak(why) if mode != BUS else "", "fare_fen": "", "car_reason": ""}


def _asked(sheet: Sheet, services: Services) -> tuple[Any, dispatch.Urgency, str]:
    known = intake.request(sheet)
    return rule_of(sheet, services), dispatch.urgency(sheet), known.district or known.address


def _modes(sheet: Sheet, services: Services) -> list[Option]:
    proposed, why = proposed_transport(*_asked(sheet, services))
    asks = _("A reason is asked")
    helps = {BUS: _("The rule: cheapest that serves the day"), CAR: _("Ask the supervisor first")}
    helps[proposed] = _("Proposed: {why}", why=why)
    return [Option(code, words, helps.get(code, asks), _ICONS[code]) for code, words in MODES.items()]


def _inside(sheet: Sheet, form: Form) -> Part:
    fare = MoneyInput(_("Fare, if known"), form.field("fare_fen"))
    reason = TextInput(_("Why not by bus"), form.field("reason")) if form["mode"] != BUS else None
    car = CompanyCar(sheet, form) if form["mode"] == CAR else None
    return ft.Container(Down(car, reason, fare, gap=8, stretch=True), padding=pad(0, 8))


def _Where(sheet: Sheet) -> ft.Control:
    services = use_services()
    known, window = intake.request(sheet), agreed(sheet)
    return Card(
        Strong(visit_window(window.body)) if window else None,
        Secondary(dotted(known.customer, known.address or known.district)),
        Wrapped(leave_chip(sheet, services.policy(), services.now())),
        Wrapped(CallButton(known, expand=False), MapButton(known, expand=False), gap=8),
        padding=14,
        gap=6,
    )
