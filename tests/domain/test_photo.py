"""Photos: named by what they are, carried by facts, bound into what is signed."""

import json
from datetime import datetime

import pytest
from attrs import evolve

from field_app.domain import photo
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import TYPES, DeviceId, Draft, dump_line, load_body, load_line
from field_app.domain.photo import LONGEST_SIDE, MOST_BYTES, MOST_TOGETHER, Photo, PhotoAdded, Source, photos, photos_in
from field_app.domain.policy import CheckItem
from field_app.domain.repair.arrival import Answer, ArrivalChecked
from field_app.domain.repair.record import WorkRecorded, signed
from field_app.domain.repair.takeback import TakenBack, TakenPiece, shown_slip
from field_app.domain.sheets import Voided, objections, provisional
from tests.cast_domain import POLICY, WANG
from tests.domain.cases import Case, in_warranty, ready, said, slip

A, B = (Photo(letter * 64, 180_000, 1600, 1200, "camera", datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)) for letter in "ab")


def to_take() -> Case:
    return ready().on_site().diagnosed(way="take_back").decided()


def test_p2_2_a_photo_stands_on_the_sheet_with_what_names_it() -> None:
    case = ready().does(PhotoAdded(A, "主板烧了"))
    assert [(entry.body.caption, one) for entry, one in photos(case.sheet)] == [("主板烧了", A)]


def test_a_photo_is_found_wherever_a_fact_carries_it() -> None:
    case = to_take()
    case = case.does(slip(case.sheet, (TakenPiece("道闸主板", "外壳完好", photos=(A, B)),), case.now.date()))
    assert photos_in(case.last(TakenBack).body) == (A, B)
    assert [one for _, one in photos(case.sheet)] == [A, B]


def test_p10_3_a_photo_of_a_corrected_entry_stays_readable() -> None:
    case = ready().does(PhotoAdded(A))
    key = case.sheet.entries[-1].key
    assert [one for _, one in photos(case.does(Voided((key.device, key.n), "拍错了")).sheet)] == [A]


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "../" + "a" * 61},
        {"sha256": "A" * 64},
        {"sha256": "a" * 64 + "\n"},
        {"size": 0},
        {"size": MOST_BYTES + 1},
        {"width": LONGEST_SIDE + 1},
        {"height": 0},
    ],
)
def test_what_cant_be_a_photo_of_ours_is_refused_beside_it(wrong: dict[str, object]) -> None:
    assert said(ready().objections(PhotoAdded(evolve(A, **wrong)))) == [("P2.2", "photo", False)]


def test_p6_1_too_many_photos_and_one_twice_are_refused_beside_their_piece() -> None:
    case = to_take()
    many = tuple(evolve(A, sha256=f"{n:064x}") for n in range(MOST_TOGETHER + 1))
    for pictures in (many, (A, A)):
        pieces = (TakenPiece("道闸主板", "外壳完好", photos=pictures),)
        assert said(case.objections(slip(case.sheet, pieces, case.now.date()))) == [("P6.1", "pieces.0", False)]


def test_p6_1_the_customer_signs_the_photos_of_the_condition_too() -> None:
    case = to_take()
    plain, pictured = (TakenPiece("道闸主板", "外壳完好", photos=pictures) for pictures in ((), (A,)))
    other = evolve(slip(case.sheet, (plain,), case.now.date()), pieces=(pictured,))
    assert said(case.objections(other)) == [("P6.1", "shown", False)]
    assert shown_slip(case.sheet, "T1", (pictured,), case.now.date())["pieces"][0]["photos"] == [A.sha256]


def test_p7_2_a_photo_added_to_the_work_later_lifts_the_signature() -> None:
    case = in_warranty().worked().signed()
    assert signed(case.sheet)
    assert signed(case.does(WorkRecorded("又换了线", 10, "fixed", explained=True, photos=(A,))).sheet) is None


def test_a_slip_without_photos_is_shown_as_it_was_before_there_were_any() -> None:
    rows = shown_slip(ready().sheet, "T1", (TakenPiece("道闸主板", "外壳完好"),), datetime(2026, 12, 7).date())["pieces"]
    assert rows == [{"piece": "道闸主板", "serial": "", "condition": "外壳完好", "accessories": ""}]


@pytest.mark.parametrize("name", ["arrival_checked", "diagnosed", "work_recorded", "taken_back", "piece_returned"])
def test_facts_recorded_before_there_were_photos_are_still_understood(name: str) -> None:
    raw = {
        "arrival_checked": {"policy": "A", "answers": [{"code": "shoes", "answer": "yes"}]},
        "diagnosed": {"piece": "道闸", "cause": "主板", "way": "on_site"},
        "work_recorded": {"work": "换板", "person_days": 50, "result": "fixed"},
        "taken_back": {"slip": "T1", "pieces": [{"piece": "道闸", "condition": "好"}], "promised_on": "2026-12-07", "shown": "0",
                       "signature": {"width": 1, "height": 1, "strokes": ""}, "signer": "刘"},
        "piece_returned": {"piece": "道闸", "slip_collected": True, "signature": {"width": 1, "height": 1, "strokes": ""}, "signer": "刘"},
    }[name]  # fmt: skip
    body = load_body(name, 1, json.loads(json.dumps(raw)), strict=True)
    assert type(body) is TYPES[name].body
    assert photos_in(body) == ()


def test_a_photo_goes_over_the_wire_and_through_a_draft_unchanged() -> None:
    case = ready()
    fact = provisional(Draft(case.sheet.id, PhotoAdded(A, "外观"), case.now), 7, DeviceId("D1"))
    assert load_line(DeviceId("D1"), dump_line(fact), strict=True).body.photo == A
    assert photo.load(json.loads(json.dumps(photo.dump(A)))) == A
    untimed = evolve(A, taken_at=None, source="gallery")
    assert photo.load(json.loads(json.dumps(photo.dump(untimed)))) == untimed


def test_p4_1_where_the_company_wants_it_taken_on_the_spot_one_from_the_gallery_needs_a_reason():
    case = ready().agreed().departed().arrived()
    policy = evolve(POLICY, checklist=(CheckItem("plate", "拍下铭牌", camera_only=True),))
    ground = evolve(case.ground(WANG), policy=policy)

    def against(source: Source) -> list[tuple[str, str | None, bool]]:
        answer = Answer("plate", "yes", photos=(evolve(A, source=source),))
        return said(objections(case.sheet, ArrivalChecked(policy.label, (answer,)), ground))

    assert against("camera") == []
    assert against("gallery") == [("P4.1", "plate", True)]
