"""The company's forms of chapter 9, filled with what a complaint or a return visit says (P9.2, P9.3)."""

from __future__ import annotations

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet
from field_app.papers import customers
from field_app.papers.form import Paper
from field_app.ui.services import Services
from field_app.ui.shared.printing import PaperButton, around, drawn


def FormButton(services: Services, sheet: Sheet, case: str) -> ft.Control:
    """Prints it as it stands; `case` is the repair sheet it is about, empty where there is none."""
    code = customers.COMPLAINT if sheet.kind == "complaint" else customers.RETURN_VISIT
    return PaperButton(code.title, code.title, lambda: drawn(services, _form(services, sheet, case)))


def _form(services: Services, sheet: Sheet, case: str) -> Paper:
    about = services.sheet(SheetId(case)) if case else None
    make = customers.complaint if sheet.kind == "complaint" else customers.return_visit
    return make(sheet, around(services), intake.number(about) if about else "")
