"""Indicators for supervisor and director (P9.4): how the cases of a time add up, what each means, and which cases it counts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from attrs import frozen

from field_app.domain.errors import Words, say
from field_app.domain.facts import SheetId
from field_app.domain.measures import Measure
from field_app.domain.policy import TimeLimits

Unit = Literal["hours", "percent", "days", "fen", "mark"]
Tell = Literal["lower", "higher"]

Measures = Sequence[Measure]


@frozen
class Figure:
    """One indicator over some cases. `value` is in the indicator's unit, None where no case has it; `cases` are those it counts."""

    value: float | None
    cases: tuple[SheetId, ...]
    of: int


@frozen
class Indicator:
    """`counts` picks the cases an indicator speaks of, `adds_up` makes its value of them; `target` reads the company's limit (P9.1)."""

    code: str
    name: Words
    definition: Words
    unit: Unit
    better: Tell
    counts: Callable[[Measure], bool]
    value: Callable[[Measures], float | None]
    hits: Callable[[Measure], bool] | None = None
    target: Callable[[TimeLimits], float] | None = None

    def of(self, measures: Iterable[Measure]) -> Figure:
        spoken_of = tuple(one for one in measures if self.counts(one))
        listed = tuple(one.sheet for one in spoken_of if self.hits is None or self.hits(one))
        return Figure(self.value(spoken_of), listed, len(spoken_of))


def _mean(read: Callable[[Measure], int | None], per: float = 1) -> Callable[[Measures], float | None]:
    def mean(measures: Measures) -> float | None:
        read_off = [value for one in measures if (value := read(one)) is not None]
        return sum(read_off) / len(read_off) / per if read_off else None

    return mean


def _share(hits: Callable[[Measure], bool]) -> Callable[[Measures], float | None]:
    return lambda measures: 100 * sum(map(hits, measures)) / len(measures) if measures else None


def _sum(read: Callable[[Measure], int]) -> Callable[[Measures], float | None]:
    return lambda measures: float(sum(map(read, measures)))


def _is_on_time(one: Measure) -> bool:
    return one.late_minutes == 0


def _is_fixed_at_once(one: Measure) -> bool:
    return one.visits == 1


def _is_inside(one: Measure) -> bool:
    return bool(one.in_warranty)


def _has_exception(one: Measure) -> bool:
    return bool(one.exceptions)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "agree_hours",
        say("Report to appointment"),
        say("Mean hours from the report to the first agreed visit, over cases that have one."),
        "hours",
        "lower",
        lambda one: one.agree_minutes is not None,
        _mean(lambda one: one.agree_minutes, 60),
        target=lambda limits: limits.agree_hours,
    ),
    Indicator(
        "arrive_hours",
        say("Report to arrival"),
        say("Mean hours from the report to the first arrival on site."),
        "hours",
        "lower",
        lambda one: one.arrive_minutes is not None,
        _mean(lambda one: one.arrive_minutes, 60),
        target=lambda limits: limits.arrive_hours,
    ),
    Indicator(
        "close_hours",
        say("Report to close"),
        say("Mean hours from the report to the supervisor's sign-off, over closed cases."),
        "hours",
        "lower",
        lambda one: one.close_minutes is not None,
        _mean(lambda one: one.close_minutes, 60),
        target=lambda limits: limits.close_hours,
    ),
    Indicator(
        "on_time",
        say("On-time arrival"),
        say("Share of cases whose latest visit began inside the agreed window, over those with a window and an arrival."),
        "percent",
        "higher",
        lambda one: one.late_minutes is not None,
        _share(_is_on_time),
        lambda one: not _is_on_time(one),
    ),
    Indicator(
        "first_visit",
        say("Fixed at the first visit"),
        say("Share of closed cases that took one visit."),
        "percent",
        "higher",
        lambda one: one.is_closed and one.visits > 0,
        _share(_is_fixed_at_once),
        lambda one: not _is_fixed_at_once(one),
    ),
    Indicator(
        "person_days",
        say("Person-days a case"),
        say("Mean person-days on site and at the bench, over closed cases."),
        "days",
        "lower",
        lambda one: one.is_closed,
        _mean(lambda one: one.person_days, 100),
    ),
    Indicator(
        "cost",
        say("Transport cost a case"),
        say("Mean fares of all visits, over closed cases."),
        "fen",
        "lower",
        lambda one: one.is_closed,
        _mean(lambda one: one.cost_fen),
    ),
    Indicator(
        "income",
        say("Income"),
        say("What customers paid for cases reported in this time, on site and afterwards."),
        "fen",
        "higher",
        lambda one: one.income_fen > 0,
        _sum(lambda one: one.income_fen),
    ),
    Indicator(
        "owed",
        say("Owed"),
        say("What customers still owe for cases reported in this time."),
        "fen",
        "lower",
        lambda one: one.owed_fen > 0,
        _sum(lambda one: one.owed_fen),
    ),
    Indicator(
        "in_warranty",
        say("Share in warranty"),
        say("Share of cases in which every piece was decided to be in warranty, over cases with a decision."),
        "percent",
        "lower",
        lambda one: one.in_warranty is not None,
        _share(_is_inside),
        _is_inside,
    ),
    Indicator(
        "satisfaction",
        say("Satisfaction"),
        say("Mean of the customers' faces when signing: 5 very satisfied, 4 satisfied, 3 so-so, 1 dissatisfied."),
        "mark",
        "higher",
        lambda one: one.mark is not None,
        _mean(lambda one: one.mark),
    ),
    Indicator(
        "exceptions",
        say("Cases past a rule"),
        say("Share of cases in which a rule was passed with a reason."),
        "percent",
        "lower",
        lambda one: True,
        _share(_has_exception),
        _has_exception,
    ),
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
