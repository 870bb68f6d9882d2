"""The quote: lines from the fee standard, the contract or an agreement; free ones keep their price (P5.3, P8.1, P8.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.policy import Fee, FeeKind, Policy
from field_app.domain.repair import appointment, charges, intake
from field_app.domain.repair.charges import Line
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components.buttons import IconAct, Outlined, Plain, Primary, Tonal
from field_app.ui.components.choice import FieldError, Quick
from field_app.ui.components.dialogs import Refusal
from field_app.ui.components.frames import PhonePage
from field_app.ui.components.inputs import MoneyInput, Option, Pick, TextInput
from field_app.ui.components.layout import Across, Apart, Card, Down, Part, Row, Rows, Section, Wrapped, pad
from field_app.ui.components.notice import Banner
from field_app.ui.components.text import Amount, Body, Caption, Figure, Glyph, Secondary
from field_app.ui.hooks import Field, Form, use_form
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.safely import screen
from field_app.ui.technician.parts import quoting
from field_app.ui.technician.parts.fee_list import FeeList
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.visit import first_capital, live, use_visit
from field_app.ui.theme import SECONDARY, W6
from field_app.ui.words import _, money, n_

_OWN = {"adding": "", "kind": "part", "name": "", "unit": "", "own_price": "", "basis": "agreement"}
_EMPTY = {"open": None, "price": "", "search": "", **_OWN}
_ICONS: dict[FeeKind, ft.IconData] = {
    "labour": ft.Icons.PERSON_OUTLINE,
    "part": ft.Icons.MEMORY,
    "wear_part": ft.Icons.SETTINGS_OUTLINED,
    "travel": ft.Icons.DIRECTIONS_BUS_OUTLINED,
    "lodging": ft.Icons.HOTEL_OUTLINED,
    "meals": ft.Icons.RESTAURANT_OUTLINED,
}


@frozen
class Desk:
    """What the parts of this page work on."""

    sheet: Sheet
    form: Form
    policy: Policy | None

    @property
    def lines(self) -> list[quoting.Values]:
        """The lines at today's prices, and with the price as it is typed just now."""
        return quoting.repriced(quoting.current(self.form["lines"], self.policy), self.form["open"], self.form["price"])

    def lay(self, lines: Sequence[quoting.Values], **more: Any) -> None:
        self.form.set(lines=list(lines), **more)


@screen
def QuoteScreen() -> ft.View:
    services, sheet = use_visit()
    policy = services.policy_for(sheet)
    form = use_form(f"quote:{sheet.id}", {"lines": quoting.proposed(sheet, policy), **_EMPTY})
    desk = Desk(sheet, form, policy)
    quote = quoting.quoted(desk.lines, policy)

    def show_customer() -> None:
        services.go(f"/case/{sheet.id}/consent")

    def save() -> None:
        if quoting.unchanged(sheet, quote):
            show_customer()
        else:
            form.submit(lambda: quote, on=sheet.id, then=show_customer)

    if not sheet.entries:
        return GonePage()
    return PhonePage(
        _("Quote"),
        _lapsing(sheet, quote),
        _told(sheet),
        _lines(desk),
        _adding(desk),
        number=intake.number(sheet),
        above=Down(Refusal(form), _total(quote), gap=8, stretch=True),
        primary=Primary(_("Show the customer, to sign"), save),
    )


def _lapsing(sheet: Sheet, quote: charges.Quoted) -> Part:
    """A changed quote is not what the customer agreed to (P5.3)."""
    lapsed = charges.lapsed_consent(sheet) or (charges.consent(sheet) and not quoting.unchanged(sheet, quote))
    if not lapsed:
        return None
    return Banner("amber", _("The customer signed other figures. These need a new signature."), icon=ft.Icons.HISTORY_EDU)


def _told(sheet: Sheet) -> Part:
    """What was told on the phone, so that the customer isn't surprised (P3.1)."""
    window = appointment.agreed(sheet)
    if window is None or window.body.expected_fen is None:
        return None
    return Secondary(_("Told on the phone: about {amount}", amount=money(window.body.expected_fen)))


def _total(quote: charges.Quoted) -> ft.Control:
    free = quote.full_fen - quote.total_fen
    parts = {"full": money(quote.full_fen), "free": money(free)}
    words = Down(Secondary(_("The customer pays")), Caption(_("{full} in all, {free} of it free", **parts)) if free else None, gap=1)
    return Apart(words, Figure(money(quote.total_fen)), wrap=theme.large())


def _lines(desk: Desk) -> ft.Control:
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
    why = _why(desk.sheet, line)
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


def _why(sheet: Sheet, line: Line) -> str:
    """One sentence: why it is free, or charged other than by the fee standard."""
    if line.free == "warranty":
        return _("In warranty, by the warranty terms free.")
    if line.free:
        return _("{why}.", why=first_capital(word(labels.FREE, line.free)))
    if line.kind == "wear_part" and not quoting.is_charged(sheet, line.piece):
        return _("Wear part: charged in warranty too.")
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
    basis = Field(line.basis, None, put(lambda value: quoting.rebased(lines, place, value, desk.policy)), keep)
    codes = ("standard", "contract", "agreement") if line.code else ("contract", "agreement")
    bases = [Option(code, word(labels.BASES, code)) for code in codes]
    parts = [
        _piece(desk, place, line),
        _asked(_("Charged or free"), free, _frees(desk, line)),
        _asked(_("Where the price comes from"), basis, bases),
        None if line.basis == "standard" else MoneyInput(_("Price of one"), desk.form.field("price")),
        Wrapped(
            Tonal(_("That's it"), lambda: desk.lay(desk.lines, open=None)),
            Plain(_("Take it off"), lambda: desk.lay(quoting.without(lines, place), open=None), ink="danger"),
        ),
    ]
    return ft.Container(Down(*parts, gap=12, stretch=True), padding=pad(16, 4, 16, 16))


def _asked(question: str, field: Field, options: Sequence[Option]) -> ft.Control:
    return Down(Secondary(question), Quick(field, options), gap=6)


def _frees(desk: Desk, line: Line) -> list[Option]:
    """Free by warranty is offered where the piece is in warranty only (P8.1)."""
    codes = [code for code in labels.FREE if code != "warranty" or not quoting.is_charged(desk.sheet, line.piece)]
    return [Option("", _("Charge it")), *[Option(code, first_capital(word(labels.FREE, code))) for code in codes]]


def _piece(desk: Desk, place: int, line: Line) -> Part:
    pieces = quoting.pieces(desk.sheet)
    if len(pieces) < 2:
        return None
    options = [Option(key, name) for key, name in pieces]
    field = Field(line.piece, None, lambda key: desk.lay(quoting.moved(desk.sheet, desk.lines, place, key)), desk.form.flush)
    return Pick(_("For which piece"), field, options)


def _adding(desk: Desk) -> ft.Control:
    """The fee standard, to search in, and a line of one's own below it."""
    own: ft.Control = Outlined(_("Something that isn't in the standard"), lambda: desk.form.set(adding="own"), icon=ft.Icons.ADD)
    if desk.form["adding"] == "own":
        own = _own(desk)
    label = desk.policy.label if desk.policy and not theme.large() else ""

    def add(fee: Fee) -> None:
        desk.lay(quoting.added(desk.lines, quoting.line_of(desk.sheet, fee)))

    fees = FeeList(desk.policy, live(desk.form, "search"), add)
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
        _asked(_("Where the price comes from"), form.field("basis"), bases),
        Wrapped(Tonal(_("Put it on the quote"), add), Plain(_("Cancel"), lambda: form.set(adding=""))),
        gap=12,
    )
