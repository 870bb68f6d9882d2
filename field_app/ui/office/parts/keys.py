"""Keys on the office's pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.ui.hooks.keys import use_keys

__all__ = ["shown_above", "use_keys", "use_queue_keys", "use_row_keys"]

# So many rows stay in sight above the one the keys are on.
ABOVE = 5


def use_row_keys(openers: Sequence[Callable[[], None]]) -> int:
    """J and K go from row to row of a list, Enter opens. Returns the row, -1 until the first key."""
    at, go = ft.use_state(-1)
    here = min(at, len(openers) - 1)
    last = len(openers) - 1
    moves = {
        "j": lambda: go(lambda at: min(min(at, last) + 1, last)),
        "k": lambda: go(lambda at: max(min(at, last) - 1, 0)),
        "enter": lambda: openers[here]() if here >= 0 else None,
    }
    use_keys(moves if openers else {})
    return here


def use_queue_keys(ids: Sequence[str], current: str, go: Callable[[str], None]) -> None:
    """J and K go from case to case of a queue whose case stands beside it."""
    here = ids.index(current) if current in ids else -1
    use_keys({"j": lambda: go(ids[min(here + 1, len(ids) - 1)]), "k": lambda: go(ids[max(here - 1, 0)])} if ids else {})


def shown_above(keys: Sequence[str], here: int) -> str:
    """The row to scroll to, so that the one the keys are on has rows above it; empty for the top of the page."""
    return keys[here - ABOVE] if here > ABOVE else ""
