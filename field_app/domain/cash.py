"""Cash custody: what each technician holds, handed over to the accountant and counted by both (P8.6). One sheet a technician."""

import uuid
from collections.abc import Iterable
from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import DeviceId, FactKey, SheetId, UserId, fact
from field_app.domain.money import yuan
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Entry, Ground, Sheet

_CUSTODY = uuid.UUID("0d6f9c52-3a86-5b6c-9a3e-6f1d9b1c0a51")


def cash_sheet(user: UserId) -> SheetId:
    """The id of a person's custody sheet: the same on every device, so that it can be begun offline."""
    return SheetId(str(uuid.uuid5(_CUSTODY, user)))


@frozen
class Item:
    """One receipt of cash inside a handover: the repair sheet and the fact on it."""

    sheet: str
    fact: tuple[str, int]
    amount_fen: int

    @property
    def key(self) -> FactKey:
        return FactKey(DeviceId(self.fact[0]), self.fact[1])


def _may_hand_over(sheet: Sheet, body: "CashHandedOver", ground: Ground) -> Iterable[Objection]:
    if sheet.id != cash_sheet(ground.by):
        yield Objection("P8.6", say("Hand over the cash you took yourself."), "items")
    if not body.items:
        yield Objection("P8.6", say("Choose at least one amount to hand over."), "items")
    keys = [item.key for item in body.items]
    if len(keys) != len(set(keys)) or set(keys) & handed_over(sheet):
        yield Objection("P8.6", say("One of these amounts is handed over already."), "items")
    if body.counted_fen < 0:
        yield Objection("P8.6", say("Count the cash and write what you counted."), "counted_fen")
    elif body.counted_fen != body.amount_fen and not body.note.strip():
        counts = {"counted": yuan(body.counted_fen), "amount": yuan(body.amount_fen)}
        yield Objection("P8.6", say("You counted {counted}, the receipts say {amount}. Say why.", **counts), "note")


@fact("cash_handed_over", on="cash", by=("technician",), gate=_may_hand_over)
@frozen
class CashHandedOver:
    """A technician hands in cash: which receipts it is from, and what was counted (P8.6). On the technician's own sheet."""

    items: tuple[Item, ...]
    counted_fen: int
    note: str = ""

    @property
    def amount_fen(self) -> int:
        return sum(item.amount_fen for item in self.items)


def _may_count(sheet: Sheet, body: "CashCounted", ground: Ground) -> Iterable[Objection]:
    handover = _handover(sheet, body.key)
    if handover is None:
        yield Objection("P8.6", say("Choose the handover that was counted."), "handover")
        return
    if any(entry.body.key == body.key for entry in sheet.live(CashCounted)):
        yield Objection("P8.6", say("This handover is confirmed already."), "handover")
    if handover.by == ground.by:
        words = say("You handed this in yourself; somebody else counts it again.")
        yield Objection("P8.6", words, "handover", passable=True)
    if body.counted_fen < 0:
        yield Objection("P8.6", say("Count the cash and write what you counted."), "counted_fen")
    elif body.counted_fen != handover.body.counted_fen and not body.note.strip():
        yield Objection("P8.6", say("The two counts differ. Count again together, then write what you found."), "note")


@fact("cash_counted", on="cash", by=("accountant",), gate=_may_count)
@frozen
class CashCounted:
    """The accountant counted a handover and confirms it; a difference stays on record (P8.6)."""

    handover: tuple[str, int]
    counted_fen: int
    note: str = ""

    @property
    def key(self) -> FactKey:
        return FactKey(DeviceId(self.handover[0]), self.handover[1])


def _may_explain(sheet: Sheet, body: "DifferenceExplained", _ground: Ground) -> Iterable[Objection]:
    if _handover(sheet, body.key) is None:
        yield Objection("P8.6", say("Choose the handover it is about."), "handover")
    if not body.text.strip():
        yield Objection("P8.6", say("Write what became of the difference."), "text")


@fact("difference_explained", on="cash", by=("technician", "accountant", "supervisor"), gate=_may_explain)
@frozen
class DifferenceExplained:
    """What became of a difference: paid in, found, or borne by the company (P8.6)."""

    handover: tuple[str, int]
    text: str

    @property
    def key(self) -> FactKey:
        return FactKey(DeviceId(self.handover[0]), self.handover[1])


def _handover(sheet: Sheet, key: FactKey) -> Entry[CashHandedOver] | None:
    return next((entry for entry in sheet.live(CashHandedOver) if entry.key == key), None)


