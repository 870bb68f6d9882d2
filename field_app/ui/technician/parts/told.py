"""What the customer is told on the phone: the warranty status, and what charges are to be expected (P3.1)."""

from __future__ import annotations

import flet as ft

from field_app.domain.money import yuan
from field_app.domain.repair import settlement, warranty, warranty_rule
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.pricing import Price, expected_fees
from field_app.domain.sheets import Sheet
from field_app.ui.components import Card, Heading, MoneyInput, Row, Rows, Secondary, Strong
from field_app.ui.components.layout import Part
from field_app.ui.components.text import Glyph
from field_app.ui.hooks import Form
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.archived import contract_of
from field_app.ui.technician.parts.tick import Tick
from field_app.ui.technician.parts.told_fees import added, fee_name, fee_price
from field_app.ui.words import _


def Told(sheet: Sheet, form: Form, services: Services) -> ft.Control:
    """Needs the fields `warranty_told`, `charges_expected` and `expected_fen`."""
    proposal = warranty_rule.expected(sheet)
    prices = expected_fees(services.policy_for(sheet), contract_of(sheet, services))
    charges = _charges(form, prices) if form["charges_expected"] else ()
    return Card(
        Heading(_("Tell the customer")),
        Secondary(proposal.basis) if proposal and not warranty.decisions(sheet) else None,
        Tick(_warranty_words(sheet, proposal), form.field("warranty_told")),
        Tick(_("Charges are to be expected"), form.field("charges_expected")),
        *charges,
        gap=8,
    )


def charges_expected(sheet: Sheet) -> bool:
    """What was quoted or decided on an earlier visit, else what the rule says of the request."""
    if sheet.last(Quoted):
        return settlement.unsettled_fen(sheet) > 0
    if warranty.decisions(sheet):
        return warranty.chargeable(sheet)
    proposal = warranty_rule.expected(sheet)
    return proposal is not None and proposal.decision != "inside"


def amount_expected(sheet: Sheet) -> str:
    """What is still to pay of an earlier visit's quote, as it would be typed; empty where nothing was quoted."""
    return yuan(settlement.unsettled_fen(sheet)).replace(",", "") if settlement.unsettled_fen(sheet) > 0 else ""


def _warranty_words(sheet: Sheet, proposal: warranty_rule.Proposal | None) -> str:
    if warranty.decisions(sheet):
        # What was found on site goes before what the request promised.
        charged = _("Told: charged, as decided on site")
        return charged if warranty.chargeable(sheet) else _("Told: in warranty, as decided on site; free but for wear parts")
    if proposal is None or proposal.cover is None:
        return _("Told: the warranty is cleared on site")
    if proposal.decision == "inside":
        return _("Told: in warranty until {day}, repair is free, wear parts by contract", day=proposal.cover.ends_on)
    return _("Told: out of warranty since {day}, the repair is charged", day=proposal.cover.ends_on)


def _charges(form: Form, prices: tuple[Price, ...]) -> tuple[Part, ...]:
    """The contract's prices and the fee standard to read out; a tap adds a price to the sum."""
    if not prices:
        return Secondary(_("No fee standard on this phone yet.")), MoneyInput(_("Expected amount told"), form.field("expected_fen"))
    return (
        Secondary(_("Fee standard; tap a line to add it")),
        Rows(*[_fee_row(price, form) for price in prices]),
        MoneyInput(_("Expected amount told"), form.field("expected_fen")),
    )


def _fee_row(offered: Price, form: Form) -> ft.Control:
    def add() -> None:
        form.set(expected_fen=added(form["expected_fen"], offered.fee))

    name, price = fee_name(offered.fee), fee_price(offered.fee)
    label = _("Add {fee}, {price}", fee=name, price=price)
    detail = Secondary(dotted(price, _("by the contract") if offered.basis == "contract" else ""))
    return Row(Strong(name, points=15), detail, trail=Glyph(ft.Icons.ADD, 20), on_click=add, label=label)
