"""What is kept of a project beside its pieces: documents, the way there, its cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.archive import DirectionsNoted, DocumentFiled
from field_app.domain.days import day_of
from field_app.domain.repair.sheet import RepairRow, row
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import (
    Body,
    Caption,
    EmptyState,
    Mark,
    PhotoStrip,
    Refusal,
    TextInput,
    component,
    snack,
)
from field_app.ui.components.photos import PhotoRow
from field_app.ui.hooks import use_form
from field_app.ui.hooks.photos import photos_of
from field_app.ui.office.labels import STATUS, dotted
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.office.records.particulars import Desk
from field_app.ui.services import Services
from field_app.ui.words import _, n_


def Documents(desk: Desk, services: Services) -> ft.Control:
    filed = tuple(reversed(desk.record.live(DocumentFiled)))
    new = Act(_("File a document"), lambda: desk.address.set(edit="document"), small=True, icon=ft.Icons.ADD) if desk.edits else None
    none = ft.Container(Caption(_("Drawings, manuals and acceptance records will stand here, also without network.")), padding=16)
    tiles = [_document(entry, services) for entry in filed]
    return Panel(_("Documents"), Listed(*tiles, empty=none), note=str(len(filed)) if filed else "", flush=True, trail=new)


def _document(entry: Entry[DocumentFiled], services: Services) -> ft.Control:
    body = entry.body
    who = dotted(services.name_of(entry.by), day_of(entry.at).isoformat())
    pages = PhotoRow(body.pages) if body.pages else None
    return Tile(Body(body.title, 15), Caption(body.text) if body.text else None, pages, Caption(who))


@component
def DocumentForm(desk: Desk) -> ft.Control:
    form = use_form(f"document:{desk.record.id}", {"title": "", "text": "", "pages": None})

    def keep() -> None:
        form.submit(lambda: DocumentFiled(form.text("title"), form.text("text"), photos_of(form["pages"])), on=desk.record.id, then=kept)

    def kept() -> None:
        form.reset()
        desk.close()
        snack(_("Filed"))

    def drop() -> None:
        form.reset()
        desk.close()

    return Panel(
        _("File a document"),
        TextInput(_("Title"), form.field("title"), longest=100),
        TextInput(_("What it says"), form.field("text"), lines=4, longest=4000),
        PhotoStrip(form.field("pages"), label=_("Its pages")),
        Refusal(form) if form.refusals else None,
        Acts(Act(_("Cancel"), drop), Act(_("File it"), keep, kind="primary")),
        gap=10,
    )


def Directions(desk: Desk, services: Services) -> ft.Control | None:
    noted = tuple(reversed(desk.record.live(DirectionsNoted)))
    if not noted and not desk.edits:
        return None
    tiles = [Tile(Two(entry.body.text, dotted(services.name_of(entry.by), day_of(entry.at).isoformat()))) for entry in noted[:5]]
    none = ft.Container(Caption(_("Nothing is noted yet; technicians note it on the way.")), padding=16)
    return Panel(_("Way there"), Listed(*tiles, empty=none), flush=True)


def Cases(cases: Sequence[Sheet], services: Services) -> ft.Control:
    """Every case of the project, the newest first."""
    known = sorted(map(row, cases), key=lambda one: one.number, reverse=True)
    tiles = [_case(one, services) for one in known[:50]]
    empty = EmptyState(_("No case of this project yet"), _("Cases appear here when a call names it."))
    return Panel(_("Cases"), Listed(*tiles, empty=empty), note=n_("{n} case", "{n} cases", len(known)) if known else "", flush=True)


def _case(one: RepairRow, services: Services) -> ft.Control:
    tone, icon, status = STATUS[one.status]
    day = day_of(one.reported_at).isoformat() if one.reported_at else ""
    who = services.name_of(one.assigned) if one.assigned else ""
    words = Two(one.fault or "–", dotted(one.number, day, who))
    return Tile(words, on_open=_opener(services, one.id), label=_("Open {name}", name=one.number), trail=Mark(tone, icon, status()))


def _opener(services: Services, sheet_id: str) -> Callable[[], None]:
    return lambda: services.go(f"/sheets/{sheet_id}")
