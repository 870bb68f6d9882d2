"""Return visits: planned by rule, made, and what comes of them (P9.3)."""

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.errors import RuleBroken
from field_app.domain.facts import SheetId
from field_app.domain.followup import return_visit
from field_app.domain.followup.planning import in_sample, plan
from field_app.domain.followup.return_visit import (
    Mark,
    ReturnCallTried,
    ReturnVisitDropped,
    ReturnVisitMade,
    ReturnVisitPlanned,
    planned_id,
)
from field_app.domain.policy import ReturnVisitRule
from field_app.domain.sheets import Sheet, new_sheet
from tests.cast_domain import CLERK
from tests.domain.cases import Case, case, chargeable, in_warranty, ready, said
from tests.domain.others import Other, other

TODAY = date(2026, 11, 23)
PLANNED = ReturnVisitPlanned("海天酒店", date(2026, 11, 30), "sample")
NOBODY = ReturnVisitRule(every_nth=0, after_charges=False, after_takeback=False, before_warranty_days=0, season_months=())
EVERYBODY = evolve(NOBODY, every_nth=1)


def planned() -> Case:
    return other("return_visit").does(PLANNED, by=CLERK)


def closed(told: Case) -> Sheet:
    return told.left().reported().signed_off().sheet


FREE = closed(in_warranty().worked().signed())


def test_p9_3_a_visit_goes_from_planned_to_done() -> None:
    tried = planned().does(ReturnCallTried(date(2026, 12, 1)), by=CLERK)
    made = tried.does(ReturnVisitMade("phone", (Mark("attitude", 5),)), by=CLERK)
    assert [return_visit.status(one.sheet) for one in (planned(), tried, made)] == ["planned", "to_try_again", "done"]
    assert return_visit.due_on(tried.sheet) == date(2026, 12, 1)


def test_p9_3_a_visit_that_will_not_be_says_why() -> None:
    assert said(planned().objections(ReturnVisitDropped(" "), CLERK)) == [("P9.3", "reason", False)]
    assert return_visit.status(planned().does(ReturnVisitDropped("号码停用"), by=CLERK).sheet) == "dropped"


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (ReturnVisitMade("phone", ()), "marks"),
        (ReturnVisitMade("phone", (Mark("attitude", 6),)), "marks.attitude"),
        (ReturnVisitMade("phone", (Mark("attitude", 4),), has_fault=True), "fault"),
    ],
)
def test_p9_3_an_answer_that_cannot_be_is_refused_beside_its_field(made: ReturnVisitMade, field: str) -> None:
    assert said(planned().objections(made, CLERK)) == [("P9.3", field, False)]


def test_p9_3_a_visit_that_is_done_or_dropped_takes_more_only_with_a_reason() -> None:
    made = ReturnVisitMade("phone", (Mark("attitude", 5),))
    again = (ReturnCallTried(date(2026, 12, 31)), made, ReturnVisitDropped("搬走了"))
    for ended in (planned().does(made, by=CLERK), planned().does(ReturnVisitDropped("不愿接受回访"), by=CLERK)):
        assert [said(ended.objections(body, CLERK)) for body in again] == [[("P9.3", None, True)]] * 3


def test_p9_3_two_people_planning_at_once_plan_one_visit() -> None:
    assert planned_id("sample", "case-1", TODAY) == planned_id("sample", "case-1", TODAY)
    with pytest.raises(RuleBroken):
        planned().does(PLANNED, by=CLERK)


def test_p9_3_a_closed_case_in_the_sample_is_asked_about_a_week_later() -> None:
    (proposal,) = plan([FREE], [], [], EVERYBODY, TODAY)
    assert (proposal.visit.cause, proposal.visit.due_on, proposal.visit.repair) == ("sample", TODAY + timedelta(days=7), FREE.id)


def test_p9_3_an_open_case_is_not_asked_about() -> None:
    assert not plan([in_warranty().sheet], [], [], EVERYBODY, TODAY)


def test_p9_3_a_case_that_was_asked_about_is_not_proposed_again() -> None:
    (proposal,) = plan([FREE], [], [], EVERYBODY, TODAY)
    visit = Other(new_sheet(proposal.id, "return_visit")).does(proposal.visit, by=CLERK)
    assert not plan([FREE], [], [visit.sheet], EVERYBODY, TODAY)
    assert not plan([FREE], [], [visit.does(ReturnVisitDropped("不想被打扰"), by=CLERK).sheet], EVERYBODY, TODAY)


def test_p9_3_after_charges_the_customer_is_always_asked() -> None:
    paid = closed(chargeable().worked().signed().cash(50_000).payment_agreed(10_000))
    (proposal,) = plan([paid, FREE], [], [], evolve(NOBODY, after_charges=True), TODAY)
    assert proposal.visit.cause == "charged"


def test_p9_3_after_a_take_back_the_customer_is_always_asked() -> None:
    home = ready().on_site().diagnosed(way="take_back").decided().taken_back().left().reported().on(TODAY + timedelta(days=3))
    returned = home.on_site().returned().worked().signed().left().reported().signed_off().sheet
    (proposal,) = plan([returned], [], [], evolve(NOBODY, after_takeback=True), TODAY + timedelta(days=3))
    assert proposal.visit.cause == "taken_back"


@pytest.mark.parametrize(
    ("today", "proposed"),
    [(date(2027, 4, 17), False), (date(2027, 4, 18), True), (date(2027, 6, 1), True), (date(2027, 6, 2), False)],
)
def test_p9_3_before_a_warranty_ends_the_project_is_asked(today: date, proposed: bool) -> None:
    # Accepted 2025-06-01 for 24 months: to 2027-06-01 inclusive, asked from a fortnight before 30 days before.
    project = other("archive").recorded().sheet
    assert bool(plan([], [project], [], evolve(NOBODY, before_warranty_days=30), today)) is proposed


def test_p9_3_by_season_each_project_is_asked_once() -> None:
    project, rule = other("archive").recorded().sheet, evolve(NOBODY, season_months=(4, 11))
    first, second = (plan([], [project], [], rule, day) for day in (TODAY, TODAY + timedelta(days=5)))
    assert [one.visit.due_on for one in first] == [date(2026, 11, 30)]
    assert first[0].id == second[0].id
    assert not plan([], [project], [], rule, date(2026, 12, 1))


@given(st.integers(1, 50), st.lists(st.uuids(), min_size=400, max_size=400, unique=True))
def test_p9_3_the_sample_is_about_one_in_n(nth: int, ids: list[object]) -> None:
    drawn = sum(in_sample(SheetId(str(one)), nth) for one in ids)
    assert abs(drawn - 400 / nth) <= 6 * (400 / nth) ** 0.5 + 1


def test_p9_3_nobody_is_sampled_where_the_rule_says_none() -> None:
    assert not in_sample(case().sheet.id, 0)
