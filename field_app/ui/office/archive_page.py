"""One project of the archive: pieces and their past, contract, documents, cases, duplicates (P2.2). What is open stands in the address."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.domain import archive
from field_app.domain.archive_records import alike, cases_of
from field_app.domain.facts import SheetId
from field_app.domain.sheets import Sheet
from field_app.ui.components import DeskPage, EmptyState, screen
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_address, use_services, use_sheet, use_sheets, use_today
from field_app.ui.office.archives import may_edit
from field_app.ui.office.records.papers import Cases, Directions, DocumentForm, Documents
from field_app.ui.office.records.particulars import Desk, Particulars, ProjectForm
from field_app.ui.office.records.pieces import OnePiece, PieceForm, Pieces, piece_of
from field_app.ui.office.records.terms import Terms, TermsForm
from field_app.ui.office.records.twins import MergedBanner, Twins, name_of
from field_app.ui.words import _


@screen
def ArchivePage() -> ft.View:
    services, address, today = use_services(), use_address(), use_today()
    record = use_sheet(SheetId(ft.use_route_params()["id"]))
    records, every = use_sheets("archive"), use_sheets("repair")
    use_sheets("person")
    if record is None:
        none = EmptyState(_("This record isn't on this device"), _("It comes with the next exchange, if it is yours to see."))
        return DeskPage(_("Archive"), none, crumb=_("Archive"), back="/archive")
    into = archive.merged_into(record)
    desk = Desk(record, address, edits=may_edit(services) and into is None)
    cases = cases_of(record, every, services.sheet)
    twins = [other for other in records if alike(record, other)]
    return DeskPage(
        name_of(record),
        MergedBanner(record, services.sheet(into) if into else None, services.go),
        Pieces(desk, cases, services),
        _opened(desk, cases),
        Cases(cases, services),
        side=[
            Twins(desk, twins, every) if twins else None,
            Particulars(desk),
            TermsForm(desk) if _asks(desk, "contract") else Terms(desk, services.policy(), today),
            DocumentForm(desk) if _asks(desk, "document") else None,
            Documents(desk, services),
            Directions(desk, services),
        ],
        crumb=_("Archive"),
        back="/archive",
    )


def _asks(desk: Desk, what: str) -> bool:
    return desk.edits and desk.address["edit"] == what


def _opened(desk: Desk, cases: Sequence[Sheet]) -> Part:
    """The piece the address names, or the form for it or for a new one."""
    piece = piece_of(desk.record, desk.address["piece"])
    if _asks(desk, "piece"):
        return ft.Container(PieceForm(desk, piece), key=f"form:{desk.address['piece']}")
    return ft.Container(OnePiece(desk, piece, cases), key=piece.serial) if piece else None


@screen
def NewProjectPage() -> ft.View:
    services = use_services()
    made = ft.use_memo(services.new_sheet_id, [])

    def leave() -> None:
        services.go("/archive")

    def to_it() -> None:
        services.go(f"/archive/{made}")

    return DeskPage(_("New project"), ProjectForm(made, None, to_it, leave), crumb=_("Archive"), back="/archive")
