"""What lists and search know of a sheet: one answer for the office's tables and for a device without a network.

Text is compared without case, spaces and punctuation, so that `1123 a7 01` finds `261123-A7-01` and `138-5150` a phone number.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from attrs import frozen

from field_app.domain import archive, person
from field_app.domain.followup import complaint, return_visit
from field_app.domain.repair import intake, takeback
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Sheet, once

URGENCIES = ("normal", "important", "urgent")
MOST_WORDS, LONGEST_WORD, LONGEST_FIELD = 8, 60, 400


@frozen
class Listed:
    """One line of a list. `at` is when it began, `due` when something is to happen."""

    number: str = ""
    status: str = ""
    assigned: str = ""
    urgency: int = 0
    at: datetime | None = None
    due: datetime | None = None
    customer: str = ""
    project: str = ""
    about: str = ""


@once
def listed(sheet: Sheet) -> Listed:
    """A sheet at a glance, whatever its kind."""
    began = sheet.entries[0].at if sheet.entries else None
    if sheet.kind == "repair":
        known = row(sheet)
        rank, who = URGENCIES.index(known.urgency), known.assigned or ""
        at = known.reported_at or began
        return Listed(known.number, known.status, who, rank, at, known.starts_at, known.customer, known.project, known.fault)
    if sheet.kind == "archive" and (its := archive.project(sheet)):
        status = "merged" if archive.merged_into(sheet) else ""
        return Listed(status=status, at=began, customer=its.customer, project=its.project, about=its.address)
    if sheet.kind == "complaint" and (said := complaint.received(sheet)):
        who = complaint.responsible(sheet) or ""
        return Listed(said.number, complaint.status(sheet), who, at=began, customer=said.customer)
    if sheet.kind == "return_visit" and (plan := return_visit.planned(sheet)):
        return Listed(status=return_visit.status(sheet), assigned=return_visit.caller(sheet) or "", at=began, customer=plan.customer)
    if sheet.kind == "person" and (who_is := person.account(sheet)):
        return Listed(at=began, customer=who_is.name, about=who_is.district)
    return Listed(at=began)


@once
def searchable(sheet: Sheet) -> str:
    """All that a sheet can be found by, a line a field, made `plain`."""
    found = (plain(field[:LONGEST_FIELD]) for field in _fields(sheet))
    return "\n".join(dict.fromkeys(filter(None, found)))


def _fields(sheet: Sheet) -> Iterator[str]:
    if sheet.kind == "repair":
        known = intake.request(sheet)
        yield from (intake.number(sheet), known.customer, known.project, known.contact, known.phone, known.serial)
        yield from (known.equipment, known.fault, known.address)
        yield from (piece.serial for entry in sheet.live(takeback.TakenBack) for piece in entry.body.pieces)
    elif sheet.kind == "archive":
        yield from _of_archive(sheet)
    elif sheet.kind == "complaint" and (said := complaint.received(sheet)):
        yield from (said.number, said.customer)
    elif sheet.kind == "return_visit" and (plan := return_visit.planned(sheet)):
        yield plan.customer
    elif sheet.kind == "person" and (who := person.account(sheet)):
        yield from (who.name, who.login, who.phone, who.district)


def _of_archive(sheet: Sheet) -> Iterator[str]:
    its = archive.project(sheet)
    if its:
        yield from (its.customer, its.project, its.contact, its.phone, its.address, its.contract)
    for piece in archive.equipment(sheet):
        yield from (piece.serial, piece.name, piece.model)


def plain(text: str) -> str:
    """Letters and digits alone, in one width and case."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, wide))


def words(typed: str) -> tuple[str, ...]:
    """What somebody typed as the words that must all occur; any text gives an answer, also one without a letter in it."""
    found = (plain(word)[:LONGEST_WORD] for word in typed.split())
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_WORDS]


def matches(text: str, wanted: Iterable[str]) -> bool:
    """True where every word occurs in what `searchable` gave."""
    return all(word in text for word in wanted)


def as_values(known: Listed) -> dict[str, Any]:
    """For the wire."""
    values = {name: getattr(known, name) for name in ("number", "status", "assigned", "urgency", "customer", "project", "about")}
    return values | {name: at.isoformat() if (at := getattr(known, name)) else None for name in ("at", "due")}


def from_values(values: dict[str, Any]) -> Listed:
    """What `as_values` gave; whatever a newer office adds is left out. Raises ValueError, TypeError or LookupError for anything else."""
    at, due = (datetime.fromisoformat(values[name]) if values[name] else None for name in ("at", "due"))
    number, status, assigned, customer, project, about = (
        str(values[name]) for name in ("number", "status", "assigned", "customer", "project", "about")
    )
    return Listed(number, status, assigned, int(values["urgency"]), at, due, customer, project, about)
