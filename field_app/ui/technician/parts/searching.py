"""Finding by any word of it what is on this phone: cases by number, customer, phone, fault or piece; installed pieces by serial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from field_app.domain import archive
from field_app.domain.archive import Equipment
from field_app.domain.repair import intake
from field_app.domain.repair.diagnosis import diagnoses
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.takeback import slips
from field_app.domain.sheets import Sheet

MOST = 50


@frozen
class Installed:
    """A piece of an archive, found by itself."""

    archive: Sheet
    piece: Equipment


def cases(sheets: Iterable[Sheet], text: str) -> tuple[Sheet, ...]:
    """The cases in which every word of the text stands, the newest first."""
    words = text.casefold().split()
    hits = (sheet for sheet in reversed(tuple(sheets)) if words and _holds(" ".join(_texts(sheet)), words))
    return tuple(sheet for _place, sheet in zip(range(MOST), hits, strict=False))


def pieces(archives: Iterable[Sheet], text: str) -> tuple[Installed, ...]:
    """The installed pieces in whose particulars every word stands."""
    words = text.casefold().split()
    every = (Installed(found, piece) for found in archives for piece in archive.equipment(found))
    hits = (one for one in every if words and _holds(" ".join(_particulars(one)), words))
    return tuple(one for _place, one in zip(range(MOST), hits, strict=False))


def _holds(text: str, words: Sequence[str]) -> bool:
    lowered = text.casefold()
    return all(word in lowered for word in words)


def _texts(sheet: Sheet) -> Iterator[str]:
    known = intake.request(sheet)
    yield from (intake.number(sheet), known.customer, known.project, known.contact, known.phone, known.address)
    yield from (known.fault, known.equipment, known.serial)
    for entry in diagnoses(sheet):
        yield from (entry.body.piece, entry.body.serial, entry.body.cause)
    for work in sheet.live(WorkRecorded):
        yield work.body.work
        yield from (text for part in work.body.parts for text in (part.name, part.old_serial, part.new_serial))
    yield from (slip.body.slip for slip in slips(sheet))
    yield from (note.body.text for note in sheet.live(NoteAdded))


def _particulars(one: Installed) -> tuple[str, ...]:
    project = archive.project(one.archive)
    where = (project.customer, project.project, project.address) if project else ()
    return (one.piece.serial, one.piece.name, one.piece.model, one.piece.place, *where)
