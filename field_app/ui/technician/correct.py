"""更正: a wrong entry is named and explained; it stays readable and no longer counts (P10.3)."""

from __future__ import annotations

import flet as ft

from field_app.domain.facts import DeviceId, FactKey
from field_app.domain.repair import intake
from field_app.domain.sheets import Entry, Sheet, Voided
from field_app.ui.components import Banner, Caption, Card, Danger, EmptyState, PhonePage, Refusal, Strong, TextInput, screen
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_form, use_now, use_services
from field_app.ui.office.describe import describe
from field_app.ui.office.labels import comma
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import case_path
from field_app.ui.theme import TALL
from field_app.ui.words import _, moment


@screen
def CorrectScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    key = _key(ft.use_route_params()["entry"])
    form = use_form(f"correct:{sheet_id}:{key.device}:{key.n}", {"reason": ""})
    if sheet is None:
        return GonePage()
    entry = sheet.entry(key)

    def correct() -> None:
        body = Voided((str(key.device), key.n), form.text("reason"))
        form.submit(lambda: body, on=sheet_id, then=lambda: services.go(case_path(sheet_id)))

    return PhonePage(
        _("Correct an entry"),
        *(_about(sheet, entry) if entry else (EmptyState(_("This entry isn't on the sheet."), _("Go back and choose another.")),)),
        TextInput(_("What is wrong with it"), form.field("reason"), lines=2, focus=True) if entry else None,
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Danger(_("Strike this entry"), correct, icon=ft.Icons.EDIT_OFF, height=TALL) if entry and entry.counts else None,
    )


def _key(text: str) -> FactKey:
    device, _tilde, n = text.rpartition("~")
    return FactKey(DeviceId(device), int(n) if n.isdigit() else 0)


def _about(sheet: Sheet, entry: Entry[object]) -> tuple[Part, ...]:
    services, now = use_services(), use_now()
    told = describe(entry, sheet, services.name_of)
    when = Caption(comma(moment(entry.at, now), services.name_of(entry.by)))
    card = Card(Strong(told.sentence), Caption(told.detail) if told.detail else None, when, padding=14)
    after = _("It stays readable with your reason, but counts no more. Then record it anew on its own page.")
    return card, Banner("info", after)
