"""The report's first draft: how the case and the customer stand, in sentences the technician only corrects (P7.3)."""

from __future__ import annotations

from collections.abc import Iterable

from field_app.domain.repair import charges, diagnosis, record, settlement, takeback
from field_app.domain.sheets import Sheet
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.technician.parts.wording import WAYS
from field_app.ui.words import _, money, n_, short_day, speak


def case_summary(sheet: Sheet) -> str:
    """What was wrong, what was done, what was taken along, and the money."""
    return sentences(*_faults(sheet), *_work(sheet), *_taken(sheet), *_refusal(sheet), *_money(sheet))


def customer_summary(sheet: Sheet) -> str:
    """The customer's own word on the service, where one was given."""
    refused, signed = charges.refused(sheet), record.signed(sheet)
    if refused:
        return _("The customer does not agree to the quote.")
    if signed:
        values = {"name": signed.body.signer, "satisfaction": word(labels.SATISFACTION, signed.body.satisfaction)}
        return _("{name} signed: {satisfaction}.", **values)
    return ""


def sentences(*parts: str) -> str:
    """Sentences one after the other, with a space between them where the language has one."""
    said = [part for part in parts if part]
    if not said:
        return ""
    return said[0] if len(said) == 1 else _("{one} {two}", one=said[0], two=sentences(*said[1:]))


def _faults(sheet: Sheet) -> Iterable[str]:
    for entry in diagnosis.diagnoses(sheet):
        found = entry.body
        yield _("{piece}: {cause}.", piece=found.piece, cause=found.cause.rstrip("。."))
        if found.way in ("another_day", "another_technician"):
            yield _("{way}: {reason}.", way=speak(WAYS[found.way]), reason=found.reason.rstrip("。."))


def _work(sheet: Sheet) -> Iterable[str]:
    done = record.worked(sheet)
    if done is None:
        return
    yield _("{work}.", work=done.body.work.rstrip("。."))
    yield _("Result: {result}.", result=word(labels.RESULTS, done.body.result))


def _taken(sheet: Sheet) -> Iterable[str]:
    for slip in takeback.slips(sheet):
        pieces = n_("{n} piece", "{n} pieces", len(slip.body.pieces))
        yield _("Taken back: {pieces}, promised by {day}.", pieces=pieces, day=short_day(slip.body.promised_on))


def _refusal(sheet: Sheet) -> Iterable[str]:
    refused = charges.refused(sheet)
    if refused:
        yield _("Not repaired, the customer said: {reason}.", reason=refused.body.reason.rstrip("。."))


def _money(sheet: Sheet) -> Iterable[str]:
    for payment in settlement.payments(sheet):
        values = {"amount": money(payment.amount_fen), "number": payment.receipt}
        cash = isinstance(payment, settlement.CashReceived)
        yield _("Cash {amount}, receipt {number}.", **values) if cash else _("Paid {amount}, receipt {number}.", **values)
    later, still = sheet.said(settlement.PaymentAgreed), settlement.agreed_fen(sheet)
    if later and still:
        values = {"amount": money(still), "payer": later.payer, "day": short_day(later.due_on)}
        yield _("{amount} to be paid by {payer} before {day}.", **values)
    unsettled = settlement.unsettled_fen(sheet)
    if unsettled:
        yield _("{amount} is not settled.", amount=money(unsettled))
