"""应收款: what customers owe, when it is due and what comes next; payments booked; what was paid too much (P8.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.facts import Role, UserId
from field_app.domain.money import capitals, yuan
from field_app.domain.repair import intake, settlement
from field_app.domain.repair.settlement import DebtChased, Owed, PaymentBooked
from field_app.domain.sheets import Entry, Sheet
from field_app.papers import lists
from field_app.ui.components import (
    Apart,
    Body,
    Caption,
    DateInput,
    DeskPage,
    Down,
    EmptyState,
    Figure,
    Heading,
    Mark,
    MoneyInput,
    Option,
    Pair,
    Pick,
    Refusal,
    Rule,
    Secondary,
    TextInput,
    component,
    screen,
    snack,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_address, use_form, use_now, use_services, use_sheets
from field_app.ui.hooks.address import Address
from field_app.ui.office.labels import METHODS, dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.counts import Count, Counts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.theme import TONES, Tone
from field_app.ui.words import _, money, n_, near_day, short_day

SOON = 7
SHOWN = 100
Test = Callable[[Owed, date], bool]
KINDS: Mapping[str, tuple[Tone, ft.IconData, Callable[[], str], Test]] = {
    "all": ("plain", ft.Icons.RECEIPT_LONG_OUTLINED, lambda: _("Receivables"), lambda _debt, _today: True),
    "overdue": ("red", ft.Icons.ERROR_OUTLINE, lambda: _("Overdue"), lambda debt, today: debt.days_over(today) > 0),
    "soon": ("amber", ft.Icons.SCHEDULE, lambda: _("Due this week"), lambda debt, today: 0 <= (debt.due_on - today).days <= SOON),
    "later": ("info", ft.Icons.EVENT_OUTLINED, lambda: _("Due later"), lambda debt, today: (debt.due_on - today).days > SOON),
}
CHASERS: frozenset[Role] = frozenset({"accountant", "clerk", "supervisor"})


@screen
def OwedScreen() -> ft.View:
    services, sheets, at = use_services(), use_sheets("repair"), use_address()
    use_now()
    today = services.today()
    debts = owed(sheets)
    kind = at["state"] if at["state"] in KINDS else "all"
    listed = [debt for debt in debts if KINDS[kind][3](debt, today)]
    chosen = next((debt for debt in debts if debt.sheet.id == at["sheet"]), None)
    if chosen and not wide():
        return DeskPage(_("Receivables"), *_detail(services, chosen), back=f"/owed?state={kind}")
    export = ExportMenu(lambda: lists.debts([debt.sheet for debt in listed], around(services)))
    total = _("{amount} in all", amount=money(sum(debt.amount_fen for debt in listed)))
    return DeskPage(
        _("Receivables"),
        Counts([_count(code, debts, today) for code in KINDS], kind, lambda code: at.set(state=code, sheet="")),
        Panel(KINDS[kind][2](), _table(services, at, listed[:SHOWN], today), note=total, trail=export, flush=True),
        _overpaid(services, sheets),
        side=[Panel("", ft.Container(height=1), Down(*_detail(services, chosen), gap=12, stretch=True))] if chosen else [],
    )


def owed(sheets: Sequence[Sheet]) -> list[Owed]:
    """Every debt, the longest overdue first."""
    found = (settlement.owed(sheet) for sheet in sheets)
    return sorted((debt for debt in found if debt), key=lambda debt: debt.due_on)


def _count(code: str, debts: Sequence[Owed], today: date) -> Count:
    tone, icon, name, test = KINDS[code]
    return Count(code, name(), icon, tone, sum(test(debt, today) for debt in debts))


def _table(services: Services, at: Address, debts: Sequence[Owed], today: date) -> ft.Control:
    empty = EmptyState(_("Nothing is owed here"), _("What a customer signs to pay later stands here once the technician has left."))
    if not wide():
        return Listed(*(_tile(at, debt, today) for debt in debts), empty=empty)
    cols = [
        Col(_("Customer"), 5),
        Col(_("Amount"), 108, right=True),
        Col(_("Due"), 84, right=True),
        Col(_("Remaining"), 116),
        Col(_("What comes next"), 4),
    ]
    return Table(cols, [_line(at, debt, today) for debt in debts], empty=empty)


def _line(at: Address, debt: Owed, today: date) -> Line:
    known = intake.request(debt.sheet)
    return Line(
        (
            Two(known.customer, dotted(intake.number(debt.sheet), debt.payer if debt.payer != known.customer else "")),
            yuan(debt.amount_fen),
            short_day(debt.due_on),
            _left(debt, today),
            Caption(_next(debt, today)),
        ),
        on_open=lambda: at.turn("sheet", debt.sheet.id),
        label=_("Open {number}", number=intake.number(debt.sheet)),
        chosen=at["sheet"] == debt.sheet.id,
        key=debt.sheet.id,
    )


def _tile(at: Address, debt: Owed, today: date) -> ft.Control:
    return Tile(
        Apart(Body(intake.request(debt.sheet).customer, expand=True), Body(money(debt.amount_fen))),
        _left(debt, today),
        Caption(_next(debt, today)),
        on_open=lambda: at.turn("sheet", debt.sheet.id),
        label=_("Open {number}", number=intake.number(debt.sheet)),
    )


def _left(debt: Owed, today: date) -> ft.Control:
    over, left = debt.days_over(today), (debt.due_on - today).days
    if over:
        return Mark("red", ft.Icons.ERROR_OUTLINE, n_("{n} day over", "{n} days over", over))
    if not left:
        return Mark("amber", ft.Icons.SCHEDULE, _("due today"))
    return Mark("amber" if left <= SOON else "plain", ft.Icons.SCHEDULE, n_("{n} day left", "{n} days left", left))


def _next(debt: Owed, today: date) -> str:
    chased = debt.sheet.said(DebtChased)
    when = near_day(debt.next_on, today) if debt.next_on else ""
    if chased:
        return dotted(when, chased.note)
    return _("the acknowledgement is signed") if debt.sheet.said(settlement.PaymentAgreed) else _("nothing is agreed: call")


def _overpaid(services: Services, sheets: Sequence[Sheet]) -> Part:
    """Money that is not ours: shown until the quote or the payment is put right."""
    over = [(sheet, fen) for sheet in sheets if (fen := settlement.overpaid_fen(sheet))]
    if not over:
        return None
    rows = [_over(services, sheet, fen) for sheet, fen in over[:SHOWN]]
    return Panel(_("Paid too much"), Listed(*rows), note=_("a quote was made smaller or voided after it was paid"), flush=True)


def _over(services: Services, sheet: Sheet, fen: int) -> ft.Control:
    amount = Body(money(fen), 14, color=TONES["red"][2])
    words = Two(intake.request(sheet).customer, intake.number(sheet))
    label = _("Open {number}", number=intake.number(sheet))
    return Tile(Apart(words, amount), on_open=lambda: services.go(f"/sheets/{sheet.id}"), label=label)


def _detail(services: Services, debt: Owed) -> list[ft.Control]:
    known, today = intake.request(debt.sheet), services.today()
    agreed = debt.sheet.said(settlement.PaymentAgreed)
    parts: list[Part] = [
        Apart(Heading(known.customer, expand=True), _left(debt, today)),
        Secondary(intake.number(debt.sheet)),
        Figure(money(debt.amount_fen), 28),
        Caption(capitals(debt.amount_fen)),
        Pair(_("Pays"), debt.payer),
        Pair(_("Contact"), dotted(known.contact, known.phone)),
        Pair(_("Due"), short_day(debt.due_on)),
        Pair(_("Received so far"), money(settlement.received_fen(debt.sheet))),
        Caption(_("Signed by {name}", name=agreed.signer)) if agreed else None,
        *_story(services, debt.sheet),
        Rule(),
        ChaseForm(debt) if services.me.roles & CHASERS else None,
        Rule() if "accountant" in services.me.roles else None,
        BookForm(debt) if "accountant" in services.me.roles else None,
        Act(_("Open the sheet"), lambda: services.go(f"/sheets/{debt.sheet.id}"), kind="seldom"),
    ]
    return [part for part in parts if part]


def _story(services: Services, sheet: Sheet) -> list[ft.Control]:
    """Reminders and payments, the newest first."""
    found: list[Entry[Any]] = [*sheet.live(DebtChased), *sheet.live(PaymentBooked)]
    return [_told(services, entry.body, entry.by, day_of(entry.at)) for entry in sorted(found, key=sheet.place, reverse=True)]


def _told(services: Services, body: DebtChased | PaymentBooked, by: UserId, on: date) -> ft.Control:
    said = body.note if isinstance(body, DebtChased) else _("{amount} came in", amount=money(body.amount_fen))
    return Body(dotted(short_day(on), services.name_of(by), said), 14)


@component
def ChaseForm(debt: Owed) -> ft.Control:
    """The customer was reminded, and what comes next."""
    services = use_services()
    form = use_form(f"chase:{debt.sheet.id}", {"note": "", "next_on": ""})

    def chased() -> DebtChased:
        return DebtChased(form.text("note"), form.day("next_on") if form["next_on"] else None)

    def after() -> None:
        form.reset()
        snack(_("Noted"))

    return Down(
        TextInput(_("What the customer said"), form.field("note"), lines=2, longest=400),
        DateInput(_("Next step on"), form.field("next_on"), first=services.today(), quick=(1, 3, 7)),
        Refusal(form) if form.refusals else None,
        Act(_("Note the reminder"), lambda: form.submit(chased, on=debt.sheet.id, then=after), kind="outlined"),
        gap=10,
        stretch=True,
    )


@component
def BookForm(debt: Owed) -> ft.Control:
    """Money that came in: on the account, or at the cashier's."""
    services = use_services()
    today = services.today()
    form = use_form(
        f"book_payment:{debt.sheet.id}:{debt.amount_fen}",
        {"amount_fen": yuan(debt.amount_fen), "method": "transfer", "paid_on": today.isoformat(), "reference": ""},
    )

    def booked() -> PaymentBooked:
        return PaymentBooked(form.money("amount_fen"), form["method"], form.day("paid_on"), form.text("reference"))

    def after() -> None:
        form.reset()
        snack(_("The payment is booked"))

    return Down(
        MoneyInput(_("Came in"), form.field("amount_fen")),
        Pick(_("How"), form.field("method"), [Option(code, said()) for code, said in METHODS.items()]),
        DateInput(_("On"), form.field("paid_on"), last=today, quick=(0, -1)),
        TextInput(_("Bank's or cashier's reference"), form.field("reference"), longest=60),
        Refusal(form) if form.refusals else None,
        Act(_("Book the payment"), lambda: form.submit(booked, on=debt.sheet.id, then=after), kind="primary"),
        gap=10,
        stretch=True,
    )


def waiting(services: Services) -> int:
    """Debts that are overdue."""
    today = services.today()
    return sum(debt.days_over(today) > 0 for debt in owed(services.store.sheets("repair")))
