"""The customer signs the service record on exactly what is shown, and says how satisfied they are (P7.2)."""

from __future__ import annotations

from typing import Any

import flet as ft

from field_app.domain.errors import say
from field_app.domain.repair import record
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.record import RecordSigned, WorkRecorded, shown_record
from field_app.domain.sheets import Sheet
from field_app.papers.catalog import Wanted
from field_app.ui.components import EmptyState, Faces, Option, PhonePage, Primary, screen
from field_app.ui.components.signature import signature_of
from field_app.ui.hooks import Form, use_form, use_width
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.services import Services
from field_app.ui.shared.printing import CopyButton
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.paper import total_fen
from field_app.ui.technician.parts.signed import SignedPage
from field_app.ui.technician.parts.signing import SigningPage, ask_and_save, signing
from field_app.ui.technician.parts.visit import first_capital, to_case, use_visit
from field_app.ui.words import _, money

_FACES = {
    "very_satisfied": ft.Icons.SENTIMENT_VERY_SATISFIED,
    "satisfied": ft.Icons.SENTIMENT_SATISFIED,
    "neutral": ft.Icons.SENTIMENT_NEUTRAL,
    "dissatisfied": ft.Icons.SENTIMENT_DISSATISFIED,
}


@screen
def SignScreen() -> ft.View:
    services, sheet = use_visit()
    wide = use_width() != "phone"
    # Strokes drawn under another record are no signature of this one: each paper has its own draft.
    form = use_form(f"sign:{sheet.id}:{fingerprint(shown_record(sheet))[:12]}", {**signing(sheet), "satisfaction": None})
    if not sheet.entries:
        return GonePage()
    if sheet.last(WorkRecorded) is None:
        return _no_record(services, sheet)
    signed = record.signed(sheet)
    if signed:
        copy = CopyButton(sheet, Wanted("record"))
        return SignedPage(_("Service record"), shown_record(sheet), signed, on=to_case(services, sheet), copy=copy)
    return _asking(services, sheet, form, wide)


def _asking(services: Services, sheet: Sheet, form: Form, wide: bool) -> ft.View:
    shown = shown_record(sheet)

    def signed() -> RecordSigned:
        satisfaction: Any = form["satisfaction"]
        signer, relation = form.text("signer"), form.text("relation")
        return RecordSigned(fingerprint(shown), signature_of(form["signature"]), signer, satisfaction, relation)

    def save() -> None:
        form.submit(signed, on=sheet.id, then=to_case(services, sheet))

    def sign() -> None:
        if form["satisfaction"] is None:
            form.refuse("satisfaction", say("Ask the customer to tap one of the faces."))
            form.set(page="")
        else:
            ask_and_save(services, sheet, (signed(),), _signs(form, total_fen(shown)), save)

    return SigningPage(
        shown,
        form,
        wide=wide,
        sign=sign,
        question=Faces(_("How satisfied are you with this service?"), form.field("satisfaction"), _faces()),
        back=lambda: services.go(f"/case/{sheet.id}/work"),
    )


def _faces() -> list[Option]:
    return [Option(code, first_capital(word(labels.SATISFACTION, code)), icon=icon) for code, icon in _FACES.items()]


def _signs(form: Form, total: int) -> str:
    name = form.text("signer")
    return _("{name} signs for {amount}.", name=name, amount=money(total)) if total else _("{name} signs; nothing to pay.", name=name)


def _no_record(services: Services, sheet: Sheet) -> ft.View:
    to_work = Primary(_("Record the work"), lambda: services.go(f"/case/{sheet.id}/work"))
    nothing = EmptyState(_("There is no record of the work yet."), _("Write what was done, then the customer can sign."))
    return PhonePage(_("Service record"), nothing, primary=to_work)
