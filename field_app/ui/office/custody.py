"""Who holds how much cash, and every handover, read from the sheets at the office (P8.6). Pure: sheets in, rows out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from field_app.domain import cash
from field_app.domain.cash import Handover, Item, cash_sheet
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Sheet


@frozen
class Holder:
    """One person's cash: what is held, and since when the oldest of it."""

    user: UserId
    held: tuple[Item, ...]
    oldest: datetime | None

    @property
    def amount_fen(self) -> int:
        return sum(item.amount_fen for item in self.held)


def holders(repairs: Iterable[Sheet], custodies: Iterable[Sheet]) -> tuple[Holder, ...]:
    """Everybody who ever took cash, whoever holds most first."""
    every, by_id = tuple(repairs), {sheet.id: sheet for sheet in custodies}
    takers = {entry.by for sheet in every for entry in sheet.live(CashReceived)}
    found = (_holder(user, every, by_id.get(cash_sheet(user))) for user in takers)
    return tuple(sorted(found, key=lambda one: (-one.amount_fen, one.user)))


def _holder(user: UserId, repairs: tuple[Sheet, ...], custody: Sheet | None) -> Holder:
    items = cash.held(user, repairs, custody)
    by_id = {sheet.id: sheet for sheet in repairs}
    taken = [entry.at for item in items if (entry := by_id[SheetId(item.sheet)].entry(item.key))]
    return Holder(user, items, min(taken, default=None))


@frozen
class Handed:
    """One handover, the custody sheet it stands on, and what is wrong with its receipts."""

    sheet: Sheet
    handover: Handover
    troubles: tuple[tuple[Item, cash.Trouble], ...]

    @property
    def code(self) -> str:
        """What it is called in an address."""
        return "~".join((self.sheet.id, self.handover.entry.key.device, str(self.handover.entry.key.n)))

    @property
    def waits(self) -> bool:
        """Not counted by the accountant, or different and nobody has said what became of it."""
        return self.handover.counted is None or (self.handover.difference_fen != 0 and not self.handover.explained)


def handed(repairs: Iterable[Sheet], custodies: Iterable[Sheet]) -> tuple[Handed, ...]:
    """Every handover, what waits first, then the newest."""
    every = tuple(repairs)
    found = [Handed(sheet, one, cash.troubles(one, every, sheet)) for sheet in custodies for one in cash.handovers(sheet)]
    newest = sorted(found, key=lambda one: one.handover.entry.at, reverse=True)
    return tuple(sorted(newest, key=lambda one: not one.waits))
