"""A photo is named by the SHA-256 of its JPEG; facts carry the name, the bytes go their own way to the office.

Place and time belong to the fact, never to the file: it is re-encoded on the device without what its camera wrote into it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal, get_args

from attrs import asdict, fields, frozen, has, resolve_types

from field_app.domain.errors import Objection, say
from field_app.domain.facts import EVERYONE, fact
from field_app.domain.sheets import Entry, Ground, Sheet, once

Source = Literal["camera", "gallery"]

LONGEST_SIDE = 1600
MOST_BYTES = 4 * 1024 * 1024  # a JPEG of this side is a tenth of it
MOST_TOGETHER = 12  # photos in one entry

_NAME = re.compile(r"[0-9a-f]{64}")


@frozen
class Photo:
    """`sha256` in hex and `size` in bytes of the JPEG, its sides in pixels. `taken_at`: the clock for the camera, what the file said
    for the gallery, None where it said nothing.
    """

    sha256: str
    size: int
    width: int
    height: int
    source: Source
    taken_at: datetime | None = None


def unlikely(photos: Iterable[Photo], rule: str, beside: str = "photos") -> Iterator[Objection]:
    """Objections to what can't be photos, or is too many of them."""
    given = tuple(photos)
    if not all(map(_is_possible, given)):
        yield Objection(rule, say("This is no photo the app can keep; take another one."), beside)
    if len(given) > MOST_TOGETHER:
        yield Objection(rule, say("At most {most} photos in one entry; leave some out.", most=MOST_TOGETHER), beside)
    if len({photo.sha256 for photo in given}) < len(given):
        yield Objection(rule, say("One photo is here twice; remove one of them."), beside)


def from_gallery(photos: Iterable[Photo], rule: str, beside: str) -> Iterator[Objection]:
    """A passable objection where a photo was to be taken on the spot (P9.1)."""
    if any(photo.source == "gallery" for photo in photos):
        yield Objection(rule, say("Take this photo here and now with the camera."), beside, passable=True)


def is_name(text: str) -> bool:
    """True for what can be the name of a photo."""
    return bool(_NAME.fullmatch(text))


def _is_possible(photo: Photo) -> bool:
    sides = (photo.width, photo.height)
    return is_name(photo.sha256) and 0 < photo.size <= MOST_BYTES and all(0 < side <= LONGEST_SIDE for side in sides)


def _may_add(_sheet: Sheet, body: "PhotoAdded", _ground: Ground) -> Iterable[Objection]:
    yield from unlikely((body.photo,), "P2.2", "photo")


@fact("photo_added", on="repair", by=EVERYONE, gate=_may_add)
@frozen
class PhotoAdded:
    """A photo in the discussion on the sheet (P2.2)."""

    photo: Photo
    caption: str = ""


def photos_in(body: object) -> tuple[Photo, ...]:
    """Every photo a fact names, wherever it stands in it, in order."""
    return tuple(_within(body))


def _within(value: Any) -> Iterator[Photo]:
    if isinstance(value, Photo):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _within(one)
    else:
        for name in _places(value.__class__):
            yield from _within(getattr(value, name))


@cache
def _places(kind: Any) -> tuple[str, ...]:
    """The fields of a body that may hold a photo; asked of every fact, and most have none."""
    if not has(kind):
        return ()
    resolve_types(kind)
    return tuple(attribute.name for attribute in fields(kind) if _may_hold(attribute.type))


def _may_hold(kind: Any) -> bool:
    return kind is Photo or any(map(_may_hold, get_args(kind))) or (isinstance(kind, type) and bool(_places(kind)))


@once
def photos(sheet: Sheet) -> tuple[tuple[Entry[Any], Photo], ...]:
    """Every photo on the sheet with the entry that names it, in order; also of entries that count no longer: both stay readable (P10.3)."""
    return tuple((entry, photo) for entry in sheet.entries for photo in photos_in(entry.body))


def shown_photos(taken: Iterable[Photo]) -> dict[str, list[str]]:
    """What a signed paper says of its photos. Nothing where there is none: so papers from before there were photos stay signed."""
    names = [photo.sha256 for photo in taken]
    return {"photos": names} if names else {}


def dump(photo: Photo) -> dict[str, Any]:
    """A photo as a form keeps it until it becomes part of a fact."""
    values = asdict(photo)
    return values | {"taken_at": photo.taken_at.isoformat() if photo.taken_at else None}


def load(values: Mapping[str, Any]) -> Photo:
    """The photo a form kept."""
    at = values["taken_at"]
    return Photo(**{**values, "taken_at": datetime.fromisoformat(at) if at else None})
