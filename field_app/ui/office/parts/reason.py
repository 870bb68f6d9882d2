"""Asking for a reason before something is done: the way past a gate (P10.1), taking a sheet back, a void number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.ui import theme
from field_app.ui.components.buttons import Plain, Primary
from field_app.ui.components.inputs import TextInput
from field_app.ui.components.layout import Down
from field_app.ui.components.text import Body, Heading
from field_app.ui.hooks.form import Field
from field_app.ui.hooks.keys import use_keys
from field_app.ui.safely import safely
from field_app.ui.theme import CARD, TOUCH
from field_app.ui.words import Said, _


def use_reason(title: Said, *said: Said, label: Said, yes: Said, on_reason: Callable[[str], Any]) -> Callable[[], None]:
    """A dialog that asks for a reason; calling what is returned opens it. Without a reason nothing happens."""
    asking, ask = ft.use_state(False)
    reason, write = ft.use_state("")

    def close() -> None:
        ask(False)

    def go() -> None:
        if reason.strip():
            ask(False)
            write("")
            on_reason(reason.strip())

    use_keys({"ctrl+enter": go} if asking else {}, over=True)
    typed = TextInput(label, Field(reason, None, write), lines=2, focus=True)
    missing = None if reason.strip() else Body(_("Write why, then go on."), 14, color=theme.SECONDARY)
    ft.use_dialog(_dialog(title, [Body(line, 15) for line in said], typed, missing, close, yes, go) if asking else None)
    return lambda: ask(True)


def _dialog(
    title: Said,
    words: list[ft.Text],
    typed: ft.Control,
    missing: ft.Control | None,
    close: Callable[[], None],
    yes: Said,
    go: Callable[[], None],
) -> ft.AlertDialog:
    return ft.AlertDialog(
        modal=True,
        title=Heading(title),
        content=ft.Container(Down(*words, typed, missing, gap=12, stretch=True), width=420),
        scrollable=True,
        bgcolor=CARD,
        actions=[Plain(_("Cancel"), close), Primary(yes, go, expand=False, height=TOUCH)],
        on_dismiss=safely(close),
    )
