"""Reading the archive over its records: duplicates led on to the one that stays, technicians' finds to be checked, a piece's history."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from attrs import evolve, frozen

from field_app.domain.archive import (
    ArchiveMerged,
    DirectionsNoted,
    DocumentFiled,
    EquipmentInstalled,
    ProjectRecorded,
    contract,
    equipment,
    merged_into,
    project,
)
from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.repair.diagnosis import Diagnosed, diagnoses
from field_app.domain.repair.intake import Request, amending, number, request, same_project
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.takeback import TakenBack
from field_app.domain.repair.warranty_rule import reported_on
from field_app.domain.sheets import Entry, Sheet

Find = Callable[[SheetId], Sheet | None]
IsOffice = Callable[[UserId], bool]


def staying(sheet_id: SheetId, find: Find) -> SheetId:
    """The record to look into for this one, led on from duplicate to duplicate; never round in a circle, never to one that isn't here."""
    seen = [sheet_id]
    while (sheet := find(seen[-1])) is not None and (onward := merged_into(sheet)) is not None and onward not in seen:
        seen.append(onward)
    return seen[-1] if find(seen[-1]) is not None else sheet_id


def to_check(sheet: Sheet, is_office: IsOffice) -> tuple[Entry[EquipmentInstalled], ...]:
    """Pieces as a technician found them on site that nobody of the office has confirmed: whoever records a piece again confirms it."""
    newest = {entry.body.equipment.serial: entry for entry in sheet.live(EquipmentInstalled)}
    there = {piece.serial for piece in equipment(sheet)}
    return tuple(entry for serial, entry in newest.items() if serial in there and not is_office(entry.by))


def alike(one: Sheet, other: Sheet) -> bool:
    """Whether two records may be of the same project: the same names, the same phone, or one and the same piece in both."""
    return one.id != other.id and not set(_likeness(one)).isdisjoint(_likeness(other))


def _names(known: ProjectRecorded) -> tuple[str, str]:
    return re.sub(r"\W", "", known.customer).casefold(), re.sub(r"\W", "", known.project).casefold()


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-11:]


def merging(gone: Sheet, stays: Sheet, cases: Iterable[Sheet]) -> Mapping[SheetId, tuple[object, ...]]:
    """The facts of a merge by sheet, to be recorded in one flush: what the record that stays doesn't know yet is written there, open cases
    name it from now on, and the duplicate points to it.
    """
    open_ones = (case for case in cases if request(case).archive == gone.id and not is_closed(case) and not is_cancelled(case))
    named = {case.id: amending(request(case), evolve(request(case), archive=stays.id)) for case in open_ones}
    carried = tuple(_unknown(gone, stays))
    return {**({stays.id: carried} if carried else {}), **named, gone.id: (ArchiveMerged(stays.id),)}


def _unknown(gone: Sheet, stays: Sheet) -> Iterable[object]:
    known = {piece.serial for piece in equipment(stays)}
    yield from (EquipmentInstalled(piece) for piece in equipment(gone) if piece.serial not in known)
    for body in (DirectionsNoted, DocumentFiled):
        there = [entry.body for entry in stays.live(body)]
        yield from (entry.body for entry in gone.live(body) if entry.body not in there)
    terms = contract(gone)
    if terms and contract(stays) is None:
        yield terms


@frozen
class Past:
    """One case of a piece: when it was reported, what was wrong, what was done."""

    case: SheetId
    number: str
    reported_on: date | None
    fault: str
    causes: tuple[str, ...]
    work: tuple[str, ...]
    parts: tuple[str, ...]
    visits: int
    quoted_fen: int
    taken_back: bool


def history(serial: str, cases: Iterable[Sheet]) -> tuple[Past, ...]:
    """Every case of a piece, the newest first."""
    found = [_past(case, serial) for case in cases if _concerns(case, serial)]
    return tuple(sorted(found, key=lambda past: (past.reported_on or date.min, past.number), reverse=True))


def _concerns(case: Sheet, serial: str) -> bool:
    wanted = serial.strip().casefold()
    named = [request(case).serial, *(entry.body.serial for entry in case.live(Diagnosed))]
    named += [piece.serial for entry in case.live(TakenBack) for piece in entry.body.pieces]
    return bool(wanted) and any(one.strip().casefold() == wanted for one in named)


def _past(case: Sheet, serial: str) -> Past:
    done = [entry.body for entry in case.live(WorkRecorded)]
    quote = case.said(Quoted)
    lines = [line for line in quote.lines if line.piece in ("", serial)] if quote else []
    return Past(
        case=case.id,
        number=number(case),
        reported_on=reported_on(case),
        fault=request(case).fault,
        causes=tuple(entry.body.cause for entry in diagnoses(case) if entry.body.serial in ("", serial)),
        work=tuple(body.work for body in done),
        parts=tuple(part.name for body in done for part in body.parts),
        visits=len({day_of(entry.at) for entry in case.live(WorkRecorded)}),
        quoted_fen=sum(line.amount_fen for line in lines),
        taken_back=any(piece.serial == serial for entry in case.live(TakenBack) for piece in entry.body.pieces),
    )


def cases_of(record: Sheet, cases: Iterable[Sheet], find: Find) -> tuple[Sheet, ...]:
    """Every case of a project: those that name its record or a duplicate of it, and those that name customer and project alike."""
    known = project(record)
    mine = request_of(known, record.id) if known else None
    return tuple(case for case in cases if mine and _same(mine, request(case), find))


def _same(mine: Request, its: Request, find: Find) -> bool:
    if its.archive:
        return staying(SheetId(its.archive), find) == mine.archive
    return same_project(mine, its)


def request_of(known: ProjectRecorded, sheet_id: SheetId) -> Request:
    """What a case about this project is known to ask for."""
    return Request(customer=known.customer, project=known.project, archive=sheet_id)


def lookalikes(sheets: Iterable[Sheet]) -> Mapping[SheetId, frozenset[SheetId]]:
    """Which records may be of the same project as others, by record: what `alike` says of every pair, found in one pass."""
    groups: dict[object, set[SheetId]] = {}
    for sheet in sheets:
        for key in _likeness(sheet):
            groups.setdefault(key, set()).add(sheet.id)
    found: dict[SheetId, set[SheetId]] = {}
    for group in groups.values():
        for one in group if len(group) > 1 else ():
            found.setdefault(one, set()).update(group - {one})
    return {one: frozenset(others) for one, others in found.items()}


def _likeness(sheet: Sheet) -> Iterable[object]:
    known = project(sheet)
    if known is None or merged_into(sheet):
        return
    yield "names", *_names(known)
    if _digits(known.phone):
        yield "phone", _digits(known.phone)
    yield from (("piece", piece.serial) for piece in equipment(sheet))
