"""The lines of a quote while it is being made: what is proposed, what a line from the fee standard begins as, what has changed.

Lines lie in the form as JSON objects so that a draft survives; `as_line` and `as_values` go between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import asdict, evolve, frozen

from field_app.domain.archive import ContractRecorded
from field_app.domain.errors import Words, say
from field_app.domain.money import hundredths, parse_yuan, yuan
from field_app.domain.policy import Fee, FeeKind, Policy
from field_app.domain.repair.charges import Basis, Line, Quoted
from field_app.domain.repair.closing import given_up
from field_app.domain.repair.diagnosis import diagnoses
from field_app.domain.repair.pricing import Price, free_by_rule, prices
from field_app.domain.repair.warranty import decisions
from field_app.domain.sheets import Sheet

Values = dict[str, Any]

KINDS: tuple[FeeKind, ...] = ("labour", "part", "wear_part", "travel", "lodging", "meals")

# Hundredths a tap changes: a tenth of a person-day, one whole of everything else.
_STEPS: dict[FeeKind, int] = {"labour": 10}
MOST = 99_900


@frozen
class Offer:
    """What prices are taken from: the fee standard in force and the project's contract."""

    policy: Policy | None = None
    contract: ContractRecorded | None = None

    @property
    def prices(self) -> tuple[Price, ...]:
        return prices(self.policy, self.contract)

    @property
    def label(self) -> str:
        return self.policy.label if self.policy else ""


def as_values(line: Line) -> Values:
    return asdict(line)


def as_line(values: Mapping[str, Any]) -> Line:
    return Line(**values)


def step(line: Line) -> int:
    """How many hundredths one tap adds or takes away."""
    return _STEPS.get(line.kind, 100)


