"""The report to the supervisor: how the case and the customer stand, drafted from what was recorded (P7.3)."""

from __future__ import annotations

from typing import Any

import flet as ft

from field_app.domain.money import hundredths
from field_app.domain.repair import appointment, intake, record, signoff
from field_app.domain.repair.signoff import Reported
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import (
    Across,
    Banner,
    Body,
    Down,
    EmptyState,
    Glyph,
    Outlined,
    PhonePage,
    Primary,
    Refusal,
    Rows,
    Secondary,
    Section,
    TextInput,
    Wrapped,
    pad,
    screen,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Form, use_form
from field_app.ui.office.describe import describe
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.summary import case_summary, customer_summary, sentences
from field_app.ui.technician.parts.undoing import undoable
from field_app.ui.technician.parts.visit import mine, to_case, use_visit
from field_app.ui.theme import TONES
from field_app.ui.words import _, moment, money


@screen
def ReportScreen() -> ft.View:
    services, sheet = use_visit()
    back = signoff.sent_back(sheet)
    drafted = {"case": case_summary(sheet), "customer": customer_summary(sheet)}
    form = use_form(f"report:{sheet.id}:{mine(sheet, Reported, services)}", drafted)
    if not sheet.entries:
        return GonePage()
    if signoff.reported(sheet):
        return _reported(services, sheet)

    def save() -> None:
        sent = undoable(services, sheet.id, form, _("Report sent to the supervisor."))
        form.submit(lambda: Reported(form.text("case"), form.text("customer")), on=sheet.id, then=sent)

    return PhonePage(
        _("Report to the supervisor"),
        Banner("amber", back.body.reason, title=_("Sent back by {name}", name=services.name_of(back.by))) if back else None,
        Secondary(_("Written from what you recorded. Correct it where it isn't so.")),
        TextInput(_("How the case stands"), form.field("case"), lines=4),
        TextInput(_("How the customer stands"), form.field("customer"), lines=2),
        _moods(form),
        _costs(sheet),
        *_exceptions(services, sheet),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Send the report"), save, icon=ft.Icons.SEND_OUTLINED),
    )


def _costs(sheet: Sheet) -> Part:
    """What the case has cost so far beside the hours (P3.4, P7.1)."""
    fares = appointment.fares_fen(sheet)
    days = _("Person-days {days}", days=hundredths(record.person_days(sheet)))
    return Secondary(dotted(days, _("fares {amount}", amount=money(fares)) if fares else ""))


def _moods(form: Form) -> ft.Control:
    """What is often said of a customer, added to what stands there."""
    said = (_("The customer is satisfied."), _("The customer wants to hear from you."), _("The customer complains."))
    return Wrapped(*[_mood(form, one) for one in said], gap=8)


def _mood(form: Form, said: str) -> ft.Control:
    def add() -> None:
        there = form.text("customer")
        form.set(customer=there if said in there else sentences(there, said))

    return Outlined(said, add, ink="plain")


def _exceptions(services: Services, sheet: Sheet) -> tuple[Part, ...]:
    """Every gate passed with a reason, as the supervisor will see it (P10.1)."""
    passed = signoff.exceptions(sheet)
    if not passed:
        return ()
    return Section(_("Special cases the supervisor will see")), Rows(*[_exception(services, sheet, entry) for entry in passed])


def _exception(services: Services, sheet: Sheet, entry: Entry[Any]) -> ft.Control:
    what, passed = describe(entry, sheet, services.name_of).sentence, entry.fact.exception
    reason = _("{rule}, reason: {reason}", rule=passed.rule, reason=passed.reason) if passed else ""
    words = Down(Body(what, 15), Secondary(reason), gap=2, expand=True)
    return ft.Container(Across(Glyph(ft.Icons.FLAG_OUTLINED, 20, TONES["red"][2]), words, gap=12, top=True), padding=pad(16, 10, 16, 10))


def _reported(services: Services, sheet: Sheet) -> ft.View:
    report = signoff.reported(sheet)
    when = _("Reported {time}", time=moment(report.at, services.now())) if report else ""
    done = EmptyState(when, _("The supervisor signs off or sends it back."))
    case = Body(report.body.case, 15) if report else None
    back = Primary(_("Back to the case"), to_case(services, sheet))
    return PhonePage(_("Report to the supervisor"), done, case, number=intake.number(sheet), primary=back)
