"""记一笔: a word in the discussion on the sheet, for the supervisor and whoever comes next (P2.2)."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair import intake
from field_app.domain.repair.dispatch import NoteAdded
from field_app.ui.components.buttons import Primary
from field_app.ui.components.dialogs import Refusal
from field_app.ui.components.frames import PhonePage
from field_app.ui.components.inputs import TextInput
from field_app.ui.hooks import use_form, use_services
from field_app.ui.safely import screen
from field_app.ui.technician.parts.discussion import Discussion
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import case_path
from field_app.ui.words import _


@screen
def NoteScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    form = use_form(f"note:{sheet_id}", {"text": ""})
    if sheet is None:
        return GonePage()

    def save() -> None:
        form.submit(lambda: NoteAdded(form.text("text")), on=sheet_id, then=lambda: services.go(case_path(sheet_id)))

    return PhonePage(
        _("Note"),
        TextInput(_("What you noticed or want to ask"), form.field("text"), lines=4, focus=True),
        Discussion(sheet),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Save the note"), save, icon=ft.Icons.CHECK),
    )
