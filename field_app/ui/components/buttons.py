"""Buttons name what happens: verb and object. Never a grey dead one: when something is missing the button says what and goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import flet as ft

from field_app.ui import theme
from field_app.ui.components.text import ems
from field_app.ui.safely import safely
from field_app.ui.theme import ON_PRIMARY, ON_TONAL, OUTLINE, PRIMARY, RADIUS, RADIUS_PRIMARY, TALL, TEXT, TONAL, TONES, TOUCH, W6
from field_app.ui.words import Said, speak

Act = Callable[..., Any]
Ink = Literal["primary", "plain", "danger"]
ONE_LINE = 306  # pixels for the words of a button as wide as a phone, beside its icon
_INKS: dict[Ink, str] = {"primary": PRIMARY, "plain": TEXT, "danger": TONES["red"][2]}


def Primary(said: Said, on_click: Act, *, icon: ft.IconData | None = None, expand: bool = True, height: float = TALL) -> ft.FilledButton:
    """The one next step of a page."""
    style = _style(17 if height >= TALL else 15, RADIUS_PRIMARY if height >= TALL else RADIUS, PRIMARY, ON_PRIMARY)
    return _filled(said, on_click, icon, expand, height, style)


def Danger(said: Said, on_click: Act, *, icon: ft.IconData | None = None, expand: bool = True, height: float = TOUCH) -> ft.FilledButton:
    """For what a person must mend."""
    _, ink, _ = TONES["red"]
    return _filled(said, on_click, icon, expand, height, _style(15, RADIUS, ink, TONES["red"][0]))


def Tonal(said: Said, on_click: Act, *, icon: ft.IconData | None = None, expand: bool = False, height: float = TOUCH) -> ft.FilledButton:
    """A second action, beside or above the next step."""
    return _filled(said, on_click, icon, expand, height, _style(15, RADIUS, TONAL, ON_TONAL))


def Outlined(
    said: Said, on_click: Act, *, icon: ft.IconData | None = None, expand: bool = False, height: float = TOUCH, ink: Ink = "primary"
) -> ft.OutlinedButton:
    style = _style(15, RADIUS, None, _INKS[ink], side=ft.BorderSide(1, OUTLINE))
    return ft.OutlinedButton(icon=_icon(icon), on_click=safely(on_click), expand=expand or None, style=style, **_words(said, height, style))


def Plain(
    said: Said, on_click: Act, *, icon: ft.IconData | None = None, expand: bool = False, height: float = TOUCH, ink: Ink = "primary"
) -> ft.TextButton:
    """Words alone, for what is done seldom."""
    style = _style(15, RADIUS, None, _INKS[ink], padding=8)
    return ft.TextButton(icon=_icon(icon), on_click=safely(on_click), expand=expand or None, style=style, **_words(said, height, style))


def IconAct(icon: ft.IconData, said: Said, on_click: Act) -> ft.IconButton:
    """An icon everyone knows; `said` is read out and shown on a long press."""
    return ft.IconButton(
        icon, tooltip=speak(said), icon_color=TEXT, icon_size=24 * theme.icon_scale(), width=TOUCH, height=TOUCH, on_click=safely(on_click)
    )


def _filled(said: Said, on_click: Act, icon: ft.IconData | None, expand: bool, height: float, style: ft.ButtonStyle) -> ft.FilledButton:
    more = _words(said, height, style)
    return ft.FilledButton(icon=_icon(icon), on_click=safely(on_click), expand=expand or None, style=style, elevation=0, **more)


def _words(said: Said, height: float, style: ft.ButtonStyle) -> dict[str, Any]:
    """The words and the height: fixed where they have one line; longer or larger ones are as high as their lines need."""
    if theme.scale() <= 1 and ems(speak(said)) * 17 <= ONE_LINE:
        return {"content": speak(said), "height": theme.height(height)}
    around = style.padding.left if isinstance(style.padding, ft.Padding) else 12
    line = theme.size(15) * 1.2
    style.padding = ft.Padding.symmetric(horizontal=around, vertical=max(8, (theme.height(height) - line) / 2))
    return {"content": ft.Text(speak(said), text_align=ft.TextAlign.CENTER)}


def _icon(icon: ft.IconData | None) -> ft.IconData | None:
    return None if theme.larger() else icon


def _style(
    points: float, radius: float, ground: str | None, ink: str, *, side: ft.BorderSide | None = None, padding: float = 12
) -> ft.ButtonStyle:
    return ft.ButtonStyle(
        text_style=theme.style(points, W6, line=1.2),
        shape=ft.RoundedRectangleBorder(radius=radius),
        bgcolor=ground,
        color=ink,
        icon_color=ink,
        side=side,
        elevation=0,
        icon_size=20,
        padding=ft.Padding.symmetric(horizontal=padding, vertical=0),
    )
