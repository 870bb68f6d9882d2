"""Append-only, checksummed, crash-safe bytes: what was appended is there after any crash, whole or not at all.

A journal lies in two slots, of which one holds it and the other is empty but for the moments of a rewrite. A slot is a head
(magic, generation, length at birth, CRC-32) and records (mark, length, CRC-32, link, payload). The CRC lets a record be believed
on its own; the link chains it onto all before it, so that a record repeated, left over or out of place is not believed.
"""

import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol
from zlib import crc32

from attrs import frozen

from field_app.store.door import Damaged, StorageFull, StoreBroken


class Slot(Protocol):
    """The bytes of one file, held by nobody else. Raises StorageFull or StoreBroken, never the medium's own errors."""

    def size(self) -> int: ...

    def read(self) -> bytes:
        """All of it."""

    def write(self, data: bytes, at: int) -> None:
        """All of `data` or an exception; StorageFull when there is no room."""

    def flush(self) -> None:
        """Returns when everything written would survive the power going."""

    def truncate(self, size: int) -> None: ...

    def close(self) -> None: ...


Slots = tuple[Slot, Slot]

_MAGIC = b"\xfeFIELDJ1"
_HEAD = struct.Struct("<8sQQI")
_RECORD = struct.Struct("<4sIII")
# 0xFE is in no UTF-8 text, so a search for the mark runs over payloads without stopping.
_MARK = b"\xfeREC"


@frozen
class Contents:
    """What an opened journal held: `data[start:end]` of each span is one payload, oldest first.

    `torn` bytes at the end were no whole record and have been cut. `damage` says what is wrong in the middle, None when nothing is.
    """

    data: bytes
    spans: list[tuple[int, int]]
    torn: int = 0
    damage: str | None = None


class Journal:
    """One writer, no retries: after a failed write or flush it takes nothing more, for what is on disk is then unknown."""

    def __init__(self, slots: Slots, active: int, generation: int, end: int, link: int, damage: str | None = None) -> None:
        self._slots = slots
        self._active = active
        self._generation = generation
        self._link = link
        self._damage = damage
        self._broken: str | None = None
        self.size = end

    def append(self, payload: bytes) -> None:
        """Durable when it returns. StorageFull: nothing was kept, try again with more room. StoreBroken: open it anew."""
        self._require_writable()
        framed, link = _framed(payload, self._link)
        slot = self._slots[self._active]
        try:
            with self._or_broken():
                slot.write(framed, self.size)
                slot.flush()
        except StorageFull:
            with self._or_broken():
                _cut(slot, self.size)
            raise
        self.size += len(framed)
        self._link = link

    def rewrite(self, payloads: Iterable[bytes]) -> bool:
        """Replace everything by `payloads`, all or nothing. False when there was no room; then nothing has changed."""
        self._require_writable()
        old, new = self._slots[self._active], self._slots[1 - self._active]
        try:
            with self._or_broken():
                size, link = _write_generation(new, self._generation + 1, payloads)
        except StorageFull:
            with self._or_broken():
                _cut(new, 0)
            return False
        self._active, self._generation = 1 - self._active, self._generation + 1
        self.size, self._link = size, link
        with self._or_broken():
            _cut(old, 0)
        return True

    def retire(self) -> None:
        """Take nothing more; the slots are for another journal now."""
        self._broken = self._broken or "closed"

    def close(self) -> None:
        self.retire()
        for slot in self._slots:
            slot.close()

    def _require_writable(self) -> None:
        if self._damage:
            raise Damaged(self._damage)
        if self._broken:
            raise StoreBroken(self._broken)

    @contextmanager
    def _or_broken(self) -> Iterator[None]:
        try:
            yield
        except StorageFull:
            raise
        except BaseException as failure:
            self._broken = str(failure) or type(failure).__name__
            raise


def open_journal(slots: Slots) -> tuple[Journal, Contents]:
    """The journal in these slots, a new one when they are empty. A damaged one is opened for reading only and left untouched."""
    read = [slot.read() for slot in slots]
    heads = [_head(data) for data in read]
    active = 0 if (heads[0] or (0, 0)) >= (heads[1] or (0, 0)) else 1
    head = heads[active]
    if head is None:
        return _without_head(slots, read)
    generation, born = head
    spans, end, link = _scan(read[active], generation)
    survivors = _salvage(read[active], end, spans)
    if survivors or end < born:
        damage = f"damage at byte {end} of {len(read[active])}"
        return Journal(slots, active, generation, end, link, damage), Contents(read[active], spans + survivors, damage=damage)
    _settle(slots, active, read, spans, end)
    return Journal(slots, active, generation, end, link), Contents(read[active], spans, torn=len(read[active]) - end)


