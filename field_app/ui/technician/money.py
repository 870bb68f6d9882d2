"""钱款: receipts to hand over, cash held for the accountant, and what isn't settled (P8.3, P8.6)."""

from __future__ import annotations

import flet as ft

from field_app.ui.components import (
    Amount,
    Body,
    Caption,
    Card,
    EmptyState,
    Figure,
    Glyph,
    Row,
    Rows,
    Secondary,
    Section,
    TabPage,
    screen,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_services, use_sheets
from field_app.ui.office import labels
from field_app.ui.office.labels import dotted, word
from field_app.ui.services import Services
from field_app.ui.technician.parts.purse import Case, Held, Owed, Purse, purse
from field_app.ui.technician.parts.visit import first_capital
from field_app.ui.theme import TONES
from field_app.ui.words import _, moment, money, n_, short_day


@screen
def MoneyScreen() -> ft.View:
    services = use_services()
    mine = purse(use_sheets("repair"), services.me.user)
    if mine.is_empty:
        nothing = EmptyState(
            _("No money and no receipts."), _("Receipts the accountant allots to your cases appear here, and the cash you take.")
        )
        return TabPage(_("Money"), nothing)
    return TabPage(
        _("Money"), _held(mine), *_unsettled(services, mine), *_cash(services, mine), *_receipts(services, mine), *_agreed(services, mine)
    )


def _held(mine: Purse) -> ft.Control:
    """The one figure people look up: what must be handed in."""
    payments = n_("{n} payment", "{n} payments", len(mine.held))
    words = _("{payments}, to hand in to the accountant", payments=payments) if mine.held else _("Nothing to hand in")
    return Card(Secondary(_("Cash you hold")), Figure(money(mine.held_fen), 40), Caption(words), gap=2)


def _section(title: str, rows: list[ft.Control]) -> tuple[Part, ...]:
    return (Section(title), Rows(*rows)) if rows else ()


def _row(services: Services, case: Case, detail: str, trail: ft.Control, place: int) -> ft.Control:
    def go() -> None:
        services.go(f"/case/{case.sheet}")

    label = _("{customer}, open the case", customer=case.customer)
    return Row(
        Body(case.customer or case.number, 16), Secondary(detail), trail=trail, on_click=go, label=label, key=f"{case.sheet}-{place}"
    )


def _unsettled(services: Services, mine: Purse) -> tuple[Part, ...]:
    ink = TONES["amber"][2]
    rows = [
        _row(services, owed.case, owed.case.number, Amount(money(owed.amount_fen), color=ink), n) for n, owed in enumerate(mine.unsettled)
    ]
    return _section(_("Not settled yet"), rows)


def _cash(services: Services, mine: Purse) -> tuple[Part, ...]:
    return _section(_("Cash by case"), [_cash_row(services, held, n) for n, held in enumerate(mine.held)])


def _cash_row(services: Services, held: Held, place: int) -> ft.Control:
    detail = dotted(moment(held.at, services.now()), _("receipt {number}", number=held.receipt))
    return _row(services, held.case, detail, Amount(money(held.amount_fen)), place)


def _receipts(services: Services, mine: Purse) -> tuple[Part, ...]:
    rows = []
    for place, (case, receipt) in enumerate(mine.receipts):
        kind = first_capital(word(labels.DOCUMENTS, receipt.document))
        named = _("{document} No. {number}", document=kind, number=receipt.number)
        rows.append(_row(services, case, named, Glyph(ft.Icons.RECEIPT_LONG_OUTLINED, 22), place))
    return _section(_("Receipts in your hands"), rows)


def _agreed(services: Services, mine: Purse) -> tuple[Part, ...]:
    return _section(_("To be paid later"), [_agreed_row(services, owed, n) for n, owed in enumerate(mine.agreed)])


def _agreed_row(services: Services, owed: Owed, place: int) -> ft.Control:
    by = _("by {day}", day=short_day(owed.due_on)) if owed.due_on else ""
    return _row(services, owed.case, dotted(by, owed.payer), Amount(money(owed.amount_fen)), place)
