"""The customer's consent: exactly the quote's figures, signed, or refused with what was said (P5.3)."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair import charges, intake
from field_app.domain.repair.charges import Consented, ConsentRefused, Quoted, fingerprint, shown_quote
from field_app.domain.sheets import Sheet
from field_app.papers.catalog import Wanted
from field_app.ui import theme
from field_app.ui.components import (
    Across,
    Body,
    EmptyState,
    Outlined,
    PhonePage,
    Plain,
    Primary,
    Refusal,
    Secondary,
    TextInput,
    screen,
)
from field_app.ui.components.signature import signature_of
from field_app.ui.hooks import Form, use_form, use_width
from field_app.ui.services import Services
from field_app.ui.shared.printing import CopyButton
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.paper import Paper, Shown, total_fen
from field_app.ui.technician.parts.paths import below
from field_app.ui.technician.parts.signed import SignedPage
from field_app.ui.technician.parts.signing import SigningPage, ask_and_save, signing
from field_app.ui.technician.parts.visit import to_case, use_visit
from field_app.ui.words import _, money


@screen
def ConsentScreen() -> ft.View:
    services, sheet = use_visit()
    wide = use_width() != "phone"
    # Strokes drawn under other figures are no signature of these: each paper has its own draft.
    form = use_form(f"consent:{sheet.id}:{fingerprint(shown_quote(sheet))[:12]}", {**signing(sheet), "reason": "", "refusing": False})
    if not sheet.entries:
        return GonePage()
    if sheet.last(Quoted) is None:
        return _no_quote(services, sheet)
    agreed = charges.consent(sheet)
    if agreed:
        return SignedPage(_("Quote"), shown_quote(sheet), agreed, on=to_case(services, sheet), copy=CopyButton(sheet, Wanted("quote")))
    return _refusing(services, sheet, form) if form["refusing"] else _asking(services, sheet, form, wide)


def _asking(services: Services, sheet: Sheet, form: Form, wide: bool) -> ft.View:
    shown = shown_quote(sheet)

    def signed() -> Consented:
        return Consented(fingerprint(shown), signature_of(form["signature"]), form.text("signer"), form.text("relation"))

    def save() -> None:
        form.submit(signed, on=sheet.id, then=to_case(services, sheet))

    def sign() -> None:
        ask_and_save(services, sheet, (signed(),), _figures(form, shown), save, title=_("Agreed and signed?"))

    return SigningPage(
        shown,
        form,
        wide=wide,
        yes=_("I agree, confirm"),
        sign=sign,
        beside=Outlined(_("Customer disagrees"), lambda: form.set(refusing=True), height=theme.TALL, ink="plain"),
        back=lambda: services.go(f"/case/{sheet.id}/quote"),
    )


def _figures(form: Form, shown: Shown) -> str:
    return _("{name} agrees to {amount}.", name=form.text("signer"), amount=money(total_fen(shown)))


def _refusing(services: Services, sheet: Sheet, form: Form) -> ft.View:
    """The refusal ends the visit politely: what the customer said is kept (P5.3)."""

    def save() -> None:
        form.submit(lambda: ConsentRefused(form.text("reason")), on=sheet.id, then=to_case(services, sheet))

    return PhonePage(
        _("Customer disagrees"),
        Body(_("Thank the customer; nothing is repaired and nothing is charged.")),
        TextInput(_("What the customer said"), form.field("reason"), lines=3, focus=True),
        Secondary(_("The supervisor sees this and decides how to go on.")),
        Across(Plain(_("Buys a new one instead"), lambda: services.go(below(sheet.id, "replace")), icon=ft.Icons.SWAP_HORIZ)),
        Paper(shown_quote(sheet)),
        number=intake.number(sheet),
        above=Refusal(form),
        beside=Outlined(_("Back to the quote"), lambda: form.set(refusing=False), height=theme.TALL, ink="plain"),
        primary=Primary(_("Record the refusal"), save),
    )


def _no_quote(services: Services, sheet: Sheet) -> ft.View:
    to_quote = Primary(_("Make the quote"), lambda: services.go(f"/case/{sheet.id}/quote"))
    nothing = EmptyState(_("There is no quote yet."), _("Make it first, then the customer can agree."))
    return PhonePage(_("Quote"), nothing, primary=to_quote)
