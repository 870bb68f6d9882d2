"""Indicators as tables (P9.4): each number with its definition, and the cases behind it."""

from collections.abc import Iterable, Mapping

from field_app.domain.errors import say
from field_app.domain.indicators import INDICATORS, Indicator, Sums, Unit
from field_app.domain.measures import Measure
from field_app.papers.around import Around
from field_app.papers.form import Said, day
from field_app.papers.table import Column, Table

UNITS: Mapping[Unit, Said] = {"hours": say("hours"), "percent": "%", "days": say("Person-days"), "fen": "¥", "mark": say("of five")}


def indicators(now: Sums, before: Sums, around: Around) -> Table:
    """Every indicator of the span that is shown, beside the span before it."""
    columns = (
        Column(say("Indicator"), width=12),
        Column(say("Now"), "hundredths", 6),
        Column(say("Before"), "hundredths", 6),
        Column(say("Unit"), width=4),
        Column(say("Cases"), "count", 4),
        Column(say("Definition"), width=24),
    )
    rows = tuple(
        (one.name, _figure(one, now), _figure(one, before), UNITS[one.unit], one.counts(now), one.definition) for one in INDICATORS
    )
    return Table(say("Indicators"), columns, rows, day(around.made_at.date()))


def _figure(one: Indicator, sums: Sums) -> int | None:
    """In hundredths of its unit; of a yuan those are fen."""
    value = one.value(sums)
    return None if value is None else round(value if one.unit == "fen" else value * 100)


def cases(measures: Iterable[Measure], name: Said, around: Around) -> Table:
    """The cases behind a number, each in numbers; times are in minutes from the report on."""
    columns = (
        Column(say("Sheet number"), width=7),
        Column(say("Reported"), "day", 6),
        Column(say("Customer"), width=9),
        Column(say("Equipment"), width=8),
        Column(say("Technician"), width=5),
        Column(say("Minutes to agree"), "count", 5),
        Column(say("Minutes to arrive"), "count", 5),
        Column(say("Minutes to close"), "count", 5),
        Column(say("Minutes late"), "count", 5),
        Column(say("Visits"), "count", 4),
        Column(say("Person-days"), "hundredths", 4),
        Column(say("Cost"), "money", 5),
        Column(say("Income"), "money", 5),
        Column(say("Owed"), "money", 5),
    )
    rows = tuple(
        (
            one.number, one.reported_on, one.customer, one.equipment, around.name(one.technician), one.agree_minutes, one.arrive_minutes,
            one.close_minutes, one.late_minutes, one.visits, one.person_days, one.cost_fen, one.income_fen, one.owed_fen,
        )
        for one in measures
    )  # fmt: skip
    return Table(name, columns, rows)
