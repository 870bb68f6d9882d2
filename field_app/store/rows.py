"""Rows under the tables: JSON bytes by id, changed in batches, each batch one journal record.

Rows stay the bytes they were written as until somebody reads them, so opening costs little more than reading.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from tinydb.storages import Storage

from field_app.store.door import StoreBroken
from field_app.store.journal import Contents, Slots, open_journal

_STEP = struct.Struct("<BHHI")  # what, lengths of the table's name, the row's id, the row's data
_NAME, _PUT, _REMOVE, _CLEAR, _DROP = range(5)
_WORTH_COMPACTING = 64 * 1024
_BLOCK = 64 * 1024

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Step = tuple[int, str, str, bytes]


def dump_row(document: Mapping[str, Any]) -> bytes:
    return _ENCODER.encode(document).encode("utf-8", "surrogatepass")


class Batch:
    """Changes of rows that become durable together."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def put(self, table: str, row_id: str, raw: bytes) -> None:
        self.steps.append((_PUT, table, row_id, raw))

    def remove(self, table: str, row_id: str) -> None:
        self.steps.append((_REMOVE, table, row_id, b""))

    def name(self, table: str) -> None:
        """The table exists, also without rows."""
        self.steps.append((_NAME, table, "", b""))

    def clear(self, table: str) -> None:
        self.steps.append((_CLEAR, table, "", b""))

    def drop(self, table: str) -> None:
        self.steps.append((_DROP, table, "", b""))


class Rows(Mapping[str, dict[str, Any]]):
    """A table's documents by id, read afresh from their bytes each time: whoever changes one changes his own."""

    def __init__(self) -> None:
        self.raw: dict[str, bytes] = {}
        self.changed = 0
        self._highest: int | None = None

    def __getitem__(self, row_id: str) -> dict[str, Any]:
        return json.loads(self.raw[row_id])  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def __contains__(self, row_id: object) -> bool:
        return row_id in self.raw

    def put(self, row_id: str, raw: bytes) -> bytes | None:
        """The row that was there before."""
        before = self.raw.get(row_id)
        self.raw[row_id] = raw
        if before is None and self._highest is not None:
            self._highest = max(self._highest, int(row_id))
        return before

    def remove(self, row_id: str) -> bytes | None:
        if self._highest is not None and row_id == str(self._highest):
            self._highest = None
        return self.raw.pop(row_id, None)

    def clear(self) -> None:
        self.raw = {}
        self._highest = None

    def highest(self) -> int:
        """The highest whole-number id; looked for once, then known."""
        if self._highest is None:
            self._highest = max(map(int, self.raw), default=0)
        return self._highest


