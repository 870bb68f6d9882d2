"""The case a step's page stands on, read from the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.sheets import Sheet, new_sheet
from field_app.ui.components import DateInput, component
from field_app.ui.hooks import Field, Form, use_services, use_sheet
from field_app.ui.services import Services
from field_app.ui.words import Said


def use_visit() -> tuple[Services, Sheet]:
    """The services and the sheet of this address; a sheet without entries is one this device hasn't: show `GonePage()`."""
    services = use_services()
    sheet_id = SheetId(ft.use_route_params().get("id", ""))
    return services, use_sheet(sheet_id) or new_sheet(sheet_id, "repair")


def to_case(services: Services, sheet: Sheet) -> Callable[[], None]:
    """Back to the case's page, where the next step is the one big button."""
    return lambda: services.go(f"/case/{sheet.id}")


def mine(sheet: Sheet, body: type[object], services: Services) -> int:
    """How many of these I recorded. A form begins anew with the next of mine; a colleague's takes away nothing half-typed."""
    return sum(entry.by == services.me.user for entry in sheet.live(body))


def first_capital(said: str) -> str:
    """A word as it stands alone on a button."""
    return said[:1].upper() + said[1:]


@component
def DayInput(label: Said, field: Field, *, first: date | None = None, quick: Sequence[int] = (0, 1)) -> ft.Control:
    """A day, in a component of its own: it calls a hook, and not every page that has it always shows it."""
    return DateInput(label, field, first=first, quick=quick)


def live(form: Form, name: str) -> Field:
    """A field of text drawn with every letter: what hangs on it is what one waits for."""
    return Field(form[name], form.errors.get(name), lambda value: form.set(**{name: value}), form.flush)
