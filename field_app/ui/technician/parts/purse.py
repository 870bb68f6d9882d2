"""A technician's money, read from the sheets on the phone: receipts to hand over, cash held, what is not settled (P8.3, P8.6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from field_app.domain.cash import Handover, cash_sheet, handovers
from field_app.domain.facts import SheetId
from field_app.domain.repair import dispatch, intake, settlement
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.repair.settlement import PaymentAgreed, ReceiptAllotted
from field_app.domain.sheets import Sheet
from field_app.store.door import DeviceStore
from field_app.ui.technician.parts.settling import receipts_at_hand
from field_app.ui.till import Held, in_hand

# The newest handovers; the older ones are the office's to keep.
SHOWN = 5


@frozen
class Case:
    """The sheet a sum belongs to, as it is named in a list."""

    sheet: SheetId
    number: str
    customer: str


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
    overpaid: tuple[Owed, ...]
    handed_in: tuple[Handover, ...]

    @property
    def held_fen(self) -> int:
        return sum(one.item.amount_fen for one in self.held)

    @property
    def is_empty(self) -> bool:
        return not (self.held or self.receipts or self.unsettled or self.agreed or self.overpaid or self.handed_in)


def purse(store: DeviceStore) -> Purse:
    """The money of this device's person: cash by who took it, the rest by who has the case now."""
    me = store.identity.user
    mine = [sheet for sheet in store.sheets("repair") if me in dispatch.team(sheet)]
    custody = store.sheet(cash_sheet(me))
    receipts = tuple((_case(sheet), receipt) for sheet in mine if _takes_payment(sheet) for receipt in receipts_at_hand(sheet))
    unsettled = (Owed(_case(sheet), settlement.unsettled_fen(sheet)) for sheet in mine if _takes_payment(sheet))
    return Purse(
        held=in_hand(store),
        receipts=receipts,
        unsettled=tuple(owed for owed in unsettled if owed.amount_fen),
        agreed=tuple(owed for sheet in mine for owed in _agreed(sheet)),
        overpaid=tuple(Owed(_case(sheet), over) for sheet in mine if (over := settlement.overpaid_fen(sheet))),
        handed_in=handovers(custody)[::-1][:SHOWN] if custody else (),
    )


def _agreed(sheet: Sheet) -> Iterable[Owed]:
    """What is still to come by agreement; what was paid meanwhile is no longer owed."""
    later, still = sheet.said(PaymentAgreed), settlement.agreed_fen(sheet)
    if later and still:
        yield Owed(_case(sheet), still, later.due_on, later.payer)


def _takes_payment(sheet: Sheet) -> bool:
    return not (is_closed(sheet) or is_cancelled(sheet))


def _case(sheet: Sheet) -> Case:
    return Case(sheet.id, intake.number(sheet), intake.request(sheet).customer)
