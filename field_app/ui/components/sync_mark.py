"""The honest line about where what was recorded is: on this device only, or at the office."""

from __future__ import annotations

import flet as ft

from field_app.ui.components.layout import Across
from field_app.ui.components.text import Caption, Glyph
from field_app.ui.hooks.sheets import use_sending, use_sync_status
from field_app.ui.hooks.window import use_now
from field_app.ui.safely import component, safely
from field_app.ui.services import SyncStatus, use_services
from field_app.ui.store_words import standing
from field_app.ui.theme import RADIUS_CHIP
from field_app.ui.words import _

DATA_PAGE = "/data"


@component
def SyncMark(*, words: bool = True) -> ft.Control:
    """Cloud and words; a tap opens 数据在哪里. Without `words` the cloud alone, for pages shown to the customer."""
    services = use_services()
    sending, status, now = use_sending(), use_sync_status(), use_now()
    said = standing(sending, status, now)
    if services.keeps_nothing:
        said = _("{state}, nothing is kept here", state=said)
    line = Across(Glyph(cloud(status, sending.unsent + sending.photos.waiting), 15), Caption(said) if words else None, gap=4, tight=True)
    name = _("Where the data is") if words else _("Where the data is: {state}", state=said)

    def open_page() -> None:
        here = ft.context.page.route
        if not here.startswith(DATA_PAGE):
            services.go(f"{DATA_PAGE}?from={here}")

    box = ft.Container(line, on_click=safely(open_page), ink=True, border_radius=RADIUS_CHIP, padding=2)
    return ft.Semantics(content=box, label=name, button=True, container=True)


def cloud(status: SyncStatus, unsent: int) -> ft.IconData:
    if status.state in ("offline", "signed_out", "frozen"):
        return ft.Icons.CLOUD_OFF_OUTLINED
    if status.state == "trouble":
        return ft.Icons.SYNC_PROBLEM
    return ft.Icons.CLOUD_UPLOAD_OUTLINED if unsent else ft.Icons.CLOUD_DONE_OUTLINED
