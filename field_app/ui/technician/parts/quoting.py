"""The lines of a quote while it is being made: what is proposed, what a line from the fee standard begins as, what has changed.

Lines lie in the form as JSON objects so that a draft survives; `as_line` and `as_values` go between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from attrs import asdict, evolve

from field_app.domain.errors import Words, say
from field_app.domain.money import hundredths, parse_yuan, yuan
from field_app.domain.policy import Fee, FeeKind, Policy
from field_app.domain.repair.charges import Basis, Line, Quoted
from field_app.domain.repair.diagnosis import diagnoses
from field_app.domain.repair.warranty import chargeable, decisions
from field_app.domain.sheets import Sheet

Values = dict[str, Any]

KINDS: tuple[FeeKind, ...] = ("labour", "part", "wear_part", "travel", "lodging", "meals")

# Hundredths a tap changes: a tenth of a person-day, one whole of everything else.
_STEPS: dict[FeeKind, int] = {"labour": 10}
MOST = 99_900


def as_values(line: Line) -> Values:
    return asdict(line)


def as_line(values: Mapping[str, Any]) -> Line:
    return Line(**values)


def step(line: Line) -> int:
    """How many hundredths one tap adds or takes away."""
    return _STEPS.get(line.kind, 100)


def proposed_free(sheet: Sheet, kind: FeeKind, piece: str) -> Literal["", "warranty"]:
    """In warranty all is free but wear parts (P8.1); what belongs to no piece is charged when any piece is."""
    return "" if kind == "wear_part" or is_charged(sheet, piece) else "warranty"


def pieces(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Key and name of every diagnosed piece."""
    return tuple((entry.body.key, entry.body.piece) for entry in diagnoses(sheet))


def first_piece(sheet: Sheet) -> str:
    """The piece a new line most likely belongs to: the first that is charged."""
    decided = decisions(sheet)
    keys = [key for key, _name in pieces(sheet)]
    charged = [key for key in keys if key in decided and decided[key].body.decision != "inside"]
    return next(iter(charged or keys), "")


def line_of(sheet: Sheet, fee: Fee) -> Line:
    """A line from the fee standard, as it begins."""
    piece = first_piece(sheet)
    quantity = 50 if fee.kind == "labour" else 100
    free = proposed_free(sheet, fee.kind, piece)
    return Line(fee.kind, fee.name, fee.unit, fee.price_fen, quantity, "standard", fee.code, piece, free)


def proposed(sheet: Sheet, policy: Policy | None) -> list[Values]:
    """What a quote begins with: the last one's lines, else half a person-day of labour."""
    quote = sheet.said(Quoted)
    if quote:
        return [as_values(line) for line in quote.lines]
    labour = next((fee for fee in policy.fees if fee.kind == "labour"), None) if policy else None
    return [as_values(line_of(sheet, labour))] if labour else []


def current(lines: Sequence[Values], policy: Policy | None) -> list[Values]:
    """The lines with today's prices where they are the fee standard's (P9.1)."""
    fees = {fee.code: fee.price_fen for fee in policy.fees} if policy else {}
    return [{**line, "price_fen": fees.get(line["code"], line["price_fen"])} if line["basis"] == "standard" else line for line in lines]


def added(lines: Sequence[Values], line: Line) -> list[Values]:
    """The lines with one more; the same price again is one more of it."""
    for place, values in enumerate(lines):
        if line.code and values["code"] == line.code and values["basis"] == "standard" and values["piece"] == line.piece:
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


def moved(sheet: Sheet, lines: Sequence[Values], place: int, piece: str) -> list[Values]:
    """The lines with one given to another piece, free or not as that piece's warranty says."""
    return replaced(lines, place, piece=piece, free=proposed_free(sheet, lines[place]["kind"], piece))


def rebased(lines: Sequence[Values], place: int, basis: Basis, policy: Policy | None) -> list[Values]:
    """The lines with one on another basis; back on the fee standard it has the standard's price again."""
    fee = policy.fee(lines[place]["code"]) if policy else None
    if basis == "standard" and fee:
        return replaced(lines, place, basis=basis, price_fen=fee.price_fen)
    return replaced(lines, place, basis=basis)


def repriced(lines: Sequence[Values], place: int | None, typed: str) -> list[Values]:
    """The lines with the price typed into the open one; what is no amount changes nothing."""
    price = parse_yuan(typed)
    if place is None or not price or not 0 <= place < len(lines) or lines[place]["basis"] == "standard":
        return list(lines)
    return replaced(lines, place, price_fen=int(price))


def quoted(lines: Sequence[Values], policy: Policy | None) -> Quoted:
    """The quote these lines make."""
    return Quoted(tuple(as_line(values) for values in lines), policy.label if policy else "")


def unchanged(sheet: Sheet, quote: Quoted) -> bool:
    """True when the sheet's newest quote says just this."""
    return sheet.said(Quoted) == quote


def found(policy: Policy | None, text: str) -> dict[FeeKind, list[Fee]]:
    """The fees whose name or code has `text` in it, by kind in the order of the paper; kinds without any are left out."""
    wanted = text.strip().casefold()
    fees = [fee for fee in (policy.fees if policy else ()) if wanted in f"{fee.name} {fee.english} {fee.code}".casefold()]
    groups: dict[FeeKind, list[Fee]] = {kind: [fee for fee in fees if fee.kind == kind] for kind in KINDS}
    return {kind: group for kind, group in groups.items() if group}


def own_line(sheet: Sheet, kind: FeeKind, name: str, unit: str, price_fen: int, basis: Basis) -> Line:
    """A line the standard doesn't have: contract or agreement (P8.2)."""
    line = Line(kind, name, unit, price_fen, 100, basis, "", first_piece(sheet))
    return evolve(line, free=proposed_free(sheet, kind, line.piece)) if basis == "contract" else line


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


def is_charged(sheet: Sheet, piece: str) -> bool:
    """True when this piece was decided to be outside the warranty; for no piece, when any was."""
    decided = decisions(sheet).get(piece)
    return decided.body.decision != "inside" if decided else chargeable(sheet)
