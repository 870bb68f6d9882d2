"""Journals in the browser's private file system, through the synchronous access handles a worker has there.

Handles are opened once, which takes awaiting; all that follows is synchronous. A handle is the lock as well: who has one keeps every
other tab out.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from field_app.store.door import AlreadyOpen, NoStorage, StorageFull, StoreBroken, StoreTrouble
from field_app.store.journal import Slots, is_blank

_HELD = "NoModificationAllowedError"
_PATIENCE, _MOMENT_SECONDS = 10, 0.15
_SPARE_PLACES = 2  # a handle can't be opened without awaiting, and signing in anew must not wait for the app to start again


class Bridge(Protocol):
    """The little of JavaScript that a slot needs."""

    error: type[Exception]

    def at(self, offset: int) -> Any:
        """The options object of a read or write."""

    def buffer(self, size: int) -> Any: ...

    def to_js(self, data: bytes) -> Any: ...

    def to_bytes(self, buffer: Any) -> bytes: ...


@contextmanager
def _translated(bridge: Bridge) -> Iterator[None]:
    try:
        yield
    except bridge.error as failure:
        kind = StorageFull if getattr(failure, "name", "") == "QuotaExceededError" else StoreBroken
        raise kind(str(failure)) from failure


class OpfsSlot:
    """One file by its sync access handle."""

    def __init__(self, handle: Any, bridge: Bridge) -> None:
        self._handle = handle
        self._bridge = bridge

    def size(self) -> int:
        with _translated(self._bridge):
            return int(self._handle.getSize())

    def read(self) -> bytes:
        with _translated(self._bridge):
            buffer = self._bridge.buffer(int(self._handle.getSize()))
            count = int(self._handle.read(buffer, self._bridge.at(0)))
            return self._bridge.to_bytes(buffer)[:count]

    def write(self, data: bytes, at: int) -> None:
        with _translated(self._bridge):
            count = int(self._handle.write(self._bridge.to_js(data), self._bridge.at(at)))
        if count < len(data):
            # Some browsers write what fits instead of throwing.
            raise StorageFull(f"{count} of {len(data)} bytes written")

    def flush(self) -> None:
        try:
            self._handle.flush()
        except self._bridge.error as failure:
            raise StoreBroken(str(failure)) from failure

    def truncate(self, size: int) -> None:
        with _translated(self._bridge):
            self._handle.truncate(size)

    def close(self) -> None:
        self._handle.close()


class OpfsPlaces:
    """The places whose handles were opened at the start."""

    def __init__(self, slots: dict[int, Slots], photos: "OpfsBlobs", bridge: "JsBridge", root: str) -> None:
        self._slots, self._bridge, self._root = slots, bridge, root
        self.photos = photos

    def numbers(self) -> list[int]:
        return sorted(self._slots)

    def open(self, number: int) -> Slots:
        if number not in self._slots:
            raise StoreTrouble("no place left for another journal: start the app again")
        return self._slots[number]

    async def vanish(self) -> None:
        await self._bridge.remove(self._root)


class OpfsBlobs:
    """One file a photo. What a kill leaves half-written no journal names."""

    def __init__(self, directory: Any, bridge: "JsBridge") -> None:
        self._directory, self._bridge = directory, bridge

    async def put(self, name: str, data: bytes) -> None:
        try:
            with _translated(self._bridge):
                file = await self._directory.getFileHandle(name, self._bridge.create())
                slot = OpfsSlot(await file.createSyncAccessHandle(), self._bridge)
            try:
                slot.truncate(0)
                slot.write(data, 0)
                slot.flush()
            finally:
                slot.close()
        except StoreTrouble:
            await self.drop(name)
            raise

    async def get(self, name: str) -> bytes | None:
        try:
            file = await (await self._directory.getFileHandle(name)).getFile()
            return (await file.arrayBuffer()).to_bytes()  # type: ignore[no-any-return]
        except self._bridge.error as failure:
            if _is_absent(failure):
                return None
            raise StoreBroken(str(failure)) from failure

    async def drop(self, name: str) -> None:
        try:
            await self._directory.removeEntry(name)
        except self._bridge.error as failure:
            if not _is_absent(failure):
                raise StoreBroken(str(failure)) from failure

    async def names(self) -> frozenset[str]:
        with _translated(self._bridge):
            return frozenset([entry[0] async for entry in self._directory.entries()])


def _is_absent(failure: Exception) -> bool:
    return getattr(failure, "name", "") == "NotFoundError"


class JsBridge:
    """Pyodide's own."""

    def __init__(self) -> None:
        import js
        from pyodide.ffi import JsException, to_js

        self.error = JsException
        self.to_js = to_js
        self._js = js
        self._options = js.Object.new()

    def at(self, offset: int) -> Any:
        self._options.at = offset
        return self._options

    def buffer(self, size: int) -> Any:
        return self._js.Uint8Array.new(size)

    def to_bytes(self, buffer: Any) -> bytes:
        return buffer.to_bytes()  # type: ignore[no-any-return]

    def create(self) -> Any:
        return self._js.Object.fromEntries(self.to_js([["create", True]]))

    async def directory(self, name: str) -> Any:
        storage = getattr(self._js.navigator, "storage", None)
        if storage is None or not hasattr(storage, "getDirectory"):
            raise NoStorage("this page has no private file system: it needs https and a current browser")
        try:
            return await self.inside(await storage.getDirectory(), name)
        except self.error as failure:
            raise NoStorage(str(failure)) from failure

    async def remove(self, name: str) -> None:
        options = self._js.Object.fromEntries(self.to_js([["recursive", True]]))
        try:
            await (await self._js.navigator.storage.getDirectory()).removeEntry(name, options)
        except self.error as failure:
            raise StoreBroken(str(failure)) from failure

    async def inside(self, directory: Any, name: str) -> Any:
        try:
            return await directory.getDirectoryHandle(name, self.create())
        except self.error as failure:
            raise NoStorage(str(failure)) from failure


