"""The sheets as one transaction works on them: read once, folded in memory, written once with who may read them.

A sheet's text is only ever added to: its entries are the lines as they came, so a document is never serialised again.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field, frozen
from sqlalchemy import Connection, bindparam, insert, select, update

from field_app.domain import audience
from field_app.domain.facts import Fact, SheetId, SheetKind
from field_app.domain.sheets import Sheet, Stamp, apply, new_sheet
from sync.server import tables
from sync.server.database import chunks
from sync.server.documents import document, read_document
from sync.server.rights import Right, rights_of, write_person

log = logging.getLogger(__name__)

KEPT_ENTRIES = 12_000  # of all sheets together, about 2 KB each


@frozen
class Kept:
    """A folded sheet with the rights it gives, as they stand in the tables."""

    sheet: Sheet
    rights: frozenset[Right] = frozenset()


class Cache:
    """Folded sheets of the latest versions seen, as many as have room; a version behind the table's is read anew."""

    def __init__(self, room: int = KEPT_ENTRIES) -> None:
        self._kept: OrderedDict[SheetId, Kept] = OrderedDict()
        self._entries, self._room = 0, room

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, sheet_id: SheetId) -> Kept | None:
        kept = self._kept.get(sheet_id)
        if kept:
            self._kept.move_to_end(sheet_id)
        return kept

    def keep(self, all_kept: Mapping[SheetId, Kept]) -> None:
        for sheet_id, kept in all_kept.items():
            self._drop(sheet_id)
            self._kept[sheet_id] = kept
            self._entries += len(kept.sheet.entries)
        while self._entries > self._room:
            self._drop(next(iter(self._kept)))

    def _drop(self, sheet_id: SheetId) -> None:
        before = self._kept.pop(sheet_id, None)
        self._entries -= len(before.sheet.entries) if before else 0

    def clear(self) -> None:
        self._kept.clear()
        self._entries = 0


@define
class _Working:
    sheet: Sheet
    rights: frozenset[Right]
    is_new: bool
    added: list[str] = field(factory=list)


