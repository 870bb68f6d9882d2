"""Complaints: someone responsible, a due date, a solution, the customer's word, closed by the supervisor (P9.2)."""

from datetime import date

import pytest

from field_app.domain.errors import RuleBroken
from field_app.domain.followup import complaint
from field_app.domain.followup.complaint import ComplaintAnswered, ComplaintAssigned, ComplaintClosed, ComplaintReceived, CustomerHeard
from tests.cast_domain import CLERK, SUPERVISOR, WANG
from tests.domain.cases import Case, said
from tests.domain.others import other

RECEIVED = ComplaintReceived("261123-A7C-01", "海天酒店", "manner", "师傅没穿鞋套")


def received() -> Case:
    return other("complaint").does(RECEIVED, by=CLERK)


def assigned() -> Case:
    return received().does(ComplaintAssigned(WANG.user, date(2026, 11, 27)), by=SUPERVISOR)


def answered() -> Case:
    return assigned().does(ComplaintAnswered("鞋套用完了", "上门道歉"), by=WANG)


def heard(content: bool = True) -> Case:
    return answered().does(CustomerHeard(content, "好的" if content else "光道歉没用"), by=CLERK)


def test_p9_2_a_complaint_says_what_it_waits_for() -> None:
    closed = heard().does(ComplaintClosed("备足鞋套后没再发生"), by=SUPERVISOR)
    told = [complaint.status(case.sheet) for case in (received(), assigned(), answered(), heard(), closed)]
    assert told == ["to_assign", "to_answer", "to_ask", "to_close", "closed"]


def test_p9_2_a_customer_who_is_not_content_opens_the_answer_again() -> None:
    assert complaint.status(heard(content=False).sheet) == "to_answer"
    again = heard(content=False).does(ComplaintAnswered("没道歉到位", "主管登门"), by=WANG)
    assert complaint.status(again.sheet) == "to_ask"


def test_p9_2_it_is_closed_only_with_a_solution_and_a_content_customer() -> None:
    closing = ComplaintClosed("有效")
    assert said(received().objections(closing, SUPERVISOR)) == [("P9.2", None, True), ("P9.2", None, True)]
    assert said(heard(content=False).objections(closing, SUPERVISOR)) == [("P9.2", None, True)]
    assert not heard().objections(closing, SUPERVISOR)


def test_p9_2_a_word_on_an_earlier_solution_closes_nothing() -> None:
    closing = ComplaintClosed("有效")
    anew = heard().does(ComplaintAnswered("鞋套又用完了", "每车备两包"), by=WANG)
    assert said(anew.objections(closing, SUPERVISOR)) == [("P9.2", None, True)]
    assert not anew.does(CustomerHeard(True, "这下好了"), by=CLERK).objections(closing, SUPERVISOR)


def test_p10_1_a_customer_nobody_can_reach_may_be_gone_past_with_a_reason() -> None:
    closed = answered().does(ComplaintClosed("有效"), by=SUPERVISOR, passing="P9.2", because="客户已搬走")
    assert complaint.status(closed.sheet) == "closed"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (ComplaintReceived("", "", "other", ""), ["number", "customer", "text"]),
        (ComplaintAssigned("", date(2026, 11, 22)), ["responsible", "due_on"]),
        (ComplaintAnswered(" ", ""), ["cause", "solution"]),
    ],
)
def test_p9_2_what_is_missing_is_named_beside_its_field(body: object, fields: list[str]) -> None:
    case = other("complaint") if isinstance(body, ComplaintReceived) else received()
    assert [objection.field for objection in case.objections(body, SUPERVISOR)] == fields


@pytest.mark.parametrize(
    "later", [ComplaintAssigned(WANG.user, date(2026, 11, 27)), ComplaintAnswered("鞋套", "道歉"), CustomerHeard(True, "好")]
)
def test_p9_2_a_closed_complaint_takes_more_only_with_a_reason(later: object) -> None:
    closed = heard().does(ComplaintClosed("有效"), by=SUPERVISOR)
    assert said(closed.objections(later, SUPERVISOR)) == [("P9.2", None, True)]
    assert said(closed.objections(ComplaintClosed("又有效"), SUPERVISOR)) == [("P9.2", None, False)]


def test_p9_2_the_customer_is_asked_about_a_solution_and_what_they_say_is_written() -> None:
    assert said(assigned().objections(CustomerHeard(True, " "), CLERK)) == [("P9.2", None, True), ("P9.2", "words", False)]
    assert said(heard().objections(ComplaintClosed(" "), SUPERVISOR)) == [("P9.2", "effect", False)]


def test_p9_2_a_complaint_is_recorded_once() -> None:
    with pytest.raises(RuleBroken):
        received().does(RECEIVED, by=CLERK)


@pytest.mark.parametrize(("day", "overdue"), [(date(2026, 11, 27), False), (date(2026, 11, 28), True)])
def test_p9_2_it_is_overdue_the_day_after_its_due_date(day: date, overdue: bool) -> None:
    assert complaint.is_overdue(assigned().sheet, day) is overdue


def test_p9_2_what_waits_for_the_supervisor_alone_is_not_overdue() -> None:
    assert not complaint.is_overdue(heard().sheet, date(2026, 12, 31))
