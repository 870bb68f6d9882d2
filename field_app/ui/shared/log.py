"""The log: what went wrong on this device, to be sent to those who mend the app. It never leaves by itself."""

from __future__ import annotations

import flet as ft

from field_app.ui.components import Caption, Card, EmptyState, PhonePage, Primary, Secondary, screen, snack
from field_app.ui.hooks import use_services
from field_app.ui.words import _

SHOWN = 6000


@screen
def LogScreen() -> ft.View:
    services = use_services()
    text = services.log.text()

    async def save() -> None:
        await services.save_file("field-service-log.txt", _with_head(text, services.version, services.me.device).encode())
        snack(_("The log is saved as a file. Send it to the administrator."))

    body = (
        (Secondary(_("It holds errors and where they arose, no customers' data.")), Card(Caption(text[-SHOWN:], selectable=True)))
        if text
        else (EmptyState(_("The log is empty"), _("When something goes wrong, the details are kept here.")),)
    )
    save_button = Primary(_("Save the log as a file"), save, icon=ft.Icons.DOWNLOAD_OUTLINED) if text else None
    return PhonePage(_("Log"), *body, primary=save_button, back="/me")


def _with_head(text: str, version: str, device: str) -> str:
    return f"field service {version}, device {device}\n\n{text}\n"
