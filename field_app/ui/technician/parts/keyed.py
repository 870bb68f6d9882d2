"""Lists of cards that change: a key keeps each card what it is when others come and go."""

from __future__ import annotations

import flet as ft


def keyed(part: ft.Control, key: str) -> ft.Control:
    """The part, told apart from its neighbours by `key`."""
    return ft.Container(part, key=key)
