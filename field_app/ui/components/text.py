"""Words on screen, in the sizes of the look. All take ready text or a rule's words."""

from __future__ import annotations

from typing import Any

import flet as ft

from field_app.ui import theme
from field_app.ui.theme import SECONDARY, TEXT, W5, W6
from field_app.ui.words import Said, speak


def ems(said: str) -> float:
    """About how wide a text is, in characters of Chinese: a Latin letter or a digit is about half as wide."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.55 for sign in said)


def Body(
    said: Said, points: float = 16, *, weight: ft.FontWeight | None = None, color: str = TEXT, line: float = 1.36, **more: Any
) -> ft.Text:
    return ft.Text(speak(said), style=theme.style(points, weight, color, line), **more)


def Title(said: Said, **more: Any) -> ft.Text:
    """The page's name."""
    return Body(said, 20, weight=W6, line=1.2, **more)


def Heading(said: Said, **more: Any) -> ft.Text:
    """The name of a card or a section."""
    return Body(said, 16, weight=W6, **more)


def Strong(said: Said, points: float = 16, **more: Any) -> ft.Text:
    return Body(said, points, weight=W5, **more)


def Secondary(said: Said, **more: Any) -> ft.Text:
    return Body(said, 14, color=more.pop("color", SECONDARY), **more)


def Caption(said: Said, **more: Any) -> ft.Text:
    return Body(said, 12, color=more.pop("color", SECONDARY), **more)


def Amount(said: Said, **more: Any) -> ft.Text:
    """Money in a line."""
    return Body(said, 18, weight=W6, line=1.2, **more)


def Figure(said: Said, points: float = 28, **more: Any) -> ft.Text:
    """A number that is looked up: totals and counts 28, the amount due 40. It grows slower than the text, so that it stays on its line."""
    return Body(said, points * _slower() / theme.scale(), weight=W6, line=1.1, **more)


def Glyph(icon: ft.IconData, points: float = 20, color: str = SECONDARY) -> ft.Icon:
    """An icon that grows with the text, a little slower."""
    return ft.Icon(icon, size=points * _slower(0.6), color=color)


def _slower(share: float = 0.45) -> float:
    """How much larger, by this share of what text grows."""
    return 1 + (theme.scale() - 1) * share
