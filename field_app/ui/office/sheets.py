"""All sheets: by status, by technician, by what is typed, sorted and paged at the office."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import flet as ft
from attrs import evolve

from field_app.domain.facts import UserId
from field_app.domain.repair.sheet import row
from field_app.papers import lists
from field_app.ui.components import (
    Across,
    Body,
    Caption,
    DeskPage,
    Down,
    EmptyState,
    Glyph,
    Mark,
    Option,
    Pick,
    TextInput,
    component,
    screen,
)
from field_app.ui.hooks import Address, Field, use_address, use_effect, use_now, use_services, use_sheets
from field_app.ui.lines import PAGE, SORTS, Filter, Line, Lines, Sort, fitting, listed_here
from field_app.ui.office.crew import technicians
from field_app.ui.office.labels import STATUS, URGENCY, dotted, status_face
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Listed, Table, Tile, Two
from field_app.ui.office.parts.table import Line as Row
from field_app.ui.services import OfficeTrouble, Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.theme import TONES
from field_app.ui.words import _, moment, n_

TYPED_AFTER_SECONDS = 0.3
COUNTED = 1000
_NONE: tuple[Filter, Lines] | None = None
OPEN = "open"


@screen
def SheetsScreen() -> ft.View:
    """The office's list where it can be reached, else this device's; all that is chosen stands in the address."""
    services, address, sheets = use_services(), use_address(), use_sheets("repair")
    use_sheets("person")
    use_now()
    typed, type_ = ft.use_state(address["q"])
    wanted = evolve(wanted_of(address), typed=typed)
    lines, show = ft.use_state(_NONE)

    latest: Any = ft.use_ref()
    latest.current = wanted

    async def ask() -> None:
        if typed != address["q"]:
            await asyncio.sleep(TYPED_AFTER_SECONDS)
        if latest.current != wanted:
            return
        if typed != address["q"]:
            address.set(q=typed, skip="")
        try:
            show((wanted, await services.office.list(wanted)))
        except OfficeTrouble:
            return

    # What is recorded here or elsewhere may change the page: it is asked for anew.
    use_effect(ask, [wanted, sheets])
    shown = lines[1] if lines and lines[0] == wanted else listed_here(sheets, wanted)
    tiles = [] if wide() else [_tile(services, line) for line in shown.lines]
    body = _table(services, address, wanted, shown.lines) if wide() else Listed(*tiles, empty=_empty())
    note = dotted(_count(shown), "" if shown.whole else _("on this device"))
    export = ExportMenu(lambda: lists.repairs([row(sheet) for sheet in fitting(sheets, wanted)], around(services)))
    panel = Panel(_("Sheets"), body, note=note, trail=export, flush=True, foot=_pages(address, wanted, shown))
    return DeskPage(_("Sheets"), _Filters(typed, type_, address, wanted), panel)


def _opener(services: Services, line: Line) -> Callable[[], None]:
    return lambda: services.go(f"/sheets/{line.id}")


def wanted_of(address: Address) -> Filter:
    """The list the address asks for; what it can't mean is left out."""
    sort: Sort = next((known for known in SORTS if known == address["sort"]), "-at")
    status = address["status"] or OPEN
    skip = int(address["skip"]) if address["skip"].isdecimal() and len(address["skip"]) < 8 else 0
    return Filter(address["q"], "" if status == "all" else status, address["assigned"], sort, skip)


def _count(shown: Lines) -> str:
    if shown.count > COUNTED:
        return _("more than {n} sheets", n=COUNTED)
    return n_("{n} sheet", "{n} sheets", shown.count)


def _pages(address: Address, wanted: Filter, shown: Lines) -> ft.Control | None:
    if not wanted.skip and not shown.more:
        return None
    before = Act(_("Newer page"), lambda: address.set(skip=str(max(0, wanted.skip - PAGE)) if wanted.skip > PAGE else ""))
    after = Act(_("Older page"), lambda: address.set(skip=str(wanted.skip + PAGE)))
    where = Caption(_("{first} to {last}", first=wanted.skip + 1, last=wanted.skip + len(shown.lines)))
    row = Across(before if wanted.skip else None, where, after if shown.more else None, gap=12, alignment=ft.MainAxisAlignment.CENTER)
    return ft.Container(row, padding=8)


