"""拍照: photos into the discussion on the sheet, and all that are on it so far (P2.2)."""

from __future__ import annotations

import flet as ft

from field_app.domain.errors import say
from field_app.domain.photo import PhotoAdded, photos
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet
from field_app.ui.components.buttons import Primary
from field_app.ui.components.dialogs import Refusal
from field_app.ui.components.frames import PhonePage
from field_app.ui.components.inputs import TextInput
from field_app.ui.components.layout import Card, Part
from field_app.ui.components.photos import PhotoRow, PhotoStrip
from field_app.ui.components.text import Heading
from field_app.ui.hooks import use_form, use_services
from field_app.ui.hooks.photos import photos_of
from field_app.ui.safely import screen
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import case_path
from field_app.ui.words import _


@screen
def PhotoScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    form = use_form(f"photo:{sheet_id}", {"photos": None, "caption": ""})
    if sheet is None:
        return GonePage()

    def added() -> list[PhotoAdded]:
        taken = form.chosen("photos", say("Take a photo or choose one first."))
        return [PhotoAdded(one, form.text("caption")) for one in photos_of(taken)]

    def save() -> None:
        form.submit(added, on=sheet_id, then=lambda: services.go(case_path(sheet_id)))

    return PhonePage(
        _("Photos"),
        PhotoStrip(form.field("photos")),
        TextInput(_("What it shows"), form.field("caption"), longest=200),
        _so_far(sheet),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Save the photos"), save, icon=ft.Icons.CHECK),
    )


def _so_far(sheet: Sheet) -> Part:
    taken = tuple({photo.sha256: photo for _entry, photo in photos(sheet)}.values())
    return Card(Heading(_("On this sheet so far")), PhotoRow(taken), gap=10) if taken else None
