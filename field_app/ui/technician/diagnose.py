"""诊断: the piece, the cause, and one of four ways on (P5.1)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.archive import Equipment, EquipmentInstalled
from field_app.domain.facts import SheetId
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.diagnosis import Diagnosed, WayOn, diagnosed_now, diagnoses
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Card,
    Option,
    PhonePage,
    PhotoStrip,
    Plain,
    Primary,
    RadioCards,
    Refusal,
    Row,
    Rows,
    Secondary,
    Section,
    Strong,
    TextInput,
    screen,
)
from field_app.ui.components.choice import Quick
from field_app.ui.components.layout import Down, Part, Wrapped
from field_app.ui.hooks import Field, Form, use_form, use_services
from field_app.ui.hooks.photos import photos_of
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.archived import archive_of, installed, piece_of, story_of
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.tick import Tick
from field_app.ui.technician.parts.undoing import undoable
from field_app.ui.technician.parts.visit import live, mine
from field_app.ui.technician.parts.wording import WAYS
from field_app.ui.words import _, speak

_ICONS: dict[WayOn, ft.IconData] = {
    "on_site": ft.Icons.HANDYMAN_OUTLINED,
    "take_back": ft.Icons.INVENTORY_2_OUTLINED,
    "another_day": ft.Icons.EVENT_REPEAT,
    "another_technician": ft.Icons.SWAP_HORIZ,
}
NEEDS_REASON = ("another_day", "another_technician")


@screen
def DiagnoseScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    before = mine(sheet, Diagnosed, services) if sheet else 0
    # The first keeps the name it had in release 0.1.0: what is half typed survives a new version.
    form = use_form(f"diagnose:{sheet_id}:{before}" if before else f"diagnose:{sheet_id}", _first(sheet, services))
    if sheet is None:
        return GonePage()

    def diagnosed() -> Diagnosed:
        reason = form.text("reason") if form["way"] in NEEDS_REASON else ""
        return Diagnosed(form.text("piece"), form.text("cause"), form["way"], form.text("serial"), reason, photos_of(form["photos"]))

    def save(then: Callable[[], object]) -> None:
        form.submit(diagnosed, on=sheet_id, then=then, also=lambda: _proposed(sheet, form, services))

    done = undoable(services, sheet_id, form, _("Diagnosis saved."))
    return PhonePage(
        _("Diagnose"),
        _done(sheet),
        _Piece(sheet, form, services),
        _Cause(sheet, form),
        PhotoStrip(form.field("photos"), label=_("Photos of the fault")),
        RadioCards(_("How to go on"), form.field("way"), _ways(), inside=_why(form)),
        number=intake.number(sheet),
        above=Refusal(form),
        secondary=(Plain(_("Save, then another piece"), lambda: save(lambda: None), icon=ft.Icons.ADD),),
        primary=Primary(_("Save the diagnosis"), lambda: save(done), icon=ft.Icons.CHECK),
    )


def _first(sheet: Sheet | None, services: Services) -> dict[str, object]:
    """The piece of the request, in a later visit the one an earlier visit left; empty for a further piece of this visit."""
    piece, serial = _likely(sheet) if sheet else ("", "")
    return {
        "piece": piece,
        "serial": serial,
        "cause": "",
        "way": "on_site",
        "reason": "",
        "photos": None,
        "propose": True,
    }


def _likely(sheet: Sheet) -> tuple[str, str]:
    if diagnosed_now(sheet):
        return "", ""
    left = sheet.said(Diagnosed)
    known = intake.request(sheet)
    return (left.piece, left.serial) if left else (known.equipment, known.serial)


def _done(sheet: Sheet) -> Part:
    found = diagnoses(sheet)
    if not found:
        return None
    rows = [Row(Strong(entry.body.piece, points=15), Secondary(dotted(entry.body.cause, speak(WAYS[entry.body.way])))) for entry in found]
    return Down(Section(_("Diagnosed already")), Rows(*rows), stretch=True)


def _Piece(sheet: Sheet, form: Form, services: Services) -> ft.Control:
    """Tapped from the installed equipment, or typed."""
    pieces = installed(sheet, services)

    def take(serial: str) -> None:
        piece = next(p for p in pieces if p.serial == serial)
        form.set(piece=piece.name, serial=piece.serial)

    options = [Option(p.serial, dotted(p.name, p.place or p.serial)) for p in pieces]
    return Card(
        Secondary(_("From the archive")) if options else None,
        Quick(Field(form["serial"], None, take), options) if options else None,
        TextInput(_("Piece of equipment"), form.field("piece")),
        TextInput(_("Serial number, if it has one"), live(form, "serial"), help=_("Typed, pasted, or by a scanner that types"), longest=60),
        _known(sheet, form, services),
        gap=10,
        padding=14,
    )


def _known(sheet: Sheet, form: Form, services: Services) -> Part:
    """What the archive knows of the serial number; a piece it doesn't know is proposed to it (P2.2)."""
    serial = form.text("serial")
    piece = piece_of(sheet, serial, services)
    if piece:
        return Down(_from_archive(piece, form), Secondary(story_of(sheet, piece, services)), gap=2, stretch=True)
    if not serial or archive_of(sheet, services) is None:
        return None
    return Tick(_("Not in the archive: propose it"), form.field("propose"))


def _from_archive(piece: Equipment, form: Form) -> Part:
    if form.text("piece") == piece.name:
        return None
    return Wrapped(Plain(_("It is: {piece}", piece=dotted(piece.name, piece.place)), lambda: form.set(piece=piece.name)))


def _proposed(sheet: Sheet, form: Form, services: Services) -> dict[SheetId, tuple[object, ...]]:
    """The clerk sees who put it in the archive and checks it."""
    known, serial = archive_of(sheet, services), form.text("serial")
    if known is None or not serial or not form["propose"] or piece_of(sheet, serial, services):
        return {}
    return {known.id: (EquipmentInstalled(Equipment(serial, form.text("piece")), proposed=True),)}


def _Cause(sheet: Sheet, form: Form) -> ft.Control:
    """The supervisor's suspicion can be taken over by a tap (P2.1)."""
    analysed = sheet.said(dispatch.Analysed)
    suspected = analysed.suspected_cause if analysed else ""
    take = Plain(_("Take over: {cause}", cause=suspected), lambda: form.set(cause=suspected)) if suspected and not form["cause"] else None
    return Down(TextInput(_("Cause"), form.field("cause"), lines=2), Wrapped(take) if take else None, stretch=True)


def _ways() -> list[Option]:
    helps: dict[WayOn, str] = {
        "on_site": _("Warranty is decided next"),
        "take_back": _("Customer signs a slip before anything leaves"),
        "another_day": _("Say why; the visit ends here"),
        "another_technician": _("Say why; the supervisor assigns someone else"),
    }
    return [Option(code, words, helps[code], _ICONS[code]) for code, words in WAYS.items()]


def _why(form: Form) -> Part:
    if form["way"] not in NEEDS_REASON:
        return None
    return TextInput(_("Why, and what the next visit needs"), form.field("reason"), lines=2)