class Shelf:
    """The sheets of one company within one transaction."""

    def __init__(self, connection: Connection, company: str, cache: Cache, *, blank: bool = False) -> None:
        """A `blank` shelf starts from no sheets at all, whatever the tables hold."""
        self._connection, self._company, self._cache, self._blank = connection, company, cache, blank
        self._working: dict[SheetId, _Working] = {}
        self._absent: set[SheetId] = set()
        self._begun: dict[tuple[SheetId, SheetId, str], dict[str, Any]] = {}
        self._begun_and_ended: list[dict[str, Any]] = []
        self._ended: list[dict[str, Any]] = []

    def fetch(self, ids: Iterable[SheetId]) -> None:
        """Have these sheets at hand, with one question for all of them."""
        unknown = [] if self._blank else [i for i in dict.fromkeys(ids) if i not in self._working and i not in self._absent]
        for some in chunks(unknown):
            rows = self._connection.execute(_VERSIONS, {"of": self._company, "ids": some})
            versions: dict[SheetId, int] = {sheet_id: version for sheet_id, version in rows}
            self._absent.update(i for i in some if i not in versions)
            fresh = {i: kept for i in versions if (kept := self._cache.get(i)) and kept.sheet.version == versions[i]}
            self._read([i for i in versions if i not in fresh])
            for sheet_id, kept in fresh.items():
                self._working[sheet_id] = _Working(kept.sheet, kept.rights, is_new=False)

    def _those(self, question: Any, ids: list[SheetId]) -> Any:
        return question.where(tables.sheets.c.company == self._company, tables.sheets.c.id.in_(ids))

    def _read(self, ids: list[SheetId]) -> None:
        if not ids:
            return
        rights = self._rights_in_tables(ids)
        for row in self._connection.execute(self._those(select(tables.sheets), ids)):
            self._working[row.id] = _Working(read_document(row), frozenset(rights.get(row.id, ())), is_new=False)

    def _rights_in_tables(self, ids: list[SheetId]) -> dict[SheetId, set[Right]]:
        r = tables.readers.c
        open_rows = select(r.via, r.sheet, r.reader).where(r.company == self._company, r.via.in_(ids), r.until_seq.is_(None))
        rights: dict[SheetId, set[Right]] = {}
        for row in self._connection.execute(open_rows):
            rights.setdefault(row.via, set()).add((row.sheet, row.reader))
        return rights

    def sheet(self, sheet_id: SheetId) -> Sheet | None:
        working = self._working.get(sheet_id)
        if working is None and sheet_id not in self._absent:
            self.fetch([sheet_id])
            working = self._working.get(sheet_id)
        return working.sheet if working else None

    def lay(self, kind: SheetKind, fact: Fact, stamp: Stamp, entry: str) -> None:
        """Lay a fact on its sheet, beginning the sheet where there is none. `entry` is its `entry_text`."""
        working = self._working.get(fact.sheet)
        if working is None:
            working = self._working[fact.sheet] = _Working(new_sheet(fact.sheet, kind), frozenset(), is_new=True)
        working.sheet = apply(working.sheet, fact, stamp)
        working.added.append(entry)

    def write(self) -> frozenset[str]:
        """Write every sheet that was added to. Returns the readers who have something new to see or lost it."""
        changed = [working for working in self._working.values() if working.added]
        if not changed:
            return frozenset()
        self._write_documents(changed)
        touched = {reader for working in changed for reader in self._note_rights(working)}
        touched |= {reader for working in changed for _, reader in working.rights}
        self._write_rights()
        for working in changed:
            if working.sheet.kind == "person":
                touched |= write_person(self._connection, self._company, working.sheet)
        return frozenset(touched)

    def changed(self) -> list[Sheet]:
        """The sheets that were added to, as they stand now."""
        return [working.sheet for working in self._working.values() if working.added]

    def documents(self) -> dict[SheetId, bytes]:
        """The whole document of every sheet begun here."""
        begun = (working for working in self._working.values() if working.is_new)
        return {w.sheet.id: document(w.sheet.id, w.sheet.kind, w.sheet.version, ",".join(w.added)) for w in begun}

    def kept(self) -> dict[SheetId, Kept]:
        """What the cache may remember once this is committed."""
        return {sheet_id: Kept(working.sheet, working.rights) for sheet_id, working in self._working.items()}

    def _write_documents(self, changed: list[_Working]) -> None:
        begun = [self._row(working) for working in changed if working.is_new]
        grown = [self._row(working) for working in changed if not working.is_new]
        if begun:
            self._connection.execute(insert(tables.sheets), begun)
        if grown:
            self._connection.execute(_GROW, [{f"b_{name}": value for name, value in row.items()} for row in grown])

    def _row(self, working: _Working) -> dict[str, Any]:
        sheet, entries = working.sheet, ",".join(working.added)
        return {
            "company": self._company,
            "id": sheet.id,
            "kind": sheet.kind,
            "version": sheet.version,
            "entries": entries if working.is_new else "," + entries,
            **columns_of(sheet),
        }

    def row(self, sheet_id: SheetId) -> dict[str, Any]:
        """A sheet begun here, as its row in the table."""
        return self._row(self._working[sheet_id])

    def settle(self, sheet_id: SheetId) -> None:
        """Have rights begin and end at this very fact, as they did when it came alone."""
        working = self._working[sheet_id]
        self._note_rights(working)
        if working.sheet.kind == "person":
            write_person(self._connection, self._company, working.sheet)

    def _note_rights(self, working: _Working) -> set[str]:
        """Note what begins and what ends with this sheet as it stands now. Returns the readers for whom it does."""
        now, before = rights_of(working.sheet), working.rights
        version, via = working.sheet.version, working.sheet.id
        for right in sorted(before - now):
            noted = self._begun.pop((via, *right), None)
            if noted:
                self._begun_and_ended.append(noted | {"until_seq": version})
            else:
                self._ended.append({"b_via": via, "b_sheet": right[0], "b_reader": right[1], "b_seq": version})
        for right in sorted(now - before):
            self._begun[(via, *right)] = _right_row(self._company, via, right, version)
        working.rights = now
        return {reader for _, reader in now ^ before}

    def _write_rights(self) -> None:
        # Ends first: they are of rows that were there before.
        if self._ended:
            self._connection.execute(_END.where(tables.readers.c.company == self._company), self._ended)
        begun = [*self._begun_and_ended, *self._begun.values()]
        if begun:
            self._connection.execute(insert(tables.readers), begun)


def _right_row(company: str, via: SheetId, right: Right, seq: int) -> dict[str, Any]:
    sheet, reader = right
    return {"company": company, "sheet": sheet, "reader": reader, "via": via, "since_seq": seq, "until_seq": None}


_VERSIONS = select(tables.sheets.c.id, tables.sheets.c.version).where(
    tables.sheets.c.company == bindparam("of"), tables.sheets.c.id.in_(bindparam("ids", expanding=True))
)
_GROW = (
    update(tables.sheets)
    .where(tables.sheets.c.company == bindparam("b_company"), tables.sheets.c.id == bindparam("b_id"))
    .values(
        entries=tables.sheets.c.entries + bindparam("b_entries"),
        **{name: bindparam(f"b_{name}") for name in ("version", "number", "status", "title", "assigned", "due")},
    )
)
_END = (
    update(tables.readers)
    .where(
        tables.readers.c.via == bindparam("b_via"),
        tables.readers.c.sheet == bindparam("b_sheet"),
        tables.readers.c.reader == bindparam("b_reader"),
        tables.readers.c.until_seq.is_(None),
    )
    .values(until_seq=bindparam("b_seq"))
)


def columns_of(sheet: Sheet) -> dict[str, str | None]:
    """What lists need to know; a sheet that reads oddly is listed without."""
    try:
        found = audience.columns(sheet)
    except Exception:
        # An odd sheet must not block the facts behind this one.
        log.exception("no columns for sheet %s", sheet.id)
        found = {}
    return {name: found.get(name) for name in ("number", "status", "title", "assigned", "due")}
