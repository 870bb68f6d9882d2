"""Pulling a list down beyond its top asks for what is new."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import flet as ft

if TYPE_CHECKING:
    from flet.components.hooks.use_ref import MutableRef

# Pixels beyond the top that are meant as a pull and are no overshooting finger.
FAR_ENOUGH = 60.0


def use_pull(refresh: Callable[[], Any]) -> Callable[[ft.OnScrollEvent], None]:
    """For a page's `on_scroll`: calls `refresh` once a pull, whichever way the platform tells of it."""
    pulled: MutableRef[float] = ft.use_ref()

    def hear(event: ft.OnScrollEvent) -> None:
        if event.event_type == ft.ScrollType.START:
            pulled.current = 0.0
            return
        before = pulled.current or 0.0
        # Android tells how far a finger went on at the edge, iOS lets the list follow it beyond.
        beyond = before - min(0.0, event.overscroll or 0.0)
        beyond = max(beyond, event.min_scroll_extent - event.pixels)
        pulled.current = beyond
        if before < FAR_ENOUGH <= beyond:
            refresh()

    return hear
