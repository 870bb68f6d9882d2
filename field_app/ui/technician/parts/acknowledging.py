"""Not collected on site: how, by when and by whom it is paid, and the customer's signature under it (P8.5)."""

from __future__ import annotations

from datetime import date

import flet as ft

from field_app.domain.repair import settlement
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.settlement import PaymentAgreed, shown_agreement
from field_app.domain.sheets import Sheet
from field_app.ui.components.signature import signature_of
from field_app.ui.hooks import Form
from field_app.ui.services import Services
from field_app.ui.technician.parts.signing import SigningPage, ask_and_save, unready
from field_app.ui.technician.parts.visit import to_case
from field_app.ui.words import _, money


def agreed(sheet: Sheet, form: Form) -> PaymentAgreed:
    amount, due_on, payer = settlement.unsettled_fen(sheet), date.fromisoformat(form["due_on"]), form.text("payer")
    shown = fingerprint(shown_agreement(sheet, amount, form["how"], due_on, payer))
    signature = signature_of(form["signature"])
    return PaymentAgreed(amount, form["how"], due_on, payer, shown, signature, form.text("signer"), form.text("relation"))


def show(services: Services, sheet: Sheet, form: Form) -> None:
    wrong = unready(sheet, agreed(sheet, form), services.ground(sheet))
    if wrong:
        form.refuse(str(wrong.field or ""), wrong.words)
    else:
        form.set(ready=True, signature=None, page="")


def Acknowledging(services: Services, sheet: Sheet, form: Form, wide: bool) -> ft.View:
    """The invoice acknowledgement 发票收讫回执 (P8.5)."""
    body = agreed(sheet, form)
    shown = shown_agreement(sheet, body.amount_fen, body.method, body.due_on, body.payer)

    def save() -> None:
        form.submit(lambda: agreed(sheet, form), on=sheet.id, then=to_case(services, sheet))

    def sign() -> None:
        words = _("{name} signs that {amount} will be paid.", name=form.text("signer"), amount=money(body.amount_fen))
        ask_and_save(services, sheet, (agreed(sheet, form),), words, save)

    return SigningPage(
        shown,
        form,
        wide=wide,
        sign=sign,
        back=lambda: form.set(ready=False, signature=None),
    )
