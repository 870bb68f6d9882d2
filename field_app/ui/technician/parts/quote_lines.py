"""The lines of a quote as they are made: quantity by a tap, free or charged, on which basis, for which piece (P5.3, P8.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.domain.policy import FeeKind
from field_app.domain.repair.charges import Line
from field_app.domain.repair.pricing import is_charged
from field_app.ui import theme
from field_app.ui.components.buttons import IconAct, Plain, Tonal
from field_app.ui.components.choice import FieldError, Quick
from field_app.ui.components.inputs import MoneyInput, Option, Pick
from field_app.ui.components.layout import Across, Card, Down, Part, Row, Rows, Wrapped, pad
from field_app.ui.components.text import Amount, Body, Caption, Glyph, Secondary
from field_app.ui.hooks import Field
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.technician.parts import quoting
from field_app.ui.technician.parts.quote_desk import Desk
from field_app.ui.technician.parts.visit import first_capital
from field_app.ui.theme import SECONDARY, W6
from field_app.ui.words import _, money, n_

_ICONS: dict[FeeKind, ft.IconData] = {
    "labour": ft.Icons.PERSON_OUTLINE,
    "part": ft.Icons.MEMORY,
    "wear_part": ft.Icons.SETTINGS_OUTLINED,
    "travel": ft.Icons.DIRECTIONS_BUS_OUTLINED,
    "lodging": ft.Icons.HOTEL_OUTLINED,
    "meals": ft.Icons.RESTAURANT_OUTLINED,
}


def QuoteLines(desk: Desk) -> ft.Control:
    lines = [quoting.as_line(values) for values in desk.lines]
    if not lines:
        return Card(Secondary(_("Nothing on the quote yet. Choose from the fee standard below.")))
    note = n_("{n} line; tap one to change it", "{n} lines; tap one to change it", len(lines))
    head = ft.Container(Secondary(note), padding=pad(16, 10, 16, 8))
    rows = Rows(head, *[_line(desk, place, line) for place, line in enumerate(lines)])
    return Down(rows, FieldError(desk.form.field("lines")), gap=6, stretch=True)


def _line(desk: Desk, place: int, line: Line) -> ft.Control:
    opened = desk.form["open"] == place

    def turn() -> None:
        desk.lay(desk.lines, open=None if opened else place, price=quoting.typed_price(line))

    name = Body(line.name, 16, weight=W6 if opened else None)
    why = _why(desk, line)
    detail = Down(Caption(_what(line)), Secondary(why) if why else None, gap=0)
    row = Row(
        name,
        detail,
        icon=None if theme.large() else Glyph(_ICONS[line.kind], 22),
        trail=_price(line),
        on_click=turn,
        label=_("{name}, {amount}, change", name=line.name, amount=money(line.amount_fen)),
    )
    inside = _editor(desk, place, line) if opened else None
    return Down(row, ft.Container(_turning(desk, place, line), padding=pad(16, 0, 4, 4)), inside, gap=0, stretch=True, key=f"line-{place}")


def _price(line: Line) -> ft.Control:
    if not line.free:
        return Amount(money(line.amount_fen))
    words: list[ft.Control] = [Amount(_("Free"), color=SECONDARY), Caption(_("was {price}", price=money(line.full_fen)))]
    return ft.Column(words, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.END)


def _what(line: Line) -> str:
    values = {"kind": word(labels.FEES, line.kind), "price": money(line.price_fen), "unit": line.unit}
    return _("{kind}, {price} per {unit}", **values) if line.unit else _("{kind}, {price}", **values)


def _why(desk: Desk, line: Line) -> str:
    """One sentence: why it is free, or charged other than by the fee standard."""
    if line.free == "warranty":
        return _("In warranty, by the warranty terms free.")
    if line.free:
        return _("{why}.", why=first_capital(word(labels.FREE, line.free)))
    if line.kind == "wear_part" and not is_charged(desk.sheet, line.piece):
        return _("Wear part: charged in warranty too.")
    if line.basis == "contract" and desk.offer.contract and _is_fixed(desk, line):
        return _("Price by contract {number}.", number=desk.offer.contract.number)
    if line.basis != "standard":
        return _("Price by {basis}.", basis=word(labels.BASES, line.basis))
    return ""


def _turning(desk: Desk, place: int, line: Line) -> ft.Control:
    """Less and more of it, a tenth of a person-day or one whole thing at a tap."""

    def turn(by: int) -> Callable[[], None]:
        return lambda: desk.lay(quoting.turned(desk.lines, place, by))

    step = quoting.step(line)
    quantity = Body(quoting.quantity(line), 16, weight=W6, text_align=ft.TextAlign.CENTER, width=theme.size(96))
    less = IconAct(ft.Icons.REMOVE, _("Less of {name}", name=line.name), turn(-step))
    more = IconAct(ft.Icons.ADD, _("More of {name}", name=line.name), turn(step))
    return Across(ft.Container(expand=True), less, quantity, more, gap=0)


def _editor(desk: Desk, place: int, line: Line) -> ft.Control:
    def put(change: Callable[[Any], Sequence[quoting.Values]]) -> Callable[[Any], None]:
        return lambda value: desk.lay(change(value))

    lines, keep = desk.lines, desk.form.flush
    free = Field(line.free, None, put(lambda value: quoting.replaced(lines, place, free=value)), keep)
    basis = Field(line.basis, None, put(lambda value: quoting.rebased(lines, place, value, desk.offer)), keep)
    codes = ("standard", "contract", "agreement") if line.code else ("contract", "agreement")
    bases = [Option(code, word(labels.BASES, code)) for code in codes]
    parts = [
        _piece(desk, place, line),
        Asked(_("Charged or free"), free, _frees(desk, line)),
        Asked(_("Where the price comes from"), basis, bases),
        None if _is_fixed(desk, line) else MoneyInput(_("Price of one"), desk.form.field("price")),
        Wrapped(
            Tonal(_("That's it"), lambda: desk.lay(desk.lines, open=None)),
            Plain(_("Take it off"), lambda: desk.lay(quoting.without(lines, place), open=None), ink="danger"),
        ),
    ]
    return ft.Container(Down(*parts, gap=12, stretch=True), padding=pad(16, 4, 16, 16))


def _is_fixed(desk: Desk, line: Line) -> bool:
    """A price that stands in the fee standard or in the recorded contract isn't typed."""
    return any(price.fee.code == line.code and price.basis == line.basis for price in desk.offer.prices) or line.basis == "standard"


def _frees(desk: Desk, line: Line) -> list[Option]:
    """Free by warranty is offered where the piece is in warranty only (P8.1)."""
    codes = [code for code in labels.FREE if code != "warranty" or not is_charged(desk.sheet, line.piece)]
    return [Option("", _("Charge it")), *[Option(code, first_capital(word(labels.FREE, code))) for code in codes]]


def _piece(desk: Desk, place: int, line: Line) -> Part:
    pieces = quoting.pieces(desk.sheet)
    if len(pieces) < 2:
        return None
    options = [Option(key, name) for key, name in pieces]

    def move(key: Any) -> None:
        desk.lay(quoting.moved(desk.sheet, desk.lines, place, key, desk.offer.contract))

    field = Field(line.piece, None, move, desk.form.flush)
    return Pick(_("For which piece"), field, options)


def Asked(question: str, field: Field, options: Sequence[Option]) -> ft.Control:
    return Down(Secondary(question), Quick(field, options), gap=6)
