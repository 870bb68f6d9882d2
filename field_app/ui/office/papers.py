"""单据: the papers of one sheet, the registers, and every form blank for the day a phone is dead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import flet as ft

from field_app.domain import policy
from field_app.domain.facts import SheetId
from field_app.domain.repair import intake
from field_app.domain.repair.register import register
from field_app.domain.sheets import Sheet, new_sheet
from field_app.papers import customers, lists, registers
from field_app.papers.catalog import KINDS, Wanted, make, papers_of
from field_app.papers.export import dump, of_sheet
from field_app.papers.form import Paper
from field_app.papers.rules import fee_standard
from field_app.papers.table import Table
from field_app.ui.components import Across, Body, Caption, DeskPage, screen
from field_app.ui.hooks import use_services, use_sheet, use_sheets
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed
from field_app.ui.routes import not_found
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, PaperButton, around, drawn, file_name, paper_of
from field_app.ui.words import Said, _, speak

Work = Callable[[], Awaitable[tuple[str, bytes]]]


@screen
def SheetPapersScreen() -> ft.View:
    services, sheet = use_services(), use_sheet(SheetId(ft.use_route_params()["id"]))
    if sheet is None or not sheet.entries:
        return not_found()
    papers = [
        _line(KINDS[one.name].code.title, one.which or intake.number(sheet), _printing(services, sheet, one)) for one in papers_of(sheet)
    ]
    facts = _line(_("All records, to be checked by anyone"), intake.number(sheet), _exporting(services, sheet), "JSON")
    note = Caption(_("Every PDF carries the records it was made from. Whether a file is unchanged can be checked on this office's page."))
    check = Act(_("Check a file"), lambda: services.launch(f"{services.origin()}/verify"), icon=ft.Icons.VERIFIED_OUTLINED, small=True)
    body = Panel(_("Papers of this sheet"), Listed(*papers, facts), note, trail=check)
    return DeskPage(_("Papers"), body, note=intake.number(sheet), back=f"/sheets/{sheet.id}")


def _printing(services: Services, sheet: Sheet, wanted: Wanted) -> Work:
    return lambda: paper_of(services, sheet, wanted)


def _exporting(services: Services, sheet: Sheet) -> Work:
    async def export() -> tuple[str, bytes]:
        return file_name(_("Service sheet"), intake.number(sheet), ending="json"), dump(of_sheet(sheet, around(services)))

    return export


def _line(said: Said, detail: str, work: Work, button: Said = "PDF") -> ft.Control:
    words = ft.Column([Body(speak(said), 15), *([Caption(detail)] if detail else [])], spacing=0, tight=True, expand=True)
    return ft.Container(
        Across(words, PaperButton(said, button, work, ft.Icons.DATA_OBJECT if button == "JSON" else ft.Icons.PICTURE_AS_PDF)), padding=8
    )


@screen
def PapersScreen() -> ft.View:
    services = use_services()
    repairs, custody = use_sheets("repair"), use_sheets("cash")
    care = (use_sheets("complaint"), use_sheets("return_visit"))
    known = around(services)
    today = services.today()
    monday = today - timedelta(days=today.weekday())
    crew = [person.user for person in services.people if "technician" in person.roles and not person.disabled]
    tables: list[tuple[Said, Callable[[], Table]]] = [
        (registers.RETURNS.title, lambda: registers.returns(register(repairs), known)),
        (registers.DAY.title, lambda: registers.schedule_of_day(repairs, today, known)),
        (registers.WEEK.title, lambda: registers.schedule_of_week(repairs, monday, crew, known)),
        (registers.CASH.title, lambda: registers.handovers(custody, known)),
        (_("What is owed"), lambda: lists.debts(repairs, known)),
        (_("List of complaints"), lambda: lists.complaint_list(care[0], known)),
        (_("List of return visits"), lambda: lists.return_visit_list(care[1], known)),
    ]
    rows = [ft.Container(Across(Body(speak(said), 15, expand=True), ExportMenu(table, said)), padding=8) for said, table in tables]
    blanks = [_line(one.code.title, "", _drawing(services, one)) for one in _blanks(services)]
    return DeskPage(
        _("Papers"),
        Panel(_("Registers and lists"), Listed(*rows), note=_("As of now, with what this device has")),
        Panel(_("Blank forms"), Listed(*blanks), note=_("For the day a phone is dead")),
    )


def _drawing(services: Services, paper: Paper) -> Work:
    return lambda: drawn(services, paper)


def _blanks(services: Services) -> list[Paper]:
    """Every form without values, and the fee standard in force with them."""
    known, empty = around(services), SheetId("blank")
    sheet = services.sheet(services.me.policy_sheet)
    in_force = policy.in_force(sheet, services.today()) if sheet else None
    repairs = [make(Wanted(name), new_sheet(empty, "repair"), known) for name in KINDS]
    care = [customers.complaint(new_sheet(empty, "complaint"), known), customers.return_visit(new_sheet(empty, "return_visit"), known)]
    return [fee_standard(in_force, known), *repairs, *care]
