"""The accountant's receipt and invoice books: numbers issued before the visit, never reused, skipped or deleted (P8.3).

A book is one sheet. Allotting a number writes two facts in one tap: `NumberAllotted` here and `ReceiptAllotted` on the repair sheet.
"""

from collections.abc import Iterable
from typing import Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import SheetId, fact
from field_app.domain.sheets import Ground, Sheet

RECEIPT_BOOK = SheetId("00000000-0000-7000-8000-000000000002")

Document = Literal["receipt", "invoice"]

LARGEST_BOOK = 1000


def _may_issue(sheet: Sheet, body: "NumbersIssued", _ground: Ground) -> Iterable[Objection]:
    if not _printable(body):
        yield Objection("P8.3", say("Write the first and the last number of the book, at most 1,000 of them."), "last")
    if any(body.first <= issued.last and issued.first <= body.last for issued in books(sheet)):
        yield Objection("P8.3", say("Some of these numbers were issued before; numbers are never reused."), "first")


@fact("numbers_issued", on="documents", by=("accountant",), gate=_may_issue)
@frozen
class NumbersIssued:
    """A run of numbers, first to last, both inside."""

    document: Document
    first: int
    last: int


def _may_allot(sheet: Sheet, body: "NumberAllotted", _ground: Ground) -> Iterable[Objection]:
    if body.number not in free_numbers(sheet, body.document):
        yield Objection("P8.3", say("This number isn't free; take the next one."), "number")


@fact("number_allotted", on="documents", by=("accountant",), gate=_may_allot)
@frozen
class NumberAllotted:
    """A number given to a repair sheet before the visit."""

    document: Document
    number: int
    sheet: str


def _may_void(sheet: Sheet, body: "NumberVoided", _ground: Ground) -> Iterable[Objection]:
    if not any(issued.first <= body.number <= issued.last for issued in books(sheet)):
        yield Objection("P8.3", say("This number was never issued."), "number")
    if any(entry.body.number == body.number for entry in sheet.live(NumberVoided)):
        yield Objection("P8.3", say("This number is void already."), "number")
    if not body.reason.strip():
        yield Objection("P8.3", say("Say why the number is void."), "reason")


@fact("number_voided", on="documents", by=("accountant",), gate=_may_void)
@frozen
class NumberVoided:
    """A number that will not be used, with the reason; it stays in the book."""

    number: int
    reason: str


def _printable(run: NumbersIssued) -> bool:
    return 0 < run.first <= run.last < run.first + LARGEST_BOOK


def books(sheet: Sheet) -> tuple[NumbersIssued, ...]:
    """The runs of numbers issued; one that no printer could have made counts for nothing."""
    return tuple(entry.body for entry in sheet.live(NumbersIssued) if _printable(entry.body))


def free_numbers(sheet: Sheet, document: Document) -> tuple[int, ...]:
    """Numbers of this kind neither allotted nor void, in order."""
    taken = {entry.body.number for entry in sheet.live(NumberAllotted)} | {entry.body.number for entry in sheet.live(NumberVoided)}
    runs = (range(issued.first, issued.last + 1) for issued in books(sheet) if issued.document == document)
    return tuple(number for run in runs for number in run if number not in taken)


def allotted_twice(sheet: Sheet) -> frozenset[int]:
    """Numbers that two people gave to two sheets while neither knew of the other: one of the papers is to be voided (P8.3)."""
    given: dict[int, set[str]] = {}
    for entry in sheet.live(NumberAllotted):
        given.setdefault(entry.body.number, set()).add(entry.body.sheet)
    return frozenset(number for number, sheets in given.items() if len(sheets) > 1)


def skipped(sheet: Sheet, document: Document) -> tuple[int, ...]:
    """Free numbers below one that has left the book: the gap an auditor asks for (P8.3)."""
    gone = {entry.body.number for entry in sheet.live(NumberAllotted) if entry.body.document == document}
    runs = [range(run.first, run.last + 1) for run in books(sheet) if run.document == document]
    last = {run: max((number for number in run if number in gone), default=0) for run in runs}
    free = free_numbers(sheet, document)
    return tuple(number for number in free if any(number in run and number < highest for run, highest in last.items()))


def printed(number: int) -> str:
    """A number as it stands on the paper: seven digits."""
    return f"{number:07d}"
