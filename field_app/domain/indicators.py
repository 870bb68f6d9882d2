"""Indicators for supervisor and director (P9.4): how the cases of a time add up, what each means, and which cases it counts."""

from collections.abc import Callable, Iterable
from typing import Literal

from attrs import asdict, frozen

from field_app.domain.errors import Words, say
from field_app.domain.measures import Measure
from field_app.domain.policy import TimeLimits

Unit = Literal["hours", "percent", "days", "fen", "mark"]
Better = Literal["lower", "higher"]


@frozen
class Sums:
    """Cases added up: how many there are of each sort, and their minutes, person-days (hundredths), fen and marks together.

    Sums of parts add up to the sums of the whole, so a year is its months, and the office may add up in its tables.
    """

    cases: int = 0
    agreed: int = 0
    agree_minutes: int = 0
    arrived: int = 0
    arrive_minutes: int = 0
    closed: int = 0
    close_minutes: int = 0
    with_window: int = 0
    on_time: int = 0
    visited: int = 0
    one_visit: int = 0
    person_days: int = 0
    cost_fen: int = 0
    paying: int = 0
    income_fen: int = 0
    owing: int = 0
    owed_fen: int = 0
    decided: int = 0
    inside: int = 0
    marked: int = 0
    marks: int = 0
    past_rules: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        mine, theirs = asdict(self), asdict(other)
        return Sums(**{name: mine[name] + theirs[name] for name in mine})


def sums_of(one: Measure) -> Sums:
    """One case, ready to be added up. Person-days and cost count once it is closed."""
    closed = one.is_closed
    return Sums(
        cases=1,
        agreed=one.agree_minutes is not None,
        agree_minutes=one.agree_minutes or 0,
        arrived=one.arrive_minutes is not None,
        arrive_minutes=one.arrive_minutes or 0,
        closed=closed,
        close_minutes=one.close_minutes or 0,
        with_window=one.late_minutes is not None,
        on_time=one.late_minutes == 0,
        visited=closed and one.visits > 0,
        one_visit=closed and one.visits == 1,
        person_days=one.person_days if closed else 0,
        cost_fen=one.cost_fen if closed else 0,
        paying=one.income_fen > 0,
        income_fen=one.income_fen,
        owing=one.owed_fen > 0,
        owed_fen=one.owed_fen,
        decided=one.in_warranty is not None,
        inside=bool(one.in_warranty),
        marked=one.mark is not None,
        marks=one.mark or 0,
        past_rules=bool(one.exceptions),
    )


def added(measures: Iterable[Measure]) -> Sums:
    return sum(map(sums_of, measures), Sums())


@frozen
class Indicator:
    """`value` is in `unit`, None where no case has it. `counts` says how many cases stand behind the number's list, `lists` which:
    for a share that ought to be high, those that spoil it. `target` reads the company's limit (P9.1).
    """

    code: str
    name: Words
    definition: Words
    unit: Unit
    better: Better
    value: Callable[[Sums], float | None]
    counts: Callable[[Sums], int]
    lists: Callable[[Measure], bool]
    target: Callable[[TimeLimits], float] | None = None


def _mean(total: int, count: int, per: float = 1) -> float | None:
    return total / count / per if count else None


def _share(hits: int, count: int) -> float | None:
    return 100 * hits / count if count else None


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "agree_hours",
        say("Report to appointment"),
        say("Mean hours from the report to the first agreed visit, over cases that have one."),
        "hours",
        "lower",
        lambda s: _mean(s.agree_minutes, s.agreed, 60),
        lambda s: s.agreed,
        lambda one: one.agree_minutes is not None,
        lambda limits: limits.agree_hours,
    ),
    Indicator(
        "arrive_hours",
        say("Report to arrival"),
        say("Mean hours from the report to the first arrival on site."),
        "hours",
        "lower",
        lambda s: _mean(s.arrive_minutes, s.arrived, 60),
        lambda s: s.arrived,
        lambda one: one.arrive_minutes is not None,
        lambda limits: limits.arrive_hours,
    ),
    Indicator(
        "close_hours",
        say("Report to close"),
        say("Mean hours from the report to the supervisor's sign-off, over closed cases."),
        "hours",
        "lower",
        lambda s: _mean(s.close_minutes, s.closed, 60),
        lambda s: s.closed,
        lambda one: one.is_closed,
        lambda limits: limits.close_hours,
    ),
    Indicator(
        "on_time",
        say("On-time arrival"),
        say(
            "Share of cases whose latest visit began by the end of the agreed window, or within the minutes the rules tolerate after it, "
            "over those with a window and an arrival."
        ),
        "percent",
        "higher",
        lambda s: _share(s.on_time, s.with_window),
        lambda s: s.with_window - s.on_time,
        lambda one: bool(one.late_minutes),
    ),
    Indicator(
        "first_visit",
        say("Fixed at the first visit"),
        say("Share of closed cases that took one visit."),
        "percent",
        "higher",
        lambda s: _share(s.one_visit, s.visited),
        lambda s: s.visited - s.one_visit,
        lambda one: one.is_closed and one.visits > 1,
    ),
    Indicator(
        "person_days",
        say("Person-days a case"),
        say("Mean person-days on site and at the bench, over closed cases."),
        "days",
        "lower",
        lambda s: _mean(s.person_days, s.closed, 100),
        lambda s: s.closed,
        lambda one: one.is_closed,
    ),
    Indicator(
        "cost",
        say("Transport cost a case"),
        say("Mean fares of all visits, over closed cases."),
        "fen",
        "lower",
        lambda s: _mean(s.cost_fen, s.closed),
        lambda s: s.closed,
        lambda one: one.is_closed,
    ),
    Indicator(
        "income",
        say("Income"),
        say("What customers paid for cases reported in this time, on site and afterwards."),
        "fen",
        "higher",
        lambda s: float(s.income_fen),
        lambda s: s.paying,
        lambda one: one.income_fen > 0,
    ),
    Indicator(
        "owed",
        say("Owed"),
        say("What customers still owe for cases reported in this time."),
        "fen",
        "lower",
        lambda s: float(s.owed_fen),
        lambda s: s.owing,
        lambda one: one.owed_fen > 0,
    ),
    Indicator(
        "in_warranty",
        say("Share in warranty"),
        say("Share of cases in which every piece was decided to be in warranty, over cases with a decision."),
        "percent",
        "lower",
        lambda s: _share(s.inside, s.decided),
        lambda s: s.inside,
        lambda one: bool(one.in_warranty),
    ),
    Indicator(
        "satisfaction",
        say("Satisfaction"),
        say("Mean of the customers' faces when signing: 5 very satisfied, 4 satisfied, 3 so-so, 1 dissatisfied."),
        "mark",
        "higher",
        lambda s: _mean(s.marks, s.marked),
        lambda s: s.marked,
        lambda one: one.mark is not None,
    ),
    Indicator(
        "exceptions",
        say("Cases past a rule"),
        say("Share of cases in which a rule was passed with a reason."),
        "percent",
        "lower",
        lambda s: _share(s.past_rules, s.cases),
        lambda s: s.past_rules,
        lambda one: bool(one.exceptions),
    ),
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
