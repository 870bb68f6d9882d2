"""钱款: receipts to hand over, cash held for the accountant, and what isn't settled (P8.3, P8.6)."""

from __future__ import annotations

import flet as ft

from field_app.domain.cash import Handover
from field_app.domain.facts import SheetId
from field_app.ui.components import (
    Amount,
    Body,
    Caption,
    Card,
    EmptyState,
    Figure,
    Glyph,
    Mark,
    Row,
    Rows,
    Secondary,
    Section,
    TabPage,
    Tonal,
    screen,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_services, use_sheets
from field_app.ui.office import labels
from field_app.ui.office.labels import dotted, word
from field_app.ui.services import Services
from field_app.ui.technician.parts.purse import Case, Owed, Purse, purse
from field_app.ui.technician.parts.visit import first_capital
from field_app.ui.theme import TONES
from field_app.ui.till import Held
from field_app.ui.words import _, moment, money, n_, short_day


@screen
def MoneyScreen() -> ft.View:
    services = use_services()
    use_sheets("repair")
    use_sheets("cash")
    mine = purse(services.store)
    if mine.is_empty:
        nothing = EmptyState(
            _("No money and no receipts."), _("Receipts the accountant allots to your cases appear here, and the cash you take.")
        )
        return TabPage(_("Money"), nothing)
    return TabPage(
        _("Money"),
        _held(services, mine),
        *_unsettled(services, mine),
        *_overpaid(services, mine),
        *_cash(services, mine),
        *_handed_in(services, mine),
        *_receipts(services, mine),
        *_agreed(services, mine),
    )


def _held(services: Services, mine: Purse) -> ft.Control:
    """The one figure people look up: what must be handed in."""
    payments = n_("{n} payment", "{n} payments", len(mine.held))
    words = _("{payments}, to hand in to the accountant", payments=payments) if mine.held else _("Nothing to hand in")
    hand_in = Tonal(_("Hand in the cash"), lambda: services.go("/money/handover"), icon=ft.Icons.HANDSHAKE_OUTLINED)
    return Card(
        Secondary(_("Cash you hold")),
        Figure(money(mine.held_fen), 40),
        Caption(words),
        ft.Container(ft.Row([hand_in]), padding=ft.Padding(top=8)) if mine.held else None,
        gap=2,
    )


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


def _overpaid(services: Services, mine: Purse) -> tuple[Part, ...]:
    """More was taken than is due now; what becomes of it is the accountant's to say."""
    ink = TONES["red"][2]
    rows = [
        _row(services, over.case, over.case.number, Amount(money(over.amount_fen), color=ink), n) for n, over in enumerate(mine.overpaid)
    ]
    return _section(_("Paid too much"), rows)


def _cash(services: Services, mine: Purse) -> tuple[Part, ...]:
    return _section(_("Cash by case"), [_cash_row(services, held, n) for n, held in enumerate(mine.held)])


def _cash_row(services: Services, held: Held, place: int) -> ft.Control:
    gone = "" if held.is_here else _("the case is with somebody else")
    detail = dotted(moment(held.at, services.now()), _("receipt {number}", number=held.receipt) if held.receipt else "", gone)
    case = Case(SheetId(held.item.sheet), held.number, held.customer)
    amount = Amount(money(held.item.amount_fen))
    return _row(services, case, detail, amount, place) if held.is_here else Row(Body(held.customer, 16), Secondary(detail), trail=amount)


def _handed_in(services: Services, mine: Purse) -> tuple[Part, ...]:
    return _section(_("Handed in"), [_handed_row(services, one) for one in mine.handed_in])


def _handed_row(services: Services, one: Handover) -> ft.Control:
    when = moment(one.entry.at, services.now())
    return Row(Body(when, 16), handover_mark(one), trail=Amount(money(one.entry.body.counted_fen)), key=f"handover-{one.entry.key.n}")


def handover_mark(one: Handover) -> ft.Control:
    """Whether the accountant has counted it, and the difference, never hidden (P8.6)."""
    if one.difference_fen:
        words = _("difference {amount}", amount=money(one.difference_fen))
        return Mark("red", ft.Icons.ERROR_OUTLINE, dotted(words, "" if one.counted else _("not counted by the accountant yet")))
    if one.counted:
        return Mark("green", ft.Icons.CHECK_CIRCLE_OUTLINE, _("counted by the accountant, agrees"))
    return Mark("amber", ft.Icons.HOURGLASS_TOP, _("not counted by the accountant yet"))


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
