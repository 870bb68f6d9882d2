"""The customer's copy of the slip 处理单: on screen, by a code the customer's own phone reads, or as a link sent (P6.1)."""

from __future__ import annotations

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.repair.takeback import TakenBack, slip_code
from field_app.domain.sheets import Entry
from field_app.ui.components import Card, Secondary, Strong, Tonal
from field_app.ui.components.qr import QrCode
from field_app.ui.services import Services
from field_app.ui.words import _


def slip_address(services: Services, sheet: SheetId, slip: Entry[TakenBack]) -> str:
    """Where the customer reads this slip at the office, without an account."""
    return f"{services.origin()}/s/{slip_code(sheet, slip)}"


def CustomersCopy(services: Services, sheet: SheetId, slip: Entry[TakenBack]) -> ft.Control:
    """It stands where the slip is shown; the slip opens there once the record of it has arrived."""
    address = slip_address(services, sheet, slip)
    send = Tonal(_("Send the link"), _nothing_more, icon=ft.Icons.SHARE_OUTLINED)
    send.action = ft.ShareText(_("Take-back slip {slip}: {address}", slip=slip.body.slip, address=address))
    take = Tonal(_("Copy the link"), _nothing_more, icon=ft.Icons.COPY)
    take.action = ft.CopyToClipboard(address)
    return Card(
        Strong(_("The customer's copy")),
        Secondary(_("Let the customer scan this: the slip and how it stands, once it is at the office.")),
        ft.Row([QrCode(address, _("Code of the customer's copy"), side=200)], alignment=ft.MainAxisAlignment.CENTER),
        ft.Row([send, take], spacing=8, run_spacing=8, wrap=True),
        gap=10,
    )


def _nothing_more() -> None:
    """The link is the whole act."""
