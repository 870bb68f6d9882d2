"""Chapter 6: taken back against a signed slip, and home the same way."""

import re
from datetime import date, timedelta

import pytest
from attrs import evolve

from field_app.domain.facts import DeviceId
from field_app.domain.repair import takeback
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.signoff import SignedOff
from field_app.domain.repair.takeback import (
    PieceReturned,
    TakenBack,
    TakenPiece,
    shown_return,
    shown_slip,
    slip_code,
    slip_number,
    still_here,
)
from tests.cast_domain import LI, SUPERVISOR
from tests.domain.cases import NO_SIGNATURE, SIGNATURE, SLIP_OF_THE_FINGER, Case, ready, said, slip

BOARD = TakenPiece("道闸主板", "外壳完好", "SN-1", "电源线")
CAMERA = TakenPiece("摄像头", "镜头有划痕")
SOON = date(2026, 12, 7)


def to_take() -> Case:
    return ready().on_site().diagnosed(way="take_back").decided()


def _wrong(case: Case, **changes: object) -> list[tuple[str, str | None, bool]]:
    return said(case.objections(evolve(slip(case.sheet, (BOARD, CAMERA), SOON), **changes)))  # type: ignore[arg-type]


def test_p6_1_equipment_leaves_against_a_signed_slip_with_a_number_of_its_own() -> None:
    taken = to_take().taken_back(BOARD, CAMERA)
    assert taken.last(TakenBack).body.slip == "261123-A7-01-T1"
    assert still_here(taken.sheet) == (BOARD, CAMERA)
    assert [entry.body.slip for entry in takeback.slips(taken.sheet)] == ["261123-A7-01-T1"]


@pytest.mark.parametrize(
    ("pieces", "field"),
    [
        ((), "pieces"),
        ((BOARD, BOARD), "pieces"),
        ((BOARD, evolve(CAMERA, condition=" ")), "pieces.1"),
        ((evolve(BOARD, piece=""),), "pieces.0"),
    ],
    ids=["no piece", "one piece twice", "no condition", "no name"],
)
def test_p6_1_each_piece_is_listed_once_with_its_condition(pieces: tuple[TakenPiece, ...], field: str) -> None:
    case = to_take()
    assert said(case.objections(slip(case.sheet, pieces, SOON))) == [("P6.1", field, False)]


def test_p6_1_a_piece_that_is_with_us_already_cant_be_taken_again() -> None:
    assert _wrong(to_take().taken_back(BOARD)) == [("P6.1", "pieces", False)]


def test_p6_1_a_promise_is_for_today_or_later() -> None:
    case = to_take()
    assert said(case.objections(slip(case.sheet, (BOARD,), date(2026, 11, 22)))) == [("P6.1", "promised_on", False)]
    assert case.objections(slip(case.sheet, (BOARD,), date(2026, 11, 23))) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"signer": " "}, "signer"),
        ({"signature": SLIP_OF_THE_FINGER}, "signature"),
        ({"shown": "0" * 64}, "shown"),
        ({"promised_on": SOON + timedelta(days=1)}, "shown"),
        ({"pieces": (BOARD,)}, "shown"),
    ],
)
def test_p6_1_the_customer_signs_just_this_slip(wrong: dict[str, object], field: str) -> None:
    assert _wrong(to_take(), **wrong) == [("P6.1", field, False)]


def test_p6_1_nothing_leaves_unsigned_unless_a_reason_is_given() -> None:
    assert _wrong(to_take(), signature=NO_SIGNATURE) == [("P6.1", "signature", True)]
    case = to_take()
    unsigned = evolve(slip(case.sheet, (BOARD,), SOON), signature=NO_SIGNATURE, signer="")
    assert said(case.objections(unsigned)) == [("P6.1", "signer", True), ("P6.1", "signature", True)]
    assert still_here(case.does(unsigned, passing="P6.1", because="客户不在，门卫放行").sheet) == (BOARD,)


def test_p6_1_slip_numbers_are_never_used_twice_not_even_that_of_a_voided_slip() -> None:
    voided = to_take().taken_back(BOARD).voided(TakenBack)
    assert still_here(voided.sheet) == ()
    assert slip_number(voided.sheet) == "261123-A7-01-T2"
    again = evolve(voided.sheet.entries[-2].body)
    assert ("P6.1", "slip", False) in said(voided.objections(again))


def test_p6_1_two_phones_without_network_never_give_the_same_slip_number() -> None:
    sheet = to_take().sheet
    assert (slip_number(sheet, "A7"), slip_number(sheet, "B3")) == ("261123-A7-01-T1", "261123-A7-01-B3T1")


