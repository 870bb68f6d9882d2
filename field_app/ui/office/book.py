"""The receipt book read line by line: what became of every number, and the gaps (P8.3). Allotting writes two facts in one flush."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from attrs import frozen

from field_app.domain import documents
from field_app.domain.documents import RECEIPT_BOOK, Document, NumberAllotted, NumberVoided, free_numbers, printed
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import dispatch, intake, settlement
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.repair.settlement import PaymentAgreed, ReceiptAllotted
from field_app.domain.sheets import Sheet, Voided, new_sheet
from field_app.ui.services import Services

State = Literal["carried", "used", "unused", "void"]
Written = Mapping[str, Collection[SheetId]]
NOTHING_WRITTEN: Written = {}
KINDS: tuple[Document, ...] = ("receipt", "invoice")


@frozen
class Leaf:
    """One number that has left the book. `unused` is the gap: its sheet ended and nobody was given it."""

    number: int
    document: Document
    state: State
    at: datetime
    sheet: SheetId | None = None
    sheet_number: str = ""
    customer: str = ""
    reason: str = ""
    amount_fen: int = 0
    carrier: UserId | None = None


def leaves(book: Sheet, repairs: Iterable[Sheet]) -> tuple[Leaf, ...]:
    """Every number allotted or void, the newest number first."""
    known = {sheet.id: sheet for sheet in repairs}
    void = {entry.body.number: entry for entry in book.live(NumberVoided)}
    given = [_given(entry.body, entry.at, known.get(SheetId(entry.body.sheet))) for entry in book.live(NumberAllotted)]
    found = {leaf.number: leaf for leaf in given}
    for number, entry in void.items():
        leaf = found.get(number)
        kind = leaf.document if leaf else _kind_of(book, number)
        where = (leaf.sheet, leaf.sheet_number, leaf.customer) if leaf else (None, "", "")
        found[number] = Leaf(number, kind, "void", entry.at, *where, reason=entry.body.reason)
    return tuple(sorted(found.values(), key=lambda leaf: leaf.number, reverse=True))


def _given(body: NumberAllotted, at: datetime, sheet: Sheet | None) -> Leaf:
    if sheet is None:
        return Leaf(body.number, body.document, "carried", at, SheetId(body.sheet))
    paid = sum(p.amount_fen for p in settlement.payments(sheet) if p.receipt == printed(body.number))
    agreed, handed = sheet.said(PaymentAgreed), _is_handed(sheet, printed(body.number), body.document)
    state: State = "used" if handed else "unused" if is_closed(sheet) or is_cancelled(sheet) else "carried"
    amount = paid or (agreed.amount_fen if handed and agreed else 0)
    customer, carrier = intake.request(sheet).customer, dispatch.assigned_to(sheet)
    return Leaf(body.number, body.document, state, at, sheet.id, intake.number(sheet), customer, amount_fen=amount, carrier=carrier)


def _is_handed(sheet: Sheet, number: str, document: Document) -> bool:
    """The customer has this paper: money was taken against it, or the acknowledgement that was signed names it."""
    return number in settlement.used_receipts(sheet) or (document == "invoice" and sheet.last(PaymentAgreed) is not None)


def _kind_of(book: Sheet, number: int) -> Document:
    return next((run.document for run in documents.books(book) if run.first <= number <= run.last), "receipt")


def gaps(found: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """Numbers to void: allotted to a sheet that ended without them."""
    return tuple(leaf for leaf in found if leaf.state == "unused")


@frozen
class Gaps:
    """What an auditor would ask about: the report that must be empty at the end of the month (P8.3)."""

    unused: tuple[Leaf, ...] = ()
    skipped: tuple[int, ...] = ()
    twice: tuple[int, ...] = ()
    void_but_paid: tuple[int, ...] = ()
    not_from_a_book: tuple[str, ...] = ()
    never_given: tuple[str, ...] = ()
    paid_twice: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        numbers = (self.skipped, self.twice, self.void_but_paid, self.not_from_a_book, self.never_given, self.paid_twice)
        return len(self.unused) + sum(map(len, numbers))


def gap_report(book: Sheet | None, repairs: Iterable[Sheet]) -> Gaps:
    """Numbers left out, given or used twice, void though paid against, used though never given, of no book, or out with an ended sheet."""
    if book is None:
        return Gaps()
    every = tuple(repairs)
    void = {entry.body.number for entry in book.live(NumberVoided)}
    given = {printed(entry.body.number) for entry in book.live(NumberAllotted)}
    free = {printed(number) for kind in KINDS for number in free_numbers(book, kind)}
    paid = paid_against(every)
    allotted = {receipt.number for sheet in every for receipt in settlement.allotted(sheet)}
    used = allotted | paid.keys()
    return Gaps(
        gaps(leaves(book, every)),
        tuple(number for kind in KINDS for number in documents.skipped(book, kind) if printed(number) not in used),
        tuple(sorted(documents.allotted_twice(book))),
        tuple(sorted(number for number in void if printed(number) in paid)),
        tuple(sorted(allotted - given - free)),
        tuple(sorted(used & free)),
        tuple(sorted(number for number, sheets in paid.items() if len(sheets) > 1)),
    )


def paid_against(repairs: Iterable[Sheet]) -> dict[str, set[SheetId]]:
    """Every number money was taken against, with the sheets it was taken on."""
    found: dict[str, set[SheetId]] = {}
    for sheet in repairs:
        for number in {payment.receipt for payment in settlement.payments(sheet)} - {""}:
            found.setdefault(number, set()).add(sheet.id)
    return found


def written(repairs: Iterable[Sheet]) -> dict[str, set[SheetId]]:
    """Every number that stands on a sheet, allotted or paid against. A book that lost its last pages doesn't know of it."""
    every = tuple(repairs)
    found = paid_against(every)
    for sheet in every:
        for receipt in settlement.allotted(sheet):
            found.setdefault(receipt.number, set()).add(sheet.id)
    return found


