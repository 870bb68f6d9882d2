"""What is read from all sheets is read again only when the device has other ones."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import wraps
from typing import Any, TypeVar

from field_app.domain.sheets import Sheet

R = TypeVar("R")
Read = Callable[..., R]


def remembered(read: Read[R]) -> Read[R]:
    """The last answer again for the very same tuple of sheets and the same rest: the device gives the same one until something changes,
    and the rail and the news ask at every redraw.
    """
    last: dict[tuple[Hashable, ...], tuple[Sequence[Sheet], R]] = {}

    @wraps(read)
    def reading(sheets: tuple[Sheet, ...], *about: Any) -> R:
        known = last.get(about)
        if known is None or known[0] is not sheets:
            known = last[about] = (sheets, read(sheets, *about))
        return known[1]

    return reading