def test_p6_1_a_slip_another_phone_wrote_leaves_our_numbers_as_they_are() -> None:
    case = to_take()
    number = slip_number(case.sheet, "B3")
    theirs = TakenBack(number, (BOARD,), SOON, fingerprint(shown_slip(case.sheet, number, (BOARD,), SOON)), SIGNATURE, "刘经理")
    both = case.does(theirs, by=LI).sheet
    assert (slip_number(both, "A7"), slip_number(both, "B3"), slip_number(both)) == (
        "261123-A7-01-T1",
        "261123-A7-01-B3T2",
        "261123-A7-01-T1",
    )


def test_p6_1_the_private_address_of_a_slip_is_the_same_wherever_it_is_worked_out() -> None:
    sheet = to_take().taken_back(BOARD).sheet
    (slip,) = takeback.slips(sheet)
    anew = evolve(slip, fact=evolve(slip.fact, device=DeviceId("another journal"), n=9))
    assert slip_code(sheet.id, slip) == slip_code(sheet.id, anew)
    assert re.fullmatch(r"case-1\.[0-9a-f]{20}", slip_code(sheet.id, slip))


def test_p6_1_who_knows_all_but_the_signature_cant_work_out_the_address() -> None:
    sheet = to_take().taken_back(BOARD).sheet
    (slip,) = takeback.slips(sheet)
    forged = evolve(slip, fact=evolve(slip.fact, body=evolve(slip.body, signature=SLIP_OF_THE_FINGER)))
    assert slip_code(sheet.id, slip) != slip_code(sheet.id, forged)


def test_p5_1_nothing_is_taken_before_a_diagnosis_unless_a_reason_is_given() -> None:
    case = ready().on_site()
    body = slip(case.sheet, (BOARD,), SOON)
    assert said(case.objections(body)) == [("P5.1", None, True)]
    assert case.objections(body, passing="P5.1") == ()


GOOD = PieceReturned("SN-1", True, SIGNATURE, "刘经理")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"piece": "SN-9"}, "piece"),
        ({"slip_collected": False}, "reason"),
        ({"signer": ""}, "signer"),
        ({"signature": NO_SIGNATURE}, "signature"),
    ],
)
def test_p6_4_the_customer_signs_for_each_piece_and_the_slip_comes_back_or_its_loss_is_told(wrong: dict[str, object], field: str) -> None:
    taken = to_take().taken_back(BOARD)
    assert said(taken.objections(evolve(GOOD, **wrong))) == [("P6.4", field, False)]  # type: ignore[arg-type]


def test_p6_4_the_signature_covers_the_list_that_was_shown_and_no_other_piece() -> None:
    taken = to_take().taken_back(BOARD, CAMERA)
    both = ("SN-1", "摄像头")
    signed = evolve(GOOD, together=both, shown=fingerprint(shown_return(taken.sheet, both)))
    assert taken.objections(signed) == ()
    assert said(taken.objections(evolve(signed, together=("SN-1",)))) == [("P6.4", "shown", False)]
    alone = evolve(signed, together=("摄像头",), shown=fingerprint(shown_return(taken.sheet, ("摄像头",))))
    assert said(taken.objections(alone)) == [("P6.4", "piece", False)]


def test_p6_4_a_lost_slip_is_no_obstacle_once_it_is_told() -> None:
    taken = to_take().taken_back(BOARD)
    assert taken.objections(evolve(GOOD, slip_collected=False, reason="客户搬家丢了")) == ()


def test_p6_4_pieces_go_home_one_by_one() -> None:
    taken = to_take().taken_back(BOARD, CAMERA)
    assert still_here(taken.returned("SN-1").sheet) == (CAMERA,)
    assert still_here(taken.returned("SN-1").returned("摄像头").sheet) == ()


def test_p6_4_a_piece_taken_a_second_time_is_with_us_again() -> None:
    again = to_take().taken_back(BOARD).returned("SN-1").taken_back(BOARD)
    assert still_here(again.sheet) == (BOARD,)


def test_p6_4_a_return_recorded_by_mistake_is_voided_and_the_piece_is_here_again() -> None:
    returned = to_take().taken_back(BOARD).returned("SN-1")
    assert still_here(returned.voided(PieceReturned).sheet) == (BOARD,)


def test_p6_4_a_sheet_cant_be_closed_while_a_piece_of_it_is_still_here() -> None:
    reported = to_take().taken_back(BOARD).left().reported()
    assert ("P6.4", None, True) in said(reported.objections(SignedOff("同意"), by=SUPERVISOR))
    closed = reported.signed_off("客户送给我们了", passing="P6.4 P7.3")
    assert closed.last(SignedOff).fact.exception is not None
