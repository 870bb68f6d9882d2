"""补录纸单: what was written on a paper form while the phone was dead is typed by the usual steps, then marked here with its photo."""

from __future__ import annotations

from datetime import date
from typing import Any

import flet as ft

from field_app.domain.repair import intake
from field_app.domain.repair.paper import PaperEntered, to_be_marked
from field_app.domain.sheets import Entry
from field_app.papers.catalog import KINDS
from field_app.papers.form import Code
from field_app.ui import theme
from field_app.ui.components import Banner, Caption, Card, Option, PhonePage, Pick, Primary, Refusal, TextInput, screen
from field_app.ui.components.dates import DateInput
from field_app.ui.components.layout import Part
from field_app.ui.components.photos import PhotoStrip
from field_app.ui.components.text import Heading
from field_app.ui.hooks import use_form, use_services
from field_app.ui.hooks.photos import photos_of
from field_app.ui.office.describe import describe
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import below
from field_app.ui.words import _, clock, speak


@screen
def FromPaperScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    today = services.today()
    form = use_form(f"from_paper:{sheet_id}", {"form": "FW-01", "number": "", "written_on": today.isoformat(), "photos": None, "note": ""})
    if sheet is None:
        return GonePage()
    typed = to_be_marked(sheet, services.me.user, today)

    def entered() -> PaperEntered:
        keys = tuple((entry.key.device, entry.key.n) for entry in typed)
        on, photos = date.fromisoformat(form.text("written_on")), tuple(photos_of(form["photos"] or []))
        return PaperEntered(form.text("form"), on, form.text("number"), photos, keys, form.text("note"))

    def save() -> None:
        form.submit(entered, on=sheet_id, then=lambda: services.go(below(sheet_id, "papers")))

    forms = [Option(kind.code.number, _named(kind.code)) for kind in KINDS.values()]
    return PhonePage(
        _("Enter from a paper"),
        _entries(typed),
        Pick(_("Which form"), form.field("form"), forms),
        TextInput(_("Number on the paper"), form.field("number"), longest=40),
        DateInput(_("Written on"), form.field("written_on"), last=today, quick=(0, -1)),
        PhotoStrip(form.field("photos")),
        TextInput(_("Remark"), form.field("note"), longest=400),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Mark as entered from paper"), save, icon=ft.Icons.CHECK),
    )


def _named(code: Code) -> str:
    """A list shows one line: large words leave no room for the number."""
    return speak(code.title) if theme.large() else f"{code.number} {speak(code.title)}"


def _entries(typed: tuple[Entry[Any], ...]) -> Part:
    """What will be marked; before anything was typed, what to do first."""
    if not typed:
        return Banner("info", _("First record the steps as they stand on the paper, then mark them here."))
    lines = [Caption(f"{clock(entry.at)} {describe(entry).sentence}") for entry in typed]
    return Card(Heading(_("Typed today, from this paper")), *lines, gap=4)
