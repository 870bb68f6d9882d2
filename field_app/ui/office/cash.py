"""谁手里有现金: what each technician holds, and handovers counted by both, with differences that stay (P8.6)."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.domain.cash import CashCounted, DifferenceExplained, Item
from field_app.domain.facts import SheetId
from field_app.domain.money import capitals
from field_app.domain.repair import intake
from field_app.papers import registers
from field_app.ui.components import (
    Apart,
    Banner,
    Body,
    Caption,
    DeskPage,
    Down,
    EmptyState,
    Figure,
    Heading,
    Mark,
    MoneyInput,
    Pair,
    Refusal,
    Rule,
    TextInput,
    component,
    screen,
    snack,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_address, use_form, use_now, use_services, use_sheets
from field_app.ui.hooks.address import Address
from field_app.ui.office.custody import Handed, Holder, handed, holders
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Foot, Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.theme import TONES
from field_app.ui.words import _, moment, money, n_

SHOWN = 50
TROUBLES = {
    "void": lambda: _("corrected after it was handed in"),
    "unknown": lambda: _("no such receipt of cash"),
    "amount": lambda: _("the receipt says another amount"),
    "twice": lambda: _("handed in before"),
}


@screen
def CashScreen() -> ft.View:
    services, at = use_services(), use_address()
    repairs, custodies = use_sheets("repair"), use_sheets("cash")
    use_now()
    people, every = holders(repairs, custodies), handed(repairs, custodies)
    chosen = next((one for one in every if one.code == at["handover"]), None)
    if chosen and not wide():
        return DeskPage(_("Cash"), *_detail(services, chosen), back="/cash")
    export = ExportMenu(lambda: registers.handovers(custodies, around(services)))
    return DeskPage(
        _("Cash"),
        Panel(_("Who holds cash"), _people(services, people), note=_("by the records that have arrived"), flush=True, foot=_total(people)),
        Panel(_("Handed in"), _handed(services, at, every[:SHOWN]), note=_waiting_words(every), trail=export, flush=True),
        side=[Panel("", ft.Container(height=1), Down(*_detail(services, chosen), gap=12, stretch=True))] if chosen else [],
    )


def _waiting_words(every: Sequence[Handed]) -> str:
    waiting = sum(one.waits for one in every)
    return n_("{n} waits for you", "{n} wait for you", waiting) if waiting else _("all counted")


def _people(services: Services, people: Sequence[Holder]) -> ft.Control:
    empty = EmptyState(_("Nobody has taken cash yet"), _("Cash a technician takes on site stands here until it is handed in."))
    if not wide():
        rows = (Tile(Apart(Body(services.name_of(one.user)), Body(money(one.amount_fen), 16)), _since(services, one)) for one in people)
        return Listed(*rows, empty=empty)
    cols = [Col(_("Technician"), 3), Col(_("Sums"), 96, right=True), Col(_("Oldest"), 3), Col(_("Cash"), 120, right=True)]
    return Table(cols, [_person(services, one) for one in people], empty=empty)


def _person(services: Services, one: Holder) -> Line:
    return Line((services.name_of(one.user), str(len(one.held)), _since(services, one), money(one.amount_fen)), key=one.user)


def _since(services: Services, one: Holder) -> ft.Control:
    return Caption(moment(one.oldest, services.now()) if one.oldest else _("holds nothing"))


def _total(people: Sequence[Holder]) -> Part:
    if not people:
        return None
    return Foot(Apart(Body(_("All together")), Figure(money(sum(one.amount_fen for one in people)), 20)))


def _handed(services: Services, at: Address, every: Sequence[Handed]) -> ft.Control:
    empty = EmptyState(_("Nothing was handed in yet"), _("A technician hands in cash on the phone; here it is counted again."))
    if not wide():
        return Listed(*(_tile(services, at, one) for one in every), empty=empty)
    money_cols = [Col(_("By the receipts"), 116, right=True), Col(_("Counted"), 116, right=True)]
    cols = [Col(_("Who and when"), 4), *money_cols, Col(_("Stands"), 180)]
    return Table(cols, [_line(services, at, one) for one in every], empty=empty)


def _line(services: Services, at: Address, one: Handed) -> Line:
    entry = one.handover.entry
    who = services.name_of(entry.by)
    return Line(
        (
            Two(who, moment(entry.at, services.now())),
            money(one.handover.due_fen),
            money((one.handover.counted or entry).body.counted_fen),
            _mark(one),
        ),
        on_open=lambda: at.turn("handover", one.code),
        label=_("Open the handover of {name}", name=who),
        chosen=at["handover"] == one.code,
        key=one.code,
    )


def _tile(services: Services, at: Address, one: Handed) -> ft.Control:
    entry = one.handover.entry
    who = services.name_of(entry.by)
    return Tile(
        Apart(Body(who), Body(money(one.handover.due_fen))),
        Caption(moment(entry.at, services.now())),
        _mark(one),
        on_open=lambda: at.turn("handover", one.code),
        label=_("Open the handover of {name}", name=who),
    )


def _mark(one: Handed) -> ft.Control:
    if one.troubles:
        return Mark("red", ft.Icons.ERROR_OUTLINE, _("look at the receipts"))
    if one.handover.counted is None:
        return Mark("amber", ft.Icons.HOURGLASS_TOP, _("to be counted"))
    if one.handover.difference_fen:
        words = _("difference {amount}", amount=money(one.handover.difference_fen))
        return Mark("plain" if one.handover.explained else "red", ft.Icons.ERROR_OUTLINE, words)
    return Mark("green", ft.Icons.CHECK_CIRCLE_OUTLINE, _("agrees"))


def _detail(services: Services, one: Handed) -> list[ft.Control]:
    entry, counted = one.handover.entry, one.handover.counted
    parts: list[Part] = [
        Heading(_("Handed in by {name}", name=services.name_of(entry.by))),
        Caption(moment(entry.at, services.now())),
        *[_receipt(services, one, item) for item in entry.body.items],
        Rule(),
        Pair(_("By the receipts"), money(one.handover.due_fen)),
        Pair(_("{name} counted", name=services.name_of(entry.by)), money(entry.body.counted_fen)),
        Pair(_("{name} counted", name=services.name_of(counted.by)), money(counted.body.counted_fen)) if counted else None,
        *[Caption(note) for note in (entry.body.note, counted.body.note if counted else "") if note],
        _difference(one),
        Caption(capitals((counted or entry).body.counted_fen)),
        *[Body(dotted(services.name_of(said.by), said.body.text), 14) for said in one.handover.explained],
        _act(services, one),
    ]
    return [part for part in parts if part]


def _receipt(services: Services, one: Handed, item: Item) -> ft.Control:
    sheet = services.sheet(SheetId(item.sheet))
    entry = sheet.entry(item.key) if sheet else None
    what = dotted(intake.request(sheet).customer, entry.body.receipt if entry else "") if sheet else _("a case not on this device")
    trouble = next((code for found, code in one.troubles if found == item), None)
    wrong = Mark("red", ft.Icons.ERROR_OUTLINE, TROUBLES[trouble]()) if trouble else None
    return Down(Pair(what, money(item.amount_fen)), wrong, gap=0, stretch=True)


def _difference(one: Handed) -> Part:
    """Large and red, and it stays (P8.6)."""
    fen = one.handover.difference_fen
    if not fen:
        return None
    ink = TONES["red"][2]
    shown = f"+{money(fen)}" if fen > 0 else money(fen)
    return Apart(Body(_("Difference")), Figure(shown, 28, color=ink))


def _act(services: Services, one: Handed) -> Part:
    if "accountant" in services.me.roles and one.handover.counted is None:
        return CountForm(one)
    if one.handover.difference_fen and services.me.roles & {"accountant", "supervisor"}:
        return ExplainForm(one)
    if one.handover.counted is None:
        return Banner("info", _("The accountant counts it again."))
    return None


@component
def CountForm(one: Handed) -> ft.Control:
    """The second count, beside the first (P8.6)."""
    key = one.handover.entry.key
    form = use_form(f"count:{one.code}", {"counted_fen": "", "note": ""})

    def counted() -> CashCounted:
        return CashCounted((key.device, key.n), form.money("counted_fen"), form.text("note"))

    def after() -> None:
        form.reset()
        snack(_("Counted and confirmed"))

    return Down(
        MoneyInput(_("What you counted"), form.field("counted_fen")),
        TextInput(_("Why it differs, where it does"), form.field("note"), lines=2, longest=400),
        Refusal(form) if form.refusals else None,
        Act(_("Confirm the count"), lambda: form.submit(counted, on=one.sheet.id, then=after), kind="primary"),
        gap=10,
        stretch=True,
    )


@component
def ExplainForm(one: Handed) -> ft.Control:
    """What became of a difference: paid in, found, borne by the company."""
    key = one.handover.entry.key
    form = use_form(f"explain:{one.code}:{len(one.handover.explained)}", {"text": ""})

    def explained() -> DifferenceExplained:
        return DifferenceExplained((key.device, key.n), form.text("text"))

    return Down(
        TextInput(_("What became of the difference"), form.field("text"), lines=2, longest=400),
        Refusal(form) if form.refusals else None,
        Act(_("Keep it with the handover"), lambda: form.submit(explained, on=one.sheet.id, then=form.reset), kind="outlined"),
        gap=10,
        stretch=True,
    )


def waiting(services: Services) -> int:
    """Handovers that wait for the accountant."""
    return sum(one.waits for one in handed(services.store.sheets("repair"), services.store.sheets("cash")))
