"""The customer archive 客户工程档案: one sheet a project, with its installed equipment (P2.2)."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve, frozen

from field_app.domain.contradictions import fees_wrong
from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import SheetId, fact, widened
from field_app.domain.photo import Photo, unlikely
from field_app.domain.policy import Fee
from field_app.domain.sheets import Entry, Ground, Sheet


@frozen
class Equipment:
    """An installed piece. Its own acceptance and warranty come before the project's."""

    serial: str
    name: str
    model: str = ""
    place: str = ""
    accepted_on: date | None = None
    warranty_months: int | None = None


def dates_in_order(
    accepted_on: date | None, months: int | None, ground: Ground, rule: str, *, months_field: str = "warranty_months"
) -> Iterator[Objection]:
    """Objections to an acceptance in the future or a warranty period nobody gives."""
    if accepted_on is not None and accepted_on > day_of(ground.at):
        yield Objection(rule, say("The acceptance date can't be in the future. Check the year."), "accepted_on")
    if months is not None and not 0 <= months <= 600:
        yield Objection(rule, say("Write the warranty period in months, from 0 to 600."), months_field)


def _may_record(_sheet: Sheet, body: "ProjectRecorded", ground: Ground) -> Iterable[Objection]:
    if not body.customer.strip():
        yield Objection("P1.2", say("Write the customer's name."), "customer")
    if not body.project.strip():
        yield Objection("P1.2", say("Write the project's name."), "project")
    yield from dates_in_order(body.accepted_on, body.warranty_months, ground, "P1.2")


@fact("project_recorded", on="archive", by=("clerk", "supervisor"), gate=_may_record)
@frozen
class ProjectRecorded:
    """A customer's project, or its particulars anew."""

    customer: str
    project: str
    address: str = ""
    district: str = ""
    contact: str = ""
    phone: str = ""
    accepted_on: date | None = None
    warranty_months: int | None = None
    contract: str = ""


def _may_install(_sheet: Sheet, body: "EquipmentInstalled", ground: Ground) -> Iterable[Objection]:
    if not body.equipment.serial.strip():
        yield Objection("P2.2", say("Write the serial number; it says which piece is meant."), "equipment.serial")
    if not body.equipment.name.strip():
        yield Objection("P2.2", say("Name the piece of equipment."), "equipment.name")
    yield from dates_in_order(body.equipment.accepted_on, body.equipment.warranty_months, ground, "P5.2")


@fact("equipment_installed", on="archive", by=("clerk", "supervisor", "technician"), gate=_may_install, version=2, lifts={1: widened})
@frozen
class EquipmentInstalled:
    """A piece of the project, or its particulars anew: the serial says which. `proposed` by a technician whose phone didn't know it."""

    equipment: Equipment
    proposed: bool = False


def _may_note(_sheet: Sheet, body: "DirectionsNoted", _ground: Ground) -> Iterable[Objection]:
    if not body.text.strip():
        yield Objection("P3.5", say("Write something first."), "text")


@fact("directions_noted", on="archive", by=("clerk", "supervisor", "technician"), gate=_may_note)
@frozen
class DirectionsNoted:
    """How to find the place, kept for the next visit (P3.5)."""

    text: str


def _may_contract(_sheet: Sheet, body: "ContractRecorded", _ground: Ground) -> Iterable[Objection]:
    if not body.number.strip():
        yield Objection("P5.3", say("Write the number of the contract."), "number")
    if body.ends_on is not None and body.starts_on is not None and body.ends_on < body.starts_on:
        yield Objection("P5.3", say("The contract must end after it begins."), "ends_on")
    yield from (evolve(wrong, rule="P5.3") for wrong in fees_wrong(body.fees, "fees"))
    if len({name.strip() for name in body.wear_parts}) != len(body.wear_parts) or not all(name.strip() for name in body.wear_parts):
        yield Objection("P8.1", say("A wear part stands twice or has no name."), "wear_parts")


