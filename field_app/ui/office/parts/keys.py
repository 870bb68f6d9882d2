"""Keys on the office's pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.ui.components.frames import scroll_body
from field_app.ui.hooks.keys import use_keys
from field_app.ui.safely import use_effect

__all__ = ["use_keys", "use_queue_keys", "use_row_keys"]

# So many rows stay in sight above the one the keys are on.
ABOVE = 5


def use_row_keys(rows: Sequence[tuple[str, Callable[[], Any] | None]]) -> int:
    """J and K go from row to row of a list of keys and what opens them, Enter opens. Returns the row, -1 until the first key."""
    at, go = ft.use_state(-1)
    last = len(rows) - 1
    here = min(at, last)
    opens = rows[here][1] if here >= 0 else None
    moves = {
        "j": lambda: go(lambda at: min(min(at, last) + 1, last)),
        "k": lambda: go(lambda at: max(min(at, last) - 1, 0)),
        "enter": opens or _nothing,
    }
    use_keys(moves if any(opener for _key, opener in rows) else {})

    async def follow() -> None:
        if here >= 0:
            await scroll_body(rows[here - ABOVE][0] if here > ABOVE else "")

    use_effect(follow, [here])
    return here


def _nothing() -> None:
    return None


def use_queue_keys(ids: Sequence[str], current: str, go: Callable[[str], None]) -> None:
    """J and K go from case to case of a queue whose case stands beside it."""
    here = ids.index(current) if current in ids else -1
    use_keys({"j": lambda: go(ids[min(here + 1, len(ids) - 1)]), "k": lambda: go(ids[max(here - 1, 0)])} if ids else {})