@component
def _Filters(typed: str, type_: Callable[[Any], None], address: Address, wanted: Filter) -> ft.Control:
    services = use_services()
    options = [Option(OPEN, _("All open")), Option("all", _("All")), *(Option(code, STATUS[code][2]()) for code in STATUS)]
    search = TextInput(_("Number, customer, phone, serial, fault"), Field(typed, None, type_), expand=2)
    status = Pick(_("Status"), Field(wanted.status or "all", None, lambda code: address.set(status=code, skip="")), options, expand=1)
    people = [Option("", _("Everybody")), *(Option(one.user, one.name) for one in technicians(services.people))]
    who = Pick(_("Technician"), Field(wanted.assigned, None, lambda user: address.set(assigned=user, skip="")), people, expand=1)
    if wide():
        return Across(search, status, who, gap=12)
    search.expand = False
    return ft.Column([search, ft.Row([status]), ft.Row([who])], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _empty() -> ft.Control:
    return EmptyState(_("No sheet like this"), _("Type less, or choose another status. New sheets come from a call."))


def _table(services: Services, address: Address, wanted: Filter, lines: Sequence[Line]) -> ft.Control:
    cols = [
        Col(_("Sheet number"), 150),
        Col(_("Customer, fault"), 6),
        Col(_("Status"), 140),
        Col(_("Technician"), 96),
        Col(_("Visit"), 132),
        Col(_("Reported"), 120, right=True),
    ]
    return Down(_sorting(address, wanted), Table(cols, [_line(services, line) for line in lines], empty=_empty()), gap=0, stretch=True)


def _sorting(address: Address, wanted: Filter) -> ft.Control:
    """By which column, in which direction: a second tap turns it."""
    names: tuple[tuple[str, str], ...] = (("at", _("Reported")), ("due", _("Visit")), ("number", _("Sheet number")))
    acts = [_sort(address, wanted, column, name) for column, name in names]
    return ft.Container(Across(Caption(_("Sorted by")), *acts, gap=4), padding=ft.Padding(left=16, top=0, right=8, bottom=4))


def _sort(address: Address, wanted: Filter, column: str, name: str) -> ft.Control:
    chosen, down = wanted.sort.removeprefix("-") == column, wanted.sort.startswith("-")
    turned = column if chosen and down else f"-{column}"
    icon = (ft.Icons.ARROW_DOWNWARD if down else ft.Icons.ARROW_UPWARD) if chosen else None
    return Act(name, lambda: address.set(sort=turned, skip=""), kind="tonal" if chosen else "plain", icon=icon, small=True)


def _line(services: Services, line: Line) -> Row:
    known = line.known
    who = services.name_of(UserId(known.assigned)) if known.assigned else ""
    reported = moment(known.at, services.now()) if known.at else ""
    two = Two(dotted(known.customer, known.project) or "–", known.about)
    visit = moment(known.due, services.now()) if known.due else ""
    cells = (_number(line), two, _status(line), who, Caption(visit, max_lines=2), Caption(reported))
    return Row(cells, on_open=_opener(services, line), label=_("Open {number}", number=known.number), key=line.id)


def _status(line: Line) -> ft.Control:
    known = status_face(line.known.status)
    return Mark(known[0], known[1], known[2]()) if known else Caption(line.known.status)


def _number(line: Line) -> ft.Control | str:
    if not line.known.urgency:
        return line.known.number
    tone, icon, _urgency = tuple(URGENCY.values())[min(line.known.urgency, 2)]
    return Across(Glyph(icon, 15, TONES[tone][2]), Body(line.known.number, 14, color=TONES[tone][2]), gap=2)


def _tile(services: Services, line: Line) -> ft.Control:
    known = line.known
    who = services.name_of(UserId(known.assigned)) if known.assigned else ""
    head = Across(ft.Container(Caption(dotted(known.number, who)), expand=True), _status(line))
    two = Two(dotted(known.customer, known.project) or "–", known.about)
    return Tile(head, two, on_open=_opener(services, line), label=_("Open {number}", number=known.number))
