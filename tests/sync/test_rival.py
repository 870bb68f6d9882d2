"""Two people at two devices decide the same thing at once: both see it, the first stands, the second is asked (P10.2)."""

from field_app.domain.repair import dispatch, signoff
from field_app.domain.repair.dispatch import Assigned
from tests.cast import LI, SUPERVISOR, WANG, ZHAO, Company


def test_p10_2_the_first_assignment_stands_and_both_see_the_second(here: Company):
    here.give(ZHAO, "supervisor")
    case = here.open_case(None)
    one, two = here.phone(SUPERVISOR), here.phone(ZHAO)
    one.sync(), two.sync()
    one.record(case, Assigned(WANG.user))
    two.record(case, Assigned(LI.user))
    one.sync(), two.sync(), one.sync()
    for phone in (one, two):
        sheet = phone.sees(case)
        assert dispatch.assigned_to(sheet) == WANG.user
        assert [entry.body.technician for entry in signoff.unsettled(sheet)] == [LI.user]


def test_p10_2_who_is_asked_and_decides_again_has_the_last_word(here: Company):
    here.give(ZHAO, "supervisor")
    case = here.open_case(None)
    one, two = here.phone(SUPERVISOR), here.phone(ZHAO)
    one.sync(), two.sync()
    one.record(case, Assigned(WANG.user))
    two.record(case, Assigned(LI.user))
    one.sync(), two.sync()
    two.record(case, Assigned(LI.user))
    two.sync(), one.sync()
    assert dispatch.assigned_to(one.sees(case)) == dispatch.assigned_to(two.sees(case)) == LI.user


def test_who_has_seen_the_first_decision_changes_it_like_any_other(here: Company):
    here.give(ZHAO, "supervisor")
    case = here.open_case(None)
    one, two = here.phone(SUPERVISOR), here.phone(ZHAO)
    one.sync()
    one.record(case, Assigned(WANG.user))
    one.sync(), two.sync()
    two.record(case, Assigned(LI.user))
    two.sync()
    assert dispatch.assigned_to(two.sees(case)) == LI.user
    assert signoff.unsettled(two.sees(case)) == ()


def test_a_repeated_push_is_not_overtaken_by_itself(here: Company):
    case, phone = here.open_case(None), here.phone(SUPERVISOR)
    phone.sync()
    phone.record(case, Assigned(WANG.user))
    phone.record(case, Assigned(LI.user))
    phone.sync(), phone.sync()
    assert here.verdicts_of(phone) == [("ok", ""), ("ok", "")]