def pieces(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Key and name of every diagnosed piece."""
    return tuple((entry.body.key, entry.body.piece) for entry in diagnoses(sheet))


def first_piece(sheet: Sheet) -> str:
    """The piece a new line most likely belongs to: the first that is charged."""
    decided = decisions(sheet)
    keys = [key for key, _name in pieces(sheet) if key not in given_up(sheet)]
    charged = [key for key in keys if key in decided and decided[key].body.decision != "inside"]
    return next(iter(charged or keys), "")


def line_of(sheet: Sheet, price: Price, contract: ContractRecorded | None) -> Line:
    """A line of an offered price, as it begins."""
    fee, piece = price.fee, first_piece(sheet)
    quantity = 50 if fee.kind == "labour" else 100
    free = free_by_rule(sheet, fee, piece, contract)
    return Line(fee.kind, fee.name, fee.unit, fee.price_fen, quantity, price.basis, fee.code, piece, free)


def proposed(sheet: Sheet, offer: Offer) -> list[Values]:
    """What a quote begins with: the last one's lines but for a piece bought anew (P5.4), else half a person-day of labour."""
    quote, gone = sheet.said(Quoted), given_up(sheet)
    if quote:
        return [as_values(line) for line in quote.lines if line.piece not in gone]
    labour = next((price for price in offer.prices if price.fee.kind == "labour"), None)
    return [as_values(line_of(sheet, labour, offer.contract))] if labour else []


def current(lines: Sequence[Values], offer: Offer) -> list[Values]:
    """The lines with today's prices where they are the fee standard's or the contract's (P9.1)."""
    now = {(price.fee.code, price.basis): price.fee.price_fen for price in offer.prices}
    return [{**line, "price_fen": now.get((line["code"], line["basis"]), line["price_fen"])} for line in lines]


def added(lines: Sequence[Values], line: Line) -> list[Values]:
    """The lines with one more; the same price again is one more of it."""
    for place, values in enumerate(lines):
        if line.code and values["code"] == line.code and values["basis"] == line.basis and values["piece"] == line.piece:
            return turned(lines, place, step(line))
    return [*lines, as_values(line)]


def turned(lines: Sequence[Values], place: int, by: int) -> list[Values]:
    """The lines with more or less of one; never none of it."""
    line = as_line(lines[place])
    quantity = min(MOST, max(min(step(line), line.quantity), line.quantity + by))
    return replaced(lines, place, quantity=quantity)


def replaced(lines: Sequence[Values], place: int, **changes: Any) -> list[Values]:
    """The lines with one of them changed."""
    return [{**values, **changes} if n == place else values for n, values in enumerate(lines)]


def without(lines: Sequence[Values], place: int) -> list[Values]:
    return [values for n, values in enumerate(lines) if n != place]


def moved(sheet: Sheet, lines: Sequence[Values], place: int, piece: str, contract: ContractRecorded | None) -> list[Values]:
    """The lines with one given to another piece, free or not as that piece's warranty says."""
    free = free_by_rule(sheet, fee_of(as_line(lines[place])), piece, contract)
    return replaced(lines, place, piece=piece, free=free)


def fee_of(line: Line) -> Fee:
    return Fee(line.code, line.kind, line.name, line.unit, line.price_fen)


def rebased(lines: Sequence[Values], place: int, basis: Basis, offer: Offer) -> list[Values]:
    """The lines with one on another basis; where that basis has its price, the line has it again."""
    fee = offer.policy.fee(lines[place]["code"]) if offer.policy and basis == "standard" else None
    return replaced(lines, place, basis=basis, price_fen=fee.price_fen) if fee else current(replaced(lines, place, basis=basis), offer)


def repriced(lines: Sequence[Values], place: int | None, typed: str) -> list[Values]:
    """The lines with the price typed into the open one; what is no amount changes nothing."""
    price = parse_yuan(typed)
    if place is None or not price or not 0 <= place < len(lines) or lines[place]["basis"] == "standard":
        return list(lines)
    return replaced(lines, place, price_fen=int(price))


def quoted(lines: Sequence[Values], offer: Offer, terms: str = "") -> Quoted:
    """The quote these lines make; the terms are the service agreement, where a line needs one (P8.2)."""
    return Quoted(tuple(as_line(values) for values in lines), offer.label, terms if needs_terms(lines) else "")


def needs_terms(lines: Sequence[Values]) -> bool:
    return any(line["basis"] == "agreement" for line in lines)


def unchanged(sheet: Sheet, quote: Quoted) -> bool:
    """True when the sheet's newest quote says just this."""
    return sheet.said(Quoted) == quote


def found(offered: Sequence[Price], text: str) -> dict[FeeKind, list[Price]]:
    """The prices whose name or code has `text` in it, by kind in the order of the paper; kinds without any are left out."""
    wanted = text.strip().casefold()
    hits = [price for price in offered if wanted in f"{price.fee.name} {price.fee.english} {price.fee.code}".casefold()]
    groups: dict[FeeKind, list[Price]] = {kind: [price for price in hits if price.fee.kind == kind] for kind in KINDS}
    return {kind: group for kind, group in groups.items() if group}


def own_line(sheet: Sheet, kind: FeeKind, name: str, unit: str, price_fen: int, basis: Basis) -> Line:
    """A line the standard doesn't have: contract or agreement (P8.2)."""
    line = Line(kind, name, unit, price_fen, 100, basis, "", first_piece(sheet))
    return evolve(line, free=free_by_rule(sheet, fee_of(line), line.piece, None)) if basis == "contract" else line


def typed_line(sheet: Sheet, values: Mapping[str, Any]) -> tuple[Line | None, tuple[str, Words] | None]:
    """The line typed by hand, or the field that is wrong and why."""
    name, price = str(values["name"]).strip(), parse_yuan(str(values["own_price"]))
    if not name:
        return None, ("name", say("Write what it is."))
    if not price:
        return None, ("own_price", say("Write a price above zero, like 440 or 440.50."))
    return own_line(sheet, values["kind"], name, str(values["unit"]).strip(), int(price), values["basis"]), None


def typed_price(line: Line) -> str:
    """The price as the field shows it when a line is opened."""
    return yuan(line.price_fen)


def quantity(line: Line) -> str:
    """`0.5 人天`."""
    return f"{hundredths(line.quantity)} {line.unit}".strip()
