"""The end: report, sign-off, sending back (P7.3), and every exception answered (P10.1)."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_app.domain.errors import RuleBroken
from field_app.domain.facts import TYPES
from field_app.domain.repair import signoff
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.signoff import OddSettled, Reported, SentBack, SignedOff, status
from tests.cast_domain import CLERK, LI, SUPERVISOR
from tests.domain.arbitrary import BODIES, quick
from tests.domain.cases import Case, case, chargeable, in_warranty, ready, said


def done() -> Case:
    """Repaired, signed and left, not yet reported."""
    return in_warranty().worked().signed().left()


def test_p7_3_a_report_says_how_the_case_stands() -> None:
    assert said(done().objections(Reported(" "))) == [("P7.3", "case", False)]
    assert done().objections(Reported("修好了")) == ()


def test_p7_3_a_report_before_leaving_needs_a_reason() -> None:
    on_site = in_warranty().worked().signed()
    assert said(on_site.objections(Reported("修好了"))) == [("P7.3", None, True)]
    assert on_site.objections(Reported("修好了"), passing="P7.3") == ()


def test_p7_3_a_report_before_leaving_is_a_report_until_the_site_is_left() -> None:
    early = in_warranty().worked().signed().does(Reported("客户留我吃饭"), passing="P7.3")
    assert signoff.reported(early.sheet) is not None
    assert signoff.reported(early.left().sheet) is None


def test_p7_3_the_supervisor_signs_off_and_only_then_is_the_sheet_closed() -> None:
    reported = done().reported()
    assert status(reported.sheet) == "to_sign_off"
    assert status(reported.signed_off().sheet) == "closed"


def test_p7_3_signing_off_without_a_report_needs_a_reason() -> None:
    with pytest.raises(RuleBroken, match=r"P7\.3"):
        done().signed_off()
    assert status(done().signed_off(passing="P7.3").sheet) == "closed"


def test_p10_1_signing_off_answers_the_exceptions() -> None:
    odd = chargeable().worked().signed().left(passing="P8.5").reported()
    assert [entry.body for entry in signoff.exceptions(odd.sheet)] == [LeftSite()]
    assert said(odd.objections(SignedOff(" "), by=SUPERVISOR)) == [("P10.1", "comment", False)]
    assert odd.objections(SignedOff("已电话催款"), by=SUPERVISOR) == ()


def test_p10_1_a_case_by_the_rules_needs_no_comment() -> None:
    assert done().reported().objections(SignedOff(), by=SUPERVISOR) == ()


def test_p10_1_an_exception_that_was_voided_needs_no_answer() -> None:
    odd = in_warranty().worked().left(passing="P7.2").voided(LeftSite)
    assert signoff.exceptions(odd.sheet) == ()


def test_p7_3_sent_back_with_a_reason_it_is_open_again_and_waits_for_a_new_report() -> None:
    back = done().reported().sent_back()
    assert status(back.sheet) == "sent_back"
    assert signoff.reported(back.sheet) is None
    assert signoff.sent_back(back.sheet) is not None
    again = back.reported()
    assert status(again.sheet) == "to_sign_off"
    assert signoff.sent_back(again.sheet) is None


def test_p7_3_sending_back_says_what_is_to_be_done_and_answers_a_report() -> None:
    assert said(done().reported().objections(SentBack(" "), by=SUPERVISOR)) == [("P7.3", "reason", False)]
    assert said(done().objections(SentBack("补照片"), by=SUPERVISOR)) == [("P7.3", None, False)]


def test_p7_3_a_closed_sheet_is_opened_again_by_sending_it_back() -> None:
    reopened = done().reported().signed_off().sent_back("客户说又坏了")
    assert status(reopened.sheet) == "sent_back"
    assert reopened.objections(WorkRecorded("复查", 20, "fixed", explained=True)) == ()


def test_p7_3_once_another_visit_is_agreed_the_case_is_on_the_road_and_no_longer_only_sent_back() -> None:
    back = done().reported().sent_back("再去一次")
    assert status(back.agreed().sheet) == "agreed"
    assert status(back.on_site().sheet) == "on_site"
    assert signoff.sent_back(back.on_site().sheet) is not None


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        (lambda: case(), "incomplete"),
        (lambda: case().taken(), "to_assign"),
        (lambda: case().taken().handed_over(), "to_assign"),
        (lambda: ready(), "to_agree"),
        (lambda: ready().agreed(), "agreed"),
        (lambda: ready().agreed().departed(), "agreed"),
        (lambda: ready().on_site(), "on_site"),
        (lambda: done(), "to_report"),
        (lambda: done().reported(), "to_sign_off"),
        (lambda: done().reported().sent_back(), "sent_back"),
        (lambda: done().reported().signed_off(), "closed"),
        (lambda: ready().agreed().cancelled(), "cancelled"),
        (lambda: ready().on_site().diagnosed(way="another_day").left(), "to_agree"),
        (lambda: ready().on_site().diagnosed(way="another_technician").left(), "to_report"),
        (lambda: ready().on_site().diagnosed(way="another_technician").left().reported(), "to_assign"),
        (lambda: ready().on_site().diagnosed(way="another_technician").left().reported().assigned(LI), "to_agree"),
    ],
)
def test_where_a_case_stands_is_one_word(told: Callable[[], Case], stands: str) -> None:
    assert status(told().sheet) == stands


def test_p10_2_what_comes_late_or_looks_odd_is_shown_to_the_supervisor_until_voided() -> None:
    odd = ready().arrives(NoteAdded("在路上"), verdict="late").arrives(NoteAdded("1970"), verdict="suspect")
    odd = odd.arrives(LeftSite(), by=CLERK, verdict="refused")
    assert [entry.stamp.verdict for entry in signoff.oddities(odd.sheet)] == ["late", "suspect", "refused"]
    assert len(signoff.oddities(odd.voided(NoteAdded).sheet)) == 2


def test_p10_2_work_recorded_on_a_sheet_cancelled_an_hour_before_is_kept_and_leaves_it_cancelled() -> None:
    cancelled = in_warranty().cancelled()
    late = cancelled.arrives(WorkRecorded("换主板", 50, "fixed", explained=True), verdict="suspect")
    assert late.sheet.last(WorkRecorded) is not None
    assert status(late.sheet) == "cancelled"


def test_f24_who_no_longer_has_the_case_doesnt_move_it_by_what_came_up_late() -> None:
    moved = ready().agreed().assigned(LI)
    late = moved
    for body in in_warranty().worked().signed().left().sheet.entries[5:]:
        late = late.arrives(body.body, verdict="late")
    assert status(late.sheet) == status(moved.sheet) == "agreed"
    assert late.sheet.last(WorkRecorded) is not None


@pytest.mark.parametrize("body", [Reported("修好了"), SignedOff("再签一次")])
def test_p10_2_on_a_closed_sheet_report_and_sign_off_need_a_reason(body: object) -> None:
    closed = done().reported().signed_off()
    assert ("P10.2", None, True) in said(closed.objections(body, by=SUPERVISOR))


def test_p10_2_only_what_is_odd_or_passed_a_gate_is_settled_and_with_a_word() -> None:
    odd = chargeable().worked().signed().left(passing="P8.5").reported()
    plain, passed = odd.last(WorkRecorded).key, odd.last(LeftSite).key
    assert said(odd.objections(OddSettled(plain, "好"), by=SUPERVISOR)) == [("P10.2", "fact", False)]
    assert said(odd.objections(OddSettled(("nobody", 1), "好"), by=SUPERVISOR)) == [("P10.2", "fact", False)]
    assert said(odd.objections(OddSettled(passed, " "), by=SUPERVISOR)) == [("P10.2", "note", False)]
    assert odd.objections(OddSettled(passed, "同意"), by=SUPERVISOR) == ()


# What may still come when the case has ended: words and photos, leaving, money and the office's last word.
ALWAYS = frozenset(
    {
        "request_taken",
        "left_site",
        "note_added",
        "photo_added",
        "paper_entered",
        "payment_booked",
        "debt_chased",
        "sent_back",
        "odd_settled",
    }
    | {"repair_erased"}
)


@pytest.mark.parametrize("name", sorted(name for name, known in TYPES.items() if known.kind == "repair" and name not in ALWAYS))
@settings(quick, max_examples=3)
@given(data=st.data())
def test_p10_2_an_ended_case_takes_it_only_with_a_word_why_it_comes_now(name: str, data: st.DataObject) -> None:
    body = data.draw(BODIES[name])
    for ended in (done().reported().signed_off(), ready().cancelled()):
        assert any("closed" in str(o.words) and o.passable for o in ended.objections(body, by=SUPERVISOR) if o.rule == "P10.2")
