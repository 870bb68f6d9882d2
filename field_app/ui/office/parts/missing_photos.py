"""Photos that were told of and haven't come: never silent (F43). Who can do something about it is who holds them."""

from __future__ import annotations

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.repair import intake
from field_app.ui.components import Body, Caption, Down, Row, component
from field_app.ui.hooks import use_effect, use_services
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.alerts import BELOW
from field_app.ui.office.parts.panel import Panel
from field_app.ui.services import MissingPhotos, OfficeTrouble, Services
from field_app.ui.words import _, moment, n_

_NONE: tuple[MissingPhotos, ...] = ()


@component
def PhotosAwaited() -> ft.Control:
    """Nothing where none is missing, and while the office can't be asked."""
    services = use_services()
    found, show = ft.use_state(_NONE)

    async def look() -> None:
        try:
            show(await services.office.missing_photos())
        except OfficeTrouble:
            show(())

    use_effect(look, [])
    if not found:
        return ft.Container(height=0)
    count = sum(one.count for one in found)
    rows = [_row(one, services) for one in found]
    how = Caption(_("They are still on these people's phones: ask them to open the app with network. What is lost can be taken again."))
    note = n_("{n} photo", "{n} photos", count)
    panel = Panel(_("Photos awaited"), *rows, ft.Container(how, padding=12), note=note, flush=True)
    return ft.Container(panel, padding=BELOW)


def _row(one: MissingPhotos, services: Services) -> ft.Control:
    sheet = services.sheet(SheetId(one.sheet))
    known = intake.request(sheet) if sheet else intake.Request()
    number = intake.number(sheet) if sheet else ""
    what = n_("{n} photo of {name}", "{n} photos of {name}", one.count, name=services.name_of(one.user))
    since = _("since {time}", time=moment(one.since, services.now()))
    label = _("{what}, open {number}", what=what, number=number)
    words = Down(Body(dotted(what, since), 14), Caption(dotted(number, known.customer)), gap=1)
    return Row(words, on_click=lambda: services.go(f"/sheets/{one.sheet}"), label=label, key=f"awaited:{one.sheet}:{one.user}")
