"""出发: by bus unless there is a reason (P3.4). One tap for the bus."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair import intake
from field_app.domain.repair.appointment import Departed, TransportChosen, agreed
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
from field_app.ui.technician.parts.chips import leave_chip
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.links import CallButton, MapButton
from field_app.ui.technician.parts.paths import case_path
from field_app.ui.technician.parts.results import visit_window
from field_app.ui.technician.parts.wording import MODES
from field_app.ui.words import _

BUS = "bus"
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
    form = use_form(f"travel:{sheet_id}", {"mode": BUS, "reason": "", "fare_fen": ""})
    if sheet is None:
        return GonePage()

    def chosen() -> TransportChosen:
        fare = form.money("fare_fen") if form.text("fare_fen") else 0
        return TransportChosen(form["mode"], form.text("reason") if form["mode"] != BUS else "", fare)

    def set_out() -> None:
        form.submit(lambda: (chosen(), Departed()), on=sheet_id, then=lambda: services.go(case_path(sheet_id)))

    return PhonePage(
        _("Set out"),
        _Where(sheet),
        RadioCards(_("How you go"), form.field("mode"), _modes(), inside=_inside(form)),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Set out: {mode}", mode=MODES[form["mode"]]), set_out, icon=ft.Icons.ARROW_FORWARD),
    )


def _modes() -> list[Option]:
    helps = {"bus": _("The rule: cheapest that serves the day"), "company_car": _("Ask the supervisor first")}
    asks = _("A reason is asked")
    return [Option(code, words, helps.get(code, asks), _ICONS[code]) for code, words in MODES.items()]


def _inside(form: Form) -> Part:
    fare = MoneyInput(_("Fare, if known"), form.field("fare_fen"))
    reason = TextInput(_("Why not by bus"), form.field("reason")) if form["mode"] != BUS else None
    return ft.Container(Down(reason, fare, gap=8, stretch=True), padding=pad(0, 8))


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
