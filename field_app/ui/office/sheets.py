"""All sheets: by status, by what is typed, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.repair import intake
from field_app.domain.repair.sheet import RepairRow, row
from field_app.domain.repair.signoff import Status
from field_app.domain.sheets import Sheet
from field_app.papers import lists
from field_app.ui.components import Across, Body, Caption, DeskPage, EmptyState, Glyph, Mark, Option, Pick, TextInput, component, screen
from field_app.ui.hooks import Field, use_now, use_services, use_sheets
from field_app.ui.office.labels import STATUS, URGENCY, dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.theme import TONES
from field_app.ui.words import _, moment, n_, near_day, window

PAGE = 50
OPEN: frozenset[Status] = frozenset(STATUS) - {"closed", "cancelled"}


def matching(sheets: Sequence[Sheet], wanted: str, status: str) -> list[RepairRow]:
    """The rows in which every word typed occurs, of one status or of all still open, the newest first."""
    words = wanted.casefold().split()
    rows = []
    for sheet in sheets:
        known, request = row(sheet), intake.request(sheet)
        text = " ".join(
            (known.number, known.customer, known.project, known.fault, request.phone, request.contact, request.serial, request.address)
        )
        of_status = status in ("all", known.status) or (status == "open" and known.status in OPEN)
        if of_status and all(word in text.casefold() for word in words):
            rows.append(known)
    return sorted(rows, key=lambda known: (known.reported_at is not None, known.reported_at, known.number), reverse=True)


@screen
def SheetsScreen() -> ft.View:
    services, sheets = use_services(), use_sheets("repair")
    use_sheets("person")
    use_now()
    typed, type_ = ft.use_state("")
    status, choose = ft.use_state("open")
    pages, turn = ft.use_state(1)
    rows = matching(sheets, typed, status)
    shown = rows[: pages * PAGE]
    body = _table(services, shown) if wide() else Listed(*(_tile(services, known) for known in shown), empty=_empty())
    more = Act(_("Show {n} more", n=min(PAGE, len(rows) - len(shown))), lambda: turn(pages + 1)) if len(rows) > len(shown) else None
    foot = ft.Container(more, padding=8, alignment=ft.Alignment.CENTER) if more else None
    note = n_("{n} sheet", "{n} sheets", len(rows))
    export = ExportMenu(lambda: lists.repairs(rows, around(services)))
    panel = Panel(_("Sheets"), body, note=note, trail=export, flush=True, foot=foot)
    return DeskPage(_("Sheets"), _Filters(typed, type_, status, choose), panel)


@component
def _Filters(typed: str, type_: Callable[[Any], None], status: str, choose: Callable[[Any], None]) -> ft.Control:
    options = [Option("open", _("All open")), Option("all", _("All")), *(Option(code, STATUS[code][2]()) for code in STATUS)]
    search = TextInput(_("Number, customer, phone, serial, fault"), Field(typed, None, type_), expand=2)
    pick = Pick(_("Status"), Field(status, None, choose), options, expand=1)
    if wide():
        return Across(search, pick, gap=12)
    search.expand = False
    return ft.Column([search, ft.Row([pick])], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _empty() -> ft.Control:
    return EmptyState(_("No sheet like this"), _("Type less, or choose another status. New sheets come from a call."))


def _table(services: Services, rows: Sequence[RepairRow]) -> ft.Control:
    cols = [
        Col(_("Sheet number"), 132),
        Col(_("Customer, fault"), 6),
        Col(_("Status"), 140),
        Col(_("Technician"), 96),
        Col(_("Visit"), 132),
        Col(_("Reported"), 120, right=True),
    ]
    return Table(cols, [_line(services, known) for known in rows], empty=_empty())


def _line(services: Services, known: RepairRow) -> Line:
    tone, icon, status = STATUS[known.status]
    who = services.name_of(known.assigned) if known.assigned else ""
    reported = moment(known.reported_at, services.now()) if known.reported_at else ""
    two = Two(dotted(known.customer, known.project) or "–", known.fault)
    cells = (_number(known), two, Mark(tone, icon, status()), who, Caption(_visit(services, known), max_lines=2), Caption(reported))
    return Line(cells, on_open=lambda: services.go(f"/sheets/{known.id}"), label=_("Open {number}", number=known.number), key=known.id)


def _number(known: RepairRow) -> ft.Control | str:
    if known.urgency == "normal":
        return known.number
    tone, icon, _urgency = URGENCY[known.urgency]
    return Across(Glyph(icon, 15, TONES[tone][2]), Body(known.number, 14, color=TONES[tone][2]), gap=2)


def _visit(services: Services, known: RepairRow) -> str:
    if known.starts_at is None or known.ends_at is None:
        return ""
    return f"{near_day(day_of(known.starts_at), services.today())} {window(known.starts_at, known.ends_at)}"


def _tile(services: Services, known: RepairRow) -> ft.Control:
    tone, icon, status = STATUS[known.status]
    who = services.name_of(known.assigned) if known.assigned else ""
    head = Across(ft.Container(Caption(dotted(known.number, who)), expand=True), Mark(tone, icon, status()))
    two = Two(dotted(known.customer, known.project) or "–", known.fault)
    return Tile(head, two, on_open=lambda: services.go(f"/sheets/{known.id}"), label=_("Open {number}", number=known.number))
