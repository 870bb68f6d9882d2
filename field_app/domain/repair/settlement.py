"""Chapter 8 on site: receipt allotted beforehand, cash or an acknowledged agreement, and not leaving before one of three (P8.3 to P8.5)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.documents import Document
from field_app.domain.errors import Objection, say
from field_app.domain.facts import fact
from field_app.domain.money import capitals, yuan
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.arrival import arrived
from field_app.domain.repair.charges import Quoted, fingerprint, refused
from field_app.domain.repair.closing import clock_went_back, goes_on, in_visit, still_open
from field_app.domain.repair.intake import number, request
from field_app.domain.repair.record import unsigned_record
from field_app.domain.sheets import Entry, Ground, Sheet
from field_app.domain.signature import Signature, unsigned

Method = Literal["wechat", "alipay", "transfer", "card", "cheque"]
Paid = Literal["wechat", "alipay", "transfer", "card", "cheque", "cash"]


def _may_allot(sheet: Sheet, body: "ReceiptAllotted", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if not body.number.strip():
        yield Objection("P8.3", say("Write the number of the receipt."), "number")
    if body.number in {known.number for known in allotted(sheet)}:
        yield Objection("P8.3", say("This number is allotted to this sheet already."), "number")


@fact("receipt_allotted", on="repair", by=("accountant",), gate=_may_allot)
@frozen
class ReceiptAllotted:
    """A receipt or invoice given to this sheet before the visit (P8.3)."""

    number: str
    document: Document


def _may_receive(sheet: Sheet, body: "CashReceived", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from _wrong_amount(sheet, body.amount_fen)
    if body.tendered_fen < body.amount_fen:
        yield Objection("P8.4", say("The money handed over is less than the amount."), "tendered_fen")
    yield from _wrong_receipt(sheet, body.receipt)
    limit = cash_limit(ground)
    if _cash_fen(sheet) + body.amount_fen > limit:
        yield Objection("P8.4", say("Above {limit} cash needs a reason.", limit=yuan(limit)), "amount_fen", passable=True)


@fact("cash_received", on="repair", by=FIELD, gate=_may_receive)
@frozen
class CashReceived:
    """Cash taken on site against a receipt (P8.4). `tendered_fen` is what was handed over; the rest is the change."""

    amount_fen: int
    tendered_fen: int
    receipt: str


def _may_pay(sheet: Sheet, body: "PaidOtherwise", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from _wrong_amount(sheet, body.amount_fen)
    yield from _wrong_receipt(sheet, body.receipt)
    limit = cash_limit(ground)
    if due_fen(sheet) <= limit:
        yield Objection(
            "P8.4", say("Up to {limit} cash is the rule; another way needs a reason.", limit=yuan(limit)), "method", passable=True
        )


@fact("paid_otherwise", on="repair", by=FIELD, gate=_may_pay)
@frozen
class PaidOtherwise:
    """Paid on site in another way than cash (P8.4)."""

    amount_fen: int
    method: Method
    receipt: str


def shown_agreement(sheet: Sheet, amount_fen: int, method: Method, due_on: date, payer: str) -> dict[str, Any]:
    """Exactly what the customer signs as invoice acknowledgement 发票收讫回执."""
    known = request(sheet)
    invoice = next((receipt.number for receipt in allotted(sheet) if receipt.document == "invoice"), "")
    return {
        "paper": "acknowledgement",
        "number": number(sheet),
        "customer": known.customer,
        "project": known.project,
        "invoice": invoice,
        "amount": yuan(amount_fen),
        "capitals": capitals(amount_fen),
        "method": method,
        "due": due_on.isoformat(),
        "payer": payer,
    }


def _may_agree(sheet: Sheet, body: "PaymentAgreed", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from _wrong_amount(sheet, body.amount_fen)
    if body.due_on < day_of(ground.at):
        yield Objection("P8.5", say("The day of payment can't be in the past."), "due_on")
    if not body.payer.strip():
        yield Objection("P8.5", say("Write who will pay."), "payer")
    if body.shown != fingerprint(shown_agreement(sheet, body.amount_fen, body.method, body.due_on, body.payer)):
        yield Objection("P8.5", say("The agreement has changed since it was shown; show it again."), "shown")
    if not body.signer.strip():
        yield Objection("P8.5", say("Write the name of the person signing."), "signer")
    yield from unsigned(body.signature, "P8.5")


@fact("payment_agreed", on="repair", by=FIELD, gate=_may_agree)
@frozen
class PaymentAgreed:
    """Not collected on site: how, by when and by whom it will be paid; the customer signs the acknowledgement (P8.5)."""

    amount_fen: int
    method: Method
    due_on: date
    payer: str
    shown: str
    signature: Signature
    signer: str
    relation: str = ""


def _may_leave(sheet: Sheet, _body: object, ground: Ground) -> Iterable[Objection]:
    yield from clock_went_back(arrived(sheet), ground)
    if arrived(sheet) is None:
        yield Objection("P4.1", say("Record your arrival first."), passable=True)
    if left(sheet):
        yield Objection("P8.5", say("Leaving is recorded already."))
    yield from unsigned_record(sheet)
    if unsettled_fen(sheet) > 0 and not goes_on(sheet):
        yield Objection("P8.5", say("Take the cash, or have the invoice acknowledgement signed, before you leave."), passable=True)


@fact("left_site", on="repair", by=FIELD, gate=_may_leave)
@frozen
class LeftSite:
    """The technician leaves: the visit ends."""


def _may_book(sheet: Sheet, body: "PaymentBooked", ground: Ground) -> Iterable[Objection]:
    yield from _wrong_amount(sheet, body.amount_fen)
    if body.paid_on > day_of(ground.at):
        yield Objection("P8.7", say("The day of payment can't be in the future."), "paid_on")


@fact("payment_booked", on="repair", by=("accountant",), gate=_may_book)
@frozen
class PaymentBooked:
    """Money that came in after the visit, also on a closed sheet (P8.7). `reference` is the bank's or the cashier's."""

    amount_fen: int
    method: Paid
    paid_on: date
    reference: str = ""


def _may_chase(sheet: Sheet, body: "DebtChased", ground: Ground) -> Iterable[Objection]:
    if _outstanding_fen(sheet) == 0:
        yield Objection("P8.7", say("Nothing is owed on this sheet."))
    if not body.note.strip():
        yield Objection("P8.7", say("Write what the customer said."), "note")
    if body.next_on is not None and body.next_on < day_of(ground.at):
        yield Objection("P8.7", say("The next step can't be in the past."), "next_on")


@fact("debt_chased", on="repair", by=("accountant", "clerk", "supervisor"), gate=_may_chase)
@frozen
class DebtChased:
    """The customer was reminded of what is owed, and what comes next (P8.7)."""

    note: str
    next_on: date | None = None


def cash_limit(ground: Ground) -> int:
    """Where the cash rule turns round, in fen; 500.00 yuan until the company says otherwise (P8.4)."""
    return int(ground.policy.cash_limit_fen) if ground.policy else 50_000


def _wrong_amount(sheet: Sheet, amount_fen: int) -> Iterator[Objection]:
    outstanding = _outstanding_fen(sheet)
    if amount_fen <= 0:
        yield Objection("P8.4", say("Write an amount above zero."), "amount_fen")
    elif amount_fen > outstanding:
        yield Objection("P8.4", say("Only {due} is still due.", due=yuan(outstanding)), "amount_fen")


def _wrong_receipt(sheet: Sheet, receipt: str) -> Iterator[Objection]:
    if not receipt:
        yield Objection(
            "P8.3", say("There is no receipt for this; the accountant gives one out before the visit."), "receipt", passable=True
        )
    elif receipt not in {known.number for known in allotted(sheet)}:
        yield Objection("P8.3", say("This number isn't allotted to this sheet. Take one of those the accountant gave you."), "receipt")
    elif receipt in used_receipts(sheet):
        yield Objection("P8.3", say("This number is used already."), "receipt")


def allotted(sheet: Sheet) -> tuple[ReceiptAllotted, ...]:
    """Receipts and invoices the accountant gave to this sheet."""
    return tuple(entry.body for entry in sheet.live(ReceiptAllotted))


def used_receipts(sheet: Sheet) -> frozenset[str]:
    return frozenset(payment.receipt for payment in payments(sheet) if payment.receipt)


def payments(sheet: Sheet) -> tuple[CashReceived | PaidOtherwise, ...]:
    """What was collected on site, in any way."""
    cash = (entry.body for entry in sheet.live(CashReceived))
    return (*cash, *(entry.body for entry in sheet.live(PaidOtherwise)))


def due_fen(sheet: Sheet) -> int:
    """What the customer owes for this case: the newest quote's total, nothing after a refusal."""
    quote = sheet.said(Quoted)
    return quote.total_fen if quote and not refused(sheet) else 0


