"""The company car: asked for here, decided by the supervisor, the answer shown where it was asked (P3.4)."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair.appointment import CarRequested, car_answer, car_granted, open_car_request
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Banner, Down, Refusal, Secondary, TextInput, Tonal
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Form, use_attempt, use_services
from field_app.ui.safely import component
from field_app.ui.words import _, moment


@component
def CompanyCar(sheet: Sheet, form: Form) -> ft.Control:
    """`form` has the field `car_reason`, so that what is typed survives."""
    attempt = use_attempt()
    asked = open_car_request(sheet)
    if car_granted(sheet):
        return _answer(sheet)
    if asked:
        now = use_services().now()
        return Secondary(_("Asked {time}: {reason}. The supervisor decides.", time=moment(asked.at, now), reason=asked.body.reason))

    def ask() -> None:
        attempt.record(sheet.id, CarRequested(form.text("car_reason")))

    why = TextInput(_("What the car is needed for"), form.field("car_reason"))
    return Down(_refused(sheet), why, Refusal(attempt), Across(Tonal(_("Ask for the car"), ask)), gap=8, stretch=True)


def _answer(sheet: Sheet) -> ft.Control:
    answer = car_answer(sheet)
    note = answer.body.note if answer else ""
    return Banner("green", note or _("The supervisor gave you the car."), title=_("You have the company car"))


def _refused(sheet: Sheet) -> Part:
    answer = car_answer(sheet)
    return Banner("amber", answer.body.note, title=_("No company car this time")) if answer and not answer.body.granted else None
