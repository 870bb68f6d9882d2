"""A phone's rescue file at the office: what only a dead phone knew comes in by hand, exactly as the phone would have sent it.

The facts keep their journal and their place in it, so the phone may still come back and sync: it finds them known already.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import reduce
from typing import Any

from attrs import frozen
from sqlalchemy import select

from field_app.domain.facts import DeviceId, UserId, chain
from sync.protocol import MAX_LINE, Frozen, Malformed, Refused, SignedOut
from sync.server import tables
from sync.server.access import Principal
from sync.server.office import Office
from sync.server.pushes import Appended, Judged, Push, hash_at
from sync.server.verdicts import read_line

BATCH = 500

_d = tables.devices.c


class NotImported(Exception):
    """Nothing was taken from this file; the message says why."""


@frozen
class Rescue:
    """What a rescue file holds. `hash` is the chain's hash after the last line, empty in files of release 0.1.0; `half_typed` are the
    texts of forms that were never saved, by the form's name: no records, to be read by whoever writes them down anew.
    """

    device: DeviceId
    user: UserId
    lines: Mapping[int, bytes]
    hash: str
    photos: Mapping[str, bytes]
    half_typed: Mapping[str, tuple[str, ...]]


@frozen
class Imported:
    """`known` facts were here already; `new` ones are now, as judged. `photos` came along, `left` could not be taken."""

    known: int
    new: tuple[Judged, ...]
    photos: int
    left: int


def read_rescue(data: bytes) -> Rescue:
    """The file's content. Raises NotImported for anything else."""
    try:
        said = json.loads(data)
        lines = {_place(line): line.encode() for line in said["lines"]}
        photos = {str(name): base64.b64decode(packed, validate=True) for name, packed in said.get("photos", {}).items()}
        typed = {str(form): texts for form, values in said.get("drafts", {}).items() if (texts := tuple(_typed(values)))}
        return Rescue(DeviceId(str(said["device"])), UserId(str(said["user"])), lines, str(said.get("hash", "")), photos, typed)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, binascii.Error) as problem:
        raise NotImported(f"This is no rescue file of the app ({problem}).") from problem


def _typed(values: Mapping[str, Any]) -> Iterator[str]:
    """`field: text` of every field somebody wrote in; signatures and photos are no text."""
    return (f"{name}: {text.strip()}" for name, text in values.items() if isinstance(text, str) and text.strip())


def _place(line: Any) -> int:
    return int(line[1 : line.index(",")])


def bring_in(office: Office, rescue: Rescue) -> Imported:
    """Keep every fact the office doesn't have yet. Doing it twice changes nothing. Raises NotImported."""
    journal = _journal(office, rescue)
    known = [n for n in rescue.lines if n <= journal.head]
    _must_agree(office, rescue, known)
    fresh = _fresh(rescue, journal)
    judged: list[Judged] = []
    for start in range(0, len(fresh), BATCH):
        judged += _append(office, journal, fresh[start : start + BATCH], journal.head + start, office.now())
    photos = sum(_bring_photo(office, journal, name, data) for name, data in rescue.photos.items())
    return Imported(len(known), tuple(judged), photos, len(rescue.photos) - photos)


def _journal(office: Office, rescue: Rescue) -> Principal:
    question = select(_d.user, _d.state, _d.head, _d.hash).where(_d.company == office.settings.company, _d.device == rescue.device)
    with office.database.read() as connection:
        row = connection.execute(question).first()
    if row is None:
        raise NotImported("The office doesn't know this device. Was it enrolled here, and with this database?")
    if row.user != rescue.user:
        raise NotImported("This device belongs to someone else than the file says.")
    if row.state == "frozen":
        raise NotImported("This device was cloned, its records fork: nothing more of it can be taken.")
    return Principal(office.settings.company, rescue.device, rescue.user, row.state, row.head, bytes(row.hash))


def _must_agree(office: Office, rescue: Rescue, known: list[int]) -> None:
    with office.database.read() as connection:
        for n in known:
            before, here = (hash_at(connection, office.settings.company, rescue.device, place) for place in (n - 1, n))
            if chain(before, rescue.lines[n]) != here:
                raise NotImported(f"Record {n} is another one at the office: this file was changed, or the device was cloned.")


def _fresh(rescue: Rescue, journal: Principal) -> list[bytes]:
    wanted = sorted(n for n in rescue.lines if n > journal.head)
    for place, n in enumerate(wanted, journal.head + 1):
        if n != place:
            raise NotImported(f"Record {place} is neither in this file nor at the office: records after it can't be taken.")
    fresh = [rescue.lines[n] for n in wanted]
    if fresh and rescue.hash and reduce(chain, fresh, journal.hash).hex() != rescue.hash:
        raise NotImported("The records in this file are not those the device wrote: the file is damaged.")
    return fresh


def _append(office: Office, journal: Principal, lines: list[bytes], after: int, at: datetime) -> tuple[Judged, ...]:
    if any(len(line) > MAX_LINE for line in lines):
        raise NotImported("A record in this file is larger than any the app writes.")
    try:
        read = tuple(read_line(journal.device, after + place, line) for place, line in enumerate(lines, 1))
        appended: Appended = office.log.append(Push(journal.device, after, "", read, at, by_hand=True))
    except Malformed as problem:
        raise NotImported(f"This file is damaged: {problem}.") from problem
    except (Frozen, SignedOut) as trouble:
        raise NotImported("This device was reported lost: nothing of it is taken.") from trouble
    return appended.judged


def _bring_photo(office: Office, journal: Principal, name: str, data: bytes) -> bool:
    try:
        return office.blobs.bring(journal, name, 0, len(data), data).done
    except Refused:
        return False  # no fact names it, or it is no photo: told by the count