def is_blank(slots: Slots) -> bool:
    """Nothing was ever recorded in these slots, or all of it was erased."""
    return all(slot.size() <= _HEAD.size for slot in slots)


def erase(slots: Slots) -> None:
    """Nothing is left in them, also after the power goes."""
    for slot in slots:
        _cut(slot, 0)


def _without_head(slots: Slots, read: list[bytes]) -> tuple[Journal, Contents]:
    longest = max(read, key=len)
    if len(longest) > _HEAD.size:
        damage = "the head is damaged"
        return Journal(slots, 0, 0, 0, 0, damage), Contents(longest, _salvage(longest, 0, []), damage=damage)
    erase(slots)
    end, link = _write_generation(slots[0], 1, ())
    return Journal(slots, 0, 1, end, link), Contents(b"", [])


def _settle(slots: Slots, active: int, read: list[bytes], spans: list[tuple[int, int]], end: int) -> None:
    # The last record may so far be in the page cache only: killed before its flush, or a flush that failed, after which the
    # system takes the pages for clean. Written once more and flushed, it counts.
    slot = slots[active]
    if end < len(read[active]):
        slot.truncate(end)
    if spans:
        start = spans[-1][0] - _RECORD.size
        slot.write(read[active][start:end], start)
    slot.flush()
    if read[1 - active]:
        _cut(slots[1 - active], 0)


def _cut(slot: Slot, size: int) -> None:
    slot.truncate(size)
    slot.flush()


def _write_generation(slot: Slot, generation: int, payloads: Iterable[bytes]) -> tuple[int, int]:
    # The head is written last: a slot without one was never finished, and the other still holds everything.
    slot.truncate(0)
    end, link = _HEAD.size, _seed(generation)
    for payload in payloads:
        framed, link = _framed(payload, link)
        slot.write(framed, end)
        end += len(framed)
    if end > _HEAD.size:
        slot.flush()
    slot.write(_head_bytes(generation, end), 0)
    slot.flush()
    return end, link


def _head_bytes(generation: int, born: int) -> bytes:
    checked = _HEAD.pack(_MAGIC, generation, born, 0)[:-4]
    return checked + struct.pack("<I", crc32(checked))


def _head(data: bytes) -> tuple[int, int] | None:
    """(generation, length at birth) of a slot with a whole head."""
    if len(data) < _HEAD.size:
        return None
    magic, generation, born, check = _HEAD.unpack_from(data)
    whole = magic == _MAGIC and check == crc32(data[: _HEAD.size - 4])
    return (generation, born) if whole else None


def _seed(generation: int) -> int:
    return crc32(generation.to_bytes(8, "little"))


def _framed(payload: bytes, link: int) -> tuple[bytes, int]:
    size_and_crc = struct.pack("<II", len(payload), crc32(payload, len(payload)))
    link = crc32(size_and_crc, link)
    return b"".join((_MARK, size_and_crc, link.to_bytes(4, "little"), payload)), link


def _scan(data: bytes, generation: int) -> tuple[list[tuple[int, int]], int, int]:
    """The payloads that stand whole and linked from the head on, where they end, and the last link."""
    spans: list[tuple[int, int]] = []
    unpack, view, size = _RECORD.unpack_from, memoryview(data), len(data)
    at, link = _HEAD.size, _seed(generation)
    while (start := at + 16) <= size:
        mark, length, crc, linked = unpack(data, at)
        end = start + length
        if mark != _MARK or not length or end > size or crc32(view[start:end], length) != crc:
            break
        if (following := crc32(view[at + 4 : at + 12], link)) != linked:
            break
        at, link = end, following
        spans.append((start, end))
    return spans, at, link


def _salvage(data: bytes, at: int, read: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Records that stand on their own from `at` on and are no repetition of one already read."""
    if data.find(_MARK, at) < 0:
        return []
    seen = {data[start - 4 : start] for start, _ in read}
    found: list[tuple[int, int]] = []
    while (at := data.find(_MARK, at)) >= 0:
        span = _whole(data, at, seen)
        if span:
            found.append(span)
        at = span[1] if span else at + 1
    return found


def _whole(data: bytes, at: int, seen: set[bytes]) -> tuple[int, int] | None:
    start = at + _RECORD.size
    if start > len(data):
        return None
    _, length, crc, _ = _RECORD.unpack_from(data, at)
    end = start + length
    whole = length and end <= len(data) and data[start - 4 : start] not in seen and crc32(memoryview(data)[start:end], length) == crc
    return (start, end) if whole else None
