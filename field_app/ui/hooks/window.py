"""How wide the window is, and what time it is, redrawn when either changes."""

from __future__ import annotations

from datetime import date, datetime

import flet as ft

from field_app.domain.days import day_of
from field_app.ui.services import use_services
from field_app.ui.state.window import Width, Window


def _window() -> Window:
    window, _ = ft.use_state(use_services().window)
    return window


def use_width() -> Width:
    """`phone` (below 700 px), `tablet` (below 1100) or `desk`."""
    return _window().width


def use_now() -> datetime:
    """This minute; the caller is drawn again when the next one begins."""
    return _window().minute


def use_today() -> date:
    return day_of(use_now())
