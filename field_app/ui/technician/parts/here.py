"""The case a page is about: the one in its address."""

from __future__ import annotations

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.sheets import Sheet
from field_app.ui.hooks import use_sheet


def use_case() -> tuple[SheetId, Sheet | None]:
    """The id in the address and its sheet, None where this device hasn't it (any more)."""
    sheet_id = SheetId(ft.use_route_params()["id"])
    return sheet_id, use_sheet(sheet_id)
