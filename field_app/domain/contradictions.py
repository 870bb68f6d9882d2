"""What is wrong within a version of the company's rules, each with the place it stands at (P9.1). None of it can be sent for approval.

`field` is the attribute, and for lists the place: `fees.3.price_fen`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from field_app.domain.errors import Objection, Words, say

if TYPE_CHECKING:
    from field_app.domain.policy import CheckItem, Exclusion, Fee, Policy, Question, ReturnVisitRule, TimeLimits, TransportRule

T = TypeVar("T")

MODES = ("bus", "motorcycle_taxi", "taxi", "company_car", "own")
KINDS = ("labour", "part", "wear_part", "travel", "lodging", "meals")
MOST_FEN = 100_000_000


def contradictions(policy: Policy) -> Iterator[Objection]:
    """Everything that can't be as it stands, in the order of the page."""
    yield from fees_wrong(policy.fees, "fees")
    if not policy.fees:
        yield _wrong("fees", say("A fee standard without a price: enter at least one."))
    yield from _texts_wrong(policy.checklist, "checklist")
    if not policy.checklist:
        yield _wrong("checklist", say("A checklist without an item: enter at least one."))
    yield from _texts_wrong(policy.exclusions, "exclusions")
    yield from _texts_wrong(policy.questions, "questions")
    yield from _numbers_wrong(policy)
    yield from _transport_wrong(policy.transport)
    yield from _visits_wrong(policy.return_visits)
    yield from _limits_wrong(policy.limits)


def fees_wrong(fees: Sequence[Fee], at: str) -> Iterator[Objection]:
    """What is wrong with a list of prices: of the fee standard, or of a contract (P5.3)."""
    for place, fee in enumerate(fees):
        yield from _fee_wrong(fee, f"{at}.{place}")
    yield from _twice(fees, at, "code", lambda fee: fee.code.strip(), say("This code stands twice; a price has one place."))
    yield from _twice(fees, at, "name", _meant, say("This item stands twice under different codes; keep one price."))


def _meant(fee: Fee) -> Hashable:
    return (fee.name.strip(), fee.unit.strip()) if fee.name.strip() else ""


def _fee_wrong(fee: Fee, at: str) -> Iterator[Objection]:
    if not fee.code.strip():
        yield _wrong(f"{at}.code", say("Every price needs a code, like L-01."))
    if fee.kind not in KINDS:
        yield _wrong(f"{at}.kind", say("Nobody knows this kind of charge."))
    if not fee.name.strip():
        yield _wrong(f"{at}.name", say("Say what the price is for."))
    if not fee.unit.strip():
        yield _wrong(f"{at}.unit", say("Say what the price is for one of: a piece, a day, a trip."))
    if not 0 < fee.price_fen <= MOST_FEN:
        yield _wrong(f"{at}.price_fen", say("A price is above zero and at most 1,000,000 yuan."))


def _texts_wrong(items: Sequence[CheckItem | Exclusion | Question], at: str) -> Iterator[Objection]:
    for place, item in enumerate(items):
        if not item.text.strip():
            yield _wrong(f"{at}.{place}.text", say("Write the words, or take the line out."))
        if not item.code.strip():
            yield _wrong(f"{at}.{place}.code", say("Every line needs a code."))
    yield from _twice(items, at, "code", lambda item: item.code.strip(), say("This code stands twice; a line has one place."))
    yield from _twice(items, at, "text", lambda item: item.text.strip(), say("This line stands twice; keep one of them."))


def _twice(items: Sequence[T], at: str, attribute: str, key: Callable[[T], Hashable], words: Words) -> Iterator[Objection]:
    times = Counter(key(item) for item in items)
    met: set[Hashable] = set()
    for place, item in enumerate(items):
        known = key(item)
        if known and times[known] > 1 and known in met:
            yield _wrong(f"{at}.{place}.{attribute}", words)
        met.add(known)


def _numbers_wrong(policy: Policy) -> Iterator[Objection]:
    rule = policy.replacement
    yield from _outside("cash_limit_fen", policy.cash_limit_fen, 0, MOST_FEN, say("The cash limit can't be below zero."))
    yield from _outside("travel_minutes", policy.travel_minutes, 0, 600, say("Write the minutes, from 0 to 600."))
    yield from _outside("warranty_months", policy.warranty_months, 0, 600, say("Write the warranty period in months, from 0 to 600."))
    yield from _outside("replacement.years", rule.years, 1, 100, say("Write the years, from 1 to 100."))
    yield from _outside("replacement.repairs", rule.repairs, 1, 100, say("Write how many repairs, from 1 to 100."))
    yield from _outside("replacement.percent_of_new", rule.percent_of_new, 1, 100, say("Write the share in percent, from 1 to 100."))


def _transport_wrong(rule: TransportRule) -> Iterator[Objection]:
    for name in ("important", "urgent", "far"):
        if getattr(rule, name) not in MODES:
            yield _wrong(f"transport.{name}", say("Choose one of the ways to travel."))


def _visits_wrong(rule: ReturnVisitRule) -> Iterator[Objection]:
    yield from _outside("return_visits.every_nth", rule.every_nth, 0, 1000, say("Write every how many-th case, 0 for none."))
    yield from _outside("return_visits.after_days", rule.after_days, 0, 365, say("Write the days, from 0 to 365."))
    yield from _outside("return_visits.before_warranty_days", rule.before_warranty_days, 0, 365, say("Write the days, from 0 to 365."))
    yield from _outside("return_visits.bad_mark", rule.bad_mark, 0, 5, say("Marks go from 1 to 5; 0 opens no complaint."))
    if any(not 1 <= month <= 12 for month in rule.season_months):
        yield _wrong("return_visits.season_months", say("Months go from 1 to 12."))


def _limits_wrong(limits: TimeLimits) -> Iterator[Objection]:
    for name in ("agree_hours", "arrive_hours", "close_hours"):
        yield from _outside(f"limits.{name}", getattr(limits, name), 1, 8760, say("Write the hours, from 1 to 8760."))
    yield from _outside("limits.late_minutes", limits.late_minutes, 0, 240, say("Write the minutes, from 0 to 240."))
    if limits.arrive_hours < limits.agree_hours:
        yield _wrong("limits.arrive_hours", say("Nobody arrives before the visit is agreed: make this longer, or that shorter."))
    if limits.close_hours < limits.arrive_hours:
        yield _wrong("limits.close_hours", say("No case is closed before somebody has arrived: make this longer, or that shorter."))


def _outside(field: str, value: int, least: int, most: int, words: Words) -> Iterable[Objection]:
    return () if least <= value <= most else (_wrong(field, words),)


def _wrong(field: str, words: Words) -> Objection:
    return Objection("P9.1", words, field)
