"""Finding a customer in the archives on this device while the customer speaks, and what the archive then fills in (P1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from field_app.domain import archive
from field_app.domain.archive import Equipment, ProjectRecorded
from field_app.domain.facts import SheetId
from field_app.domain.repair import intake, warranty_rule
from field_app.domain.sheets import Sheet

MOST = 8


@frozen
class Found:
    """A project of the archive that what was typed may mean."""

    id: SheetId
    project: ProjectRecorded
    equipment: tuple[Equipment, ...]


def find(text: str, archives: Iterable[Sheet]) -> tuple[Found, ...]:
    """Projects in which every word typed occurs: in names, contact, address, serials, or in the digits of the phone. At most 8, and none
    that was merged into another.
    """
    wanted = text.casefold().split()
    if not wanted:
        return ()
    known = (found for found in map(look_up, (sheet for sheet in archives if archive.merged_into(sheet) is None)) if found)
    return tuple(sorted((f for f in known if all(_in(word, f) for word in wanted)), key=_by_name)[:MOST])


def look_up(sheet: Sheet) -> Found | None:
    """What an archive sheet holds; None before its project was recorded."""
    project = archive.project(sheet)
    return Found(sheet.id, project, archive.equipment(sheet)) if project else None


def _by_name(found: Found) -> tuple[str, str]:
    return found.project.customer, found.project.project


def _in(word: str, found: Found) -> bool:
    known = found.project
    names = (known.customer, known.project, known.contact, known.address, *(f"{p.serial} {p.name}" for p in found.equipment))
    if any(word in name.casefold() for name in names):
        return True
    digits = re.sub(r"\D", "", word)
    return len(digits) >= 3 and digits in re.sub(r"\D", "", known.phone)


def filled(found: Found, serial: str = "") -> dict[str, Any]:
    """The form's values the archive knows: the project's, and where a piece is chosen its own acceptance and warranty."""
    known = found.project
    piece = next((piece for piece in found.equipment if piece.serial == serial), None)
    accepted, months = cover(found, piece)
    return {
        "customer": known.customer,
        "project": known.project,
        "contact": known.contact,
        "phone": known.phone,
        "address": known.address,
        "district": known.district,
        "archive": found.id,
        "serial": piece.serial if piece else "",
        "equipment": piece.name if piece else "",
        "accepted_on": accepted.isoformat() if accepted else "",
        "warranty_months": "" if months is None else str(months),
    }


def cover(found: Found, piece: Equipment | None) -> tuple[date | None, int | None]:
    """Acceptance and warranty months: the piece's own before the project's."""
    accepted = piece.accepted_on if piece and piece.accepted_on else found.project.accepted_on
    months = piece.warranty_months if piece and piece.warranty_months is not None else found.project.warranty_months
    return accepted, months


def days_left(found: Found, piece: Equipment, today: date) -> int | None:
    """Days of warranty left, below zero when it has ended; None where the archive doesn't know."""
    known = warranty_rule.cover_of(*cover(found, piece))
    return (known.ends_on - today).days if known else None


def earlier(request: intake.Request, sheets: Iterable[Sheet]) -> Sequence[Sheet]:
    """Every sheet of the same project, the newest first."""
    same = [sheet for sheet in sheets if intake.same_project(request, intake.request(sheet))]
    return sorted(same, key=intake.number, reverse=True)
