"""Chapter 5, second half: in warranty or not, by the calendar."""

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.days import SHANGHAI
from field_app.domain.repair import warranty
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.repair.warranty_rule import Cover, Decision, expected, proposal
from tests.domain.arbitrary import quick
from tests.domain.cases import REQUEST, case, ready, said

PIECE = "道闸主板"


def test_p5_2_the_last_day_of_warranty_is_inside() -> None:
    cover = Cover(date(2024, 11, 23), 24)
    assert cover.ends_on == date(2026, 11, 23)
    assert cover.covers(date(2026, 11, 23))
    assert not cover.covers(date(2026, 11, 24))


def test_p5_2_a_period_that_ends_on_a_day_its_month_lacks_ends_on_the_months_last() -> None:
    assert Cover(date(2024, 8, 31), 6).ends_on == date(2025, 2, 28)
    assert Cover(date(2024, 2, 29), 12).covers(date(2025, 2, 28))
    assert not Cover(date(2024, 2, 29), 12).covers(date(2025, 3, 1))


def test_p5_2_no_months_cover_nothing() -> None:
    assert not Cover(date(2026, 11, 23), 0).covers(date(2026, 11, 23))


@quick
@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 120), st.integers(-3, 3))
def test_p5_2_cover_ends_where_counting_the_months_by_hand_ends(accepted_on: date, months: int, off: int) -> None:
    # By hand: the first of the month `months` on; then as far into it as it goes, at most to the day of acceptance.
    first = date(accepted_on.year + (accepted_on.month - 1 + months) // 12, (accepted_on.month - 1 + months) % 12 + 1, 1)
    last = first
    while last.day < accepted_on.day and (last + timedelta(days=1)).month == first.month:
        last += timedelta(days=1)
    assert Cover(accepted_on, months).covers(last + timedelta(days=off)) == (off <= 0)


def test_p5_2_it_is_the_day_of_the_report_in_shanghai_that_counts_and_not_the_visits() -> None:
    midnight = datetime(2026, 11, 23, 0, 5, tzinfo=SHANGHAI)
    last_minute = case(at=midnight - timedelta(minutes=10)).taken(evolve(REQUEST, accepted_on=date(2024, 11, 22), warranty_months=24))
    too_late = case(at=midnight).taken(evolve(REQUEST, accepted_on=date(2024, 11, 22), warranty_months=24))
    assert expected(last_minute.sheet).decision == "inside"  # type: ignore[union-attr]
    assert expected(too_late.sheet).decision == "outside"  # type: ignore[union-attr]
    weeks_later = last_minute.handed_over().analysed().assigned().later(days=20)
    assert expected(weeks_later.on_site().sheet).decision == "inside"  # type: ignore[union-attr]


def test_p5_2_the_proposal_says_its_basis_in_words() -> None:
    proposed = proposal(Cover(date(2025, 6, 1), 12), date(2026, 11, 23))
    assert str(proposed.basis) == "Accepted 2025-06-01, 12 months, to 2026-06-01 inclusive; reported 2026-11-23: out of warranty."


def test_p5_2_without_dates_the_rule_proposes_to_charge_and_says_why() -> None:
    unknown = expected(case().taken(evolve(REQUEST, warranty_months=None)).sheet)
    assert unknown is not None
    assert (unknown.decision, unknown.cover) == ("outside", None)
    assert "unknown" in str(unknown.basis)
    assert expected(case().sheet) is None


def _objections(body: WarrantyDecided) -> list[tuple[str, str | None, bool]]:
    return said(ready().on_site().diagnosed().objections(body))


INSIDE, OUTSIDE = (date(2025, 6, 1), 24), (date(2020, 6, 1), 24)


@pytest.mark.parametrize(
    ("decision", "dates"),
    [("inside", INSIDE), ("outside", OUTSIDE), ("outside", (None, None)), ("outside", (INSIDE[0], None)), ("outside", (INSIDE[0], 0))],
)
def test_p5_2_the_technician_confirms_what_the_rule_proposes(decision: Decision, dates: tuple[date | None, int | None]) -> None:
    assert _objections(WarrantyDecided(PIECE, decision, *dates)) == []


@pytest.mark.parametrize(
    ("decision", "dates"), [("outside", INSIDE), ("inside", OUTSIDE), ("inside", (None, None)), ("inside", (None, 24))]
)
def test_p5_2_the_technician_decides_otherwise_with_a_reason(decision: Decision, dates: tuple[date | None, int | None]) -> None:
    body = WarrantyDecided(PIECE, decision, *dates)
    assert _objections(body) == [("P5.2", "reason", False)]
    assert _objections(evolve(body, reason="合同另有约定")) == []


def test_p5_2_what_the_terms_exclude_is_named_and_reasoned_while_the_rule_says_free() -> None:
    assert _objections(WarrantyDecided(PIECE, "excluded", *INSIDE)) == [("P5.2", "exclusion", False), ("P5.2", "reason", False)]
    assert _objections(WarrantyDecided(PIECE, "excluded", *INSIDE, exclusion="lightning", reason="主板有雷击痕迹")) == []


def test_p5_2_an_exclusion_out_of_warranty_changes_nothing_and_needs_no_reason() -> None:
    assert _objections(WarrantyDecided(PIECE, "excluded", *OUTSIDE, exclusion="misuse")) == []


@pytest.mark.parametrize(
    ("dates", "field"), [((date(2026, 11, 24), 24), "accepted_on"), ((INSIDE[0], -1), "months"), ((INSIDE[0], 601), "months")]
)
def test_p5_2_dates_that_cant_be_are_refused_beside_their_field(dates: tuple[date, int], field: str) -> None:
    assert ("P5.2", field, False) in _objections(WarrantyDecided(PIECE, "inside", *dates, reason="合同"))


def test_p5_1_a_decision_about_a_piece_nobody_diagnosed_needs_a_reason() -> None:
    assert _objections(WarrantyDecided("摄像头", "inside", *INSIDE)) == [("P5.1", "piece", True)]


def test_p5_2_each_piece_is_decided_for_itself() -> None:
    two = ready().on_site().diagnosed("主板").diagnosed("摄像头").decided("inside", "主板")
    assert warranty.undecided(two.sheet) == ("摄像头",)
    assert not warranty.chargeable(two.sheet)
    both = two.decided("outside", "摄像头")
    assert warranty.undecided(both.sheet) == ()
    assert warranty.chargeable(both.sheet)


def test_p5_2_a_piece_that_waits_for_another_visit_need_not_be_decided_yet() -> None:
    two = ready().on_site().diagnosed("主板").decided("inside", "主板").diagnosed("摄像头", "another_day")
    assert warranty.undecided(two.sheet) == ()


def test_p5_2_the_newest_decision_counts_and_voiding_it_brings_back_the_one_before() -> None:
    twice = ready().on_site().diagnosed().decided("inside").decided("outside")
    assert warranty.chargeable(twice.sheet)
    assert not warranty.chargeable(twice.voided(WarrantyDecided).sheet)


def test_p10_3_a_decision_falls_with_the_diagnosis_it_was_about() -> None:
    wrong_piece = (
        ready().on_site().diagnosed("主板A").decided("outside", "主板A").voided(Diagnosed).diagnosed("主板B").decided("inside", "主板B")
    )
    assert not warranty.chargeable(wrong_piece.sheet)


def test_p10_1_a_decision_that_never_had_a_diagnosis_stands_by_its_reason() -> None:
    hurried = ready().on_site().does(WarrantyDecided(PIECE, "outside", *OUTSIDE), passing="P5.1")
    assert warranty.chargeable(hurried.sheet)


def test_p9_1_a_warranty_beyond_the_calendar_ends_with_it() -> None:
    assert Cover(date(2025, 1, 1), 2**53 - 1).ends_on == date.max