def next_free(book: Sheet | None, document: Document, written: Written = NOTHING_WRITTEN, sheet: SheetId | None = None) -> int | None:
    """The next number of this kind, None when the book is used up: first one that stands on this sheet already, never one that stands on
    another (P8.3).
    """
    free = free_numbers(book, document) if book else ()
    own = [number for number in free if sheet in written.get(printed(number), ())]
    return next(iter(own or [number for number in free if printed(number) not in written]), None)


def allot(services: Services, sheet_id: SheetId, document: Document) -> int | None:
    """The next number to this sheet, in the book and on the sheet in one flush; None where no number is left."""
    book = services.sheet(RECEIPT_BOOK) or new_sheet(RECEIPT_BOOK, "documents")
    case = services.sheet(sheet_id)
    number = next_free(book, document, written(services.store.sheets("repair")), sheet_id)
    if number is None or case is None:
        return None
    given: dict[SheetId, tuple[object, ...]] = {RECEIPT_BOOK: (NumberAllotted(document, number, sheet_id),)}
    if printed(number) not in {receipt.number for receipt in settlement.allotted(case)}:
        given[sheet_id] = (ReceiptAllotted(printed(number), document),)
    services.record_all(given)
    return number


def voiding(repairs: Iterable[Sheet], number: int, reason: str) -> dict[SheetId, tuple[Voided, ...]]:
    """What makes a number void on the sheets that carry it, so that no phone offers it any more (P8.3). What a customer has stays."""
    found = {}
    for sheet in repairs:
        given = [one for one in sheet.live(ReceiptAllotted) if one.body.number == printed(number)]
        if not (is_closed(sheet) or is_cancelled(sheet)):
            found[sheet.id] = tuple(
                Voided((one.key.device, one.key.n), reason) for one in given if not _is_handed(sheet, printed(number), one.body.document)
            )
    return {sheet_id: facts for sheet_id, facts in found.items() if facts}
