"""Chapter 2: the supervisor decides."""

import pytest
from attrs import evolve

from field_app.domain.errors import RuleBroken
from field_app.domain.facts import EVERYONE, TYPES
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded, Unassigned
from field_app.domain.repair.intake import HandedOver, Request
from field_app.domain.repair.signoff import status
from tests.cast_domain import CLERK, LI, SUPERVISOR, WANG, ZHAO
from tests.domain.cases import case, in_warranty, ready, said

HALF = Request(customer="海天酒店", fault="道闸不落杆")


def test_p2_1_the_supervisor_records_cause_urgency_and_plan_and_assigns_one_responsible() -> None:
    assigned = case().taken().handed_over().analysed("urgent").assigned(WANG, LI)
    assert dispatch.urgency(assigned.sheet) == "urgent"
    assert dispatch.assigned_to(assigned.sheet) == WANG.user
    assert dispatch.team(assigned.sheet) == {WANG.user, LI.user}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (Analysed(" ", "normal"), ("P2.1", "suspected_cause", False)),
        (Assigned(""), ("P2.1", "technician", False)),
        (Assigned(WANG.user, (WANG.user,)), ("P2.1", "accompanying", False)),
        (Unassigned(" "), ("P2.4", "reason", False)),
        (NoteAdded("  "), ("P2.2", "text", False)),
    ],
)
def test_p2_1_what_is_missing_or_cant_be_is_refused_beside_its_field(body: object, wrong: tuple[str, str, bool]) -> None:
    assert said(ready().objections(body, by=SUPERVISOR)) == [wrong]


def test_p2_1_assigning_without_an_analysis_needs_a_reason() -> None:
    handed_over = case().taken().handed_over()
    assert said(handed_over.objections(Assigned(WANG.user), by=SUPERVISOR)) == [("P2.1", "suspected_cause", True)]
    hurried = handed_over.does(Assigned(WANG.user), by=SUPERVISOR, passing="P2.1")
    assert dispatch.assigned_to(hurried.sheet) == WANG.user


def test_p2_1_who_was_assigned_without_an_analysis_is_replaced_without_another_reason() -> None:
    hurried = case().taken().handed_over().does(Assigned(WANG.user), by=SUPERVISOR, passing="P2.1")
    assert hurried.objections(Assigned(LI.user), by=SUPERVISOR) == ()


def test_p1_3_an_incomplete_request_cant_be_dispatched() -> None:
    half = case().taken(HALF).analysed()
    with pytest.raises(RuleBroken, match=r"P1\.3"):
        half.assigned(WANG)
    assert {rule for rule, _, passable in said(half.objections(Assigned(WANG.user), by=SUPERVISOR)) if passable} == {"P1.3"}
    assert dispatch.assigned_to(half.does(Assigned(WANG.user), by=SUPERVISOR, passing="P1.3").sheet) == WANG.user


def test_p1_3_what_was_handed_over_with_a_reason_is_assigned_without_another() -> None:
    hurried = case().taken(HALF).does(HandedOver(), by=CLERK, passing="P1.3").analysed()
    assert hurried.objections(Assigned(WANG.user), by=SUPERVISOR) == ()


def test_p1_3_what_went_missing_after_it_was_handed_over_complete_is_asked_for_again() -> None:
    known = intake.request(ready().sheet)
    handed = case().taken().handed_over().analysed()
    gone = handed.does(*intake.amending(known, evolve(known, phone="")), by=CLERK)
    assert said(gone.objections(Assigned(WANG.user), by=SUPERVISOR)) == [("P1.3", "phone", True)]
    assert gone.does(Assigned(WANG.user), by=SUPERVISOR, passing="P1.3").objections(Assigned(LI.user), by=SUPERVISOR) == ()


def test_p1_3_a_complete_request_may_be_assigned_by_a_supervisor_who_saw_it_first() -> None:
    assert case().taken().analysed().objections(Assigned(WANG.user), by=SUPERVISOR) == ()


def test_p2_2_everyone_may_discuss_the_case_on_the_sheet_also_when_it_is_closed() -> None:
    assert TYPES["note_added"].by == EVERYONE
    closed = in_warranty().worked().signed().left().reported().signed_off()
    assert closed.objections(NoteAdded("客户来电表扬")) == ()
    talk = ready().does(NoteAdded("带梯子"), by=SUPERVISOR).does(NoteAdded("好的"))
    assert [(entry.by, entry.body.text) for entry in talk.sheet.live(NoteAdded)] == [(SUPERVISOR.user, "带梯子"), (WANG.user, "好的")]


def test_p2_4_a_sheet_can_be_reassigned_at_any_time_before_sign_off_and_nothing_is_lost() -> None:
    at_work = in_warranty().worked()
    moved = at_work.assigned(LI)
    assert dispatch.assigned_to(moved.sheet) == LI.user
    assert moved.sheet.entries[: len(at_work.sheet.entries)] == at_work.sheet.entries
    assert dispatch.ever_assigned(moved.sheet) == {WANG.user, LI.user}


def test_p2_4_a_sheet_can_be_taken_back_and_waits_for_another() -> None:
    taken_away = ready().does(Unassigned("王工病了"), by=SUPERVISOR)
    assert dispatch.assigned_to(taken_away.sheet) is None
    assert dispatch.team(taken_away.sheet) == frozenset()
    assert status(taken_away.sheet) == "to_assign"
    assert said(taken_away.objections(Unassigned("再收一次"), by=SUPERVISOR)) == [("P2.4", None, False)]


def test_p2_4_after_sign_off_reassigning_needs_a_reason() -> None:
    closed = in_warranty().worked().signed().left().reported().signed_off()
    for body in (Assigned(ZHAO.user), Unassigned("换人"), Analysed("再看", "normal")):
        assert ("P10.2", None, True) in said(closed.objections(body, by=SUPERVISOR))


def test_p2_2_finished_sheets_of_the_same_project_go_along_whoever_had_them() -> None:
    done = in_warranty().worked().signed().left().reported().signed_off()
    unfinished, elsewhere = case("case-2").taken(), case("case-3").taken(Request(customer="云栖酒店", project="门锁", fault="打不开"))
    now = case("case-4").taken()
    assert dispatch.earlier_of(now.sheet, [done.sheet, unfinished.sheet, elsewhere.sheet, now.sheet]) == (done.sheet.id,)


def test_p2_2_not_more_go_along_than_anybody_reads() -> None:
    done = in_warranty().worked().signed().left().reported().signed_off().sheet
    assert len(dispatch.earlier_of(case("new").taken().sheet, [done] * 30)) == dispatch.MOST_EARLIER
