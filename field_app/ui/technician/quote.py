"""The quote: lines from the contract, the fee standard or an agreement; free ones keep their price (P5.3, P8.1, P8.2)."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair import appointment, charges, intake
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components.buttons import Primary
from field_app.ui.components.dialogs import Refusal
from field_app.ui.components.frames import PhonePage
from field_app.ui.components.inputs import TextInput
from field_app.ui.components.layout import Apart, Card, Down, Part
from field_app.ui.components.notice import Banner
from field_app.ui.components.text import Caption, Figure, Heading, Secondary
from field_app.ui.hooks import use_form
from field_app.ui.safely import screen
from field_app.ui.technician.parts import quoting
from field_app.ui.technician.parts.advice import AdviceBanner
from field_app.ui.technician.parts.archived import contract_of
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.quote_adding import QuoteAdding
from field_app.ui.technician.parts.quote_desk import EMPTY, Desk
from field_app.ui.technician.parts.quote_lines import QuoteLines
from field_app.ui.technician.parts.quoting import Offer
from field_app.ui.technician.parts.visit import use_visit
from field_app.ui.words import _, money


@screen
def QuoteScreen() -> ft.View:
    services, sheet = use_visit()
    offer = Offer(services.policy_for(sheet), contract_of(sheet, services))
    form = use_form(f"quote:{sheet.id}", {"lines": quoting.proposed(sheet, offer), "terms": _terms(sheet), **EMPTY})
    desk = Desk(sheet, form, offer)

    def typed() -> charges.Quoted:
        return quoting.quoted(desk.lines, offer, form.text("terms"))

    quote = typed()

    def show_customer() -> None:
        services.go(f"/case/{sheet.id}/consent")

    def save() -> None:
        # What was typed a moment ago isn't drawn yet, and is meant all the same.
        if quoting.unchanged(sheet, typed()):
            show_customer()
        else:
            form.submit(typed, on=sheet.id, then=show_customer)

    if not sheet.entries:
        return GonePage()
    return PhonePage(
        _("Quote"),
        _lapsing(sheet, quote),
        _told(sheet),
        AdviceBanner(sheet, quote),
        QuoteLines(desk),
        _agreement(desk),
        QuoteAdding(desk),
        number=intake.number(sheet),
        above=Down(Refusal(form), _total(quote), gap=8, stretch=True),
        primary=Primary(_("Show the customer, to sign"), save),
    )


def _terms(sheet: Sheet) -> str:
    """The agreement written last, else what it mostly says."""
    quote = sheet.said(charges.Quoted)
    usual = _("What neither contract nor fee standard prices is done at the prices agreed above; work begins once this is signed.")
    return quote.terms if quote and quote.terms else usual


def _agreement(desk: Desk) -> Part:
    """The service agreement, where a line needs one; the customer signs it with the figures (P8.2)."""
    if not quoting.needs_terms(desk.lines):
        return None
    why = Secondary(_("A price here is neither in the contract nor in the fee standard: the customer signs these words with the figures."))
    return Card(Heading(_("Service agreement")), why, TextInput(_("What is agreed"), desk.form.field("terms"), lines=3), gap=8, padding=14)


def _lapsing(sheet: Sheet, quote: charges.Quoted) -> Part:
    """A changed quote is not what the customer agreed to (P5.3)."""
    lapsed = charges.lapsed_consent(sheet) or (charges.consent(sheet) and not quoting.unchanged(sheet, quote))
    if not lapsed:
        return None
    return Banner("amber", _("The customer signed other figures. These need a new signature."), icon=ft.Icons.HISTORY_EDU)


def _told(sheet: Sheet) -> Part:
    """What was told on the phone, so that the customer isn't surprised (P3.1)."""
    window = appointment.agreed(sheet)
    if window is None or window.body.expected_fen is None:
        return None
    return Secondary(_("Told on the phone: about {amount}", amount=money(window.body.expected_fen)))


def _total(quote: charges.Quoted) -> ft.Control:
    free = quote.full_fen - quote.total_fen
    parts = {"full": money(quote.full_fen), "free": money(free)}
    words = Down(Secondary(_("The customer pays")), Caption(_("{full} in all, {free} of it free", **parts)) if free else None, gap=1)
    return Apart(words, Figure(money(quote.total_fen)), wrap=theme.scale() > 1)
