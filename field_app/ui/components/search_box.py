"""The way into search, on top of every wide page; Ctrl K opens it from anywhere."""

from __future__ import annotations

import flet as ft

from field_app.ui import theme
from field_app.ui.components.layout import Across, pad
from field_app.ui.components.text import Caption, Glyph
from field_app.ui.hooks.keys import use_keys
from field_app.ui.hooks.window import use_width
from field_app.ui.safely import component, safely
from field_app.ui.services import use_services
from field_app.ui.words import _

PATH = "/search"


@component
def SearchBox() -> ft.Control:
    services = use_services()

    def open_() -> None:
        services.go(PATH)

    use_keys({"ctrl+k": open_})
    desk = use_width() == "desk" and not theme.large()
    words = Caption(_("Number, customer, phone, serial")) if desk else None
    key = ft.Container(Caption("Ctrl K"), bgcolor=theme.CARD, border_radius=4, padding=pad(6, 1, 6, 1)) if desk else None
    box = ft.Container(
        Across(Glyph(ft.Icons.SEARCH, 20), words, key, gap=8, tight=True),
        height=40, padding=pad(12, 0, 12, 0), border_radius=20, bgcolor=theme.TRACK, on_click=safely(open_), ink=True,
    )  # fmt: skip
    return ft.Semantics(content=box, label=_("Search everything"), button=True, container=True)
