"""Records that may be of one project, and merging one into the other: nothing it knows is lost, open cases name the one that stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain import archive
from field_app.domain.archive_records import merging
from field_app.domain.sheets import Sheet
from field_app.ui.components import Banner, Caption, Refusal, component, confirm, snack
from field_app.ui.hooks import use_attempt, use_services
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.office.records.particulars import Desk
from field_app.ui.words import _, n_


def name_of(record: Sheet) -> str:
    known = archive.project(record)
    return dotted(known.customer, known.project) if known else "–"


def MergedBanner(record: Sheet, stays: Sheet | None, go: Callable[[str], None]) -> ft.Control | None:
    """Whoever comes to a duplicate is led on."""
    into = archive.merged_into(record)
    if into is None:
        return None
    onward = Act(_("To the record that stays"), lambda: go(f"/archive/{into}"), kind="tonal")
    words = name_of(stays) if stays else _("This device hasn't it yet.")
    return Banner("info", words, title=_("This record was a duplicate"), actions=(onward,), icon=ft.Icons.MERGE)


@component
def Twins(desk: Desk, twins: Sequence[Sheet], cases: Sequence[Sheet]) -> ft.Control:
    """The others that look like this one; merging keeps this one."""
    services, attempt = use_services(), use_attempt()

    def merge(gone: Sheet) -> None:
        facts = dict(merging(gone, desk.record, cases))
        first = facts.pop(gone.id)
        attempt.record(gone.id, *first, also=lambda: facts, then=lambda: snack(_("Merged; this record stays.")))

    def ask(gone: Sheet) -> Callable[[], None]:
        pieces = n_("{n} piece", "{n} pieces", len(archive.equipment(gone)))
        words = _("{name}, {pieces}: what only it knows comes over here, its open cases too.", name=name_of(gone), pieces=pieces)
        return lambda: confirm(_("Merge it into this record?"), words, yes=_("Merge, this one stays"), on_yes=lambda: merge(gone))

    def tile(other: Sheet) -> ft.Control:
        known = archive.project(other)
        look = dotted(known.contact, known.phone, known.address) if known else ""
        return Tile(
            Two(name_of(other), look),
            on_open=lambda: services.go(f"/archive/{other.id}"),
            label=_("Open {name}", name=name_of(other)),
            trail=Act(_("Merge here"), ask(other), small=True) if desk.edits else None,
        )

    why = ft.Container(Caption(_("Same names, same phone or the same piece.")), padding=ft.Padding(left=16, top=0, right=16, bottom=8))
    refusal = Refusal(attempt) if attempt.refusals else None
    return Panel(_("Perhaps the same project"), why, Listed(*map(tile, twins)), refusal, note=str(len(twins)), flush=True)
