"""Photos on the device: the bytes beside the journal, and in the journal what is to become of each.

The bytes are on the medium before the journal knows them, and are compared with their name whenever they are read: half a photo is none.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from field_app.domain.photo import photos_in
from field_app.store.door import BlobCount, BlobState
from field_app.store.rows import Batch, dump_row
from field_app.store.tables import JournalDB

BLOBS, DRAFTS = "blobs", "drafts"


class BlobPlace(Protocol):
    """Where the bytes of photos lie, by name, one place for all journals. Raises StoreTrouble, never the medium's own errors."""

    async def put(self, name: str, data: bytes) -> None:
        """On the disk when it returns, whole or not at all. StorageFull when there is no room."""

    async def get(self, name: str) -> bytes | None: ...

    async def drop(self, name: str) -> None:
        """Quiet when it isn't there."""

    async def names(self) -> frozenset[str]: ...


class Blobs:
    """The photos of one journal. `tell` is called after a change of what waits is on disk."""

    def __init__(self, db: JournalDB, place: BlobPlace, tell: Callable[[], None]) -> None:
        self._db, self._place, self._tell = db, place, tell
        self._seen_at = -1
        self._seen: tuple[tuple[str, ...], BlobCount] = ((), BlobCount())

    async def keep(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        # What is there whole stays untouched: rewriting it might be cut short.
        if await self.read(name) is None:
            await self._place.put(name, data)
        if self.state(name) is None:
            self._set(name, {"state": "kept", "size": len(data)})
        return name

    async def read(self, name: str) -> bytes | None:
        data = await self._place.get(name)
        return data if data is not None and hashlib.sha256(data).hexdigest() == name else None

    def state(self, name: str) -> BlobState | None:
        row = self._db.keyed(BLOBS).row(name)
        return row["state"] if row else None

    def waiting(self) -> tuple[str, ...]:
        return self._looked_at()[0]

    def only_here(self) -> tuple[str, ...]:
        """What the office doesn't have: waiting, or in a half-filled form."""
        return tuple(name for name, row in self._rows() if row["state"] in ("waiting", "kept"))

    def count(self) -> BlobCount:
        return self._looked_at()[1]

    def _looked_at(self) -> tuple[tuple[str, ...], BlobCount]:
        """What waits and how many stand how; looked for anew only when something has changed: it is asked at every record."""
        table = self._db.storage.rows(BLOBS)
        if table and table.changed != self._seen_at:
            states = {name: row["state"] for name, row in self._rows()}
            every = list(states.values())
            count = BlobCount(every.count("waiting"), every.count("arrived"), every.count("refused") + every.count("lost"))
            self._seen_at, self._seen = table.changed, (tuple(n for n, state in states.items() if state == "waiting"), count)
        return self._seen

    def arrived(self, name: str, seq: int) -> None:
        self._move(name, {"state": "arrived", "seq": seq})

    def refused(self, name: str) -> None:
        self._move(name, {"state": "refused"})

    def lost(self, name: str) -> None:
        self._move(name, {"state": "lost"})

    def wanted(self, names: Iterable[str]) -> None:
        again = [name for name in names if self.state(name) in ("arrived", "refused")]
        self._offer(again)

    def offer_all_again(self) -> None:
        """The office was restored: what it had may be gone."""
        self._offer([name for name, row in self._rows() if row["state"] == "arrived"])

    def name(self, batch: Batch, bodies: Iterable[object]) -> None:
        """Have the photos these facts name wait for the office, in the very record of the facts."""
        for photo in (photo for body in bodies for photo in photos_in(body)):
            if self.state(photo.sha256) != "arrived":
                batch.put(BLOBS, photo.sha256, dump_row({"state": "waiting", "size": photo.size}))

    def adopt(self, batch: Batch, old: "Blobs") -> None:
        """Take over what an earlier journal had half-filled forms for."""
        for name, row in old._rows():
            if row["state"] == "kept":
                batch.put(BLOBS, name, dump_row(row))

    def held(self) -> frozenset[str]:
        """Every photo that may not be removed."""
        return frozenset(self._db.raw(BLOBS))

    def let_go(self, durable: int) -> None:
        """Forget what a verified backup of the office holds, and what was taken out of its form again."""
        batch = Batch()
        for name, row in self._rows():
            # A backup that holds a later fact was made after the photo came.
            safe = row["state"] == "arrived" and row["seq"] < durable
            if safe or (row["state"] == "kept" and not self._in_a_form(name)):
                batch.remove(BLOBS, name)
        if batch.steps:
            self._db.storage.commit(batch)

    def _in_a_form(self, name: str) -> bool:
        return any(name.encode() in raw for raw in self._db.raw(DRAFTS).values())

    def _rows(self) -> list[tuple[str, dict[str, Any]]]:
        return [(str(row.doc_id), dict(row)) for row in self._db.keyed(BLOBS)]

    def _offer(self, names: Iterable[str]) -> None:
        for name in names:
            self._move(name, {"state": "waiting"})

    def _move(self, name: str, to: dict[str, Any]) -> None:
        row: dict[str, Any] = self._db.keyed(BLOBS).row(name) or {}
        self._set(name, {"size": row.get("size", 0), **to})
        self._tell()

    def _set(self, name: str, row: dict[str, Any]) -> None:
        batch = Batch()
        batch.put(BLOBS, name, dump_row(row))
        self._db.storage.commit(batch)
