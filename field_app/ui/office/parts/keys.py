"""Keys that do what a button does. Only with Ctrl or Alt: single letters belong to the text being typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from field_app.ui.safely import safely, use_effect


def use_keys(bound: Mapping[str, Callable[[], Any]]) -> None:
    """While the page is shown, `ctrl+enter`, `alt+1` … do this. The newest functions are called, those of the last drawing."""
    held: Any = ft.use_ref()
    held.current = dict(bound)
    mine: Any = ft.use_ref()

    def pressed(event: ft.KeyboardEvent) -> None:
        act = held.current.get(_name(event))
        if act:
            act()

    def listen() -> None:
        mine.current = safely(pressed)
        ft.context.page.on_keyboard_event = mine.current

    def leave() -> None:
        page = ft.context.page
        if page.on_keyboard_event is mine.current:
            page.on_keyboard_event = None

    use_effect(listen, [], leave)


def _name(event: ft.KeyboardEvent) -> str:
    """`ctrl+enter` for what was pressed; the key of a Mac counts as Ctrl."""
    held = [name for name, down in (("ctrl", event.ctrl or event.meta), ("alt", event.alt), ("shift", event.shift)) if down]
    key = event.key.lower().removeprefix("numpad ")
    return "+".join([*held, key])
