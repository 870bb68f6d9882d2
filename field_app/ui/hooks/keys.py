"""Keys that do what a button does. A key without Ctrl or Alt belongs to the text where one is being typed, but for Escape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft
from attrs import define

from field_app.ui.safely import safely, use_effect

_KEY, _TYPING = "keys", "typing"
Bound = Mapping[str, Callable[[], Any]]


@define(eq=False)
class _Held:
    bound: Bound
    over: bool


def use_keys(bound: Bound, *, over: bool = False) -> None:
    """While this is shown, `ctrl+enter`, `arrow left`, `escape` … do this. The newest functions are called, those of the last drawing.

    Where several parts of a page bind the same key, the one shown last has it. While a dialog lies over the page, only keys bound with
    `over` do anything: what is decided in a dialog isn't the page's filled button.
    """
    ref: Any = ft.use_ref()
    held = ref.current = ref.current or _Held(bound, over)
    held.bound, held.over = dict(bound), over

    def listen() -> None:
        page = ft.context.page
        _all(page).append(held)
        page.on_keyboard_event = _press

    def leave() -> None:
        everyone = _all(ft.context.page)
        if held in everyone:
            everyone.remove(held)

    use_effect(listen, [], leave)


def typing_begins(event: ft.Event[ft.TextField]) -> None:
    """A text field has the keyboard now."""
    event.page.session.store.set(_TYPING, event.control._i)


def typing_ends(event: ft.Event[ft.TextField]) -> None:
    # The next field may have it already.
    if event.page.session.store.get(_TYPING) == event.control._i:
        event.page.session.store.remove(_TYPING)


def _is_typing(page: ft.Page) -> bool:
    """A field that left the page while it had the keyboard never said so."""
    field = page.session.store.get(_TYPING)
    return field is not None and page.get_control(field) is not None


def _all(page: ft.Page) -> list[_Held]:
    found = page.session.store.get(_KEY)
    if found is None:
        found = []
        page.session.store.set(_KEY, found)
    return found  # type: ignore[no-any-return]


def _pressed(event: ft.KeyboardEvent) -> None:
    page, name = event.page, _name(event)
    if _is_typing(page) and not (event.ctrl or event.meta or event.alt or name == "escape"):
        return
    over = _is_covered(page)
    act = next((held.bound[name] for held in reversed(_all(page)) if name in held.bound and (held.over or not over)), None)
    if act:
        act()


_press = safely(_pressed)


def _is_covered(page: ft.Page) -> bool:
    """Flet has no public word for what lies over the page."""
    return any(isinstance(one, (ft.AlertDialog, ft.BottomSheet)) and one.open for one in page._dialogs.controls)


def _name(event: ft.KeyboardEvent) -> str:
    """`ctrl+enter` for what was pressed; the key of a Mac counts as Ctrl. A sign that needs Shift is named alone, as `?`."""
    key = event.key.lower().removeprefix("numpad ")
    shift = event.shift and not (len(key) == 1 and not key.isalnum() and key != " ")
    held = [name for name, down in (("ctrl", event.ctrl or event.meta), ("alt", event.alt), ("shift", shift)) if down]
    return "+".join([*held, "space" if key == " " else key])
