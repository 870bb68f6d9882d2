"""Sheets as this device knows them, redrawn when they change on disk, whoever changed them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import flet as ft

from field_app.domain.facts import SheetId, SheetKind
from field_app.domain.sheets import Sheet
from field_app.store.door import Change, Sending
from field_app.ui.safely import use_effect
from field_app.ui.services import Services, SyncStatus, use_services

if TYPE_CHECKING:
    from flet.components.hooks.use_ref import MutableRef


def use_sheet(sheet_id: SheetId) -> Sheet | None:
    """The sheet of this id, None while the device hasn't it (or no longer)."""
    services = use_services()
    _use_changes(services, lambda change: sheet_id in change.sheets, sheet_id)
    return services.store.sheet(sheet_id)


def use_sheets(kind: SheetKind) -> tuple[Sheet, ...]:
    """Every sheet of this kind on the device."""
    services = use_services()

    def concerns(change: Change) -> bool:
        found = (services.store.sheet(sheet_id) for sheet_id in change.sheets)
        return any(sheet is None or sheet.kind == kind for sheet in found)

    _use_changes(services, concerns, kind)
    return services.store.sheets(kind)


def use_every_sheet() -> None:
    """Draw the caller again when any sheet changes: for what is counted over all kinds."""
    _use_changes(use_services(), lambda change: bool(change.sheets), "every")


def use_sending() -> Sending:
    """How many own facts wait, how many are at the office, and which were refused."""
    services = use_services()
    _use_changes(services, lambda change: change.sending or bool(change.sheets), "sending")
    return services.store.sending()


def use_sync_status() -> SyncStatus:
    """Whether the office is reached, and whether a round is under way."""
    services = use_services()
    redraw = _use_redraw()
    stop: MutableRef[Callable[[], None]] = ft.use_ref()

    def listen() -> None:
        stop.current = services.sync.watch(lambda _status: redraw())

    use_effect(listen, [], lambda: (stop.current or _nothing)())
    return services.sync.status


def _use_changes(services: Services, concerns: Callable[[Change], bool], about: str) -> None:
    redraw = _use_redraw()
    stop: MutableRef[Callable[[], None]] = ft.use_ref()

    def hear(change: Change) -> None:
        if concerns(change):
            redraw()

    def listen() -> None:
        stop.current = services.store.watch(hear)

    use_effect(listen, [about], lambda: (stop.current or _nothing)())


def _use_redraw() -> Callable[[], None]:
    _drawn, draw = ft.use_state(0)
    return lambda: draw(lambda times: times + 1)


def _nothing() -> None:
    return None
