"""我的日历: agreed visits in the calendar of one's own phone, by a private address that can be taken back."""

from __future__ import annotations

import flet as ft

from field_app.ui.components import Banner, Body, Card, PhonePage, Plain, Secondary, Strong, Tonal, Waiting, screen, snack
from field_app.ui.components.layout import Wrapped
from field_app.ui.hooks import use_services
from field_app.ui.hooks.asking import use_asking
from field_app.ui.words import _


@screen
def CalendarScreen() -> ft.View:
    doors, asking = use_services().doors, use_asking()
    address, show = ft.use_state("")

    async def make() -> None:
        async def ask() -> None:
            show(await doors.make_calendar())

        await asking.ask(ask)

    async def end() -> None:
        if await asking.ask(doors.end_calendar):
            show("")
            snack(_("The address has ended; no calendar reads it any more."))

    return PhonePage(
        _("Visits in my calendar"),
        Card(
            Body(_("The office gives you an address. Subscribe to it in the calendar of your phone, and agreed visits appear there.")),
            Secondary(_("Whoever has the address can read your visits. Take it back when somebody else may have it.")),
            *(_made(address) if address else ()),
            Wrapped(Tonal(_("Make an address"), make)),
            Wrapped(Plain(_("Take the address back"), end, ink="danger")),
            Banner("amber", asking.problem) if asking.problem else None,
            Waiting(_("Asking the office")) if asking.busy else None,
            gap=12,
        ),
        back="/me",
    )


def _made(address: str) -> tuple[ft.Control, ft.Control]:
    copy = Plain(_("Copy the address"), lambda: snack(_("Copied")), icon=ft.Icons.COPY)
    copy.action = ft.CopyToClipboard(address)
    return Strong(address, selectable=True), ft.Row([copy])
