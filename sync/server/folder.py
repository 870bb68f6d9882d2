"""Photos as files, named by the SHA-256 of what is in them. A part lies apart until it is whole and found to be what its name says."""

import hashlib
import os
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from field_app.domain import jpeg
from field_app.domain.photo import LONGEST_SIDE, MOST_BYTES

PARTS, DAMAGED = "parts", "damaged"
FORGOTTEN_AFTER_SECONDS = 90 * 24 * 3600  # a part nobody went on with


class NotThatPhoto(Exception):
    """What came is not what its name says, or is no photo we keep; the message is the reason told to the phone."""


class BlobFolder:
    """One company's photos. Several processes may use it at once: names say what is in them, and moving into place is one step."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, name: str) -> bool:
        return self._place(name).is_file()

    def read(self, name: str) -> bytes | None:
        """The photo, None when it isn't here or no longer what its name says."""
        try:
            data = self._place(name).read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == name else None

    def offset(self, name: str, device: str) -> int:
        """How much of a photo this device has brought so far."""
        part = self._part(name, device)
        return part.stat().st_size if part.is_file() else 0

    def append(self, name: str, device: str, offset: int, data: bytes) -> int:
        """Go on with a part at `offset`, which isn't beyond its end. Returns where it ends now."""
        part = self._part(name, device)
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "r+b" if part.exists() else "wb") as file:
            file.seek(offset)
            file.write(data)
        return offset + len(data)

    def settle(self, name: str, device: str) -> int:
        """Make a part that has all its bytes the photo; its size. Raises NotThatPhoto, and then nothing of it is left."""
        part = self._part(name, device)
        data = part.read_bytes()
        try:
            check(name, data)
        except NotThatPhoto:
            part.unlink(missing_ok=True)
            raise
        self._move_in(name, device)
        return len(data)

    def _move_in(self, name: str, device: str) -> None:
        part, place = self._part(name, device), self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        _flush(part)
        part.replace(place)
        _flush(place.parent)

    def keep(self, name: str, data: bytes) -> None:
        """Put a whole photo here, as from a phone's rescue file. Raises NotThatPhoto."""
        check(name, data)
        self.put(name, data)

    def put(self, name: str, data: bytes) -> None:
        """Put a photo here that was looked at elsewhere, whole or not at all."""
        self.append(name, "whole", 0, data)
        self._move_in(name, "whole")

    def put_aside(self, name: str) -> None:
        """A damaged photo makes room for a good one; it stays to be looked at."""
        aside = self.root / DAMAGED / name
        aside.parent.mkdir(parents=True, exist_ok=True)
        self._place(name).replace(aside)

    def erase(self, name: str) -> None:
        """Remove every trace of a photo from this folder (F62)."""
        for file in (self._place(name), self.root / DAMAGED / name, *(self.root / PARTS).glob(f"{name}.*")):
            file.unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Every whole photo, for backups and scrubbing."""
        yield from (file.name for inside in sorted(self.root.glob("[0-9a-f][0-9a-f]")) for file in sorted(inside.iterdir()))

    def copy_to(self, other: Path, only: Collection[str] | None = None) -> int:
        """Bring every photo that isn't there, or `only` these, into another such folder, for a backup or a move. Returns how many were.

        One that is damaged stays behind: a scrub asks its phone for it again.
        """
        target, copied = BlobFolder(other), 0
        for name in self.names():
            if only is not None and name not in only:
                continue
            data = None if target.has(name) else self.read(name)
            if data is not None:
                target.put(name, data)
                copied += 1
        return copied

    def forget_parts(self, now: float | None = None) -> None:
        """Remove parts nobody has gone on with for long."""
        oldest = (time.time() if now is None else now) - FORGOTTEN_AFTER_SECONDS
        for part in (self.root / PARTS).glob("*"):
            if part.stat().st_mtime < oldest:
                part.unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self.root / name[:2] / name

    def _part(self, name: str, device: str) -> Path:
        # Each device its own: none can spoil what another brings, and a request that was thought dead only repeats the same bytes.
        return self.root / PARTS / f"{name}.{device}"


def check(name: str, data: bytes) -> None:
    """Raises NotThatPhoto unless these bytes are what the name says, and a JPEG without anything beside the picture."""
    if len(data) > MOST_BYTES:
        raise NotThatPhoto("size")
    if hashlib.sha256(data).hexdigest() != name:
        raise NotThatPhoto("hash")
    try:
        jpeg.checked(data, LONGEST_SIDE)
    except jpeg.NotJpeg as problem:
        raise NotThatPhoto(f"photo: {problem}") from problem


def _flush(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
