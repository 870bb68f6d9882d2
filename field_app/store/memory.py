"""Bytes in memory, which fail on demand: the store for tests and for looking at screens."""

from field_app.store.door import StorageFull, StoreBroken
from field_app.store.journal import Slots


class Killed(BaseException):
    """The process died here. Nothing may catch it but the test that ordered it."""


class Faults:
    """What is to go wrong. `dies_after` and `room` count bytes, None for never and endless."""

    def __init__(self, *, dies_after: int | None = None, room: int | None = None, flush_fails: bool = False) -> None:
        self.dies_after = dies_after
        self.room = room
        self.flush_fails = flush_fails
        self.flushes = 0

    def permitted(self, size: int) -> int:
        """How many of `size` bytes are still written before the process dies."""
        if self.dies_after is None:
            return size
        allowed = min(size, self.dies_after)
        self.dies_after -= allowed
        return allowed

    def step(self) -> None:
        """A truncation or a flush: a moment at which one may die, like a written byte."""
        if not self.permitted(1):
            raise Killed


class MemorySlot:
    """`durable` is what a power cut leaves at least; `unflushed` are the writes since the last flush, any of which it may lose."""

    def __init__(self, data: bytes | bytearray = b"", faults: Faults | None = None) -> None:
        self.data = bytearray(data)
        self.durable = bytes(data)
        self.unflushed: list[tuple[int, bytes]] = []
        self.faults = faults or Faults()
        self._closed = False
        self._dirty = False

    def size(self) -> int:
        return len(self.data)

    def read(self) -> bytes:
        return bytes(self.data)

    def write(self, data: bytes, at: int) -> None:
        self._require_open()
        allowed = self.faults.permitted(len(data))
        room = len(data) if self.faults.room is None else max(0, self.faults.room - at)
        self._put(data[: min(allowed, room)], at)
        if allowed < len(data):
            raise Killed
        if room < len(data):
            raise StorageFull("no room left")

    def flush(self) -> None:
        self._require_open()
        self.faults.step()
        self.faults.flushes += 1
        if self.faults.flush_fails:
            raise StoreBroken("the flush failed")
        if self._dirty:
            self.durable = bytes(self.data)
            self.unflushed = []
            self._dirty = False

    def truncate(self, size: int) -> None:
        self._require_open()
        self.faults.step()
        del self.data[size:]
        self._dirty = True

    def close(self) -> None:
        self._closed = True

    def held_by(self, faults: Faults) -> "MemorySlot":
        """The same bytes, opened by another process."""
        again = MemorySlot(self.data, faults)
        again.durable = self.durable
        return again

    def _put(self, data: bytes, at: int) -> None:
        if len(self.data) < at:
            self.data.extend(bytes(at - len(self.data)))
        self.data[at : at + len(data)] = data
        self._dirty = True
        self.unflushed.append((at, bytes(data)))

    def _require_open(self) -> None:
        if self._closed:
            raise StoreBroken("closed")


class MemoryBlobs:
    """Photos in a dict; what is cut off in the middle of one is what a kill leaves."""

    def __init__(self, faults: Faults, held: dict[str, bytes] | None = None) -> None:
        self.held = dict(held or {})
        self._faults = faults

    async def put(self, name: str, data: bytes) -> None:
        allowed = self._faults.permitted(len(data))
        if allowed < len(data):
            self.held[name] = data[:allowed]
            raise Killed
        if self._faults.room is not None and len(data) > self._faults.room:
            raise StorageFull("no room left")
        self.held[name] = bytes(data)

    async def get(self, name: str) -> bytes | None:
        return self.held.get(name)

    async def drop(self, name: str) -> None:
        self.held.pop(name, None)

    async def names(self) -> frozenset[str]:
        return frozenset(self.held)


class MemoryPlaces:
    """As many places for journals as are asked for."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.faults = faults or Faults()
        self.slots: dict[int, tuple[MemorySlot, MemorySlot]] = {}
        self.photos = MemoryBlobs(self.faults)

    def numbers(self) -> list[int]:
        return sorted(self.slots)

    def open(self, number: int) -> Slots:
        a, b = self.slots.get(number, (MemorySlot(), MemorySlot()))
        self.slots[number] = a.held_by(self.faults), b.held_by(self.faults)
        return self.slots[number]

    async def vanish(self) -> None:
        self.slots.clear()
        self.photos.held.clear()

    def restarted(self) -> "MemoryPlaces":
        """What a new process would find."""
        return self._holding({number: (MemorySlot(a.data), MemorySlot(b.data)) for number, (a, b) in self.slots.items()})

    def powered_up(self) -> "MemoryPlaces":
        """What is found when the power went: of what was not flushed, nothing."""
        return self._holding({number: (MemorySlot(a.durable), MemorySlot(b.durable)) for number, (a, b) in self.slots.items()})

    def _holding(self, slots: dict[int, tuple[MemorySlot, MemorySlot]]) -> "MemoryPlaces":
        again = MemoryPlaces()
        again.slots = slots
        again.photos = MemoryBlobs(again.faults, self.photos.held)
        return again
