"""Chapter 4: on site."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from field_app.domain.errors import RuleBroken
from field_app.domain.repair import arrival
from field_app.domain.repair.appointment import Departed
from field_app.domain.repair.arrival import Answer, ArrivalChecked, Arrived
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.signoff import status
from tests.cast_domain import POLICY
from tests.domain.cases import Case, in_warranty, ready, said

ALL_YES = tuple(Answer(item.code, "yes") for item in POLICY.checklist)


def test_p4_1_arrival_is_recorded_once_a_visit() -> None:
    arrived = ready().agreed().departed().arrived()
    assert arrival.arrived(arrived.sheet) is not None
    assert status(arrived.sheet) == "on_site"
    assert said(arrived.objections(Arrived())) == [("P4.1", None, False)]


def test_p4_1_who_comes_back_after_leaving_may_arrive_again() -> None:
    left = in_warranty().worked().signed().left()
    assert said(left.objections(Arrived())) == [("P3.1", None, True)]
    assert arrival.arrived(left.does(Arrived(), passing="P3.1").sheet) is not None


def test_p3_1_arriving_without_an_appointment_needs_a_reason() -> None:
    assert said(ready().objections(Arrived((31_230_000, 121_470_000, 12)))) == [("P3.1", None, True)]
    assert ready().objections(Arrived(), passing="P3.1") == ()


def test_p3_1_who_set_out_with_a_reason_arrives_without_another() -> None:
    hurried = ready().does(Departed(), passing="P3.1")
    assert hurried.objections(Arrived()) == ()


@pytest.mark.parametrize("minutes", [0, 1, 90])
def test_p3_6_who_comes_within_the_window_is_on_time(minutes: int) -> None:
    agreed = ready().agreed()
    window = agreed.sheet.entries[-1].body
    came = evolve(agreed, now=window.starts_at + timedelta(minutes=minutes)).does(Arrived())
    assert arrival.minutes_late(came.sheet) == 0


def test_p3_6_who_comes_after_the_window_is_late_by_whole_minutes() -> None:
    agreed = ready().agreed()
    window = agreed.sheet.entries[-1].body
    came = evolve(agreed, now=window.ends_at + timedelta(minutes=17, seconds=59)).does(Arrived())
    assert arrival.minutes_late(came.sheet) == 17


def test_p3_6_without_window_or_arrival_nobody_is_late() -> None:
    assert arrival.minutes_late(ready().agreed().sheet) is None
    assert arrival.minutes_late(ready().does(Arrived(), passing="P3.1").sheet) is None


def test_p3_6_a_next_visit_agreed_on_site_doesnt_change_how_late_this_one_was() -> None:
    on_site = ready().agreed().departed().arrived()
    assert arrival.minutes_late(on_site.agreed(hours=24).sheet) == arrival.minutes_late(on_site.sheet)


def test_p4_1_every_item_of_the_companys_list_is_answered() -> None:
    arrived = ready().agreed().departed().arrived()
    assert arrived.objections(ArrivalChecked(POLICY.label, ALL_YES)) == ()
    assert said(arrived.objections(ArrivalChecked(POLICY.label, ALL_YES[1:]))) == [("P4.1", "neat", False)]


def test_p4_1_a_no_is_explained_and_not_applicable_need_not_be() -> None:
    arrived = ready().agreed().departed().arrived()
    no, na = (Answer("covers", "no"), *ALL_YES[::2]), (Answer("covers", "na"), *ALL_YES[::2])
    assert said(arrived.objections(ArrivalChecked(POLICY.label, no))) == [("P4.1", "covers", False)]
    assert arrived.objections(ArrivalChecked(POLICY.label, (evolve(no[0], note="室外"), *no[1:]))) == ()
    assert arrived.objections(ArrivalChecked(POLICY.label, na)) == ()


def test_p4_1_before_any_policy_there_is_nothing_to_answer() -> None:
    arrived = evolve(ready().agreed().departed().arrived(), policy=None)
    assert arrived.objections(ArrivalChecked("", ())) == ()


def test_p4_1_checks_before_arrival_need_a_reason() -> None:
    agreed = ready().agreed()
    assert said(agreed.objections(ArrivalChecked(POLICY.label, ALL_YES))) == [("P4.1", None, True)]
    assert agreed.objections(ArrivalChecked(POLICY.label, ALL_YES), passing="P4.1") == ()


def test_p4_1_no_reason_passes_an_unanswered_item() -> None:
    agreed = ready().agreed()
    assert said(agreed.objections(ArrivalChecked(POLICY.label, ()), passing="P4.1")) == [
        ("P4.1", item.code, False) for item in POLICY.checklist
    ]


def test_p4_2_no_diagnosis_before_the_arrival_checks() -> None:
    arrived = ready().agreed().departed().arrived()
    with pytest.raises(RuleBroken, match=r"P4\.2"):
        arrived.diagnosed()
    assert said(arrived.objections(Diagnosed("道闸", "断线", "on_site"))) == [("P4.2", None, True)]


def test_p4_2_where_life_forces_it_the_diagnosis_comes_first_with_a_reason() -> None:
    arrived = ready().agreed().departed().arrived()
    hurried = arrived.does(Diagnosed("道闸", "冒烟", "on_site"), passing="P4.2", because="着火")
    passed = hurried.last(Diagnosed).fact.exception
    assert passed is not None
    assert (passed.rule, passed.reason) == ("P4.2", "着火")


def test_p4_2_the_checks_of_an_earlier_visit_are_not_those_of_this_one() -> None:
    again = ready().on_site().diagnosed(way="another_day").left().agreed().departed().arrived()
    assert arrival.checked(again.sheet) is None
    assert said(again.objections(Diagnosed("道闸", "断线", "on_site"))) == [("P4.2", None, True)]


@pytest.mark.parametrize(
    ("before", "body"),
    [(lambda: ready().agreed().departed(), Arrived()), (lambda: in_warranty().worked().signed(), LeftSite())],
    ids=["arriving", "leaving"],
)
def test_p3_6_a_clock_that_went_back_is_said_before_times_are_counted_by_it(before: Callable[[], Case], body: object) -> None:
    case = before()
    assert case.objections(body) == ()
    assert said(case.later(hours=-9).objections(body)) == [("P3.6", None, True)]
