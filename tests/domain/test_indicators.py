"""What a case took, cost and brought, and how cases add up (P9.4)."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.facts import SheetId, UserId
from field_app.domain.indicators import BY_CODE, INDICATORS, Indicator, Sums, added
from field_app.domain.measures import Measure, exceptions_by_rule, groups, measure, repeats
from field_app.domain.policy import PolicyApproved, TimeLimits
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.sheets import Sheet
from tests.cast_domain import DIRECTOR, LI, POLICY, WANG
from tests.domain.arbitrary import quick, sheets
from tests.domain.cases import Case, case, chargeable, in_warranty, ready
from tests.domain.others import other

DAY = date(2026, 11, 23)
PLAIN = Measure(SheetId("a"), "1", DAY, "海天酒店", "p", "道闸", UserId("wang"))
CLOSED = evolve(PLAIN, is_closed=True, closed_on=DAY, visits=1, close_minutes=600)


def of(case: Case) -> Measure:
    read = measure(case.sheet)
    assert read is not None
    return read


def value(code: str, *measures: Measure) -> float | None:
    return BY_CODE[code].value(added(measures))


def test_p9_4_a_closed_case_is_measured() -> None:
    told = of(in_warranty().worked().signed().left().reported().signed_off())
    assert (told.is_closed, told.visits, told.person_days, told.mark, told.in_warranty) == (True, 1, 50, 4, True)
    assert told.agree_minutes is not None and told.arrive_minutes is not None and told.close_minutes is not None
    assert 0 < told.agree_minutes < told.arrive_minutes < told.close_minutes


def test_p9_4_a_visit_within_the_tolerated_minutes_is_on_time() -> None:
    agreed = ready().agreed()
    came = evolve(agreed, now=agreed.last(VisitAgreed).body.ends_at + timedelta(minutes=10)).does(Arrived())
    rules = [other("policy").does(PolicyApproved(evolve(POLICY, limits=TimeLimits(late_minutes=n))), by=DIRECTOR).sheet for n in (9, 10)]
    found = [one.late_minutes for sheet in rules if (one := measure(came.sheet, sheet))]
    assert found == [10, 0]
    assert of(came).late_minutes == 10


def test_p9_4_what_was_paid_and_what_is_owed_is_measured() -> None:
    told = of(chargeable().worked().signed().cash(50_000).payment_agreed(10_000).left())
    assert (told.income_fen, told.owed_fen, told.in_warranty) == (50_000, 10_000, False)


def test_p9_4_a_rule_passed_is_measured_by_rule_and_person() -> None:
    told = of(ready().agreed().departed().arrived().checked().diagnosed().worked(passing="P5.2"))
    assert told.exceptions == (("P5.2", WANG.user),)


def test_p9_4_a_cancelled_case_and_an_empty_sheet_are_no_cases() -> None:
    assert measure(ready().cancelled().sheet) is None
    assert measure(case().sheet) is None


@pytest.mark.parametrize(
    ("code", "measures", "expected"),
    [
        ("agree_hours", [evolve(PLAIN, agree_minutes=60), evolve(PLAIN, agree_minutes=180), PLAIN], 2.0),
        ("close_hours", [CLOSED, PLAIN], 10.0),
        ("on_time", [evolve(PLAIN, late_minutes=0), evolve(PLAIN, late_minutes=5), PLAIN], 50.0),
        ("first_visit", [CLOSED, evolve(CLOSED, visits=2), PLAIN], 50.0),
        ("person_days", [evolve(CLOSED, person_days=150), evolve(CLOSED, person_days=50)], 1.0),
        ("income", [evolve(PLAIN, income_fen=100), evolve(PLAIN, income_fen=200)], 300.0),
        ("in_warranty", [evolve(PLAIN, in_warranty=True), evolve(PLAIN, in_warranty=False), PLAIN], 50.0),
        ("satisfaction", [evolve(PLAIN, mark=5), evolve(PLAIN, mark=1)], 3.0),
        ("exceptions", [evolve(PLAIN, exceptions=(("P8.4", UserId("wang")),)), PLAIN], 50.0),
    ],
)
def test_p9_4_an_indicator_is_what_its_definition_says(code: str, measures: list[Measure], expected: float) -> None:
    assert value(code, *measures) == pytest.approx(expected)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_p9_4_an_indicator_without_cases_says_so(indicator: Indicator) -> None:
    assert indicator.value(Sums()) in (None, 0.0)
    assert indicator.counts(Sums()) == 0


@quick
@given(st.lists(sheets(), max_size=6))
def test_p9_4_each_number_opens_as_many_cases_as_it_counts(told: list[Sheet]) -> None:
    read = [one for one in map(measure, told) if one]
    for indicator in INDICATORS:
        assert indicator.counts(added(read)) == sum(map(indicator.lists, read))


@quick
@given(st.lists(sheets(), max_size=6), st.integers(0, 6))
def test_p9_4_the_sums_of_parts_add_up_to_the_whole(told: list[Sheet], cut: int) -> None:
    read = [one for one in map(measure, told) if one]
    assert added(read[:cut]) + added(read[cut:]) == added(read)


@pytest.mark.parametrize(("days", "repeated"), [(0, True), (30, True), (31, False)])
def test_p9_4_a_repair_within_thirty_days_of_the_last_is_a_repeat(days: int, repeated: bool) -> None:
    again = evolve(PLAIN, sheet=SheetId("b"), reported_on=DAY + timedelta(days=days))
    assert repeats([again, CLOSED]) == ((("a", "b"),) if repeated else ())
    assert not repeats([evolve(again, equipment="门禁"), CLOSED])


def test_p9_4_cases_are_grouped_by_month_in_order_and_by_person_with_the_busiest_first() -> None:
    before = evolve(PLAIN, reported_on=date(2026, 10, 1), technician=LI.user)
    assert list(groups([PLAIN, PLAIN, before], "month")) == ["2026-10", "2026-11"]
    assert list(groups([before, PLAIN, PLAIN], "technician")) == [WANG.user, LI.user]


def test_p9_4_exceptions_are_counted_by_rule_with_who_has_most() -> None:
    by = [("P8.4", WANG.user), ("P8.4", WANG.user), ("P8.4", LI.user), ("P4.2", LI.user)]
    assert exceptions_by_rule([evolve(PLAIN, exceptions=tuple(by))]) == (("P8.4", 3, WANG.user), ("P4.2", 1, LI.user))


@quick
@given(sheets())
def test_p10_2_whatever_lies_on_a_sheet_it_can_be_measured(sheet: Sheet) -> None:
    read = measure(sheet)
    assert read is None or read.owed_fen >= 0
