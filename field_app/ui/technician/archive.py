"""档案: the customer's project as this phone has it, to be read also without network (P2.2)."""

from __future__ import annotations

import flet as ft

from field_app.domain import archive
from field_app.domain.archive import Equipment
from field_app.domain.repair import intake, signoff
from field_app.domain.sheets import Sheet
from field_app.ui.components import Card, Down, EmptyState, Pair, PhonePage, Row, Rows, Secondary, Section, Strong, screen
from field_app.ui.components.layout import Part
from field_app.ui.components.photos import PhotoRow
from field_app.ui.hooks import use_services, use_sheets
from field_app.ui.office.labels import STATUS, dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.archived import archive_of, contract_of, earlier_cases, repairs_of, story_of
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import case_path
from field_app.ui.technician.parts.told_fees import fee_price
from field_app.ui.words import _, n_


@screen
def ArchiveScreen() -> ft.View:
    services = use_services()
    _id, sheet = use_case()
    every = use_sheets("repair")
    if sheet is None:
        return GonePage()
    known = intake.request(sheet)
    archived = archive_of(sheet, services)
    earlier = [other for other in every if other.id != sheet.id and intake.same_project(known, intake.request(other))]
    return PhonePage(
        _("Archive"),
        _Project(known, archived),
        *_equipment(sheet, archive.equipment(archived) if archived else (), services),
        *_contract(contract_of(sheet, services)),
        *_documents(archived),
        *_directions(archived),
        *_earlier(earlier),
        number=intake.number(sheet),
    )


def _Project(known: intake.Request, archived: Sheet | None) -> ft.Control:
    project = archive.project(archived) if archived else None
    months = known.warranty_months
    return Card(
        Strong(known.customer),
        Secondary(known.project),
        Pair(_("Address"), known.address or known.district),
        Pair(_("Contact"), dotted(known.contact, known.phone)),
        Pair(_("Acceptance"), known.accepted_on.isoformat() if known.accepted_on else _("unknown")),
        Pair(_("Warranty"), n_("{n} month", "{n} months", months) if months is not None else _("unknown")),
        Pair(_("Contract terms"), project.contract) if project and project.contract else None,
        gap=6,
    )


def _equipment(sheet: Sheet, pieces: tuple[Equipment, ...], services: Services) -> tuple[Part, ...]:
    if not pieces:
        words = EmptyState(_("No equipment of this project on the phone."), _("It comes along when the case names its archive."))
        return Section(_("Installed equipment")), words
    rows = [_piece(sheet, piece, services) for piece in pieces]
    return Section(_("Installed equipment"), n_("{n} piece", "{n} pieces", len(pieces))), Rows(*rows)


def _piece(sheet: Sheet, piece: Equipment, services: Services) -> ft.Control:
    """Accepted when, in warranty until when, and what was found in it before."""
    before = [
        Secondary(dotted(intake.number(case), found.cause)) for case, found in repairs_of(piece.serial, earlier_cases(sheet, services))
    ]
    lines = (Secondary(dotted(piece.place, piece.serial)), Secondary(story_of(sheet, piece, services)), *before)
    return Row(Strong(dotted(piece.name, piece.model), points=15), Down(*lines, gap=0))


def _contract(terms: archive.ContractRecorded | None) -> tuple[Part, ...]:
    if terms is None:
        return ()
    until = _("until {day}", day=terms.ends_on) if terms.ends_on else ""
    wear = _("Wear parts charged in warranty too: {parts}", parts=_(", ").join(terms.wear_parts)) if terms.wear_parts else ""
    rows = [Row(Secondary(text)) for text in (terms.terms, wear) if text]
    prices = [Row(Secondary(fee.name), trail=Secondary(fee_price(fee))) for fee in terms.fees]
    return Section(_("Contract {number}", number=terms.number), until), Rows(*rows, *prices) if rows or prices else None


def _documents(archived: Sheet | None) -> tuple[Part, ...]:
    filed = archived.live(archive.DocumentFiled) if archived else ()
    if not filed:
        return ()
    rows = [_document(entry.body) for entry in reversed(filed)]
    return Section(_("Documents"), n_("{n} document", "{n} documents", len(filed))), Rows(*rows)


def _document(filed: archive.DocumentFiled) -> ft.Control:
    pages = PhotoRow(filed.pages) if filed.pages else None
    return Row(Strong(filed.title, points=15), Down(Secondary(filed.text) if filed.text else None, pages, gap=6))


def _directions(archived: Sheet | None) -> tuple[Part, ...]:
    noted = archived.live(archive.DirectionsNoted) if archived else ()
    if not noted:
        return ()
    return Section(_("Way there")), Rows(*[Row(Secondary(entry.body.text)) for entry in reversed(noted)])


def _earlier(sheets: list[Sheet]) -> tuple[Part, ...]:
    if not sheets:
        return ()
    return Section(_("Earlier cases"), n_("{n} case", "{n} cases", len(sheets))), Rows(*[_earlier_row(sheet) for sheet in reversed(sheets)])


def _earlier_row(sheet: Sheet) -> ft.Control:
    services = use_services()
    known = intake.request(sheet)
    status = STATUS[signoff.status(sheet)][2]()
    title = Strong(known.fault, points=15, max_lines=2)
    return Row(title, Secondary(dotted(intake.number(sheet), status)), on_click=lambda: services.go(case_path(sheet.id)))
