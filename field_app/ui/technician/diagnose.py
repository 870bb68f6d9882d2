"""诊断: the piece, the cause, and one of four ways on (P5.1)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain import archive
from field_app.domain.archive import Equipment
from field_app.domain.facts import SheetId
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.diagnosis import Diagnosed, WayOn, diagnoses
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
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import case_path
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
    form = use_form(f"diagnose:{sheet_id}", _first(sheet, services))
    if sheet is None:
        return GonePage()

    def diagnosed() -> Diagnosed:
        reason = form.text("reason") if form["way"] in NEEDS_REASON else ""
        return Diagnosed(form.text("piece"), form.text("cause"), form["way"], form.text("serial"), reason, photos_of(form["photos"]))

    def save(then: Callable[[], object]) -> None:
        form.submit(diagnosed, on=sheet_id, then=then)

    return PhonePage(
        _("Diagnose"),
        _done(sheet),
        _Piece(sheet, form, services),
        _Cause(sheet, form),
        PhotoStrip(form.field("photos"), label=_("Photos of the fault")),
        RadioCards(_("How to go on"), form.field("way"), _ways(), inside=_why(form)),
        number=intake.number(sheet),
        above=Refusal(form),
        secondary=(Plain(_("Save, then another piece"), lambda: save(form.reset), icon=ft.Icons.ADD),),
        primary=Primary(_("Save the diagnosis"), lambda: save(lambda: services.go(case_path(sheet_id))), icon=ft.Icons.CHECK),
    )


def _first(sheet: Sheet | None, services: Services) -> dict[str, object]:
    """The piece of the request, where nothing was diagnosed yet."""
    known = intake.request(sheet) if sheet else intake.Request()
    again = sheet is not None and bool(diagnoses(sheet))
    return {
        "piece": "" if again else known.equipment,
        "serial": "" if again else known.serial,
        "cause": "",
        "way": "on_site",
        "reason": "",
        "photos": None,
    }


def installed(sheet: Sheet, services: Services) -> tuple[Equipment, ...]:
    """The pieces of the archive, where it is on this phone."""
    known = intake.request(sheet)
    found = services.sheet(SheetId(known.archive)) if known.archive else None
    return archive.equipment(found) if found else ()


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
        TextInput(_("Serial number, if it has one"), form.field("serial")),
        gap=10,
        padding=14,
    )


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
