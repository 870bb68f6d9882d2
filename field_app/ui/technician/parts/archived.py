"""The archive of a case as this phone has it: installed pieces, contract, directions, earlier cases (P2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from field_app.domain import archive
from field_app.domain.archive import ContractRecorded, Equipment
from field_app.domain.facts import SheetId
from field_app.domain.repair import intake
from field_app.domain.repair.diagnosis import Diagnosed, diagnoses
from field_app.domain.repair.warranty_rule import cover_of
from field_app.domain.sheets import Sheet
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.words import _, n_


def archive_of(sheet: Sheet, services: Services) -> Sheet | None:
    """The project's record, the one that stays where it was a duplicate; None where this phone hasn't it."""
    named = intake.request(sheet).archive
    found = services.sheet(SheetId(named)) if named else None
    stays = archive.merged_into(found) if found else None
    return (services.sheet(stays) or found) if stays else found


def contract_of(sheet: Sheet, services: Services) -> ContractRecorded | None:
    """The contract in force today."""
    found = archive_of(sheet, services)
    return archive.contract(found, services.today()) if found else None


def installed(sheet: Sheet, services: Services) -> tuple[Equipment, ...]:
    found = archive_of(sheet, services)
    return archive.equipment(found) if found else ()


def piece_of(sheet: Sheet, serial: str, services: Services) -> Equipment | None:
    """The installed piece of this serial number."""
    return next((piece for piece in installed(sheet, services) if serial and piece.serial == serial), None)


def acceptance_of(sheet: Sheet, serial: str, services: Services) -> date | None:
    """When a piece was accepted: its own day, else the project's, else the request's."""
    found = archive_of(sheet, services)
    accepted_on = archive.acceptance(found, serial)[0] if found else None
    return accepted_on or intake.request(sheet).accepted_on


def earlier_cases(sheet: Sheet, services: Services) -> tuple[Sheet, ...]:
    """The other cases of the same project on this phone, oldest first."""
    known = intake.request(sheet)
    every = services.store.sheets("repair")
    return tuple(other for other in every if other.id != sheet.id and intake.same_project(known, intake.request(other)))


def repairs_of(serial: str, cases: Iterable[Sheet]) -> tuple[tuple[Sheet, Diagnosed], ...]:
    """The cases in which the piece of this serial number was diagnosed, newest first, with what was found."""
    found = ((case, entry.body) for case in cases for entry in diagnoses(case) if serial and entry.body.serial == serial)
    return tuple(reversed(tuple(found)))


def story_of(sheet: Sheet, piece: Equipment, services: Services) -> str:
    """A piece in a line: accepted when, in warranty until when, repaired how often before."""
    found = archive_of(sheet, services)
    cover = cover_of(*archive.acceptance(found, piece.serial)) if found else None
    before = len(repairs_of(piece.serial, earlier_cases(sheet, services)))
    return dotted(
        _("accepted {day}", day=cover.accepted_on) if cover else _("acceptance unknown"),
        _("warranty to {day}", day=cover.ends_on) if cover else "",
        n_("repaired {n} time", "repaired {n} times", before) if before else "",
    )
