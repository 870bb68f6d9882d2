"""What the customer reads before signing: the values of `shown_quote`, `shown_record`, `shown_slip` or `shown_agreement`, no others
(P5.3, P6.1, P7.2, P8.5). The signature is bound to just these values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flet as ft

from field_app.domain.errors import Words, say
from field_app.domain.money import capitals, parse_yuan
from field_app.ui import theme
from field_app.ui.components.layout import Across, Card, Down, Gap, Part, Rule, Yielding, pad, there
from field_app.ui.components.text import Body, Caption, Figure, Secondary
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.technician.parts.visit import first_capital
from field_app.ui.theme import SECONDARY, W5
from field_app.ui.words import _, money, n_, speak

Shown = Mapping[str, Any]

TITLES: dict[str, Words] = {
    "quote": say("Quote"),
    "record": say("Service record"),
    "slip": say("Take-back slip"),
    "return": say("Give-back receipt"),
    "acknowledgement": say("Invoice acknowledgement"),
}
# On a phone at text size 1: widths of 15-px characters in a line; pixels of edges, head, rules and total; of a line; of a small one.
_IN_A_LINE, _FRAME, _LINE, _SMALL = 21.5, 105, 24, 16


def Paper(shown: Shown, *, titled: bool = True) -> ft.Control:
    """The paper as a calm card, as high as it needs; `titled` is False where the page's head says its title and number."""
    padding = pad(16, 12, 16, 12)
    return Card(_head(shown, titled), *_BODIES[shown["paper"]](shown), gap=4, padding=padding, key="paper")


def total_fen(shown: Shown) -> int:
    """The amount on the paper, 0 where it carries none."""
    return _fen(str(shown.get("total", shown.get("amount", "0"))))


def height_needed(shown: Shown) -> float:
    """About how high the paper is on a phone at text size 1, in pixels: whether the signature has room below it."""
    work = shown.get("work", ())
    texts = ["".join(_values(shown.get("pieces", ()))), *(one["work"] + one["result"][:2] for one in work)]
    texts += [shown.get("agreement", "")]
    texts += ["配件号码" + "".join(_values([part])) for one in work for part in one["parts"]]
    lines: int = sum(_lines(text) for text in texts if text) + len(work) + len(shown.get("lines", ()))
    small: int = sum(line["price"] != line["full"] for line in shown.get("lines", ())) + bool(shown.get("standard"))
    return _FRAME + _LINE * lines + _SMALL * small


def _values(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(value) for row in rows for value in row.values() if not isinstance(value, list)]


def _lines(text: str) -> int:
    """A Latin letter or a digit is about half as wide as a character."""
    return 1 + int(sum(1.0 if ord(sign) > 0x2E80 else 0.55 for sign in text) / _IN_A_LINE)


def Total(shown: Shown) -> ft.Control:
    """The amount in figures and in capitals, beside each other while there is room."""
    amount = total_fen(shown)
    words = Down(Secondary(_("To pay in all"), max_lines=1), Body(capitals(amount), 14, weight=W5, line=1.25), gap=2, expand=True)
    figure = Figure(money(amount), 28)
    return Down(words, figure, gap=4) if theme.large() else Across(words, figure, gap=12)


def _fen(shown: str) -> int:
    return int(parse_yuan(shown) or 0)


def _head(shown: Shown, titled: bool) -> ft.Control:
    number = shown.get("slip") or shown["number"]
    title = Caption(_("{paper} No. {number}", paper=speak(TITLES[shown["paper"]]), number=number)) if titled else None
    where = _("{customer}, {project}", customer=shown["customer"], project=shown["project"])
    return Down(title, Body(where, 15, weight=W5), gap=0, stretch=True)


def _quote(shown: Shown) -> Sequence[Part]:
    standard = Caption(_("Prices by the fee standard {standard}", standard=shown["standard"])) if shown["standard"] else None
    agreement = shown.get("agreement", "")
    terms = (Rule(), Caption(_("Service agreement")), _text(agreement)) if agreement else ()
    return (Rule(), *[_line(line) for line in shown["lines"]], standard, *terms, Rule(), Gap(1), Total(shown))


def _record(shown: Shown) -> Sequence[Part]:
    pieces = _text(_("; ").join(_fault(piece) for piece in shown["pieces"])) if shown["pieces"] else None
    work = [part for one in shown["work"] for part in _work(one)]
    lines = [Rule(), *[_line(line) for line in shown["lines"]]] if shown["lines"] else []
    return (Rule(), pieces, *work, *lines, Rule(), Gap(1), Total(shown) if total_fen(shown) else _nothing_to_pay())


