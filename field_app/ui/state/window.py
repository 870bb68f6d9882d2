"""The window the app is drawn in: how wide, and what minute it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import flet as ft

from field_app.ui.theme import NARROW_RAIL_BELOW, PHONE_BELOW

Width = Literal["phone", "tablet", "desk"]


def width_class(pixels: float) -> Width:
    """`phone` has its navigation below, `tablet` a narrow rail, `desk` a rail with words beside the icons."""
    if pixels < PHONE_BELOW:
        return "phone"
    return "tablet" if pixels < NARROW_RAIL_BELOW else "desk"


@ft.observable
@dataclass
class Window:
    """Changes only when the class of width or the minute changes, so dragging a window's edge redraws little."""

    width: Width
    minute: datetime
