"""Search over everything: the office looks through all of it, this device through what it holds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import flet as ft

from field_app.domain.facts import SheetKind, UserId
from field_app.ui.components import Caption, DeskPage, EmptyState, TextInput, Waiting, screen
from field_app.ui.hooks import Field, use_address, use_effect, use_services
from field_app.ui.lines import Line, Lines, found_here
from field_app.ui.office.labels import dotted, status_face
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.routes import places, sheet_address
from field_app.ui.services import OfficeTrouble, Services
from field_app.ui.words import _, moment, n_

TYPED_AFTER_SECONDS = 0.25
_NOTHING = Lines()


@screen
def SearchScreen() -> ft.View:
    services, address = use_services(), use_address()
    typed, type_ = ft.use_state(address["q"])
    found, show = ft.use_state(_NOTHING)
    asking, ask = ft.use_state(False)
    latest: Any = ft.use_ref()
    latest.current = typed

    async def look() -> None:
        if not typed.strip():
            show(_NOTHING)
            return
        show(found_here(services.store, typed))
        await asyncio.sleep(TYPED_AFTER_SECONDS)
        if latest.current != typed:
            return
        ask(True)
        answer = await everywhere(services, typed)
        if latest.current == typed:
            show(answer)
            ask(False)

    use_effect(look, [typed])
    field = TextInput(_("Number, customer, phone, project, serial"), Field(typed, None, type_), focus=True, longest=200)
    body = _results(services, typed, found, asking=asking)
    return DeskPage(_("Search"), field, *body, back="/todo")


async def everywhere(services: Services, typed: str) -> Lines:
    """What the office finds, or this device where the office can't be reached."""
    try:
        return await services.office.search(typed)
    except OfficeTrouble:
        return found_here(services.store, typed)


def _results(services: Services, typed: str, found: Lines, *, asking: bool) -> list[ft.Control]:
    if not typed.strip():
        return [Caption(_("Any part of it will do, with or without spaces and hyphens."))]
    if not found.lines:
        empty = EmptyState(_("Nothing like it"), _("Try a shorter piece: two characters of the name, the last four digits of the phone."))
        return [Waiting(_("Looking through everything")) if asking else empty]
    note = n_("{n} found", "{n} found", found.count) if not found.more else _("the first {n}; type more to narrow it", n=len(found.lines))
    here = None if found.whole or asking else Caption(_("The office can't be reached: only this device was searched."))
    panels = [_kind(services, kind, found) for kind in _KINDS]
    return [part for part in (Caption(note), here, *panels) if part]


def _kind(services: Services, kind: SheetKind, found: Lines) -> ft.Control | None:
    lines = [line for line in found.lines if line.kind == kind]
    return Panel(_KINDS[kind](), Listed(*(_tile(services, line) for line in lines)), flush=True) if lines else None


_KINDS: Mapping[SheetKind, Any] = {
    "repair": lambda: _("Sheets"),
    "archive": lambda: _("Projects"),
    "complaint": lambda: _("Complaints"),
    "return_visit": lambda: _("Return visits"),
    "person": lambda: _("People"),
}
_PLACES: Mapping[SheetKind, str] = {"archive": "archive", "complaint": "complaints", "return_visit": "return-visits"}


def _address(services: Services, line: Line) -> str:
    """Where this person sees it; empty where they have no page for it."""
    if line.kind == "repair":
        return sheet_address(services, line.id)
    way = f"/{_PLACES[line.kind]}/{line.id}" if line.kind in _PLACES else ""
    chain = places(way) if way else ()
    return way if chain and chain[0].page.open_to(services.me.roles) else ""


def _tile(services: Services, line: Line) -> ft.Control:
    known = line.known
    face = status_face(known.status) if line.kind == "repair" else None
    status = face[2]() if face else ""
    when = moment(known.at, services.now()) if known.at else ""
    who = services.name_of(UserId(known.assigned)) if known.assigned else ""
    title = dotted(known.customer, known.project) or known.number or "–"
    words = Two(title, dotted(known.number, known.about))
    goes = _address(services, line)
    label = _("Open {number}", number=known.number or title)
    opens = (lambda: services.go(goes)) if goes else None
    return Tile(words, Caption(dotted(status, who, when)), on_open=opens, label=label if goes else "")
