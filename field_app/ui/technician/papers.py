"""单据: the papers of one case, made on this phone, offline too; and the way in for what was written on paper (P7.2)."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet
from field_app.papers.catalog import KINDS, Wanted, papers_of
from field_app.ui.components import Caption, Outlined, PhonePage, Row, Rows, Strong, component, screen
from field_app.ui.components.text import Glyph
from field_app.ui.hooks import use_services
from field_app.ui.shared.printing import paper_of, use_making
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import below
from field_app.ui.words import _, speak


@screen
def PapersScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    if sheet is None:
        return GonePage()
    return PhonePage(
        _("Papers"),
        Caption(_("Tap one: it goes to the customer by whatever this phone can share with, or is saved.")),
        Rows(*(_Paper(sheet, wanted) for wanted in papers_of(sheet)), indent=52),
        Outlined(_("Enter from a paper"), lambda: services.go(below(sheet_id, "from-paper")), icon=ft.Icons.EDIT_DOCUMENT),
        number=intake.number(sheet),
    )


@component
def _Paper(sheet: Sheet, wanted: Wanted) -> ft.Control:
    services = use_services()
    busy, making = use_making()

    async def give() -> None:
        await services.share_file(*await paper_of(services, sheet, wanted, "A5"))

    title = speak(KINDS[wanted.name].code.title)
    detail = _("Making the copy …") if busy else wanted.which or intake.number(sheet)
    icon, share = Glyph(ft.Icons.DESCRIPTION_OUTLINED, 24), Glyph(ft.Icons.IOS_SHARE, 22)
    return Row(Strong(title), Caption(detail), icon=icon, trail=share, on_click=making(give), label=f"{title} {detail}")
