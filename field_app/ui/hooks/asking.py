"""Asking the office for something while one waits: busy, the trouble in words, or done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.errors import Words
from field_app.ui.refusals import said_inside
from field_app.ui.services import OfficeTrouble

NO_PROBLEM: Words | None = None


@frozen(eq=False)
class Asking:
    """`problem` stands until the next try."""

    busy: bool
    problem: Words | None
    _set_busy: Callable[[bool], None]
    _tell: Callable[[Words | None], None]

    async def ask(self, act: Callable[[], Awaitable[Any]]) -> bool:
        """Do it. Whether it was done; the trouble is told otherwise."""
        self._set_busy(True)
        self._tell(None)
        try:
            await act()
        except OfficeTrouble as trouble:
            self._tell(said_inside(trouble))
            return False
        finally:
            self._set_busy(False)
        return True

    def refuse(self, words: Words) -> None:
        self._tell(words)


def use_asking() -> Asking:
    busy, set_busy = ft.use_state(False)
    problem, tell = ft.use_state(NO_PROBLEM)
    return Asking(busy, problem, set_busy, tell)
