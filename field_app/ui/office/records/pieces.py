"""The installed pieces of a project: how long they are covered, what was done to each, what a technician found and nobody has checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.domain import archive
from field_app.domain.archive import Equipment, EquipmentInstalled, EquipmentRemoved
from field_app.domain.archive_records import Past, history, to_check
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Across,
    Banner,
    Body,
    Caption,
    Down,
    EmptyState,
    Mark,
    Pair,
    Refusal,
    TextInput,
    component,
    snack,
)
from field_app.ui.hooks import Form, use_attempt, use_form, use_services, use_today
from field_app.ui.office.archives import of_office
from field_app.ui.office.labels import comma, dotted
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.reason import use_reason
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.records.covers import CoverMark, cover
from field_app.ui.office.records.particulars import Desk, typed_day, typed_months
from field_app.ui.services import Services
from field_app.ui.words import _, money, n_


def Pieces(desk: Desk, cases: Sequence[Sheet], services: Services) -> ft.Control:
    """All of them; a tap opens one below."""
    pieces = archive.equipment(desk.record)
    finds = {entry.body.equipment.serial for entry in to_check(desk.record, lambda user: of_office(services, user))}
    new = Act(_("Add a piece"), lambda: desk.address.set(edit="piece", piece=""), small=True, icon=ft.Icons.ADD) if desk.edits else None
    empty = EmptyState(_("No piece is recorded yet"), _("Add one here, take a spreadsheet, or a technician finds it on site."))
    rows = [(piece, len(history(piece.serial, cases)), piece.serial in finds) for piece in pieces]
    body = _table(desk, services, rows, empty) if wide() else Listed(*(_tile(desk, services, *row) for row in rows), empty=empty)
    return Panel(_("Installed equipment"), body, note=n_("{n} piece", "{n} pieces", len(pieces)), flush=True, trail=new)


def _table(desk: Desk, services: Services, rows: Sequence[tuple[Equipment, int, bool]], empty: ft.Control) -> ft.Control:
    cols = [Col(_("Serial number"), 3), Col(_("Piece, place"), 4), Col(_("Warranty"), 140), Col(_("Cases"), 64, right=True)]
    return Table(cols, [_line(desk, services, *row) for row in rows], empty=empty)


def _line(desk: Desk, services: Services, piece: Equipment, cases: int, find: bool) -> Line:
    mark = Mark("amber", ft.Icons.FACT_CHECK_OUTLINED, _("found on site")) if find else None
    serial = Down(Body(piece.serial, 14, max_lines=1), mark, gap=1)
    cells = (serial, Two(dotted(piece.name, piece.model), piece.place), _cover(desk, services, piece), str(cases) if cases else "–")
    opens = _opener(desk, piece.serial)
    return Line(cells, on_open=opens, label=_("Open {name}", name=piece.serial), chosen=desk.address["piece"] == piece.serial)


def _tile(desk: Desk, services: Services, piece: Equipment, cases: int, find: bool) -> ft.Control:
    mark = Mark("amber", ft.Icons.FACT_CHECK_OUTLINED, _("found on site")) if find else None
    words = Two(dotted(piece.name, piece.model), dotted(piece.serial, piece.place, n_("{n} case", "{n} cases", cases)))
    opens = _opener(desk, piece.serial)
    label, chosen = _("Open {name}", name=piece.serial), desk.address["piece"] == piece.serial
    return Tile(words, _cover(desk, services, piece), mark, on_open=opens, label=label, chosen=chosen)


def _cover(desk: Desk, services: Services, piece: Equipment) -> ft.Control:
    return CoverMark(cover(desk.record, piece.serial), services.today())


def _opener(desk: Desk, serial: str) -> Callable[[], None]:
    return lambda: desk.address.turn("piece", serial)


@component
def OnePiece(desk: Desk, piece: Equipment, cases: Sequence[Sheet]) -> ft.Control:
    """One piece: particulars, whether it was checked, and its whole past."""
    services, attempt, today = use_services(), use_attempt(), use_today()
    take_out = use_reason(
        _("Take {serial} out of the archive", serial=piece.serial),
        _("Its cases stay readable."),
        label=_("Why: replaced, sold, scrapped, recorded by mistake"),
        yes=_("Take it out"),
        on_reason=lambda reason: attempt.record(desk.record.id, EquipmentRemoved(piece.serial, reason), then=lambda: _gone(desk)),
    )
    found = next((e for e in to_check(desk.record, lambda u: of_office(services, u)) if e.body.equipment.serial == piece.serial), None)
    confirm = Act(_("It is right"), lambda: attempt.record(desk.record.id, EquipmentInstalled(piece), then=_checked), kind="tonal")
    accepted, months = archive.acceptance(desk.record, piece.serial)
    correct = Act(_("Correct it"), lambda: desk.address.set(edit="piece"), kind="outlined")
    acts = Acts(Act(_("Take it out"), take_out, kind="seldom"), correct)
    return Panel(
        dotted(piece.name, piece.model),
        Banner("amber", _("Found on site by {name}: compare and confirm, or correct it.", name=services.name_of(found.by)),
               actions=(confirm,), icon=ft.Icons.FACT_CHECK_OUTLINED) if found and desk.edits else None,
        Pair(_("Serial number"), piece.serial),
        Pair(_("Place"), piece.place) if piece.place else None,
        Pair(_("Acceptance"), accepted.isoformat() if accepted else _("unknown")),
        Pair(_("Warranty"), n_("{n} month", "{n} months", months) if months is not None else _("unknown")),
        Across(CoverMark(cover(desk.record, piece.serial), today)),
        _Past(history(piece.serial, cases), services),
        Refusal(attempt) if attempt.refusals else None,
        acts if desk.edits else None,
        gap=8,
    )  # fmt: skip


def _gone(desk: Desk) -> None:
    desk.address.set(piece="", edit="")
    snack(_("Taken out; its cases stay readable."))


def _checked() -> None:
    snack(_("Confirmed"))


def _Past(past: Sequence[Past], services: Services) -> ft.Control:
    """Every case of the piece, the newest first."""
    none = ft.Container(Caption(_("No case so far.")), padding=8)
    head = Caption(_("History: {n}", n=n_("{n} case", "{n} cases", len(past))))
    return Down(head, Listed(*(_past(one, services) for one in past), empty=none), gap=4, stretch=True)


def _past(one: Past, services: Services) -> ft.Control:
    done = dotted(comma(*one.causes), comma(*one.work))
    cost = money(one.quoted_fen) if one.quoted_fen else ""
    visits = n_("on site {n} time", "on site {n} times", one.visits) if one.visits else ""
    lower = dotted(one.number, one.reported_on.isoformat() if one.reported_on else "", visits, cost)
    parts = Caption(_("Parts: {parts}", parts=comma(*one.parts))) if one.parts else None
    taken = Mark("info", ft.Icons.LOCAL_SHIPPING_OUTLINED, _("taken back")) if one.taken_back else None
    words = [Body(one.fault or "–", 14), Caption(done) if done else None, parts, Caption(lower), taken]
    return Tile(*words, on_open=lambda: services.go(f"/sheets/{one.case}"), label=_("Open {name}", name=one.number))


@component
def PieceForm(desk: Desk, piece: Equipment | None) -> ft.Control:
    """A new piece, or the particulars of one anew. The serial number says which one is meant, so it can't be changed here."""
    form = use_form(f"piece:{desk.record.id}:{piece.serial if piece else 'new'}", _values(piece))

    def keep() -> None:
        form.submit(lambda: EquipmentInstalled(_read(form, piece)), on=desk.record.id, then=kept)

    def kept() -> None:
        desk.address.set(edit="", piece=piece.serial if piece else form.text("equipment.serial"))
        snack(_("Kept"))

    def drop() -> None:
        form.reset()
        desk.close()

    field = form.field
    return Panel(
        _("Change {name}", name=piece.serial) if piece else _("Add a piece"),
        None if piece else TextInput(_("Serial number"), field("equipment.serial"), longest=60),
        TextInput(_("Piece of equipment"), field("equipment.name"), longest=100),
        TextInput(_("Model"), field("model"), longest=60),
        TextInput(_("Place"), field("place"), longest=100),
        TextInput(_("Acceptance, where it differs from the project's"), field("accepted_on"), longest=20),
        TextInput(_("Warranty in months, where it differs"), field("warranty_months"), longest=20),
        Refusal(form) if form.refusals else None,
        Acts(Act(_("Cancel"), drop), Act(_("Keep the piece"), keep, kind="primary")),
        gap=10,
    )


def _values(piece: Equipment | None) -> dict[str, Any]:
    # The gate names the first two so.
    keys = {"equipment.serial": "serial", "equipment.name": "name", "model": "model", "place": "place"}
    texts = {key: getattr(piece, name) if piece else "" for key, name in keys.items()}
    accepted = piece.accepted_on.isoformat() if piece and piece.accepted_on else ""
    months = str(piece.warranty_months) if piece and piece.warranty_months is not None else ""
    return {**texts, "accepted_on": accepted, "warranty_months": months}


def _read(form: Form, piece: Equipment | None) -> Equipment:
    serial = piece.serial if piece else form.text("equipment.serial")
    day, months = typed_day(form, "accepted_on"), typed_months(form)
    return Equipment(serial, form.text("equipment.name"), form.text("model"), form.text("place"), day, months)


def piece_of(record: Sheet, serial: str) -> Equipment | None:
    return next((piece for piece in archive.equipment(record) if piece.serial == serial), None)