class JournalStorage(Storage):
    """TinyDB's storage on the two slots of a journal. `damage` is None or says why nothing more can be written."""

    def __init__(self, slots: Slots) -> None:
        self._tables: dict[str, Rows] = {}
        self._journal, contents = open_journal(slots)
        self.damage = contents.damage
        _replay(contents, self._tables)
        self._live = sum(_size_of(name, rows) for name, rows in self._tables.items())
        self._changes = 0
        self._not_before = 0

    def rows(self, table: str) -> Rows | None:
        return self._tables.get(table)

    def read(self) -> dict[str, Any] | None:
        return dict(self._tables) or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """What TinyDB's own classes call with everything: only what differs is written."""
        batch = Batch()
        for name in self._tables.keys() - data.keys():
            batch.drop(name)
        for name, rows in data.items():
            if rows is not self._tables.get(name):
                self._replace(batch, name, rows)
        if batch.steps:
            self.commit(batch)

    def commit(self, batch: Batch) -> None:
        """All of the batch in one record and one flush. Raises StoreTrouble; then nothing has changed."""
        self._journal.append(_encoded(batch.steps))
        self._changes += 1
        for step in batch.steps:
            self._apply(*step)
        if self._journal.size > max(2 * self._live + _WORTH_COMPACTING, self._not_before):
            # The batch is safe already; a journal that breaks here says so at the next write.
            with suppress(StoreBroken):
                if not self.compact():
                    self._not_before = 2 * self._journal.size

    def compact(self) -> bool:
        """Rewrite the journal with what is live. False when there was no room for it."""
        return self._journal.rewrite(_blocks(self._tables))

    def retire(self) -> None:
        self._journal.retire()

    def close(self) -> None:
        self._journal.close()

    def _replace(self, batch: Batch, name: str, rows: Mapping[str, Any]) -> None:
        before = self._tables.get(name, Rows()).raw
        kept = {str(row_id): dump_row(document) for row_id, document in rows.items()}
        batch.name(name)
        if list(before) != list(kept)[: len(before)]:
            batch.clear(name)
            before = {}
        for row_id, raw in kept.items():
            if raw != before.get(row_id):
                batch.put(name, row_id, raw)

    def _apply(self, what: int, table: str, row_id: str, raw: bytes) -> None:
        rows = self._tables.get(table)
        if rows is None:
            rows = self._tables[table] = Rows()
        rows.changed = self._changes
        if what == _PUT:
            before = rows.put(row_id, raw)
            self._live += len(raw) - len(before) if before is not None else _size(table, row_id, raw)
        elif what == _REMOVE:
            before = rows.remove(row_id)
            self._live -= _size(table, row_id, before) if before is not None else 0
        elif what in (_CLEAR, _DROP):
            self._live -= _size_of(table, rows)
            rows.clear()
        if what == _DROP:
            del self._tables[table]


def _size(table: str, row_id: str, raw: bytes) -> int:
    return _STEP.size + len(table) + len(row_id) + len(raw)


def _size_of(table: str, rows: Rows) -> int:
    return len(rows) * _size(table, "", b"") + sum(map(len, rows.raw)) + sum(map(len, rows.raw.values()))


def _encoded(steps: list[Step]) -> bytes:
    parts: list[bytes] = []
    names = {table: table.encode() for _, table, _, _ in steps}
    for what, table, row_id, raw in steps:
        name, key = names[table], row_id.encode()
        parts += (_STEP.pack(what, len(name), len(key), len(raw)), name, key, raw)
    return b"".join(parts)


def _blocks(tables: Mapping[str, Rows]) -> Iterator[bytes]:
    # Blocks are small, so that damage in one takes few rows with it.
    steps: list[Step] = []
    size = 0
    for table, rows in tables.items():
        steps.append((_NAME, table, "", b""))
        for row_id, raw in rows.raw.items():
            steps.append((_PUT, table, row_id, raw))
            size += len(raw)
            if size > _BLOCK:
                yield _encoded(steps)
                steps, size = [], 0
    if steps:
        yield _encoded(steps)


def _replay(contents: Contents, tables: dict[str, Rows]) -> None:
    data, unpack = contents.data, _STEP.unpack_from
    named: dict[bytes, dict[str, bytes]] = {}
    for at, end in contents.spans:
        while at < end:
            what, name_size, key_size, size = unpack(data, at)
            at += 9
            name = data[at : (at := at + name_size)]
            key = data[at : (at := at + key_size)].decode()
            if what == _PUT and name in named:
                named[name][key] = data[at : (at := at + size)]
            else:
                at += size
                _replay_step(what, name, key, data[at - size : at], named)
    for name, raw in named.items():
        tables[name.decode()] = rows = Rows()
        rows.raw = raw


def _replay_step(what: int, name: bytes, key: str, raw: bytes, named: dict[bytes, dict[str, bytes]]) -> None:
    if what == _DROP:
        named.pop(name, None)
        return
    rows = named.setdefault(name, {})
    if what == _PUT:
        rows[key] = raw
    elif what == _REMOVE:
        rows.pop(key, None)
    elif what == _CLEAR:
        rows.clear()
