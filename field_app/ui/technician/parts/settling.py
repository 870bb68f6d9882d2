"""Money on site: which receipts are at hand, round sums people hand over, what is booked and what goes back (P8.3 to P8.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from field_app.domain.errors import Objection
from field_app.domain.money import parse_yuan, yuan
from field_app.domain.person import Account
from field_app.domain.repair import intake
from field_app.domain.repair.settlement import (
    CashReceived,
    PaidOtherwise,
    ReceiptAllotted,
    agreed_fen,
    allotted,
    unsettled_fen,
    used_receipts,
)
from field_app.domain.sheets import Ground, Sheet, objections

_ROUND = (5_000, 10_000)


def receipts_at_hand(sheet: Sheet) -> tuple[ReceiptAllotted, ...]:
    """Allotted to this sheet and not used yet."""
    used = used_receipts(sheet)
    return tuple(receipt for receipt in allotted(sheet) if receipt.number not in used)


def quick_amounts(due_fen: int) -> tuple[int, ...]:
    """What people hand over: the sum itself, then rounded up to fifty and to a hundred yuan."""
    rounded = (-(-due_fen // note) * note for note in _ROUND)
    return tuple(dict.fromkeys((due_fen, *rounded)))


def cash_of(due_fen: int, tendered_fen: int, receipt: str) -> CashReceived:
    """What is booked of the money handed over: all that is due, or less when less was given."""
    return CashReceived(min(due_fen, tendered_fen), tendered_fen, receipt)


def change_fen(cash: CashReceived) -> int:
    return cash.tendered_fen - cash.amount_fen


def gates(sheet: Sheet, body: object, ground: Ground) -> tuple[Objection, ...]:
    """The gates that stand against this payment and that a reason passes: the rule on cash (P8.4), a receipt not there (P8.3)."""
    return tuple(objection for objection in objections(sheet, body, ground) if objection.passable)


def accountants(people: Iterable[Account]) -> tuple[Account, ...]:
    """Accountants who can be rung up."""
    return tuple(one for one in people if "accountant" in one.roles and one.phone and not one.disabled)


PAID_AFTER = timedelta(days=7)


@frozen
class Till:
    """What stands to be booked, as the form says just now."""

    sheet: Sheet
    values: Mapping[str, Any]
    ground: Ground

    @property
    def is_agreed(self) -> bool:
        """Nothing is open but what was agreed for later, and the customer pays it now after all (P8.5)."""
        return bool(self.values["after_all"]) and not unsettled_fen(self.sheet)

    @property
    def due_fen(self) -> int:
        return agreed_fen(self.sheet) if self.is_agreed else unsettled_fen(self.sheet)

    @property
    def receipt(self) -> ReceiptAllotted | None:
        """The chosen one, else the first at hand."""
        at_hand = receipts_at_hand(self.sheet)
        return next((one for one in at_hand if one.number == self.values["receipt"]), next(iter(at_hand), None))

    @property
    def cash(self) -> CashReceived:
        return cash_of(self.due_fen, int(parse_yuan(self.values["tendered_fen"]) or 0), self.receipt.number if self.receipt else "")

    @property
    def other(self) -> PaidOtherwise:
        return PaidOtherwise(self.due_fen, self.values["method"] or "wechat", self.receipt.number if self.receipt else "")

    @property
    def body(self) -> CashReceived | PaidOtherwise:
        return self.cash if self.values["way"] == "cash" else self.other

    @property
    def gates(self) -> tuple[Objection, ...]:
        """Why a reason will be asked for, known before anything is booked."""
        return gates(self.sheet, self.body, self.ground)


def begun(sheet: Sheet, ground: Ground, today: date) -> dict[str, Any]:
    """The fields as they begin: the way the rule prefers, the sum exactly, a week to pay later."""
    due = unsettled_fen(sheet)
    at_hand = receipts_at_hand(sheet)
    cash = cash_of(due, due, at_hand[0].number if at_hand else "")
    way = "later" if not at_hand else "other" if gates(sheet, cash, ground) else "cash"
    later = {
        "how": "transfer",
        "due_on": (today + PAID_AFTER).isoformat(),
        "payer": intake.request(sheet).customer,
        "ready": False,
        "after_all": False,
    }
    return {
        "way": way,
        "receipt": "",
        "tendered_fen": yuan(due),
        "typing": False,
        "method": None,
        "reason": "",
        "after_all": False,
        **later,
    }
