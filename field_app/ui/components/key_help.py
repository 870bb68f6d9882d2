"""Keys that lead somewhere from every page of a desk, and the sheet that names them all, which `?` opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import flet as ft

from field_app.ui import theme
from field_app.ui.components.buttons import IconAct, Plain
from field_app.ui.components.layout import Across, Down, pad
from field_app.ui.components.search_box import PATH
from field_app.ui.components.text import Body, Caption, Heading
from field_app.ui.hooks.keys import use_keys
from field_app.ui.hooks.window import use_width
from field_app.ui.routes import places
from field_app.ui.safely import component, safely
from field_app.ui.services import Services, use_services
from field_app.ui.theme import CARD, TRACK
from field_app.ui.words import _

_WAYS = {"t": "/todo", "n": "/call"}
Named = tuple[str, str]


@component
def KeyHelp() -> ft.Control:
    services = use_services()
    shown, show = ft.use_state(False)
    desk = use_width() == "desk" and not theme.large()

    def open_() -> None:
        show(True)

    def close() -> None:
        show(False)

    ways = {key: _to(services, path) for key, path in _WAYS.items() if _may(services, path)}
    use_keys({**ways, "/": _to(services, PATH), "?": open_, "shift+/": open_})
    use_keys({"escape": close, "?": close, "enter": close} if shown else {}, over=True)
    ft.use_dialog(_sheet(services, close) if shown else None)
    return IconAct(ft.Icons.KEYBOARD_OUTLINED, _("Keys (?)"), open_) if desk else ft.Container(width=0)


def _to(services: Services, path: str) -> Callable[[], None]:
    return lambda: services.go(path)


def _may(services: Services, path: str) -> bool:
    return places(path)[0].page.open_to(services.me.roles)


def _sheet(services: Services, close: Callable[[], None]) -> ft.AlertDialog:
    parts = [_part(title, keys) for title, keys in _named(services)]
    columns = ft.Row(
        [Down(*parts[:2], gap=20, expand=True), Down(*parts[2:], gap=20, expand=True)],
        spacing=32,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return ft.AlertDialog(
        title=Heading(_("Keys")),
        content=ft.Container(Down(columns, Caption(_("While you type, letters are letters.")), gap=16), width=720),
        scrollable=True,
        bgcolor=CARD,
        actions=[Plain(_("Close"), close)],
        on_dismiss=safely(close),
    )


def _part(title: str, keys: Iterable[Named]) -> ft.Control:
    return Down(Body(title, 14, weight=theme.W6), *(_line(*named) for named in keys), gap=6)


def _line(keys: str, does: str) -> ft.Control:
    caps: list[ft.Control] = [
        ft.Container(Caption(key), bgcolor=TRACK, border_radius=4, padding=pad(6, 1, 6, 1)) for key in keys.split(", ")
    ]
    return Across(ft.Row(caps, spacing=4, width=theme.size(120), wrap=True), Body(does, 14, expand=True))


def _named(services: Services) -> list[tuple[str, list[Named]]]:
    """By where they work; keys to pages of other roles are left out."""
    everywhere = [("T", _("To do")) if _may(services, "/todo") else None, ("N", _("Take a call")) if _may(services, "/call") else None]
    return [
        (
            _("Everywhere"),
            [*(one for one in everywhere if one), ("/, Ctrl K", _("Search everything")), ("Esc", _("Back")), ("?", _("These keys"))],
        ),
        (_("In a list"), [("J, K", _("The next, the one before")), ("Enter", _("Open it")), ("1, 2, 3", _("A queue of the first page"))]),
        (
            _("On a case"),
            [
                ("Ctrl Enter", _("The filled button")),
                ("Ctrl S", _("Keep what the caller says")),
                ("Alt 1", _("It is the same case")),
                ("R", _("Send a report back")),
            ],
        ),
        (
            _("On the schedule"),
            [("←, ↑, →, ↓", _("Move the cell")), (_("Space"), _("Pick a visit up, put it down")), ("Esc", _("Put it back"))],
        ),
    ]