@fact("contract_recorded", on="archive", by=("clerk", "supervisor"), gate=_may_contract)
@frozen
class ContractRecorded:
    """A project's contract terms: agreed prices come before the fee standard (P5.3), wear parts are charged even in warranty (P8.1)."""

    number: str
    starts_on: date | None = None
    ends_on: date | None = None
    fees: tuple[Fee, ...] = ()
    wear_parts: tuple[str, ...] = ()
    terms: str = ""


def _may_file(_sheet: Sheet, body: "DocumentFiled", _ground: Ground) -> Iterable[Objection]:
    if not body.title.strip():
        yield Objection("P2.2", say("Give the document a title."), "title")
    yield from unlikely(body.pages, "P2.2", "pages")


@fact("document_filed", on="archive", by=("clerk", "supervisor", "technician"), gate=_may_file)
@frozen
class DocumentFiled:
    """A document of the project: drawing, manual, acceptance record; its words, or its pages as photos (P2.2)."""

    title: str
    text: str = ""
    pages: tuple[Photo, ...] = ()


def _may_remove(sheet: Sheet, body: "EquipmentRemoved", _ground: Ground) -> Iterable[Objection]:
    if not any(piece.serial == body.serial for piece in equipment(sheet)):
        yield Objection("P2.2", say("This piece isn't in the archive."), "serial")
    if not body.reason.strip():
        yield Objection("P2.2", say("Say why the piece is taken out."), "reason")


@fact("equipment_removed", on="archive", by=("clerk", "supervisor"), gate=_may_remove)
@frozen
class EquipmentRemoved:
    """A piece is no longer there: replaced, sold, scrapped, or recorded by mistake."""

    serial: str
    reason: str


def _may_merge(sheet: Sheet, body: "ArchiveMerged", _ground: Ground) -> Iterable[Objection]:
    if body.into in ("", sheet.id):
        yield Objection("P2.2", say("Choose the record that stays."), "into")


@fact("archive_merged", on="archive", by=("clerk", "supervisor"), gate=_may_merge)
@frozen
class ArchiveMerged:
    """This record was a duplicate: whoever looks for it goes on to the one that stays."""

    into: str


def contract(sheet: Sheet, on: date | None = None) -> ContractRecorded | None:
    """The contract terms in force on a day, the newest recorded first; any day where none is named."""
    fits = (
        entry.body
        for entry in reversed(sheet.live(ContractRecorded))
        if on is None or ((entry.body.starts_on or on) <= on <= (entry.body.ends_on or on))
    )
    return next(fits, None)


def merged_into(sheet: Sheet) -> SheetId | None:
    """The record that stays in place of this one."""
    merged = sheet.said(ArchiveMerged)
    return SheetId(merged.into) if merged else None


def project(sheet: Sheet) -> ProjectRecorded | None:
    """The project as last recorded."""
    return sheet.said(ProjectRecorded)


def equipment(sheet: Sheet) -> tuple[Equipment, ...]:
    """The installed pieces, each as last recorded, in order of first mention. A proposal takes nothing away from what somebody else wrote
    of the piece meanwhile (P10.2).
    """
    pieces: dict[str, Entry[EquipmentInstalled]] = {}
    removed = {entry.body.serial: sheet.place(entry) for entry in sheet.live(EquipmentRemoved)}
    for entry in sheet.live(EquipmentInstalled):
        serial = entry.body.equipment.serial
        stands = serial in pieces and not removed.get(serial, -1) > sheet.place(pieces[serial])
        if not (stands and entry.body.proposed):
            pieces[serial] = entry
    return tuple(entry.body.equipment for serial, entry in pieces.items() if sheet.place(entry) > removed.get(serial, -1))


def acceptance(sheet: Sheet, serial: str) -> tuple[date | None, int | None]:
    """A piece's acceptance day and warranty months, the project's where it has none of its own."""
    known = project(sheet)
    piece = next((p for p in equipment(sheet) if p.serial == serial), None)
    accepted_on = piece.accepted_on if piece and piece.accepted_on else known.accepted_on if known else None
    months = piece.warranty_months if piece and piece.warranty_months is not None else known.warranty_months if known else None
    return accepted_on, months
