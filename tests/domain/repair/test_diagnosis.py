"""Chapter 5, first half: what is broken, why, and one of four ways on."""

import pytest

from field_app.domain.repair import diagnosis
from field_app.domain.repair.diagnosis import Diagnosed, WayOn
from field_app.domain.repair.record import WorkRecorded
from tests.cast_domain import LI
from tests.domain.cases import ready, said


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (Diagnosed(" ", "断线", "on_site"), "piece"),
        (Diagnosed("道闸", "", "on_site"), "cause"),
        (Diagnosed("道闸", "断线", "another_day"), "reason"),
        (Diagnosed("道闸", "断线", "another_technician", reason=" "), "reason"),
    ],
)
def test_p5_1_a_diagnosis_names_piece_and_cause_and_why_another_visit(body: Diagnosed, field: str) -> None:
    assert said(ready().on_site().objections(body)) == [("P5.1", field, False)]


@pytest.mark.parametrize("way", ["on_site", "take_back", "another_day", "another_technician"])
def test_p5_1_there_are_four_ways_on(way: WayOn) -> None:
    assert ready().on_site().objections(Diagnosed("道闸", "断线", way, reason="缺配件")) == ()


def test_p5_1_the_same_piece_again_is_the_diagnosis_anew() -> None:
    twice = ready().on_site().diagnosed("主板", "another_day").diagnosed("摄像头").diagnosed("主板")
    assert [(entry.body.piece, entry.body.way) for entry in diagnosis.diagnoses(twice.sheet)] == [
        ("主板", "on_site"),
        ("摄像头", "on_site"),
    ]


def test_p5_1_pieces_of_one_name_are_told_apart_by_serial() -> None:
    two = ready().on_site().does(Diagnosed("主板", "断线", "on_site", serial="A"), Diagnosed("主板", "断线", "on_site", serial="B"))
    assert [entry.body.key for entry in diagnosis.diagnoses(two.sheet)] == ["A", "B"]


def test_p5_1_no_work_before_a_diagnosis_unless_a_reason_is_given() -> None:
    work = WorkRecorded("重启", 10, "fixed", explained=True)
    on_site = ready().on_site()
    assert said(on_site.objections(work)) == [("P5.1", None, True)]
    assert on_site.objections(work, passing="P5.1") == ()


def test_p5_1_what_was_to_be_repaired_is_carried_on_by_the_next_visit() -> None:
    again = ready().on_site().diagnosed().decided().worked("unfinished").signed().left().on_site()
    assert diagnosis.diagnosed_now(again.sheet) == again.last(Diagnosed)


def test_p5_1_what_was_put_off_is_diagnosed_anew() -> None:
    again = ready().on_site().diagnosed(way="another_day").left().on_site()
    assert diagnosis.diagnosed_now(again.sheet) is None


def test_p5_1_what_was_put_off_is_diagnosed_anew_whatever_became_of_the_other_pieces() -> None:
    both = ready().on_site().diagnosed("道闸主板", "another_day").diagnosed("地感线圈").decided("inside", "地感线圈")
    again = both.worked().signed().left().on_site()
    assert diagnosis.diagnosed_now(again.sheet) is None


def test_p5_1_a_visit_works_on_its_own_pieces_first() -> None:
    again = ready().on_site().diagnosed("主板").decided(piece="主板").worked("unfinished").signed().left().on_site().diagnosed("摄像头")
    assert [entry.body.piece for entry in diagnosis.in_hand(again.sheet)] == ["摄像头"]


def test_p5_1_a_case_handed_on_waits_until_another_has_it() -> None:
    handed_on = ready().on_site().diagnosed(way="another_technician").left().reported()
    assert diagnosis.passed_on(handed_on.sheet) is not None
    assert diagnosis.passed_on(handed_on.assigned(LI).sheet) is None


def test_p5_1_one_serial_number_means_one_piece_on_a_sheet() -> None:
    first = ready().on_site().does(Diagnosed("道闸主板", "电容鼓包", "on_site", "SN-7"))
    assert said(first.objections(Diagnosed("地感线圈", "断线", "on_site", "SN-7"))) == [("P5.1", "serial", False)]
    assert first.objections(Diagnosed("道闸主板", "不止电容，芯片也坏", "take_back", "SN-7")) == ()
    assert first.objections(Diagnosed("地感线圈", "断线", "on_site")) == ()


def test_p5_1_several_pieces_each_keep_their_own_diagnosis_over_several_visits() -> None:
    both = ready().on_site().diagnosed("道闸主板").diagnosed("地感线圈", "another_day")
    later = both.decided("inside").worked("unfinished").signed().left().agreed().departed().arrived().checked()
    found = diagnosis.diagnoses(later.diagnosed("地感线圈").sheet)
    assert [(entry.body.piece, entry.body.way) for entry in found] == [("道闸主板", "on_site"), ("地感线圈", "on_site")]
