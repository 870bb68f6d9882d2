"""The order of things, told as stories: at every moment somebody knows what is next."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from attrs import evolve

from field_app.domain.facts import EVERYONE, Role
from field_app.domain.repair import steps
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.charges import Quoted, ReplacementAdvised
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import Assigned, Unassigned
from field_app.domain.repair.intake import HandedOver, Request
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.signoff import status
from field_app.domain.repair.steps import BY_CODE, GONE_PAST, STEPS, next_steps, progress
from field_app.domain.repair.takeback import TakenPiece
from field_app.domain.sheets import Stamp, fold, new_sheet
from tests.cast_domain import CLERK, LI, SUPERVISOR, WANG
from tests.domain.cases import LABOUR, Case, case, chargeable, in_warranty, ready

TECHNICIAN: tuple[Role, ...] = ("technician",)


def next_of(told: Case, roles: Iterable[Role] = EVERYONE) -> list[str]:
    return [step.code for step in next_steps(told.sheet, roles)]


def state(told: Case, code: str) -> str | None:
    return next((stand.state for stand in progress(told.sheet) if stand.step.code == code), None)


def follow(told: Case, *story: tuple[str, str]) -> Case:
    """Tell the story; before each sentence the step it is about must be the next one for somebody."""
    for sentence, code in story:
        assert next_of(told)[:1] == [code], sentence
        told = getattr(told, sentence)()
    return told


ROAD = (("agreed", "agree"), ("departed", "depart"), ("arrived", "arrive"), ("checked", "check"))
END = (("left", "leave"), ("reported", "report"), ("signed_off", "sign_off"))


def test_every_step_knows_the_steps_it_needs_and_they_come_before_it() -> None:
    codes = [step.code for step in STEPS]
    assert len(set(codes)) == len(codes) == len(BY_CODE)
    for place, step in enumerate(STEPS):
        assert set(step.needs) <= set(codes[:place])
    assert set(GONE_PAST) <= set(codes)


def test_the_story_in_warranty() -> None:
    closed = follow(
        case(), ("taken", "complete"), ("handed_over", "hand_over"), ("analysed", "analyse"), ("assigned", "assign"), *ROAD,
        ("diagnosed", "diagnose"), ("decided", "warranty"), ("worked", "work"), ("signed", "sign"), *END,
    )  # fmt: skip
    assert status(closed.sheet) == "closed"
    assert next_of(closed) == []
    applying = [stand.step.code for stand in progress(closed.sheet)]
    assert not {"quote", "consent", "take_back", "give_back", "settle"} & set(applying)
    assert {stand.state for stand in progress(closed.sheet)} == {"done"}


def _outside() -> Case:
    return ready().allotted().on_site().diagnosed().decided("outside")


def test_the_story_of_a_charge_paid_in_cash() -> None:
    signed = follow(_outside(), ("quoted", "quote"), ("consented", "consent"), ("worked", "work"), ("signed", "sign"))
    assert next_of(signed) == ["settle"]
    closed = follow(signed.cash(60_000, passing="P8.4"), ("left", "leave"), ("reported", "report"))
    assert next_of(closed) == ["sign_off"]
    assert next_of(closed.signed_off("知道了")) == []


def test_the_story_of_a_charge_to_be_paid_later() -> None:
    agreed = chargeable().worked().signed().payment_agreed(60_000)
    assert status(follow(agreed, *END).sheet) == "closed"


def test_the_story_of_a_refusal_is_a_polite_good_bye() -> None:
    refused = _outside().quoted().refused()
    assert status(follow(refused, *END).sheet) == "closed"
    assert {"quote", "consent", "work", "sign", "settle"}.isdisjoint(stand.step.code for stand in progress(refused.sheet))


def _buys_new(told: Case, piece: str = "道闸主板") -> Case:
    return told.does(ReplacementAdvised(piece, "用了 10 年", "replace"))


def test_p5_4_who_buys_a_new_one_before_any_quote_is_quoted_nothing_and_bidden_good_bye() -> None:
    bought = _buys_new(_outside())
    assert {"quote", "consent", "work", "sign", "settle"}.isdisjoint(stand.step.code for stand in progress(bought.sheet))
    assert status(follow(bought, *END).sheet) == "closed"


def test_p5_4_a_new_one_in_place_of_taking_the_piece_back_leaves_nothing_to_take() -> None:
    bought = _buys_new(ready().on_site().diagnosed(way="take_back").decided("outside"))
    assert state(bought, "take_back") is None
    assert status(follow(bought, *END).sheet) == "closed"


def test_p5_4_a_repair_wanted_after_all_leads_on_as_before() -> None:
    bought = _buys_new(_outside())
    for again in (bought.does(ReplacementAdvised("道闸主板", "用了 10 年", "repair")), bought.diagnosed()):
        assert next_of(again)[0] == "quote"
    assert next_of(bought.quoted())[0] == "consent"


def test_p5_4_beside_a_piece_bought_new_the_other_is_repaired() -> None:
    two = _outside().diagnosed("摄像头").decided("inside", "摄像头")
    assert next_of(two)[0] == "quote"
    done = follow(_buys_new(two), ("worked", "work"), ("signed", "sign"), *END)
    assert status(done.sheet) == "closed"


def test_p5_4_a_quote_with_a_piece_that_is_bought_new_is_made_anew_without_it() -> None:
    two = _outside().diagnosed("摄像头").decided("outside", "摄像头")
    both = two.quoted(evolve(LABOUR, piece="道闸主板"), evolve(LABOUR, piece="摄像头")).consented()
    assert next_of(both)[0] == "work"
    assert next_of(_buys_new(both))[0] == "quote"
    assert next_of(_buys_new(both).quoted(evolve(LABOUR, piece="摄像头")))[0] == "consent"


def test_after_a_refusal_a_new_quote_opens_the_work_again() -> None:
    assert next_of(_outside().quoted().refused().quoted())[0] == "consent"


def test_the_story_of_another_day_keeps_what_was_found_and_asks_the_arrival_checks_anew() -> None:
    first = ready().on_site().diagnosed(way="another_day")
    assert next_of(first, TECHNICIAN) == ["leave"]
    second = follow(first.left(), *ROAD, ("diagnosed", "diagnose"), ("decided", "warranty"), ("worked", "work"), ("signed", "sign"), *END)
    assert [entry.body.way for entry in second.sheet.live(Diagnosed)] == ["another_day", "on_site"]
    assert len(second.sheet.live(Arrived)) == 2


def test_the_story_of_unfinished_work_is_carried_on_with_its_consent_and_settled_at_the_end() -> None:
    first = chargeable().worked("unfinished").signed()
    assert next_of(first) == ["leave"]
    again = follow(first.left(), *ROAD)
    assert next_of(again) == ["work"]
    assert state(again, "consent") == "done"
    ended = follow(again, ("worked", "work"), ("signed", "sign"))
    assert next_of(ended) == ["settle"]
    assert status(follow(ended.payment_agreed(60_000), *END).sheet) == "closed"


def test_a_next_visit_agreed_on_site_is_the_next_visits() -> None:
    agreed_there = ready().on_site().diagnosed(way="another_day").agreed(hours=24)
    assert status(agreed_there.sheet) == "on_site"
    left = agreed_there.left()
    assert status(left.sheet) == "agreed"
    assert next_of(left) == ["depart"]


def test_a_visit_in_vain_is_made_again() -> None:
    nobody_there = ready().on_site().left()
    assert (status(nobody_there.sheet), next_of(nobody_there)) == ("to_agree", ["agree"])
    not_begun = in_warranty().left()
    assert (status(not_begun.sheet), next_of(not_begun)) == ("to_agree", ["agree"])


def test_nothing_is_paid_for_work_that_could_not_be_begun() -> None:
    assert next_of(chargeable().left())[:1] == ["agree"]


def test_after_a_refusal_a_visit_that_does_nothing_was_not_in_vain() -> None:
    again = _outside().quoted().refused().left().on_site()
    assert status(follow(again, *END).sheet) == "closed"


def test_work_put_down_after_leaving_by_reason_asks_for_no_arrival_again() -> None:
    gone = (
        ready()
        .does(Diagnosed("道闸主板", "断线", "on_site"), passing="P4.2")
        .decided()
        .does(WorkRecorded("重启", 10, "fixed", explained=True), passing="P4.1")
        .signed()
        .left(passing="P4.1")
    )
    assert gone.objections(WorkRecorded("又重启", 10, "fixed", explained=True)) == ()


def test_the_story_of_another_technician() -> None:
    first = follow(ready().on_site().diagnosed(way="another_technician"), ("left", "leave"), ("reported", "report"))
    assert next_of(first) == ["assign"]
    assert status(first.sheet) == "to_assign"
    second = follow(
        first.assigned(LI), *ROAD, ("diagnosed", "diagnose"), ("decided", "warranty"), ("worked", "work"), ("signed", "sign"), *END
    )
    assert status(second.sheet) == "closed"


def test_p2_4_reassigned_after_leaving_the_new_technician_begins_with_the_appointment() -> None:
    left = in_warranty().worked("unfinished").signed().left()
    assert next_of(left.assigned(LI)) == ["agree"]
    finished = in_warranty().worked().signed().left()
    assert next_of(finished.assigned(LI)) == ["agree"]
    assert next_of(finished.assigned(WANG)) == ["report"]


def test_p2_4_reassigned_on_the_way_the_new_technician_keeps_the_appointment_and_sets_out() -> None:
    assert next_of(ready().agreed().departed().assigned(LI)) == ["depart"]


def test_p2_4_reassigned_on_site_the_new_technician_arrives_for_themselves() -> None:
    moved = in_warranty().assigned(LI)
    assert next_of(moved)[0] == "agree"
    there = moved.on_site(by=LI)
    assert next_of(there) == ["work"]


def test_p2_4_taken_away_it_waits_for_the_supervisor() -> None:
    taken_away = ready().does(Unassigned("王工病了"), by=SUPERVISOR)
    assert next_of(taken_away) == ["assign"]
    assert state(taken_away, "agree") == "locked"


def test_the_story_of_a_piece_taken_back_and_given_back() -> None:
    first = ready().on_site().diagnosed(way="take_back")
    reported = follow(first, ("decided", "warranty"), ("taken_back", "take_back"), ("left", "leave"), ("reported", "report"))
    assert next_of(reported, TECHNICIAN) == ["agree"]
    assert state(reported, "sign_off") is None
    second = follow(reported, *ROAD)
    assert next_of(second) == ["give_back", "work"]
    closed = follow(second, ("returned", "give_back"), ("worked", "work"), ("signed", "sign"), *END)
    assert status(closed.sheet) == "closed"


def test_p6_4_of_two_pieces_the_case_goes_on_until_the_last_is_home() -> None:
    first = (
        ready()
        .on_site()
        .diagnosed(way="take_back")
        .decided()
        .taken_back(TakenPiece("主板", "完好", "SN-1"), TakenPiece("摄像头", "划痕"))
        .left()
        .reported()
    )
    second = first.on_site().returned("SN-1")
    assert state(second, "give_back") == "now"
    again = second.worked("unfinished").signed().left()
    assert next_of(again, TECHNICIAN) == ["agree"]
    assert next_of(again.on_site().returned("摄像头"), TECHNICIAN) == ["work"]


def test_p6_4_a_piece_fetched_by_its_owner_needs_no_visit() -> None:
    reported = ready().on_site().diagnosed(way="take_back").decided().taken_back().left().reported()
    fetched = reported.returned()
    assert next_of(fetched) == ["sign_off"]
    assert status(fetched.signed_off().sheet) == "closed"


def test_p6_4_a_visit_after_the_piece_came_home_works_on_it_there() -> None:
    home = ready().on_site().diagnosed(way="take_back").decided().taken_back().left().reported().on_site().returned().worked().signed()
    again = home.left().reported().sent_back("客户说又坏了").on_site()
    assert status(follow(again, ("worked", "work"), ("signed", "sign"), *END).sheet) == "closed"


def test_p6_1_a_chargeable_piece_is_paid_when_it_comes_home() -> None:
    taken = ready().allotted().on_site().diagnosed(way="take_back").decided("outside").quoted().consented().taken_back()
    assert next_of(taken) == ["leave"]
    back = taken.left().reported().on_site().returned().worked().signed()
    assert next_of(back) == ["settle"]


def test_two_pieces_one_repaired_one_taken_along() -> None:
    both = ready().on_site().diagnosed("主板").diagnosed("摄像头", "take_back").decided(piece="主板").decided(piece="摄像头")
    assert next_of(both) == ["take_back", "work"]
    assert next_of(both.taken_back().worked().signed()) == ["leave"]


def test_the_story_of_a_sheet_sent_back_and_put_right_from_the_desk() -> None:
    back = in_warranty().worked().signed().left().reported().sent_back("人天写错了")
    assert next_of(back) == ["report"]
    corrected = back.voided(WorkRecorded)
    assert next_of(corrected) == ["work", "report"]
    anew = corrected.does(WorkRecorded("换主板，试机正常", 100, "fixed", explained=True, days_reason="还有准备的半天"))
    assert next_of(anew) == ["sign", "report"]
    assert status(follow(anew, ("signed", "sign"), ("reported", "report"), ("signed_off", "sign_off")).sheet) == "closed"


def test_the_story_of_a_sheet_sent_back_for_another_visit() -> None:
    back = in_warranty().worked().signed().left().reported().sent_back("客户说又坏了")
    assert status(follow(back.agreed(), *ROAD[1:], ("worked", "work"), ("signed", "sign"), *END).sheet) == "closed"


def test_p7_2_a_quote_changed_after_signing_asks_for_consent_and_signature_again() -> None:
    changed = chargeable().worked().signed().voided(Quoted).quoted()
    assert state(changed, "consent") == "done"
    dearer = chargeable().worked().signed().does(Quoted(changed.last(Quoted).body.lines[:1], "2026-1"))
    assert next_of(dearer)[:2] == ["consent", "sign"]


@pytest.mark.parametrize("ended", [lambda: ready().cancelled(), lambda: in_warranty().worked().signed().left().reported().signed_off()])
def test_nothing_is_next_on_a_closed_or_cancelled_sheet(ended: Callable[[], Case]) -> None:
    assert next_of(ended()) == []


def test_p10_2_a_fact_that_comes_in_after_closing_opens_nothing() -> None:
    closed = in_warranty().worked().signed().left().reported().signed_off()
    assert next_of(closed.worked(passing="P10.2")) == []


def test_everyone_sees_only_their_own_next_step() -> None:
    assert next_of(case().taken(), ["clerk"]) == ["hand_over"]
    assert next_of(case().taken(), TECHNICIAN) == []
    assert next_of(ready(), ["clerk", "supervisor"]) == []


def test_p1_3_an_incomplete_request_handed_over_in_a_hurry_is_still_the_clerks_to_complete() -> None:
    hurried = case().taken(Request(fault="冒烟", phone="13800138000")).does(HandedOver(), by=CLERK, passing="P1.3").analysed()
    assert next_of(hurried, ["clerk"]) == ["complete"]
    assert next_of(hurried, ["supervisor"]) == ["assign"]


def test_a_locked_step_says_in_words_what_it_waits_for() -> None:
    waiting = next(stand for stand in progress(ready().agreed().sheet) if stand.step.code == "check")
    assert waiting.state == "locked"
    assert [str(words) for words in waiting.missing] == ["Arrive"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (lambda: case().taken().handed_over().does(Assigned(WANG.user), by=SUPERVISOR, passing="P2.1"), "analyse"),
        (lambda: ready().does(Arrived(), passing="P3.1"), "agree"),
        (lambda: ready().agreed().departed().arrived().does(Diagnosed("闸", "断线", "on_site"), passing="P4.2"), "check"),
        (lambda: ready().on_site().does(WorkRecorded("重启", 10, "fixed", explained=True), passing="P5.1"), "diagnose"),
        (lambda: _outside().worked(passing="P5.3"), "quote"),
        (lambda: _outside().quoted().worked(passing="P5.3"), "consent"),
        (lambda: in_warranty().worked().left(passing="P7.2"), "sign"),
        (lambda: chargeable().worked().signed().left(passing="P8.5"), "settle"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_p10_1_a_step_gone_past_with_a_reason_asks_for_nothing_any_more(told: Callable[[], Case], code: str) -> None:
    case_told: Any = told()
    stand = next(stand for stand in progress(case_told.sheet) if stand.step.code == code)
    assert stand.state == "done"
    assert stand.entry is not None
    assert stand.entry.fact.exception is not None


def test_p10_1_who_left_signature_and_money_behind_reports_next() -> None:
    gone = chargeable().worked().left(passing="P7.2 P8.5")
    assert gone.last(LeftSite).fact.exception is not None
    assert next_of(gone) == ["report"]


def test_steps_of_one_visit_are_not_those_of_the_next() -> None:
    again = in_warranty().worked("unfinished").signed().left()
    states = {stand.step.code: stand.state for stand in steps.progress(again.sheet)}
    assert (states["agree"], states["arrive"], states["check"], states["work"]) == ("now", "locked", "locked", "locked")
    assert states["diagnose"] == states["warranty"] == "done"


def test_p10_4_a_visit_no_office_has_heard_of_stands_as_it_would_at_the_office() -> None:
    whole = chargeable().worked().signed().cash(50_000).payment_agreed(10_000).left().reported()
    for heard in range(len(whole.sheet.entries) + 1):
        entries = whole.sheet.entries[:heard]
        unsent = fold(new_sheet(whole.sheet.id, "repair"), [(entry.fact, Stamp(entry.by)) for entry in entries])
        known = fold(new_sheet(whole.sheet.id, "repair"), [(entry.fact, entry.stamp) for entry in entries])
        assert status(unsent) == status(known)
        assert next_steps(unsent, WANG.roles) == next_steps(known, WANG.roles)