def handed_over(sheet: Sheet) -> frozenset[FactKey]:
    """The receipts of cash that some handover on this sheet holds."""
    return frozenset(item.key for entry in sheet.live(CashHandedOver) for item in entry.body.items)


@frozen
class Handover:
    """One handover as it stands: due by the receipts, counted by the technician, counted by the accountant (None: not yet)."""

    entry: Entry[CashHandedOver]
    counted: Entry[CashCounted] | None
    explained: tuple[Entry[DifferenceExplained], ...]

    @property
    def due_fen(self) -> int:
        return self.entry.body.amount_fen

    @property
    def difference_fen(self) -> int:
        """What the company has less (negative) or more than the receipts say; by the technician's count until the accountant's is there."""
        by = self.counted.body.counted_fen if self.counted else self.entry.body.counted_fen
        return by - self.due_fen


def handovers(sheet: Sheet) -> tuple[Handover, ...]:
    """Every handover, oldest first."""
    counted = {entry.body.key: entry for entry in sheet.live(CashCounted)}
    told = sheet.live(DifferenceExplained)
    return tuple(
        Handover(entry, counted.get(entry.key), tuple(one for one in told if one.body.key == entry.key))
        for entry in sheet.live(CashHandedOver)
    )


def held(user: UserId, repairs: Iterable[Sheet], custody: Sheet | None) -> tuple[Item, ...]:
    """The cash a person took on site and has not handed over, oldest first on each sheet (P8.6)."""
    gone = handed_over(custody) if custody else frozenset()
    return tuple(
        Item(sheet.id, (entry.key.device, entry.key.n), entry.body.amount_fen)
        for sheet in repairs
        for entry in sheet.live(CashReceived)
        if entry.by == user and entry.key not in gone
    )


@frozen
class Custody:
    """What became of the cash one person took (P8.6): received less voided is held plus handed over, in whatever order facts come."""

    received_fen: int
    voided_fen: int
    held: tuple[Item, ...]
    handed_over_fen: int

    @property
    def held_fen(self) -> int:
        return sum(item.amount_fen for item in self.held)


def custody(user: UserId, repairs: Iterable[Sheet], sheet: Sheet | None) -> Custody:
    """The custody of one person, from the repair sheets and the custody sheet (None: nothing was ever handed over)."""
    every = tuple(repairs)
    taken = [entry for repair in every for entry in repair.entries if _took(entry, user)]
    gone = handed_over(sheet) if sheet else frozenset()
    return Custody(
        received_fen=sum(entry.body.amount_fen for entry in taken),
        voided_fen=sum(entry.body.amount_fen for entry in taken if entry.voided_by),
        held=held(user, every, sheet),
        handed_over_fen=sum(entry.body.amount_fen for entry in taken if not entry.voided_by and entry.key in gone),
    )


def _took(entry: Entry[Any], user: UserId) -> bool:
    return isinstance(entry.body, CashReceived) and entry.by == user and entry.stamp.verdict != "refused"


Trouble = Literal["void", "unknown", "amount", "twice"]


def troubles(handover: Handover, repairs: Iterable[Sheet], sheet: Sheet) -> tuple[tuple[Item, Trouble], ...]:
    """What is wrong with the receipts of a handover: corrected since, not there, of another amount, handed over before (P8.6)."""
    taken = {entry.key: entry for repair in repairs for entry in repair.entries if isinstance(entry.body, CashReceived)}
    before = {item.key for entry in sheet.live(CashHandedOver) if _is_before(sheet, entry, handover) for item in entry.body.items}
    found = ((item, _trouble(item, taken.get(item.key), item.key in before)) for item in handover.entry.body.items)
    return tuple((item, trouble) for item, trouble in found if trouble)


def _is_before(sheet: Sheet, entry: Entry[CashHandedOver], handover: Handover) -> bool:
    return sheet.place(entry) < sheet.place(handover.entry)


def _trouble(item: Item, receipt: Entry[Any] | None, again: bool) -> Trouble | None:
    if receipt is None or receipt.stamp.verdict == "refused":
        return "unknown"
    if again:
        return "twice"
    if receipt.voided_by:
        return "void"
    return "amount" if receipt.body.amount_fen != item.amount_fen else None


def owner(sheet: Sheet) -> UserId | None:
    """Whose custody a sheet is: its first handover's author."""
    first = next(iter(sheet.live(CashHandedOver)), None)
    return first.by if first else None
