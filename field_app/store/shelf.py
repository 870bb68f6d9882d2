"""All journals of this installation: one for what is set before anybody signed in, and one for each enrolment that holds something.

The journal enrolled last is the current one. One that is damaged, or that the office no longer takes, stays as it is to be read; the
device enrols anew and `rescue` carries over what only the old one has.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from attrs import evolve, frozen

from field_app.domain.facts import DeviceId, UserId
from field_app.store.blobs import BlobPlace
from field_app.store.device import JournalledDevice, begin_device
from field_app.store.door import Identity, StoreTrouble, Unsent
from field_app.store.identity import identity_from, identity_in, identity_row
from field_app.store.journal import Slots, erase
from field_app.store.rows import Batch, dump_row
from field_app.store.seal import Seal
from field_app.store.tables import JournalDB

SETTINGS, ENROLLED, LEFT = "settings", "enrolled", "left"


class Places(Protocol):
    """Where journals lie, by number. Raises AlreadyOpen when another tab or process holds them."""

    @property
    def photos(self) -> BlobPlace: ...

    def numbers(self) -> list[int]:
        """The places that exist."""

    def open(self, number: int) -> Slots:
        """The two slots of a place, made when it does not exist. StoreTrouble when none can be made."""

    async def vanish(self) -> None:
        """Remove all places with whatever holds them. Their slots must be closed."""


@frozen
class _Placed:
    number: int
    turn: int
    device: JournalledDevice


class Shelf:
    """Everything this installation remembers. One at a time holds it."""

    def __init__(self, places: Places, seal: Seal | None = None) -> None:
        self._places, self.seal = places, seal or Seal()
        self._slots: dict[int, Slots] = {}
        self._settings = self._open_settings()
        self._placed: list[_Placed] = []
        self._spare: dict[int, JournalDB] = {}
        for number in places.numbers():
            if number:
                self._admit(number)

    def current(self) -> JournalledDevice | None:
        """The device of who is signed in. None when nobody is, or when its journal is damaged: see `aside`."""
        last = max(self._placed, key=lambda placed: placed.turn, default=None)
        return last.device if last and last.turn > self._left() and not last.device.damage else None

    def aside(self) -> tuple[JournalledDevice, ...]:
        """Journals that still hold something but are not the current one: damaged, or of an earlier enrolment."""
        current = self.current()
        return tuple(placed.device for placed in self._placed if placed.device is not current)

    def create(self, identity: Identity) -> JournalledDevice:
        """A new journal for a newly given device id; it becomes the current one."""
        if any(placed.device.identity.device == identity.device for placed in self._placed):
            raise StoreTrouble(f"{identity.device} has a journal already")
        number, db = self._free_place()
        turn = max((placed.turn for placed in self._placed), default=self._left()) + 1
        # Kept twice, without the token here: a damaged journal may have lost whose it was.
        self._put(f"{ENROLLED}:{number}", identity_row(evolve(identity, token=""), turn))
        device = begin_device(db, identity, turn, self._places.photos, self.seal)
        self._placed.append(_Placed(number, turn, device))
        return device

    def rescue(self, already_there: Mapping[DeviceId, int] | None = None, marks: Mapping[DeviceId, str] | None = None) -> int:
        """Record again in the current journal what only journals aside of the same person have: their unsent facts, and half-filled
        forms. Each is rescued once, however often it is asked for. `already_there` is the last n of each the office has now, of
        those it knows; where it wasn't asked, what it once said counts. `marks` are the identity's.
        """
        into = self.current()
        if into is None:
            raise StoreTrouble("enrol first")
        # The newest first: what it rescued from older ones is in it.
        newest_first = sorted(self._placed, key=lambda placed: placed.turn, reverse=True)
        mine = [old.device for old in newest_first if old.device is not into and old.device.identity.user == into.identity.user]
        there, marked = already_there, marks or {}
        return sum(
            into.adopt(old, None if there is None else there.get(old.identity.device, 0), marked.get(old.identity.device, ""))
            for old in mine
        )

    def close_out(self, device: JournalledDevice) -> None:
        """Sign out: the journal is removed. Unsent when something is recorded here only; then everything stays."""
        unsent = device.sending().unsent
        if unsent or device.blobs.waiting():
            raise Unsent(f"{unsent} records are not yet at the office")
        self.wipe(device)

    def wipe(self, device: JournalledDevice) -> None:
        """Remove this journal whatever it holds."""
        placed = next(placed for placed in self._placed if placed.device is device)
        batch = Batch()
        # Journals of earlier enrolments may lie aside; they do not become current by this.
        batch.put(SETTINGS, LEFT, dump_row({"turn": max(self._left(), placed.turn)}))
        batch.remove(SETTINGS, f"{ENROLLED}:{placed.number}")
        self._settings.storage.commit(batch)
        self._settings.storage.compact()
        device.retire()
        self._placed.remove(placed)
        self._empty(placed.number)

    def wipe_all_of(self, user: UserId) -> None:
        """Remove every journal of this person, whatever they hold."""
        for device in [placed.device for placed in self._placed if placed.device.identity.user == user]:
            self.wipe(device)

    @property
    def is_empty(self) -> bool:
        """Nobody's journal is here."""
        return not self._placed

    async def vanish(self) -> None:
        """Close it and leave nothing, not even a file's name."""
        self.close()
        await self._places.vanish()

    async def tidy(self) -> None:
        """Remove the photos that no journal needs any more: at the start, and after a journal was removed."""
        for placed in self._placed:
            placed.device.tidy()
        if any(placed.device.damage for placed in self._placed):
            return  # what it needed may be unreadable now
        needed = frozenset().union(*(placed.device.blobs.held() for placed in self._placed))
        for name in await self._places.photos.names() - needed:
            await self._places.photos.drop(name)

    def setting(self, key: str) -> Any:
        row = self._settings.keyed(SETTINGS).row(f"setting:{key}")
        return row["value"] if row else None

    def keep_setting(self, key: str, value: Any) -> None:
        self._put(f"setting:{key}", {"value": value})

    def close(self) -> None:
        for slots in self._slots.values():
            for slot in slots:
                slot.close()

    def _open(self, number: int) -> JournalDB:
        if number not in self._slots:
            self._slots[number] = self._places.open(number)
        return JournalDB(self._slots[number])

    def _open_settings(self) -> JournalDB:
        db = self._open(0)
        if db.storage.damage:
            db = self._mended(db)
        return db

    def _mended(self, damaged: JournalDB) -> JournalDB:
        # Only what one can set again lies here: whatever could be read goes on.
        batch = Batch()
        for key, raw in damaged.raw(SETTINGS).items():
            batch.put(SETTINGS, key, raw)
        erase(self._slots[0])
        db = self._open(0)
        if batch.steps:
            db.storage.commit(batch)
        return db

    def _admit(self, number: int) -> None:
        db = self._open(number)
        known = identity_in(db, self.seal) or (self._enrolled(number) if db.storage.damage else None)
        if known is None:
            self._spare[number] = db
            return
        identity, turn = known
        device = JournalledDevice(db, identity, self._places.photos)
        if turn <= self._left() and not device.damage and not device.sending().unsent:
            # Signed out, and killed before the journal was removed.
            self._empty(number)
            return
        self._placed.append(_Placed(number, turn, device))

    def _enrolled(self, number: int) -> tuple[Identity, int] | None:
        row = self._settings.keyed(SETTINGS).row(f"{ENROLLED}:{number}")
        return identity_from(row) if row else None

    def _free_place(self) -> tuple[int, JournalDB]:
        if self._spare:
            number = min(self._spare)
            return number, self._spare.pop(number)
        number = max(self._slots, default=0) + 1
        return number, self._open(number)

    def _empty(self, number: int) -> None:
        erase(self._slots[number])
        self._spare[number] = self._open(number)

    def _left(self) -> int:
        row = self._settings.keyed(SETTINGS).row(LEFT)
        return row["turn"] if row else 0

    def _put(self, key: str, row: Mapping[str, Any]) -> None:
        raw = dump_row(row)
        if raw != self._settings.raw(SETTINGS).get(key):
            batch = Batch()
            batch.put(SETTINGS, key, raw)
            self._settings.storage.commit(batch)


async def open_shelf(root: str | Path, seal: Seal | None = None) -> Shelf:
    """The shelf in a directory, or in the browser's private file system under this name. AlreadyOpen in a second tab or process."""
    if sys.platform == "emscripten":
        from field_app.store.opfs import open_opfs

        return Shelf(await open_opfs(str(root)), seal)
    from field_app.store.native import FilePlaces

    return Shelf(FilePlaces(Path(root)), seal)
