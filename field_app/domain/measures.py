"""What a case took, cost and brought, in a few plain numbers (P9.4).

A case is read once into a `Measure`, a few plain numbers; everything shown is added up from these. The office keeps them in a table of
its own, so that years of cases add up without reading one sheet.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any, Literal

from attrs import evolve, field, frozen

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import appointment, arrival, dispatch, intake, record, register, settlement, signoff, version, warranty
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.repair.diagnosis import diagnoses
from field_app.domain.sheets import Entry, Sheet, once

REPEAT_WITHIN = timedelta(days=30)
By = Literal["month", "technician", "customer", "equipment"]

MARKS: Mapping[str, int] = {"very_satisfied": 5, "satisfied": 4, "neutral": 3, "dissatisfied": 1}


@frozen
class Measure:
    """One case in numbers. Times are whole minutes from the report on, None for what hasn't happened; money is fen. `late_minutes` is 0
    for an arrival the rules call on time.
    """

    sheet: SheetId
    number: str
    reported_on: date
    customer: str
    project: str
    equipment: str
    technician: UserId | None
    is_closed: bool = False
    agree_minutes: int | None = None
    arrive_minutes: int | None = None
    close_minutes: int | None = None
    closed_on: date | None = None
    late_minutes: int | None = None
    visits: int = 0
    person_days: int = 0
    cost_fen: int = 0
    income_fen: int = 0
    owed_fen: int = 0
    in_warranty: bool | None = None
    mark: int | None = None
    exceptions: tuple[tuple[str, UserId], ...] = field(default=())

    @property
    def month(self) -> str:
        return f"{self.reported_on:%Y-%m}"


def measure(sheet: Sheet, rules: Sheet | None = None) -> Measure | None:
    """A case in numbers, punctual by the company's rules; None for a sheet without a request, and for one that was cancelled."""
    one = _measure(sheet)
    return evolve(one, late_minutes=version.late_by(sheet, rules)) if one and one.late_minutes else one


@once
def _measure(sheet: Sheet) -> Measure | None:
    taken = sheet.last(intake.RequestTaken)
    if taken is None or is_cancelled(sheet):
        return None
    known, came = intake.request(sheet), sheet.live(arrival.Arrived)
    first_agreed = next(iter(sheet.live(appointment.VisitAgreed)), None)
    signed_off = sheet.last(signoff.SignedOff) if is_closed(sheet) else None
    satisfied, decided = sheet.said(record.RecordSigned), warranty.decisions(sheet).values()
    return Measure(
        sheet=sheet.id,
        number=intake.number(sheet),
        reported_on=day_of(taken.at),
        customer=known.customer,
        project=known.archive or f"{known.customer}/{known.project}",
        equipment=known.equipment or next((entry.body.piece for entry in diagnoses(sheet)), ""),
        technician=dispatch.assigned_to(sheet),
        is_closed=signed_off is not None,
        agree_minutes=_minutes(taken.at, first_agreed),
        arrive_minutes=_minutes(taken.at, came[0] if came else None),
        close_minutes=_minutes(taken.at, signed_off),
        closed_on=day_of(signed_off.at) if signed_off else None,
        late_minutes=arrival.minutes_late(sheet),
        visits=len(came),
        person_days=record.person_days(sheet) + register.bench_days(sheet),
        cost_fen=appointment.fares_fen(sheet),
        income_fen=settlement.received_fen(sheet),
        owed_fen=settlement.owed_fen(sheet),
        in_warranty=all(entry.body.decision == "inside" for entry in decided) if decided else None,
        mark=MARKS.get(satisfied.satisfaction) if satisfied else None,
        exceptions=tuple((rule, entry.by) for entry in signoff.exceptions(sheet) for rule in _rules(entry)),
    )


def _minutes(since: datetime, entry: Entry[Any] | None) -> int | None:
    return None if entry is None else max(0, (entry.at - since) // timedelta(minutes=1))


def _rules(entry: Entry[Any]) -> tuple[str, ...]:
    return tuple(sorted(entry.fact.exception.rules)) if entry.fact.exception else ()


def repeats(measures: Iterable[Measure]) -> tuple[tuple[SheetId, SheetId], ...]:
    """Repeat repairs: a case and the one of the same project and equipment closed at most 30 days before it was reported."""

    def of(one: Measure) -> tuple[str, str]:
        return one.project, one.equipment

    found: list[tuple[SheetId, SheetId]] = []
    for _same, cases in groupby(sorted(measures, key=lambda one: (*of(one), one.reported_on, one.sheet)), of):
        row = list(cases)
        found += [(before.sheet, after.sheet) for before, after in pairwise(row) if _again(before, after)]
    return tuple(found)


def _again(before: Measure, after: Measure) -> bool:
    return before.closed_on is not None and timedelta() <= after.reported_on - before.closed_on <= REPEAT_WITHIN


def groups(measures: Iterable[Measure], by: By) -> dict[str, tuple[Measure, ...]]:
    """The cases by month, technician, customer or equipment type; months in order, the rest by how many cases they have."""
    key: Callable[[Measure], str] = _KEYS[by]
    found: dict[str, list[Measure]] = {}
    for one in measures:
        found.setdefault(key(one), []).append(one)
    order = sorted(found, key=(lambda name: name) if by == "month" else (lambda name: (-len(found[name]), name)))
    return {name: tuple(found[name]) for name in order}


_KEYS: Mapping[By, Callable[[Measure], str]] = {
    "month": lambda one: one.month,
    "technician": lambda one: one.technician or "",
    "customer": lambda one: one.customer,
    "equipment": lambda one: one.equipment,
}


def exceptions_by_rule(measures: Iterable[Measure]) -> tuple[tuple[str, int, UserId | None], ...]:
    """How often each rule was passed, the most first, with the person who did it most (P9.4, P10.1)."""
    rules: dict[str, Counter[UserId]] = {}
    for one in measures:
        for rule, by in one.exceptions:
            rules.setdefault(rule, Counter())[by] += 1
    rows = ((rule, people.total(), people.most_common(1)[0][0]) for rule, people in rules.items())
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))
