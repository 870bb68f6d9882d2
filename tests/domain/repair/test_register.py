"""Chapter 6: the return-repair register, and dates that move (P6.2, P6.3)."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given

from field_app.domain.repair.closing import pieces_here
from field_app.domain.repair.record import PartUsed
from field_app.domain.repair.register import (
    CustomerTold,
    Line,
    PieceProgressed,
    PieceReceived,
    Progress,
    PromiseMoved,
    bench_days,
    lines,
    promises,
    register,
)
from field_app.domain.repair.takeback import PieceReturned, TakenBack, TakenPiece
from field_app.domain.sheets import Sheet
from tests.cast_domain import BENCH, CLERK, LI, SUPERVISOR, WANG
from tests.domain.arbitrary import quick, sheets
from tests.domain.cases import SIGNATURE, Case, case, ready, said

BOARD = TakenPiece("道闸主板", "外壳完好", "SN-1", "电源线")
CAMERA = TakenPiece("摄像头", "镜头有划痕")
PROMISED, LATER, LATEST = date(2026, 12, 7), date(2026, 12, 11), date(2026, 12, 20)


def taken(*pieces: TakenPiece) -> Case:
    """Taken back on 23 November, promised for 7 December."""
    return ready().on_site().diagnosed(way="take_back").decided().taken_back(*(pieces or (BOARD,)))


def line(told: Case) -> Line:
    return lines(told.sheet)[-1]


def test_p6_2_every_piece_of_a_slip_is_a_line_with_owner_condition_and_date() -> None:
    first, second = lines(taken(BOARD, CAMERA).sheet)
    assert (first.slip, first.customer, first.piece, first.state) == ("261123-A7-01-T1", "海天酒店", BOARD, "taken")
    assert (second.piece.condition, second.promised_on, second.expected_on) == ("镜头有划痕", PROMISED, PROMISED)
    assert (second.taken_on, second.taken_by, second.bench) == (date(2026, 11, 23), WANG.user, None)


def test_p6_2_a_piece_goes_from_hand_to_hand_until_it_is_back() -> None:
    told = taken().received()
    assert (line(told).state, line(told).bench) == ("received", BENCH.user)
    states: tuple[Progress, ...] = ("in_repair", "waiting_parts", "in_repair", "repaired", "ready")
    for state in states:
        told = told.progressed(state)
        assert line(told).state == state
    back = told.returned()
    assert (line(back).state, line(back).returned_on, line(back).is_here) == ("returned", date(2026, 11, 23), False)


def test_p6_2_another_bench_technician_takes_over_and_the_state_stays() -> None:
    told = taken().received().progressed("in_repair").received(bench=LI, by=SUPERVISOR)
    assert (line(told).bench, line(told).state) == (LI.user, "in_repair")


@pytest.mark.parametrize(
    ("body", "rule", "field"),
    [
        (PieceProgressed("SN-1", "waiting_parts"), "P6.2", "waits_for"),
        (PieceProgressed("SN-1", "repaired", " "), "P6.2", "note"),
        (PieceProgressed("SN-1", "not_worth"), "P5.4", "note"),
        (PieceProgressed("SN-1", "in_repair", person_days=-1), "P7.1", "person_days"),
        (PieceProgressed("SN-1", "in_repair", parts=(PartUsed("", 100),)), "P7.1", "parts.0"),
        (PieceProgressed("SN-9", "in_repair"), "P6.2", "piece"),
        (PieceReceived("SN-1", " "), "P6.2", "bench"),
        (PieceReceived("SN-9", "zheng"), "P6.2", "piece"),
    ],
)
def test_p6_2_what_a_state_needs_is_asked_for(body: object, rule: str, field: str) -> None:
    assert said(taken().received().objections(body, by=BENCH)) == [(rule, field, False)]


def test_p6_2_time_at_the_bench_adds_up() -> None:
    told = taken().received()
    for spent in (50, 25):
        told = told.does(PieceProgressed("SN-1", "in_repair", person_days=spent), by=BENCH)
    assert bench_days(told.sheet) == 75


def test_p6_3_a_moved_date_is_to_be_told_and_overdue_counts_from_the_old_one_until_then() -> None:
    moved = taken().received().moved(LATER)
    assert (line(moved).promised_on, line(moved).expected_on, line(moved).is_to_tell) == (PROMISED, LATER, True)
    assert line(moved).days_over(date(2026, 12, 10)) == 3
    told = moved.told(LATER)
    assert (line(told).promised_on, line(told).is_to_tell, line(told).told_on) == (LATER, False, date(2026, 11, 23))
    assert line(told).days_over(date(2026, 12, 10)) == 0
    assert line(told).days_over(date(2026, 12, 12)) == 1


def test_p6_3_a_call_in_vain_tells_nothing_and_is_counted_until_the_date_moves_again() -> None:
    moved = taken().moved(LATER)
    tried = moved.does(CustomerTold("SN-1", LATER, reached=False, note="没人接"))
    assert (line(tried).is_to_tell, line(tried).promised_on, line(tried).tries) == (True, PROMISED, 1)
    assert line(tried.moved(LATEST)).tries == 0


def test_p6_3_the_history_of_a_date_says_who_moved_it_why_and_when_the_customer_knew() -> None:
    told = taken().moved(LATER).told(LATER).moved(LATEST, by=SUPERVISOR)
    first, second, third = promises(told.sheet, line(told))
    assert (first.expected_on, first.by, first.told_on) == (PROMISED, WANG.user, date(2026, 11, 23))
    assert (second.expected_on, second.by, second.reason, second.told_on) == (LATER, BENCH.user, "等配件", date(2026, 11, 23))
    assert (third.expected_on, third.by, third.told_on) == (LATEST, SUPERVISOR.user, None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (PromiseMoved("SN-1", date(2026, 11, 22), "等配件"), "expected_on"),
        (PromiseMoved("SN-1", LATER, ""), "reason"),
        (PromiseMoved("SN-9", LATER, "等配件"), "piece"),
        (CustomerTold("SN-1", LATEST), "expected_on"),
        (CustomerTold("SN-1", LATER, reached=False), "note"),
        (CustomerTold("SN-9", LATER), "piece"),
    ],
    ids=["into the past", "without a reason", "of no piece of ours", "a date nobody set", "in vain, without a word", "about no piece"],
)
def test_p6_3_a_date_moves_for_a_reason_and_only_set_dates_are_told(body: object, field: str) -> None:
    assert said(taken().moved(LATER).objections(body)) == [("P6.3", field, False)]


def test_p6_3_the_clerk_may_tell_the_customer_as_well() -> None:
    assert line(taken().moved(LATER).told(LATER, by=CLERK)).promised_on == LATER


def test_p6_4_a_piece_taken_again_is_a_line_of_its_own_with_dates_of_its_own() -> None:
    again = taken().moved(LATER).told(LATER).returned().taken_back(BOARD, promised_in=3)
    first, second = lines(again.sheet)
    assert (first.state, first.promised_on) == ("returned", LATER)
    assert (second.state, second.promised_on, second.slip) == ("taken", date(2026, 11, 26), "261123-A7-01-T2")
    assert [promise.expected_on for promise in promises(again.sheet, first)] == [PROMISED, LATER]
    assert [promise.expected_on for promise in promises(again.sheet, second)] == [date(2026, 11, 26)]


def test_p10_2_news_from_the_bench_after_the_return_doesnt_bring_a_piece_back() -> None:
    late = taken().returned().arrives(PieceProgressed("SN-1", "in_repair"), PromiseMoved("SN-1", LATEST, "等配件"), by=BENCH)
    assert (line(late).state, line(late).is_here, line(late).expected_on) == ("returned", False, PROMISED)


def test_p10_3_a_slip_voided_leaves_the_register_and_a_return_voided_comes_back_to_it() -> None:
    assert lines(taken().voided(TakenBack).sheet) == ()
    assert line(taken().received().returned().voided(PieceReturned)).is_here


def test_p6_2_the_register_lists_what_is_here_first_by_promised_date() -> None:
    one = taken(BOARD, evolve(CAMERA, serial="SN-2"))
    done = one.does(PieceReturned("SN-2", True, SIGNATURE, "刘经理"))
    other = case("case-2").taken(number="261123-A7-02").handed_over().analysed().assigned().on_site()
    soon = other.diagnosed(way="take_back").decided().taken_back(BOARD, promised_in=2)
    assert [(found.number, found.is_here) for found in register([done.sheet, soon.sheet])] == [
        ("261123-A7-02", True),
        ("261123-A7-01", True),
        ("261123-A7-01", False),
    ]


@quick
@given(sheets())
def test_p6_4_the_register_and_the_gate_that_closes_sheets_see_the_same_pieces(sheet: Sheet) -> None:
    assert {found.piece.key for found in lines(sheet) if found.is_here} == set(pieces_here(sheet))


@quick
@given(sheets())
def test_p6_3_every_line_has_the_dates_that_were_set_for_it(sheet: Sheet) -> None:
    for found in lines(sheet):
        history = promises(sheet, found)
        assert history
        assert history[-1].expected_on == found.expected_on
