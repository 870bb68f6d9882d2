"""How a draft of the rules differs from those in force, and what it would have meant for the cases of the last months (P9.1)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

from attrs import evolve, fields, frozen

from field_app.domain.days import day_of
from field_app.domain.money import times
from field_app.domain.policy import Fee, Policy
from field_app.domain.repair.charges import Line, Quoted
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.sheets import Sheet

Part = Literal["fees", "checklist", "money", "warranty", "transport", "return_visits", "limits"]
ChangeKind = Literal["raised", "lowered", "added", "dropped", "changed"]

PARTS: tuple[Part, ...] = ("fees", "checklist", "money", "warranty", "transport", "return_visits", "limits")

# Attribute by attribute, the part of the rules it is read in. Groups stand for all that is in them.
PART_OF: Mapping[str, Part] = {
    "fees": "fees", "checklist": "checklist", "cash_limit_fen": "money", "warranty_months": "warranty", "warranty_terms": "warranty",
    "exclusions": "warranty", "replacement": "warranty", "transport": "transport", "travel_minutes": "transport",
    "return_visits": "return_visits", "questions": "return_visits", "limits": "limits", "arrival_place": "checklist",
}  # fmt: skip
_LISTS = ("fees", "checklist", "exclusions", "questions")
_GROUPS = ("transport", "replacement", "return_visits", "limits")


@frozen
class Change:
    """One difference. `code` is the line's code in the list `of`, or the attribute; `before` is None for what is new, `after` for what
    is dropped.
    """

    part: Part
    of: str
    code: str
    before: Any
    after: Any

    @property
    def kind(self) -> ChangeKind:
        if self.before is None:
            return "added"
        if self.after is None:
            return "dropped"
        if isinstance(self.before, Fee) and evolve(self.before, price_fen=self.after.price_fen) == self.after:
            return "raised" if self.after.price_fen > self.before.price_fen else "lowered"
        if type(self.before) is int and type(self.after) is int:
            return "raised" if self.after > self.before else "lowered"
        return "changed"

    @property
    def permille(self) -> int | None:
        """By how much a price or a number goes up or down, in thousandths of what it was; None where that says nothing."""
        old, new = (one.price_fen if isinstance(one, Fee) else one for one in (self.before, self.after))
        if type(old) is not int or type(new) is not int or old <= 0:
            return None
        return ((new - old) * 2000 + old) // (2 * old)


def changes(before: Policy | None, after: Policy) -> tuple[Change, ...]:
    """Every difference, in the order of the page; the name and the day of a version are none. Before the first version all is new."""
    found = [change for name in PART_OF for change in _of(name, before, after)]
    return tuple(sorted(found, key=lambda change: PARTS.index(change.part)))


def _of(name: str, before: Policy | None, after: Policy) -> Iterator[Change]:
    old, new = getattr(before, name) if before else None, getattr(after, name)
    if name in _LISTS:
        yield from _of_list(name, old or (), new)
    elif name in _GROUPS:
        for attribute in fields(type(new)):
            yield from _of_value(f"{name}.{attribute.name}", getattr(old, attribute.name) if old else None, getattr(new, attribute.name))
    else:
        yield from _of_value(name, old, new)


def _of_value(name: str, old: Any, new: Any) -> Iterator[Change]:
    if old != new:
        yield Change(PART_OF[name.split(".")[0]], name, name, old, new)


def _of_list(name: str, old: Iterable[Any], new: Iterable[Any]) -> Iterator[Change]:
    before, after = {one.code: one for one in old}, {one.code: one for one in new}
    for code in (*after, *(code for code in before if code not in after)):
        if before.get(code) != after.get(code):
            yield Change(PART_OF[name], name, code, before.get(code), after.get(code))


@frozen
class PriceEffect:
    """One changed price: how much of it was used, and what that makes."""

    code: str
    name: str
    unit: str
    quantity: int
    each_fen: int
    total_fen: int


@frozen
class Effect:
    """The draft's prices laid on the quotes since a day: how many cases, what they would bring more, and which go on by the old ones."""

    cases: int = 0
    total_fen: int = 0
    dearer: int = 0
    cheaper: int = 0
    still_open: int = 0
    prices: tuple[PriceEffect, ...] = ()

    @property
    def unchanged(self) -> int:
        return self.cases - self.dearer - self.cheaper


def effect(cases: Iterable[Sheet], before: Policy | None, after: Policy, since: date) -> Effect:
    """The same work at the draft's prices: what was quoted by the fee standard and charged. A dropped price makes no difference."""
    quoted = [(case, lines) for case in cases if (lines := _charged(case, since))]
    differences = [sum(_difference(line, before, after) for line in lines) for _case, lines in quoted]
    return Effect(
        cases=len(quoted),
        total_fen=sum(differences),
        dearer=sum(1 for one in differences if one > 0),
        cheaper=sum(1 for one in differences if one < 0),
        still_open=sum(1 for case, _lines in quoted if not is_closed(case)),
        prices=_by_price([line for _case, lines in quoted for line in lines], before, after),
    )


def _charged(case: Sheet, since: date) -> tuple[Line, ...]:
    quote = case.last(Quoted)
    if quote is None or day_of(quote.at) < since or is_cancelled(case):
        return ()
    return tuple(line for line in quote.body.lines if line.basis == "standard" and not line.free)


def _each(line: Line, before: Policy | None, after: Policy) -> int:
    """What one unit would cost more: against the price in force, else against the one it was quoted at."""
    old, new = before.fee(line.code) if before else None, after.fee(line.code)
    return new.price_fen - (old.price_fen if old else line.price_fen) if new else 0


def _difference(line: Line, before: Policy | None, after: Policy) -> int:
    return _signed_times(_each(line, before, after), line.quantity)


def _signed_times(each_fen: int, quantity: int) -> int:
    return times(each_fen, quantity) if each_fen >= 0 else -times(-each_fen, quantity)


def _by_price(lines: list[Line], before: Policy | None, after: Policy) -> tuple[PriceEffect, ...]:
    found: dict[str, PriceEffect] = {}
    for line in lines:
        each = _each(line, before, after)
        if each:
            so_far = found.get(line.code, PriceEffect(line.code, line.name, line.unit, 0, each, 0))
            total = so_far.total_fen + _signed_times(each, line.quantity)
            found[line.code] = evolve(so_far, quantity=so_far.quantity + line.quantity, total_fen=total)
    return tuple(sorted(found.values(), key=lambda one: -abs(one.total_fen)))
