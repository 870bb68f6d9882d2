"""Papers of chapter 8: receipt 收据 and invoice acknowledgement 发票收讫回执 (P8.3 to P8.5)."""

from field_app.domain.errors import say
from field_app.domain.money import capitals, yuan
from field_app.domain.repair import intake, settlement
from field_app.domain.repair.settlement import CashReceived, PaidOtherwise, PaymentAgreed
from field_app.domain.sheets import Entry, Sheet
from field_app.papers import labels
from field_app.papers.around import Around
from field_app.papers.form import Box, Boxes, Code, Note, Paper, Said, day, moment, pair, pairs, whole
from field_app.papers.signed import box
from field_app.papers.words import word

RECEIPT = Code(say("Receipt"), "FW-03")
ACKNOWLEDGEMENT = Code(say("Invoice acknowledgement"), "FW-04")
COPIES = (say("Customer's copy"), say("Accountant's copy"))

Payment = Entry[CashReceived] | Entry[PaidOtherwise]


def paid(sheet: Sheet) -> tuple[Payment, ...]:
    """What was collected on site, in order."""
    return tuple(e for e in sheet.entries if e.counts and isinstance(e.body, CashReceived | PaidOtherwise))


def receipt(sheet: Sheet, around: Around, number: str = "") -> Paper:
    """The receipt of this number, of the newest payment where none is named; blank where nothing was paid."""
    entry = next((e for e in reversed(paid(sheet)) if number in ("", e.body.receipt)), None)
    known, amount = intake.request(sheet), entry.body.amount_fen if entry else 0
    what: Said = say("Repair by service sheet {number}", number=intake.number(sheet)) if entry else ""
    parts = (
        pairs(pair(say("Received from"), known.customer), pair(say("Date"), moment(entry.at) if entry else "")),
        whole(say("Paid for"), what),
        whole(say("Project"), known.project),
        whole(say("Amount in capitals"), capitals(amount) if entry else "", lines=2),
        pairs(pair(say("Amount"), f"¥{yuan(amount)}" if entry else ""), pair(say("Paid by"), word(labels.METHODS, _method(entry)))),
        Boxes((_collector(around, entry), Box(say("Accountant")))),
    )
    return Paper(RECEIPT, parts, entry.body.receipt if entry else "", around.address_of(sheet.id) if entry else "", COPIES)


def _method(entry: Payment | None) -> str:
    if entry is None:
        return ""
    return entry.body.method if isinstance(entry.body, PaidOtherwise) else "cash"


def _collector(around: Around, entry: Payment | None) -> Box:
    return Box(say("Received by"), signer=around.name(entry.by) if entry else "", on=moment(entry.at) if entry else "")


def acknowledgement(sheet: Sheet, around: Around) -> Paper:
    """What the customer signed when payment was agreed for later (P8.5)."""
    entry = sheet.last(PaymentAgreed)
    body, known = entry.body if entry else None, intake.request(sheet)
    way: Said = word(labels.METHODS, body.method) if body else ""
    invoice = next((one.number for one in settlement.allotted(sheet) if one.document == "invoice"), "")
    parts = (
        pairs(pair(say("Customer"), known.customer), pair(say("Project"), known.project)),
        pairs(pair(say("Service sheet"), intake.number(sheet)), pair(say("Invoice No."), invoice)),
        pairs(pair(say("Amount"), f"¥{yuan(body.amount_fen)}" if body else ""), pair(say("Payment due"), day(body.due_on) if body else "")),
        whole(say("Amount in capitals"), capitals(body.amount_fen) if body else ""),
        pairs(pair(say("Payer"), body.payer if body else ""), pair(say("Way of payment"), way)),
        Note(say("The customer has received the invoice and agrees to pay as written here."), small=False),
        Boxes((box(say("The customer"), sheet, entry), _handed(around, entry))),
    )
    return Paper(ACKNOWLEDGEMENT, parts, intake.number(sheet), around.address_of(sheet.id) if entry else "", COPIES)


def _handed(around: Around, entry: Entry[PaymentAgreed] | None) -> Box:
    return Box(say("Handed over by"), signer=around.name(entry.by) if entry else "", on=moment(entry.at) if entry else "")
