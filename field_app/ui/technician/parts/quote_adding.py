"""Adding to a quote: from the prices on offer, or something of one's own (P8.2)."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair.pricing import Price
from field_app.ui import theme
from field_app.ui.components.buttons import Outlined, Plain, Tonal
from field_app.ui.components.inputs import MoneyInput, Option, Pick, TextInput
from field_app.ui.components.layout import Across, Card, Down, Section, Wrapped
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.technician.parts import quoting
from field_app.ui.technician.parts.fee_list import FeeList
from field_app.ui.technician.parts.quote_desk import Desk
from field_app.ui.technician.parts.quote_lines import Asked
from field_app.ui.technician.parts.visit import live
from field_app.ui.words import _


def QuoteAdding(desk: Desk) -> ft.Control:
    """The fee standard, to search in, and a line of one's own below it."""
    own: ft.Control = Outlined(_("Something that isn't in the standard"), lambda: desk.form.set(adding="own"), icon=ft.Icons.ADD)
    if desk.form["adding"] == "own":
        own = _own(desk)
    label = desk.offer.label if not theme.large() else ""

    def add(price: Price) -> None:
        desk.lay(quoting.added(desk.lines, quoting.line_of(desk.sheet, price, desk.offer.contract)))

    fees = FeeList(desk.offer.prices, live(desk.form, "search"), add)
    return Down(Section(_("Add from the fee standard"), label), fees, own, gap=8, stretch=True)


def _own(desk: Desk) -> ft.Control:
    form = desk.form
    kinds = [Option(kind, word(labels.FEES, kind)) for kind in quoting.KINDS]
    bases = [Option(code, word(labels.BASES, code)) for code in ("agreement", "contract")]

    def add() -> None:
        line, problem = quoting.typed_line(desk.sheet, form.values)
        if problem:
            form.refuse(*problem)
        elif line:
            desk.lay(quoting.added(desk.lines, line), name="", unit="", own_price="", adding="")

    unit = TextInput(_("Unit"), form.field("unit"), longest=20, expand=2)
    return Card(
        TextInput(_("What it is"), form.field("name"), longest=80),
        Across(MoneyInput(_("Price of one"), form.field("own_price"), expand=3), unit, top=True),
        Pick(_("Kind"), form.field("kind"), kinds),
        Asked(_("Where the price comes from"), form.field("basis"), bases),
        Wrapped(Tonal(_("Put it on the quote"), add), Plain(_("Cancel"), lambda: form.set(adding=""))),
        gap=12,
    )
