"""The records of the archive as rows of a list: which are wanted, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from attrs import frozen

from field_app.domain import archive
from field_app.domain.archive import ProjectRecorded
from field_app.domain.archive_records import IsOffice, lookalikes, to_check
from field_app.domain.facts import SheetId
from field_app.domain.repair import intake
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.sheets import Sheet
from field_app.ui.office.records.covers import ends_soon, soonest_end

NONE: frozenset[SheetId] = frozenset()


@frozen
class RecordRow:
    """One record. `alike` are records that may be of the same project, `finds` pieces nobody of the office has confirmed."""

    sheet: Sheet
    known: ProjectRecorded
    pieces: int
    finds: int
    alike: frozenset[SheetId]
    ends_on: date | None
    ends_soon: bool
    open_cases: int

    def belongs(self, kind: str) -> bool:
        """Whether it is among those a box above the list counts; every row is among all."""
        return {"finds": bool(self.finds), "soon": self.ends_soon, "alike": bool(self.alike)}.get(kind, True)


ORDERS: Mapping[str, Callable[[RecordRow], tuple[object, ...]]] = {
    "name": lambda row: (row.known.customer, row.known.project),
    "warranty": lambda row: (row.ends_on or date.max, row.known.customer),
    "cases": lambda row: (-row.open_cases, row.known.customer),
}


def rows(records: Sequence[Sheet], cases: Sequence[Sheet], is_office: IsOffice, today: date) -> tuple[RecordRow, ...]:
    """Every record that stays, duplicates already merged left out."""
    twins = lookalikes(records)
    load = _open_by_record(cases)
    return tuple(
        RecordRow(
            sheet,
            known,
            len(archive.equipment(sheet)),
            len(to_check(sheet, is_office)),
            twins.get(sheet.id, NONE),
            soonest_end(sheet, today),
            ends_soon(sheet, today),
            load.get(sheet.id, 0),
        )
        for sheet in records
        if (known := archive.project(sheet)) and archive.merged_into(sheet) is None
    )


def _open_by_record(cases: Sequence[Sheet]) -> Mapping[str, int]:
    load: dict[str, int] = {}
    for case in cases:
        named = intake.request(case).archive
        if named and not is_closed(case) and not is_cancelled(case):
            load[named] = load.get(named, 0) + 1
    return load


def matching(found: Collection[RecordRow], typed: str, district: str, order: str) -> list[RecordRow]:
    """The rows in which every word typed occurs, of one district or of all."""
    words = typed.casefold().split()
    wanted = [row for row in found if district in ("", row.known.district) and all(word in _text(row) for word in words)]
    return sorted(wanted, key=ORDERS.get(order, ORDERS["name"]))


def _text(row: RecordRow) -> str:
    known = row.known
    pieces = (f"{piece.serial} {piece.name} {piece.model}" for piece in archive.equipment(row.sheet))
    terms = archive.contract(row.sheet)
    said = (known.customer, known.project, known.address, known.contact, known.phone, terms.number if terms else "", *pieces)
    return " ".join(said).casefold()
