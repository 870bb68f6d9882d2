"""Customers and pieces from a spreadsheet: first what it would do, line by line, then all of it at once or nothing (P2.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.errors import Objection, RuleBroken
from field_app.domain.facts import SheetId
from field_app.domain.sheets import new_sheet
from field_app.imports.archives import COLUMNS, ArchiveList, Taking, read_archives
from field_app.ui.components import Across, Banner, Body, Caption, DeskPage, EmptyState, Mark, Secondary, screen, snack
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_services, use_sheets
from field_app.ui.office.labels import comma, dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.choosing import ChooseFile, Troubles
from field_app.ui.office.parts.counts import Count, Counts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.theme import Tone
from field_app.ui.words import _, n_

SHOWN = 200
NOTHING: ArchiveList | None = None
NO_OBJECTIONS: tuple[Objection, ...] = ()
_FACES: dict[str, tuple[Tone, ft.IconData]] = {
    "new": ("green", ft.Icons.ADD_CIRCLE_OUTLINE),
    "changed": ("info", ft.Icons.SWAP_HORIZ),
    "same": ("plain", ft.Icons.CHECK),
}


@screen
def ImportScreen() -> ft.View:
    services, records = use_services(), use_sheets("archive")
    found, show = ft.use_state(NOTHING)
    against, tell = ft.use_state(NO_OBJECTIONS)

    def take(file: str, data: bytes) -> None:
        show(read_archives(file, data, records, services.ground(new_sheet(SheetId(""), "archive"))))
        tell(NO_OBJECTIONS)

    def record(takings: Sequence[Taking]) -> None:
        try:
            services.record_all({taking.sheet or services.new_sheet_id(): taking.bodies() for taking in takings})
        except RuleBroken as broken:
            tell(broken.objections)
            return
        services.go("/archive")
        snack(n_("{n} project taken into the archive", "{n} projects taken into the archive", len(takings)))

    wanted = [taking for taking in found.takings if taking.kind != "same"] if found else []
    return DeskPage(
        _("Take from a spreadsheet"),
        Panel(_("File"), _columns(), ft.Row([ChooseFile(_("Choose an XLSX or CSV file"), take)])),
        Troubles(found.troubles, lambda: show(NOTHING)) if found else None,
        Banner("red", *(one.words for one in against), title=_("Nothing was taken from this file")) if against else None,
        *(_preview(found.takings, wanted, lambda: record(wanted)) if found and found.takings else ()),
        crumb=_("Archive"),
        back="/archive",
    )


def _columns() -> ft.Control:
    needed = comma(*(column.name for column in COLUMNS if column.needed))
    others = comma(*(column.name for column in COLUMNS if not column.needed))
    return ft.Column(
        [
            Secondary(_("One line a piece of equipment; the first line names the columns, in any order.")),
            Secondary(_("Needed: {columns}", columns=needed)),
            Secondary(_("As wanted: {columns}", columns=others)),
        ],
        spacing=4,
        tight=True,
    )


def _preview(takings: Sequence[Taking], wanted: Sequence[Taking], record: Callable[[], None]) -> tuple[Part, ...]:
    pieces = sum(len(one.pieces) for one in takings)
    counts = [
        Count("new", _("New projects"), ft.Icons.ADD_CIRCLE_OUTLINE, "green", sum(one.kind == "new" for one in takings)),
        Count("changed", _("Changed projects"), ft.Icons.SWAP_HORIZ, "info", sum(one.kind == "changed" for one in takings)),
        Count("pieces", _("Pieces new or changed"), ft.Icons.PRECISION_MANUFACTURING_OUTLINED, "info", pieces),
    ]
    shown = takings[:SHOWN]
    body = _table(shown) if wide() else Listed(*map(_tile, shown))
    rest = Caption(_("and {n} more", n=len(takings) - SHOWN)) if len(takings) > SHOWN else None
    panel = Panel(_("What the file would do"), body, rest, flush=True)
    if not wanted:
        return EmptyState(_("The archive knows all of this already"), _("Nothing would change.")), panel
    words = n_("Take {n} project into the archive", "Take {n} projects into the archive", len(wanted))
    act = Across(Body(_("Nothing is taken until you say so."), 14, expand=True), Act(words, record, kind="primary", icon=ft.Icons.CHECK))
    return Counts(counts, "", lambda _code: None), act, panel


def _table(shown: Sequence[Taking]) -> ft.Control:
    cols = [Col(_("Line"), 56, right=True), Col(_("Customer, project"), 4), Col(_("What changes"), 5), Col(_("Pieces"), 4), Col("", 96)]
    return Table(cols, [Line((str(one.line), _names(one), _changed(one), _pieces(one), _mark(one))) for one in shown])


def _tile(one: Taking) -> ft.Control:
    return Tile(Across(ft.Container(_names(one), expand=True), _mark(one)), Caption(dotted(_changed(one), _pieces(one))))


def _names(one: Taking) -> ft.Control:
    return Two(one.after.customer, one.after.project)


def _changed(one: Taking) -> str:
    """The particulars that become others, old and new."""
    if one.before is None:
        return dotted(one.after.contact, one.after.phone, one.after.address)
    pairs = []
    for column in COLUMNS[:9]:
        old, new = getattr(one.before, column.key), getattr(one.after, column.key)
        if old != new:
            pairs.append(f"{column.name} {old if old not in ('', None) else '–'} → {new}")
    return comma(*pairs)


def _pieces(one: Taking) -> str:
    return comma(*(f"{piece.serial} {piece.name}" for piece in one.pieces[:3]), "…" if len(one.pieces) > 3 else "")


def _mark(one: Taking) -> ft.Control:
    words = {"new": lambda: _("new"), "changed": lambda: _("changed"), "same": lambda: _("the same")}[one.kind]()
    return Mark(*_FACES[one.kind], words)
