"""The charges of a case: every line with the basis of its price, the total in figures and in capitals, and how it was paid (P8)."""

from __future__ import annotations

import flet as ft

from field_app.domain.money import capitals, hundredths, yuan
from field_app.domain.repair import charges, settlement
from field_app.domain.repair.charges import Line as Charge
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.settlement import CashReceived, PaidOtherwise, PaymentAgreed
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Body, Caption, Down, Mark, Pair
from field_app.ui.office.labels import BASES, DOCUMENTS, FREE, METHODS, comma, dotted, word
from field_app.ui.office.parts.panel import Foot, Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.theme import TONES
from field_app.ui.words import _


def Charges(sheet: Sheet) -> ft.Control:
    quote = sheet.said(Quoted)
    if quote is None:
        free = _("No charge so far: in warranty, or nothing quoted yet.")
        return Panel(_("Charges"), Caption(free), *(Caption(line) for line in _allotted(sheet)))
    body = _table(quote) if wide() else Listed(*map(_tile, quote.lines))
    return Panel(
        _("Charges"),
        body,
        note=_("fee standard {label}", label=quote.policy),
        trail=_agreement(sheet),
        flush=True,
        foot=_total(sheet, quote),
    )


def _table(quote: Quoted) -> ft.Control:
    cols = [
        Col(_("Item"), 5),
        Col(_("Basis"), 4),
        Col(_("Quantity"), 88, right=True),
        Col(_("Price"), 88, right=True),
        Col(_("Amount"), 96, right=True),
    ]
    return Table(cols, [_line(charge) for charge in quote.lines])


def _line(charge: Charge) -> Line:
    amount = Body(yuan(charge.amount_fen), 14) if not charge.free else _free(charge)
    return Line((charge.name, Caption(_basis(charge), max_lines=2), _quantity(charge), yuan(charge.price_fen), amount), high=40)


def _free(charge: Charge) -> ft.Control:
    was = ft.Text(yuan(charge.full_fen), style=ft.TextStyle(size=12, decoration=ft.TextDecoration.LINE_THROUGH, font_family="Noto"))
    return ft.Column([Body("0.00", 14, line=1.2), was], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.END)


def _basis(charge: Charge) -> str:
    return dotted(word(BASES, charge.basis), charge.code, word(FREE, charge.free) if charge.free else "")


def _quantity(charge: Charge) -> str:
    return f"{hundredths(charge.quantity)} {charge.unit}"


def _tile(charge: Charge) -> ft.Control:
    detail = dotted(_basis(charge), f"{_quantity(charge)} × {yuan(charge.price_fen)}")
    return Tile(Two(charge.name, detail), trail=Body(yuan(charge.amount_fen), 15))


def _agreement(sheet: Sheet) -> ft.Control | None:
    """Whether the customer's signature covers these figures."""
    if charges.refused(sheet):
        return Mark("amber", ft.Icons.THUMB_DOWN_OUTLINED, _("refused"))
    if charges.lapsed_consent(sheet):
        return Mark("red", ft.Icons.REPORT_OUTLINED, _("changed after signing"))
    if charges.consent(sheet):
        return Mark("green", ft.Icons.CHECK_CIRCLE, _("as signed"))
    return Mark("amber", ft.Icons.SCHEDULE, _("not signed yet"))


def _total(sheet: Sheet, quote: Quoted) -> ft.Control:
    due = settlement.due_fen(sheet)
    total = Across(
        Caption(capitals(due), expand=True, text_align=ft.TextAlign.RIGHT),
        Body(yuan(due), 18, weight=ft.FontWeight.W_600, line=1.2),
        gap=12,
    )
    saved = quote.full_fen - quote.total_fen
    free = Pair(_("Full price {full}, free of it", full=yuan(quote.full_fen)), yuan(saved)) if saved else None
    return Foot(free, total, *(Caption(line) for line in (*_paid(sheet), *_allotted(sheet))), _open(sheet), gap=4)


def _paid(sheet: Sheet) -> list[str]:
    cash = [_("Cash {amount}, receipt {number}", amount=yuan(e.body.amount_fen), number=e.body.receipt) for e in sheet.live(CashReceived)]
    other = [
        _("{method} {amount}, receipt {number}", method=word(METHODS, e.body.method), amount=yuan(e.body.amount_fen), number=e.body.receipt)
        for e in sheet.live(PaidOtherwise)
    ]
    agreed = [
        _("{amount} to be paid by {payer}, {method}, by {day}", amount=yuan(e.body.amount_fen), payer=e.body.payer,
          method=word(METHODS, e.body.method), day=e.body.due_on)
        for e in list(sheet.live(PaymentAgreed))[-1:]
    ]  # fmt: skip
    return [*cash, *other, *agreed]


def _allotted(sheet: Sheet) -> list[str]:
    used = settlement.used_receipts(sheet)
    free = [f"{word(DOCUMENTS, given.document)} {given.number}" for given in settlement.allotted(sheet) if given.number not in used]
    return [_("Allotted, not used yet: {what}", what=comma(*free))] if free else []


def _open(sheet: Sheet) -> ft.Control | None:
    left = settlement.unsettled_fen(sheet)
    return Down(Caption(_("{amount} neither paid nor agreed", amount=yuan(left)), color=TONES["amber"][2])) if left else None