async def open_opfs(root: str) -> OpfsPlaces:
    """All places of this directory, and empty ones to spare. AlreadyOpen when another tab has them, NoStorage where there is none."""
    bridge = JsBridge()
    directory = await bridge.directory(root)
    photos = OpfsBlobs(await bridge.inside(directory, "photos"), bridge)
    names = [entry[0] async for entry in directory.entries()]
    slots: dict[int, Slots] = {}
    try:
        for number in sorted({0} | {int(name[:-2]) for name in names if name[:-2].isdigit()}):
            slots[number] = await _open_place(bridge, directory, number)
        while sum(is_blank(place) for number, place in slots.items() if number) < _SPARE_PLACES:
            slots[max(slots) + 1] = await _open_place(bridge, directory, max(slots) + 1)
    except BaseException:
        for slot in (slot for place in slots.values() for slot in place):
            slot.close()
        raise
    return OpfsPlaces(slots, photos, bridge, root)


async def _open_place(bridge: JsBridge, directory: Any, number: int) -> Slots:
    first = await _open_slot(bridge, directory, f"{number}.a")
    try:
        return first, await _open_slot(bridge, directory, f"{number}.b")
    except BaseException:
        first.close()
        raise


async def _open_slot(bridge: JsBridge, directory: Any, name: str) -> OpfsSlot:
    try:
        file = await directory.getFileHandle(name, bridge.create())
    except bridge.error as failure:
        raise _no_slot(failure, name) from failure
    for patience in range(_PATIENCE, -1, -1):
        try:
            return OpfsSlot(await file.createSyncAccessHandle(), bridge)
        except bridge.error as failure:
            if not patience or getattr(failure, "name", "") != _HELD:
                raise _no_slot(failure, name) from failure
        # After a reload the page before may hold its handles for a moment more.
        await asyncio.sleep(_MOMENT_SECONDS)
    raise AssertionError("unreachable")


def _no_slot(failure: Exception, name: str) -> StoreTrouble:
    kinds = {_HELD: AlreadyOpen, "QuotaExceededError": StorageFull}
    return kinds.get(getattr(failure, "name", ""), NoStorage)(f"{name}: {failure}")