def received_fen(sheet: Sheet) -> int:
    """What was collected on site, in any way, and what came in later (P8.7)."""
    return sum(payment.amount_fen for payment in payments(sheet)) + booked_fen(sheet)


def booked_fen(sheet: Sheet) -> int:
    """What came in after the visit (P8.7)."""
    return sum(entry.body.amount_fen for entry in sheet.live(PaymentBooked))


def _cash_fen(sheet: Sheet) -> int:
    return sum(entry.body.amount_fen for entry in sheet.live(CashReceived))


def _outstanding_fen(sheet: Sheet) -> int:
    return max(0, due_fen(sheet) - received_fen(sheet))


def agreed_fen(sheet: Sheet) -> int:
    """What is still to be paid later, by the newest agreement; what was received meanwhile is no longer owed."""
    agreement = sheet.said(PaymentAgreed)
    return max(0, min(agreement.amount_fen, _outstanding_fen(sheet))) if agreement else 0


def unsettled_fen(sheet: Sheet) -> int:
    """What is neither received nor agreed (P8.5)."""
    return _outstanding_fen(sheet) - agreed_fen(sheet)


def overpaid_fen(sheet: Sheet) -> int:
    """What was received beyond what is due: a quote was voided or made smaller after it was paid (P8.6)."""
    return max(0, received_fen(sheet) - due_fen(sheet))


def left(sheet: Sheet) -> Entry[LeftSite] | None:
    """The leaving that ended the visit in focus."""
    return in_visit(sheet, "left_site")


@frozen
class Owed:
    """What a customer still owes for one case (P8.7). Where nothing is agreed it was due the day the technician left."""

    sheet: Sheet
    amount_fen: int
    due_on: date
    payer: str
    next_on: date | None

    def days_over(self, today: date) -> int:
        return max(0, (today - self.due_on).days)


def owed(sheet: Sheet) -> Owed | None:
    """What is still to come for work that was done; None before the technician left, and once all is paid (P8.7)."""
    amount = _outstanding_fen(sheet)
    if not amount or sheet.last(LeftSite) is None:
        return None
    agreement, chased = sheet.said(PaymentAgreed), sheet.said(DebtChased)
    ended = sheet.live(LeftSite)[-1]
    due_on = agreement.due_on if agreement else day_of(ended.at)
    return Owed(sheet, amount, due_on, agreement.payer if agreement else request(sheet).customer, chased.next_on if chased else None)


def owed_fen(sheet: Sheet) -> int:
    """What is still to be paid for work that was done (P8.7)."""
    debt = owed(sheet)
    return debt.amount_fen if debt else 0
