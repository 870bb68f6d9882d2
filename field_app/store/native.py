"""Journals as files: flushed to the disk itself, locked against a second process."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from field_app.store.door import AlreadyOpen, StorageFull, StoreBroken, StoreTrouble
from field_app.store.journal import Slots

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        kind = StorageFull if failure.errno in _NO_ROOM else StoreBroken
        raise kind(str(failure)) from failure


class FileSlot:
    """One file. The lock falls with the process, however it ends."""

    def __init__(self, path: Path) -> None:
        with _translated():
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _lock(self._fd)
        except OSError as held:
            os.close(self._fd)
            raise AlreadyOpen(str(path)) from held

    def size(self) -> int:
        return os.fstat(self._fd).st_size

    def read(self) -> bytes:
        with _translated():
            os.lseek(self._fd, 0, os.SEEK_SET)
            size = self.size()
            parts = []
            while size > 0 and (part := os.read(self._fd, size)):
                parts.append(part)
                size -= len(part)
            return b"".join(parts) if len(parts) != 1 else parts[0]

    def write(self, data: bytes, at: int) -> None:
        with _translated():
            os.lseek(self._fd, at, os.SEEK_SET)
            while data:
                data = data[os.write(self._fd, data) :]

    def flush(self) -> None:
        try:
            _flush(self._fd)
        except OSError as failure:
            # Also for want of room: what of it is on disk is unknown, and the system takes the pages for clean.
            raise StoreBroken(str(failure)) from failure

    def truncate(self, size: int) -> None:
        with _translated():
            os.ftruncate(self._fd, size)
            os.fsync(self._fd)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class FilePlaces:
    """The places of one directory: files `1.a` and `1.b`, `2.a` …"""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.photos = FileBlobs(root / "photos")
        with _translated():
            self.photos.root.mkdir(parents=True, exist_ok=True)

    def numbers(self) -> list[int]:
        return sorted({int(path.stem) for path in self._root.glob("*.[ab]") if path.stem.isdigit()})

    def open(self, number: int) -> Slots:
        return open_files(self._root / str(number))

    async def vanish(self) -> None:
        with _translated():
            shutil.rmtree(self._root)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class FileBlobs:
    """One file a photo. A `.part` is what a kill left of one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def put(self, name: str, data: bytes) -> None:
        part = self.root / f"{name}.part"
        try:
            with _translated():
                with open(part, "wb", opener=_private) as file:
                    file.write(data)
                    file.flush()
                    _flush(file.fileno())
                part.replace(self.root / name)
            _flush_directory(self.root)
        except StoreTrouble:
            part.unlink(missing_ok=True)
            raise

    async def get(self, name: str) -> bytes | None:
        try:
            with _translated():
                return (self.root / name).read_bytes()
        except StoreBroken as failure:
            if isinstance(failure.__cause__, FileNotFoundError):
                return None
            raise

    async def drop(self, name: str) -> None:
        with _translated():
            (self.root / name).unlink(missing_ok=True)

    async def names(self) -> frozenset[str]:
        with _translated():
            return frozenset(path.name for path in self.root.iterdir())


def open_files(stem: Path) -> Slots:
    """The two slots `stem.a` and `stem.b`."""
    a = FileSlot(stem.with_name(stem.name + ".a"))
    try:
        b = FileSlot(stem.with_name(stem.name + ".b"))
    except BaseException:
        a.close()
        raise
    _flush_directory(stem.parent)
    return a, b


def _flush_directory(path: Path) -> None:
    # A new file whose name isn't on disk is lost with the power, with all that was flushed into it.
    if sys.platform != "win32":
        with _translated():
            fd = os.open(path, os.O_RDONLY)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)


def _flusher() -> Callable[[int], object]:
    if sys.platform in ("darwin", "ios"):
        import fcntl

        # fsync on Apple's systems stops at the drive's cache.
        return lambda fd: fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
    return getattr(os, "fdatasync", os.fsync)


def _locker() -> Callable[[int], object]:
    if sys.platform == "win32":
        import msvcrt

        return lambda fd: msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    import fcntl

    return lambda fd: fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


_flush, _lock = _flusher(), _locker()
