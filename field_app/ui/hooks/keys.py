"""Keys that do what a button does. Keys without Ctrl or Alt belong to the text being typed: pages with text fields bind none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from field_app.ui.safely import safely, use_effect

_KEY = "keys"
Bound = Mapping[str, Callable[[], Any]]


def use_keys(bound: Bound) -> None:
    """While this is shown, `ctrl+enter`, `arrow left`, `escape` … do this. The newest functions are called, those of the last drawing.

    Where several parts of a page bind the same key, the one shown last has it.
    """
    held: Any = ft.use_ref()
    held.current = dict(bound)

    def listen() -> None:
        page = ft.context.page
        _all(page).append(held)
        page.on_keyboard_event = _press

    def leave() -> None:
        everyone = _all(ft.context.page)
        if held in everyone:
            everyone.remove(held)

    use_effect(listen, [], leave)


def _all(page: ft.Page) -> list[Any]:
    found = page.session.store.get(_KEY)
    if found is None:
        found = []
        page.session.store.set(_KEY, found)
    return found  # type: ignore[no-any-return]


def _pressed(event: ft.KeyboardEvent) -> None:
    name = _name(event)
    act = next((held.current[name] for held in reversed(_all(event.page)) if name in held.current), None)
    if act:
        act()


_press = safely(_pressed)


def _name(event: ft.KeyboardEvent) -> str:
    """`ctrl+enter` for what was pressed; the key of a Mac counts as Ctrl."""
    held = [name for name, down in (("ctrl", event.ctrl or event.meta), ("alt", event.alt), ("shift", event.shift)) if down]
    key = event.key.lower().removeprefix("numpad ")
    return "+".join([*held, "space" if key == " " else key])
