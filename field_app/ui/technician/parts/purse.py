"""A technician's money, read from the sheets on the phone: receipts to hand over, cash held, what is not settled (P8.3, P8.6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from attrs import frozen

from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import dispatch, intake, settlement
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.repair.settlement import CashReceived, PaymentAgreed, ReceiptAllotted
from field_app.domain.sheets import Sheet
from field_app.ui.technician.parts.settling import receipts_at_hand


@frozen
class Case:
    """The sheet a sum belongs to, as it is named in a list."""

    sheet: SheetId
    number: str
    customer: str


@frozen
class Held:
    """Cash one person took and has not handed in."""

    case: Case
    amount_fen: int
    receipt: str
    at: datetime


@frozen
class Owed:
    """What a customer still owes; `due_on` and `payer` where payment is agreed, else nothing is settled yet."""

    case: Case
    amount_fen: int
    due_on: date | None = None
    payer: str = ""


@frozen
class Purse:
    """Everything the money page shows."""

    held: tuple[Held, ...]
    receipts: tuple[tuple[Case, ReceiptAllotted], ...]
    unsettled: tuple[Owed, ...]
    agreed: tuple[Owed, ...]

    @property
    def held_fen(self) -> int:
        return sum(one.amount_fen for one in self.held)

    @property
    def is_empty(self) -> bool:
        return not (self.held or self.receipts or self.unsettled or self.agreed)


def purse(sheets: Iterable[Sheet], me: UserId) -> Purse:
    """The money of `me`: cash by who took it, the rest by who has the case now."""
    every = tuple(sheets)
    mine = [sheet for sheet in every if me in dispatch.team(sheet)]
    held = tuple(one for sheet in every for one in _held(sheet, me))
    receipts = tuple((_case(sheet), receipt) for sheet in mine if _takes_payment(sheet) for receipt in receipts_at_hand(sheet))
    unsettled = (Owed(_case(sheet), settlement.unsettled_fen(sheet)) for sheet in mine if _takes_payment(sheet))
    return Purse(
        held=tuple(sorted(held, key=lambda one: one.at, reverse=True)),
        receipts=receipts,
        unsettled=tuple(owed for owed in unsettled if owed.amount_fen),
        agreed=tuple(owed for sheet in mine for owed in _agreed(sheet)),
    )


def _held(sheet: Sheet, me: UserId) -> Iterable[Held]:
    for entry in sheet.live(CashReceived):
        if entry.by == me:
            yield Held(_case(sheet), entry.body.amount_fen, entry.body.receipt, entry.at)


def _agreed(sheet: Sheet) -> Iterable[Owed]:
    later = sheet.said(PaymentAgreed)
    if later:
        yield Owed(_case(sheet), later.amount_fen, later.due_on, later.payer)


def _takes_payment(sheet: Sheet) -> bool:
    return not (is_closed(sheet) or is_cancelled(sheet))


def _case(sheet: Sheet) -> Case:
    return Case(sheet.id, intake.number(sheet), intake.request(sheet).customer)
