"""Reports to sign off in one pass: the queue at the left, the report at the right; on a phone one after another (P7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.repair import intake, signoff
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Body, Caption, DeskPage, EmptyState, Mark, screen
from field_app.ui.hooks import use_now, use_services, use_sheets
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.charges import Charges
from field_app.ui.office.parts.closing import SignOff
from field_app.ui.office.parts.keys import use_queue_keys
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.settling import Settling, unsettled_here
from field_app.ui.office.parts.signatures import Signatures
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.office.parts.table import Listed, Tile
from field_app.ui.office.parts.talk import Talk
from field_app.ui.office.parts.timeline import History
from field_app.ui.office.sheet import Standing
from field_app.ui.office.waiting import next_after, to_sign
from field_app.ui.services import Services
from field_app.ui.words import _, moment, n_


@screen
def SigningScreen() -> ft.View:
    services, sheets = use_services(), use_sheets("repair")
    use_sheets("person")
    use_now()
    wanted = ft.use_route_params().get("id")
    queue = to_sign(sheets)
    # A report a colleague has just signed is no longer here to be read: the pass goes on with the first.
    sheet = next((one for one in queue if one.id == wanted), None) or (queue[0] if queue and wide() else None)
    use_queue_keys([one.id for one in queue], sheet.id if sheet else "", lambda one: services.go(f"/signoff/{one}"))
    listed = _queue(services, queue, sheet)
    if sheet is None:
        return DeskPage(_("Sign off"), listed)
    return _arranged(listed, _report(services, sheet, next_after(queue, sheet.id)), intake.number(sheet))


def _arranged(listed: ft.Control, report: Sequence[ft.Control], number: str) -> ft.View:
    if not wide():
        return DeskPage(_("Sign off"), *report, note=number, back="/signoff", gap=12)
    stretch = ft.CrossAxisAlignment.STRETCH
    right = ft.Column(list(report), spacing=12, expand=True, horizontal_alignment=stretch, scroll=ft.ScrollMode.AUTO)
    columns: list[ft.Control] = [ft.Container(listed, width=320 if desk() else 260), right]
    return DeskPage(_("Sign off"), ft.Row(columns, spacing=16, expand=True, vertical_alignment=stretch), fill=True)


def _report(services: Services, sheet: Sheet, after: SheetId | None) -> list[ft.Control]:
    """What was reported and what is decided about it first; below it what it rests on."""
    to_sheet = Act(_("Open the sheet"), lambda: services.go(f"/sheets/{sheet.id}"), icon=ft.Icons.OPEN_IN_NEW, small=True)
    parts = [
        Standing(sheet, services, to_sheet),
        SignOff(sheet, after, key=f"sign-{sheet.id}"),  # type: ignore[call-arg]
        Settling(sheet) if unsettled_here(sheet) else None,
        Charges(sheet),
        Signatures(sheet),
        History(sheet),
        Talk(sheet),
    ]
    return [part for part in parts if part]


def _queue(services: Services, queue: Sequence[Sheet], current: Sheet | None) -> ft.Control:
    tiles = [_queued(services, sheet, chosen=current is not None and current.id == sheet.id) for sheet in queue]
    empty = EmptyState(_("No report waits for your word"), _("When a technician reports a finished case, it appears here by itself."))
    note = n_("{n} to go", "{n} to go", len(queue)) if queue else ""
    return Panel(_("To sign off"), Listed(*tiles, empty=empty), note=note, flush=True, expand=wide(), scroll=wide())


def _queued(services: Services, sheet: Sheet, *, chosen: bool) -> ft.Control:
    known, report = row(sheet), signoff.reported(sheet)
    cut: dict[str, Any] = {"max_lines": 1, "overflow": ft.TextOverflow.ELLIPSIS}
    passed = len(signoff.exceptions(sheet))
    who = services.name_of(report.by) if report else ""
    return Tile(
        Across(
            Body(known.number, 13, weight=ft.FontWeight.W_600, expand=True), Caption(moment(report.at, services.now()) if report else "")
        ),
        Body(dotted(known.customer, known.project) or "–", 14, **cut),
        Caption(dotted(who, report.body.case if report else known.fault), **cut),
        Mark("red", ft.Icons.REPORT_OUTLINED, n_("{n} special case", "{n} special cases", passed)) if passed else None,
        on_open=lambda: services.go(f"/signoff/{sheet.id}"),
        label=_("Open {number}", number=known.number),
        chosen=chosen,
    )
