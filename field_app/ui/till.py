"""The cash this device's person took and still has to hand in, also of cases that have left the device since (P8.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from attrs import frozen

from field_app.domain import cash
from field_app.domain.cash import Item, cash_sheet
from field_app.domain.facts import DeviceId, Fact, FactKey, SheetId
from field_app.domain.repair import intake
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Sheet, Voided
from field_app.store.door import DeviceStore

_TAKEN = "cash_taken"


@frozen
class Held:
    """One sum of cash in the pocket, as it is named in a list. `is_here` is False when its sheet isn't on the device any more."""

    item: Item
    number: str
    customer: str
    receipt: str
    at: datetime
    is_here: bool = True


def remember(store: DeviceStore, facts: Iterable[Fact]) -> None:
    """Keep what is needed to hand the cash in, should its sheet go to somebody else; what is struck out is nobody's to hand in."""
    every = tuple(facts)
    taken = [_row(store, fact) for fact in every if isinstance(fact.body, CashReceived)]
    struck = {fact.body.key for fact in every if isinstance(fact.body, Voided)}
    rows = [*_remembered(store), *taken]
    left = [row for row in rows if _key(row) not in struck]
    if taken or len(left) < len(rows):
        store.keep_setting(_TAKEN, left)


def in_hand(store: DeviceStore) -> tuple[Held, ...]:
    """What is still to be handed in, the newest first."""
    me, custody = store.identity.user, store.sheet(cash_sheet(store.identity.user))
    sheets = {sheet.id: sheet for sheet in store.sheets("repair")}
    here = [_on_sheet(sheets[SheetId(item.sheet)], item) for item in cash.held(me, sheets.values(), custody)]
    gone = cash.handed_over(custody) if custody else frozenset()
    left = [held for held in map(_read, _remembered(store)) if held.item.sheet not in sheets and held.item.key not in gone]
    return tuple(sorted((*here, *left), key=lambda held: held.at, reverse=True))


def _on_sheet(sheet: Sheet, item: Item) -> Held:
    entry = sheet.entry(item.key)
    assert entry  # noqa: S101  (held reads it from this sheet)
    return Held(item, intake.number(sheet), intake.request(sheet).customer, entry.body.receipt, entry.at)


def _row(store: DeviceStore, fact: Fact) -> list[Any]:
    sheet = store.sheet(fact.sheet)
    number, customer = (intake.number(sheet), intake.request(sheet).customer) if sheet else ("", "")
    return [fact.sheet, fact.device, fact.n, fact.body.amount_fen, number, customer, fact.body.receipt, fact.at.isoformat()]


def _read(row: list[Any]) -> Held:
    sheet, device, n, amount_fen, number, customer, receipt, at = row
    return Held(Item(sheet, (device, n), amount_fen), number, customer, receipt, datetime.fromisoformat(at), is_here=False)


def _remembered(store: DeviceStore) -> Iterator[list[Any]]:
    """What was kept and isn't handed in yet; the rest may be forgotten."""
    custody = store.sheet(cash_sheet(store.identity.user))
    gone = cash.handed_over(custody) if custody else frozenset()
    return (row for row in store.setting(_TAKEN) or () if _key(row) not in gone)


def _key(row: list[Any]) -> FactKey:
    return FactKey(DeviceId(row[1]), row[2])
