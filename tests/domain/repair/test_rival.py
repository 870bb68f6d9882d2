"""Two people decide the same thing at once: the first stands, the second is asked (P10.2). And what is settled (P10.1)."""

import pytest
from attrs import evolve

from field_app.domain.repair import dispatch, signoff
from field_app.domain.repair.appointment import CarDecided, CarRequested, car_granted, open_car_request
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.closing import is_closed
from field_app.domain.repair.dispatch import Assigned, NoteAdded, Unassigned
from field_app.domain.repair.rival import first_instead, overtaken
from field_app.domain.repair.signoff import OddSettled, SentBack, SignedOff
from tests.cast_domain import CLERK, LI, SUPERVISOR, WANG, Person
from tests.domain.cases import Case, case, in_warranty, ready, said

OTHER: Person = evolve(SUPERVISOR, user="supervisor-2")


def to_assign() -> Case:
    return case().taken().handed_over().analysed()


def reported() -> Case:
    return in_warranty().worked().signed().left().reported()


def test_p10_2_of_two_who_assign_at_once_the_first_stands() -> None:
    twice = to_assign().does(Assigned(WANG.user), by=SUPERVISOR).arrives(Assigned(LI.user), by=OTHER, verdict="late")
    assert dispatch.assigned_to(twice.sheet) == WANG.user
    assert first_instead(twice.sheet, twice.sheet.entries[-1]) == twice.sheet.entries[-2]


def test_p10_2_the_second_may_decide_it_again_and_then_it_stands() -> None:
    twice = to_assign().does(Assigned(WANG.user), by=SUPERVISOR).arrives(Assigned(LI.user), by=OTHER, verdict="late")
    again = twice.does(Assigned(LI.user), by=OTHER)
    assert dispatch.assigned_to(again.sheet) == LI.user


def test_p10_2_a_sheet_signed_off_first_stays_closed_when_another_sends_it_back_unseen() -> None:
    closed = reported().does(SignedOff(), by=SUPERVISOR).arrives(SentBack("照片"), by=OTHER, verdict="late")
    assert is_closed(closed.sheet)
    assert signoff.status(closed.sheet) == "closed"


def test_p10_2_a_sheet_sent_back_first_stays_open_when_another_signs_it_off_unseen() -> None:
    back = reported().does(SentBack("照片"), by=SUPERVISOR).arrives(SignedOff(), by=OTHER, verdict="late")
    assert signoff.status(back.sheet) == "sent_back"


def test_p10_2_a_company_car_given_first_stays_given() -> None:
    given = ready().agreed().does(CarRequested("UPS")).does(CarDecided(True), by=SUPERVISOR)
    twice = given.arrives(CarDecided(False, "没车"), by=OTHER, verdict="late")
    assert car_granted(twice.sheet)
    assert open_car_request(twice.sheet) is None


@pytest.mark.parametrize(("seen", "is_overtaken"), [(0, True), (4, True), (5, False)])
def test_a_decision_is_overtaken_only_by_what_its_author_had_not_read(seen: int, is_overtaken: bool) -> None:
    given = to_assign().does(Assigned(WANG.user), by=SUPERVISOR)
    position = given.sheet.entries[-1].stamp.seq
    assert position is not None
    later = given.arrives(Assigned(LI.user), by=OTHER).sheet.entries[-1].fact
    assert overtaken(given.sheet, later, OTHER.user, seen + position - 5) is is_overtaken


def test_what_is_no_decision_and_ones_own_decisions_overtake_nothing() -> None:
    given = to_assign().does(Assigned(WANG.user), by=SUPERVISOR)
    note = given.arrives(NoteAdded("知道了"), by=OTHER).sheet.entries[-1].fact
    own = given.arrives(Unassigned("换人"), by=SUPERVISOR).sheet.entries[-1].fact
    assert not overtaken(given.sheet, note, OTHER.user, 0)
    assert not overtaken(given.sheet, own, SUPERVISOR.user, 0)


def key_of(case_: Case) -> tuple[str, int]:
    return case_.sheet.entries[-1].key


def test_p10_2_a_late_fact_is_unsettled_until_the_supervisor_says_a_word_about_it() -> None:
    late = ready().assigned(LI).arrives(NoteAdded("到过现场"), by=WANG, verdict="late")
    assert [entry.key for entry in signoff.unsettled(late.sheet)] == [key_of(late)]
    settled = late.does(OddSettled(key_of(late), "算数"), by=SUPERVISOR)
    assert signoff.unsettled(settled.sheet) == ()


def test_p10_1_a_gate_passed_with_a_reason_is_unsettled_until_the_supervisor_says_a_word_about_it() -> None:
    passed = ready().does(Arrived(), by=WANG, passing="P3.1")
    assert [entry.fact.exception.rule for entry in signoff.unsettled(passed.sheet) if entry.fact.exception] == ["P3.1"]
    settled = passed.does(OddSettled(key_of(passed), "下次先约"), by=SUPERVISOR)
    assert signoff.unsettled(settled.sheet) == ()


def test_p10_2_only_what_is_odd_can_be_settled_and_not_without_a_word() -> None:
    plain = ready()
    assert said(plain.objections(OddSettled(key_of(plain), "好"), SUPERVISOR)) == [("P10.2", "fact", False)]
    late = plain.arrives(NoteAdded("到过"), by=WANG, verdict="late")
    assert said(late.objections(OddSettled(key_of(late), " "), SUPERVISOR)) == [("P10.2", "note", False)]


def test_p10_2_a_corrected_entry_needs_no_settling() -> None:
    late = ready().arrives(NoteAdded("记错"), by=WANG, verdict="late")
    assert signoff.unsettled(late.voided(NoteAdded).sheet) == ()
    assert CLERK.user not in {entry.by for entry in signoff.unsettled(late.sheet)}
