"""The office's buttons: 36 high beside a mouse, 48 under a finger. The key that does the same is shown small on the button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import flet as ft

from field_app.ui import theme
from field_app.ui.components.buttons import Outlined, Plain, Primary, Tonal
from field_app.ui.components.layout import Part, there
from field_app.ui.office.parts.space import desk
from field_app.ui.theme import TOUCH
from field_app.ui.words import Said, speak

Kind = Literal["primary", "tonal", "outlined", "plain", "danger", "seldom"]
Act_ = Callable[..., Any]
DESK = 36


def Act(
    said: Said,
    on_click: Act_,
    *,
    kind: Kind = "plain",
    icon: ft.IconData | None = None,
    key: str = "",
    expand: bool = False,
    small: bool = False,
) -> ft.Control:
    """A verb and its object. `small` for rows."""
    high = (32 if small else DESK) if desk() else TOUCH
    button = _button(kind, said, on_click, icon, expand, high)
    # In a row that wraps, Flet takes even expand=False for a flexible child, which a Wrap can't hold.
    button.expand = True if expand else None
    # By a key of its own it stays the same button when others come or go beside it, even under the thumb.
    button.key = "primary" if kind == "primary" else speak(said)
    if key and desk() and not theme.large():
        button.content = _with_key(said, key)
    return button


def Acts(*acts: Part) -> ft.Control:
    """What can be done at the foot of a page, the main act last: at the right on a desk, and first below each other on a phone."""
    shown = there(acts)
    side = ft.MainAxisAlignment.END if desk() else ft.MainAxisAlignment.START
    return ft.Row(shown if desk() else shown[::-1], spacing=8, run_spacing=8, wrap=True, alignment=side)


def _button(
    kind: Kind, said: Said, act: Act_, icon: ft.IconData | None, expand: bool, high: float
) -> ft.FilledButton | ft.OutlinedButton | ft.TextButton:
    if kind == "primary":
        return Primary(said, act, icon=icon, expand=expand, height=high)
    if kind == "tonal":
        return Tonal(said, act, icon=icon, expand=expand, height=high)
    if kind == "outlined":
        return Outlined(said, act, icon=icon, expand=expand, height=high)
    if kind == "danger":
        return Outlined(said, act, icon=icon, expand=expand, height=high, ink="danger")
    return Plain(said, act, icon=icon, expand=expand, height=high, ink="danger" if kind == "seldom" else "primary")


def _with_key(said: Said, key: str) -> ft.Row:
    words = ft.Text(speak(said), style=theme.style(15, theme.W6, line=1.2))
    return ft.Row([words, ft.Text(key, style=theme.style(12, line=1.2), opacity=0.8)], spacing=8, tight=True)
