"""查找: everything on this phone by any word of it, without network."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair import intake, signoff
from field_app.domain.sheets import Sheet
from field_app.ui.components import EmptyState, PhonePage, Row, Rows, Secondary, Section, Strong, TextInput, screen
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_form, use_services, use_sheets
from field_app.ui.office.labels import STATUS, dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.paths import below, case_path
from field_app.ui.technician.parts.searching import Installed, cases, pieces
from field_app.ui.technician.parts.visit import live
from field_app.ui.words import _, n_


@screen
def SearchScreen() -> ft.View:
    services = use_services()
    sheets, archives = use_sheets("repair"), use_sheets("archive")
    form = use_form("search", {"text": ""})
    found, installed = cases(sheets, form.text("text")), pieces(archives, form.text("text"))
    return PhonePage(
        _("Search"),
        TextInput(_("Number, customer, phone, fault, serial number…"), live(form, "text"), longest=60, focus=True),
        *_cases(services, found),
        *_pieces(services, installed, sheets),
        _nothing(form.text("text")) if not (found or installed) else None,
    )


def _nothing(text: str) -> ft.Control:
    if not text:
        return EmptyState(_("Finds what is on this phone."), _("Type a part of it; several words narrow it down."))
    return EmptyState(_("Nothing on this phone has that in it."), _("The office can look in all cases."))


def _cases(services: Services, found: tuple[Sheet, ...]) -> tuple[Part, ...]:
    if not found:
        return ()
    return Section(_("Cases"), n_("{n} case", "{n} cases", len(found))), Rows(*[_case(services, sheet) for sheet in found])


def _case(services: Services, sheet: Sheet) -> ft.Control:
    known = intake.request(sheet)
    detail = dotted(intake.number(sheet), STATUS[signoff.status(sheet)][2]())
    label = _("{customer}, open the case", customer=known.customer)
    title = Strong(dotted(known.customer, known.fault), points=15, max_lines=2)
    return Row(title, Secondary(detail), on_click=lambda: services.go(case_path(sheet.id)), label=label, key=sheet.id)


def _pieces(services: Services, found: tuple[Installed, ...], sheets: tuple[Sheet, ...]) -> tuple[Part, ...]:
    if not found:
        return ()
    rows = [_piece(services, one, sheets) for one in found]
    return Section(_("Installed equipment"), n_("{n} piece", "{n} pieces", len(found))), Rows(*rows)


def _piece(services: Services, one: Installed, sheets: tuple[Sheet, ...]) -> ft.Control:
    """Leads to the archive of the newest case of its project; where there is none on the phone, it is to be read here."""
    case = next((sheet for sheet in reversed(sheets) if intake.request(sheet).archive == one.archive.id), None)
    title = Strong(dotted(one.piece.name, one.piece.model), points=15)
    go = (lambda: services.go(below(case.id, "archive"))) if case else None
    return Row(title, Secondary(dotted(one.piece.serial, one.piece.place)), on_click=go, key=f"{one.archive.id}-{one.piece.serial}")
