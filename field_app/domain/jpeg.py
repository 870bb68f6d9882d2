"""The outside of a JPEG: what it is, how large, when it was taken, and how to take out of it what a camera wrote into it.

No pixel is decoded here. Reading is lenient where cameras are sloppy; `checked` is what may leave a device and lie at the office.
"""

import struct
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from field_app.domain.days import SHANGHAI
from field_app.domain.exact import aware

_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive: what browsers draw
_OTHER_FRAMES = tuple(marker for marker in range(0xC3, 0xD0) if marker not in (0xC4, 0xC8, 0xCC))
_RESTARTS = range(0xD0, 0xD8)
_HARMLESS = (_APP0, _APP2, _APP14)  # size of a dot, colour profile, colour transform
_EXIF = b"Exif\0\0"
_TAKEN, _OFFSET, _MORE = 0x9003, 0x9011, 0x8769


class NotJpeg(ValueError):
    """These bytes are no JPEG we take; the message says why."""


class _Segment(NamedTuple):
    marker: int
    start: int
    body: int
    end: int


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels as the header says. NotJpeg when it says none."""
    for segment in _header(data):
        if segment.marker in _FRAMES:
            return _frame(data, segment)
        if segment.marker in _OTHER_FRAMES:
            raise NotJpeg("a kind of JPEG that isn't drawn everywhere")
    raise NotJpeg("no frame")


def components(data: bytes) -> int:
    """1 for a grey picture, 3 for a coloured one. NotJpeg when the header says neither."""
    size_of(data)
    return next(data[segment.body + 5] for segment in _header(data) if segment.marker in _FRAMES)


def bare(data: bytes) -> bytes:
    """The same picture without anything a camera or an app wrote beside it: no place, no time, no serial number, no comment."""
    kept = [data[:2]]
    end = 2
    for segment in _header(data):
        end = segment.end
        if not _tells(segment.marker):
            kept.append(data[segment.start : segment.end])
    return b"".join((*kept, data[end:]))


def checked(data: bytes, longest_side: int) -> tuple[int, int]:
    """Width and height of a bare JPEG that begins and ends as one, its sides no longer than this. NotJpeg for anything else."""
    if any(_tells(segment.marker) for segment in _header(data)):
        raise NotJpeg("more in it than a picture")
    width, height = size_of(data)
    if not (0 < width <= longest_side and 0 < height <= longest_side):
        raise NotJpeg("too large")
    if _end(data) != len(data):
        raise NotJpeg("something behind the picture")
    return width, height


def taken_at(data: bytes) -> datetime | None:
    """When the camera says it was taken, in Shanghai where it doesn't say in which zone; None when it says nothing."""
    try:
        return _taken_at(data)
    except (NotJpeg, struct.error, ValueError, IndexError):
        return None


def _header(data: bytes) -> Iterator[_Segment]:
    """The segments before the first scan."""
    if data[:2] != bytes((0xFF, _SOI)):
        raise NotJpeg("no JPEG")
    at = 2
    while True:
        segment = _segment(data, at)
        yield segment
        if segment.marker == _SOS:
            return
        at = segment.end


def _segment(data: bytes, start: int) -> _Segment:
    at = start
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] == b"\xff":
        at += 1
    if len(data) < at + 4 or data[at] != 0xFF:
        raise NotJpeg("cut short")
    marker = data[at + 1]
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    if length < 2 or at + 2 + length > len(data) or marker in (0, _SOI, _EOI):
        raise NotJpeg("cut short")
    return _Segment(marker, start, at + 4, at + 2 + length)


def _frame(data: bytes, segment: _Segment) -> tuple[int, int]:
    if segment.end - segment.body < 6:
        raise NotJpeg("cut short")
    depth, height, width, parts = struct.unpack_from(">BHHB", data, segment.body)
    if depth != 8 or parts not in (1, 3) or not width or not height:
        raise NotJpeg("a kind of JPEG that isn't drawn everywhere")
    return width, height


def _tells(marker: int) -> bool:
    return marker == _COMMENT or (_APP0 <= marker <= _APP15 and marker not in _HARMLESS)


def _end(data: bytes) -> int:
    """Where the picture ends."""
    *_, scan = _header(data)
    at = scan.end
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise NotJpeg("cut short")
        marker = data[at + 1]
        if marker == _EOI:
            return at + 2
        if marker == 0 or marker in _RESTARTS:
            at += 2
        elif marker == 0xFF:
            at += 1
        else:
            at = _segment(data, at).end


def _taken_at(data: bytes) -> datetime | None:
    for segment in _header(data):
        if segment.marker == _APP1 and data[segment.body : segment.body + 6] == _EXIF:
            tiff = data[segment.body + 6 : segment.end]
            order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
            if not order:
                return None
            inner = _entries(tiff, order, struct.unpack_from(order + "I", tiff, 4)[0]).get(_MORE)
            found = _entries(tiff, order, inner[1]) if inner else {}
            return _moment(_text(tiff, found.get(_TAKEN)), _text(tiff, found.get(_OFFSET)))
    return None


def _entries(tiff: bytes, order: str, at: int) -> dict[int, tuple[int, int, int]]:
    """Tag → (count, value or its place, place of the value field) of one directory."""
    (count,) = struct.unpack_from(order + "H", tiff, at)
    found = {}
    for place in range(at + 2, at + 2 + 12 * count, 12):
        tag, _kind, length, value = struct.unpack_from(order + "HHII", tiff, place)
        found[tag] = (length, value, place + 8)
    return found


def _text(tiff: bytes, entry: tuple[int, int, int] | None) -> str:
    if entry is None:
        return ""
    length, at, here = entry
    start = at if length > 4 else here
    return tiff[start : start + length].split(b"\0")[0].decode("ascii")


def _moment(taken: str, offset: str) -> datetime | None:
    if not taken:
        return None
    day, _, time = taken.partition(" ")
    said = datetime.fromisoformat(f"{day.replace(':', '-')}T{time}")
    return aware(said.isoformat() + offset) if offset else said.replace(tzinfo=SHANGHAI)
