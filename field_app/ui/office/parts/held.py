"""A sheet this device may not hold yet: asked of the office by itself, then kept here like all others."""

from __future__ import annotations

from typing import Any, Literal

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.sheets import Sheet
from field_app.ui.hooks import use_effect, use_services, use_sheet
from field_app.ui.services import NotDone, Offline

Absent = Literal["asking", "unknown", "offline"]


def use_held(sheet_id: SheetId) -> tuple[Sheet | None, Absent]:
    """The sheet, or why it isn't here."""
    services, sheet = use_services(), use_sheet(sheet_id)
    absent, tell = ft.use_state(_ASKING)
    here = sheet is not None and bool(sheet.entries)

    async def fetch() -> None:
        if here:
            return
        tell("asking")
        try:
            services.store.hold(await services.office.document(sheet_id))
        except NotDone:
            tell("unknown")
        except Offline:
            tell("offline")

    use_effect(fetch, [sheet_id, here])
    return (sheet if here else None), absent


_ASKING: Any = "asking"