def _nothing_to_pay() -> ft.Control:
    return Yielding(Secondary(_("To pay in all")), Body(_("Free of charge, ¥0.00"), 16, weight=W5), gap=8)


def _fault(piece: Mapping[str, str]) -> str:
    named = {"piece": piece["piece"], "serial": piece["serial"], "cause": piece["cause"]}
    return _("{piece} ({serial}): {cause}", **named) if piece["serial"] else _("{piece}: {cause}", **named)


def _work(work: Mapping[str, Any]) -> Sequence[Part]:
    days = _("Labour {days} person-days", days=work["person_days"])
    stand = _("{result}. {days}", result=first_capital(word(labels.RESULTS, work["result"])), days=days)
    return (_text(work["work"]), *[Secondary(_part(part)) for part in work["parts"]], Secondary(stand), _pictured(work))


def _part(part: Mapping[str, str]) -> str:
    named = _("Part: {name} × {quantity}", name=part["name"], quantity=part["quantity"])
    old = _(", old No. {serial}", serial=part["old"]) if part["old"] else ""
    new = _(", new No. {serial}", serial=part["new"]) if part["new"] else ""
    return f"{named}{old}{new}"


def _slip(shown: Shown) -> Sequence[Part]:
    sheet = Caption(_("For service sheet {number}", number=shown["number"]))
    promised = _("Promised back by {day}", day=shown["promised"])
    return (sheet, Rule(), *[_piece(n, piece) for n, piece in enumerate(shown["pieces"], 1)], Rule(), Body(promised, 15, weight=W5))


def _return(shown: Shown) -> Sequence[Part]:
    said = Body(_("I have these back, in order and complete."), 15, weight=W5)
    return (Rule(), *[_piece(n, piece) for n, piece in enumerate(shown["pieces"], 1)], Rule(), said)


def _piece(n: int, piece: Mapping[str, Any]) -> ft.Control:
    name = Yielding(Body(f"{n}  {piece['piece']}", 15, weight=W5), Caption(piece["serial"]) if piece["serial"] else None, gap=8)
    accessories = _("Accessories: {what}", what=piece["accessories"]) if piece["accessories"] else _("No accessories")
    condition = Secondary(_("Condition: {what}", what=piece["condition"]))
    return Down(name, condition, Secondary(accessories), _pictured(piece), gap=0, stretch=True)


def _pictured(shown: Mapping[str, Any]) -> Part:
    """How many photos belong to it; they are signed along with it."""
    count = len(shown.get("photos", ()))
    return Secondary(n_("{n} photo", "{n} photos", count)) if count else None


def _acknowledgement(shown: Shown) -> Sequence[Part]:
    invoice = _("Invoice No. {number} received", number=shown["invoice"]) if shown["invoice"] else _("The invoice follows")
    values = {"payer": shown["payer"], "day": shown["due"], "how": word(labels.METHODS, shown["method"])}
    promise = _("{payer} pays by {day}, by {how}.", **values)
    figure = Figure(money(_fen(shown["amount"])), 28)
    return (Rule(), _text(invoice), _text(promise), Rule(), Gap(1), figure, Body(shown["capitals"], 15, weight=W5))


def _text(said: str) -> ft.Control:
    return Body(said, 15, line=1.3)


def _line(line: Mapping[str, str]) -> ft.Control:
    """Name and quantity, the price of one where it differs, and the amount; a free line keeps its price (P8.1)."""
    name = Body(_("{name} {quantity}", name=line["name"], quantity=line["quantity"]), 15, expand=True)
    each = Caption(_("{price} each", price=money(_fen(line["price"])))) if line["price"] != line["full"] else None
    row = _apart(name, *_amount(line))
    return Down(row, each, gap=0, stretch=True) if each else row


def _apart(name: ft.Control, *amount: Part) -> ft.Control:
    """Beside each other, with larger text below each other."""
    if theme.scale() > 1:
        below = ft.Row(there(amount), spacing=8, run_spacing=0, wrap=True, alignment=ft.MainAxisAlignment.END)
        return Down(Across(name), below, gap=0, stretch=True)
    return Across(name, *amount, gap=8, top=True)


def _amount(line: Mapping[str, str]) -> Sequence[Part]:
    if not line["free"]:
        return (Body(money(_fen(line["amount"])), 15, weight=W5),)
    why = Body(first_capital(word(labels.FREE, line["free"])), 15, color=SECONDARY)
    return (Caption(_("was {price}", price=money(_fen(line["full"])))), why)


_BODIES: dict[str, Callable[[Shown], Sequence[Part]]] = {
    "quote": _quote,
    "record": _record,
    "slip": _slip,
    "return": _return,
    "acknowledgement": _acknowledgement,
}
