"""Customers and their projects: searched, by district, by what is to be done; all of it in the address (P2.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.facts import UserId
from field_app.papers import books
from field_app.ui.components import Across, DeskPage, Down, EmptyState, Mark, Option, Pick, TextInput, component, screen
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Address, Field, use_address, use_services, use_sheets, use_today
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.counts import Count, Counts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.records.listing import ORDERS, RecordRow, matching, rows
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu
from field_app.ui.words import _, n_

PAGE = 50
_ORDER_WORDS = {"name": lambda: _("by name"), "warranty": lambda: _("warranty ending first"), "cases": lambda: _("most open cases first")}


def of_office(services: Services, user: UserId) -> bool:
    """Whether what this person recorded of a piece needs nobody's check."""
    known = services.person(user)
    return known is None or bool(known.roles & {"clerk", "supervisor"})


def may_edit(services: Services) -> bool:
    return bool(services.me.roles & {"clerk", "supervisor"})


@screen
def ArchivesScreen() -> ft.View:
    services, records, cases, address = use_services(), use_sheets("archive"), use_sheets("repair"), use_address()
    use_sheets("person")
    found = rows(records, cases, lambda user: of_office(services, user), use_today())
    pages, turn = ft.use_state(1)
    kind = address["show"]
    listed = matching([row for row in found if row.belongs(kind)], address["q"], address["district"], address["order"])
    shown = listed[: pages * PAGE]
    body = _table(services, shown) if wide() else Listed(*(_tile(services, row) for row in shown), empty=_empty())
    more = Act(_("Show {n} more", n=min(PAGE, len(listed) - len(shown))), lambda: turn(pages + 1)) if len(listed) > len(shown) else None
    foot = ft.Container(more, padding=8, alignment=ft.Alignment.CENTER) if more else None
    return DeskPage(
        _("Archive"),
        Counts(_counts(found), kind, lambda code: address.turn("show", code)),
        _Filters(address, tuple(sorted({row.known.district for row in found if row.known.district}))),
        Panel(
            _("Projects"), body, note=n_("{n} project", "{n} projects", len(listed)), flush=True, foot=foot, trail=_acts(services, listed)
        ),
    )


def _acts(services: Services, listed: Sequence[RecordRow]) -> Part:
    export = ExportMenu(lambda: books.projects(row.sheet for row in listed)) if listed else None
    if not may_edit(services):
        return export
    new = Act(_("New project"), lambda: services.go("/archive/new"), kind="tonal", icon=ft.Icons.ADD, small=True)
    return Across(Act(_("Take from XLSX or CSV"), lambda: services.go("/archive/import"), small=True), new, export)


def _counts(found: Sequence[RecordRow]) -> list[Count]:
    def n(kind: str) -> int:
        return sum(row.belongs(kind) for row in found)

    return [
        Count("finds", _("Found on site, to check"), ft.Icons.FACT_CHECK_OUTLINED, "amber", n("finds")),
        Count("soon", _("Warranty ends within 30 days"), ft.Icons.SCHEDULE, "info", n("soon")),
        Count("alike", _("Perhaps there twice"), ft.Icons.CONTENT_COPY, "amber", n("alike")),
    ]


@component
def _Filters(address: Address, districts: tuple[str, ...]) -> ft.Control:
    """What is typed goes into the address when the field is left or Enter is pressed."""
    typed, type_ = ft.use_state(address["q"])

    def look() -> None:
        if typed != address["q"]:
            address.set(q=typed)

    label = _("Customer, project, phone, serial, contract")
    search = TextInput(label, Field(typed, None, type_, look), expand=4 if wide() else False, on_submit=look)
    places = [Option("", _("All districts")), *(Option(name, name) for name in districts)]
    district = Pick(_("District"), Field(address["district"], None, lambda name: address.set(district=name)), places, expand=2)
    orders = [Option(code, _ORDER_WORDS[code]()) for code in ORDERS]
    order = Pick(_("Order"), Field(address["order"] or "name", None, lambda code: address.set(order=code)), orders, expand=2)
    if wide():
        return Across(search, district, order, gap=12)
    return Down(search, Across(district, order), gap=8, stretch=True)


def _empty() -> ft.Control:
    return EmptyState(_("No project like this"), _("Projects come from calls, from a spreadsheet, or are entered here."))


def _table(services: Services, shown: Sequence[RecordRow]) -> ft.Control:
    cols = [
        Col(_("Customer, project"), 6),
        Col(_("Contact"), 4),
        Col(_("District"), 88),
        Col(_("Pieces"), 72, right=True),
        Col(_("Open cases"), 88, right=True),
        Col(_("Warranty"), 128),
        Col(_("Outstanding"), 168),
    ]
    return Table(cols, [_line(services, row) for row in shown], empty=_empty())


def _line(services: Services, row: RecordRow) -> Line:
    known = row.known
    cells = (
        Two(known.customer, known.project),
        Two(known.contact or "–", known.phone),
        known.district,
        str(row.pieces) if row.pieces else "–",
        str(row.open_cases) if row.open_cases else "–",
        _ends(row),
        _to_do(row) or "",
    )
    return Line(cells, on_open=_opener(services, row), label=_("Open {name}", name=dotted(known.customer, known.project)), key=row.sheet.id)


def _tile(services: Services, row: RecordRow) -> ft.Control:
    known = row.known
    words = Two(dotted(known.customer, known.project), dotted(known.contact, known.phone, n_("{n} piece", "{n} pieces", row.pieces)))
    return Tile(words, _to_do(row), on_open=_opener(services, row), label=_("Open {name}", name=dotted(known.customer, known.project)))


def _opener(services: Services, row: RecordRow) -> Callable[[], None]:
    return lambda: services.go(f"/archive/{row.sheet.id}")


def _ends(row: RecordRow) -> ft.Control:
    if row.ends_on is None:
        return Mark("plain", ft.Icons.REMOVE, _("none running"))
    if row.ends_soon:
        return Mark("amber", ft.Icons.SCHEDULE, _("to {day}", day=row.ends_on))
    return Mark("green", ft.Icons.VERIFIED_USER_OUTLINED, _("to {day}", day=row.ends_on))


def _to_do(row: RecordRow) -> Part:
    if row.finds:
        return Mark("amber", ft.Icons.FACT_CHECK_OUTLINED, n_("{n} piece to check", "{n} pieces to check", row.finds))
    return Mark("amber", ft.Icons.CONTENT_COPY, _("perhaps there twice")) if row.alike else None
