"""TinyDB on the journal: its tables, queries and operations as they are, but a write costs what it changes, not what is stored."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from field_app.store.journal import Slots
from field_app.store.rows import Batch, JournalStorage, Rows, dump_row


class _Change(MutableMapping[Any, Any]):
    """A table as one of TinyDB's updaters sees it. Knows afterwards which rows have become others."""

    def __init__(self, rows: Rows, id_class: Callable[[str], Any]) -> None:
        self._rows = rows
        self._id_class = id_class
        self._touched: dict[str, Any] = {}
        self._removed: dict[str, None] = {}
        self._cleared = False

    def __getitem__(self, row_id: Any) -> Any:
        key = str(row_id)
        if key not in self._touched:
            if row_id not in self:
                raise KeyError(row_id)
            self._touched[key] = self._rows[key]
        return self._touched[key]

    def __setitem__(self, row_id: Any, document: Any) -> None:
        self._touched[str(row_id)] = document

    def __delitem__(self, row_id: Any) -> None:
        if row_id not in self:
            raise KeyError(row_id)
        self._touched.pop(str(row_id), None)
        self._removed[str(row_id)] = None

    def __contains__(self, row_id: object) -> bool:
        key = str(row_id)
        if key not in self._touched and (self._cleared or key in self._removed or key not in self._rows):
            return False
        return bool(self._id_class(key) == row_id)

    def __iter__(self) -> Iterator[Any]:
        kept = () if self._cleared else (key for key in self._rows if key not in self._removed)
        yield from map(self._id_class, kept)
        yield from (self._id_class(key) for key in self._touched if self._cleared or key in self._removed or key not in self._rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._cleared = True
        self._touched.clear()

    def batch(self, table: str) -> Batch:
        batch = Batch()
        if self._cleared:
            batch.clear(table)
        for key in self._removed:
            batch.remove(table, key)
        for key, document in self._touched.items():
            raw = dump_row(document)
            if self._cleared or key in self._removed or raw != self._rows.raw.get(key):
                batch.put(table, key, raw)
        return batch


class JournalTable(Table):
    """TinyDB's Table, handing the journal only the rows a call has changed."""

    storage: JournalStorage
    _next_id: int | None  # type: ignore[assignment]
    _seen = 0

    def search(self, cond: QueryLike) -> list[Document]:
        self._notice_others()
        return super().search(cond)

    def _read_table(self) -> Mapping[str, Any]:  # type: ignore[override]
        rows = self.storage.rows(self.name)
        return {} if rows is None else rows

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        rows = self.storage.rows(self.name)
        change = _Change(rows or Rows(), self.document_id_class)
        updater(change)
        batch = change.batch(self.name)
        if rows is None:
            batch.name(self.name)
        if batch.steps:
            self.storage.commit(batch)
        self.clear_cache()
        self._seen = self._changed()

    def _get_next_id(self) -> Any:
        self._notice_others()
        if self._next_id is None:
            rows = self.storage.rows(self.name)
            self._next_id = rows.highest() + 1 if rows else 1
        self._next_id += 1
        return self._next_id - 1

    def _changed(self) -> int:
        rows = self.storage.rows(self.name)
        return rows.changed if rows else 0

    def _notice_others(self) -> None:
        # Batches go past this object; what it remembers of the table is then no longer true.
        if self._seen != self._changed():
            self._seen = self._changed()
            self._next_id = None
            self.clear_cache()


class KeyedTable(JournalTable):
    """Documents under names: `Document(values, "name")`."""

    document_id_class = str  # type: ignore[assignment]

    def row(self, key: str) -> Document | None:
        return self.get(doc_id=key)  # type: ignore[call-overload, no-any-return]


class JournalDB(TinyDB):
    """`TinyDB(path)` becomes `JournalDB(slots)`; all else is TinyDB."""

    table_class = JournalTable

    def __init__(self, slots: Slots) -> None:
        super().__init__(slots, storage=JournalStorage)

    @property
    def storage(self) -> JournalStorage:
        return self._storage  # type: ignore[return-value]

    def raw(self, name: str) -> Mapping[str, bytes]:
        """A table's rows as the bytes they are kept in."""
        rows = self.storage.rows(name)
        return rows.raw if rows else {}

    def keyed(self, name: str) -> KeyedTable:
        """The table whose ids are names."""
        table = self._tables.setdefault(name, KeyedTable(self._storage, name))
        assert isinstance(table, KeyedTable)  # noqa: S101 -- asked for as another kind before: a mistake in this program
        return table
