"""The receipt book and the customer archive as tables, line by line as an auditor reads them (P2.2, P8.3)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from attrs import frozen

from field_app.domain import archive
from field_app.domain.archive import Equipment, ProjectRecorded
from field_app.domain.documents import printed
from field_app.domain.errors import Words, say
from field_app.domain.repair.warranty_rule import cover_of
from field_app.domain.sheets import Sheet
from field_app.papers.table import Column, Table, Value


@frozen
class Number:
    """What became of one number; `stands` says it in words."""

    number: int
    document: str
    stands: str
    at: datetime
    sheet: str = ""
    customer: str = ""
    reason: str = ""
    amount_fen: int = 0


def receipts(numbers: Iterable[Number]) -> Table:
    """Every number that has left the book."""
    columns = (
        Column(say("Number"), width=6),
        Column(say("Kind"), width=4),
        Column(say("Stands"), width=9),
        Column(say("Sheet number"), width=7),
        Column(say("Customer"), width=10),
        Column(say("Amount"), "money", 5),
        Column(say("When"), "moment", 8),
        Column(say("Reason"), width=12),
    )
    rows = tuple(
        (printed(one.number), one.document, one.stands, one.sheet, one.customer, one.amount_fen or None, one.at, one.reason)
        for one in numbers
    )
    return Table(say("The receipt book"), columns, rows)


def projects(records: Iterable[Sheet]) -> Table:
    """Every installed piece with its project; a project without pieces has a line of its own."""
    columns = (
        *(Column(said, width=width) for said, width in _PROJECT),
        *(Column(said, width=width) for said, width in _PIECE),
        Column(say("Acceptance date"), "day", 6),
        Column(say("Warranty, months"), "count", 4),
        Column(say("Warranty to"), "day", 6),
    )
    return Table(say("Customer archive"), columns, tuple(line for record in records for line in _lines(record)))


_PROJECT: tuple[tuple[Words, float], ...] = (
    (say("Customer"), 9),
    (say("Project"), 9),
    (say("Address"), 10),
    (say("District"), 4),
    (say("Contact person"), 5),
    (say("Contact phone"), 7),
)
_PIECE: tuple[tuple[Words, float], ...] = ((say("Equipment piece"), 7), (say("Model"), 5), (say("Serial"), 7), (say("Place"), 7))


def _lines(record: Sheet) -> Iterator[tuple[Value, ...]]:
    known = archive.project(record)
    if known is None:
        return
    pieces = archive.equipment(record)
    for piece in pieces or (Equipment("", ""),):
        accepted, months = archive.acceptance(record, piece.serial)
        yield (*_of_project(known), piece.name, piece.model, piece.serial, piece.place, accepted, months, _ends(accepted, months))


def _of_project(known: ProjectRecorded) -> tuple[Value, ...]:
    return known.customer, known.project, known.address, known.district, known.contact, known.phone


def _ends(accepted: date | None, months: int | None) -> date | None:
    cover = cover_of(accepted, months)
    return cover.ends_on if cover else None
