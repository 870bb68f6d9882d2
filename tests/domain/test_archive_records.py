"""The archive over its records: duplicates, finds to be checked, a piece's history (P2.2)."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.archive import (
    ArchiveMerged,
    ContractRecorded,
    DirectionsNoted,
    DocumentFiled,
    Equipment,
    EquipmentInstalled,
    EquipmentRemoved,
    ProjectRecorded,
    contract,
    equipment,
    merged_into,
)
from field_app.domain.archive_records import alike, cases_of, history, lookalikes, merging, staying, to_check
from field_app.domain.facts import SheetId, UserId
from field_app.domain.policy import Fee
from field_app.domain.repair.intake import request
from field_app.domain.sheets import Sheet, new_sheet
from tests.cast_domain import CLERK, WANG
from tests.domain.cases import BOARD, LABOUR, REQUEST, Case, case, ready, said
from tests.domain.others import Other, other

FEE = Fee("L-01", "labour", "人工", "人天", 36_000)
TERMS = ContractRecorded("HT-1", date(2026, 1, 1), date(2026, 12, 31), (FEE,), ("滤网",))


HAITIAN = ProjectRecorded("海天酒店", "地下车库道闸", phone="13800138000")


def record(sheet_id: str, known: ProjectRecorded = HAITIAN) -> Other:
    return Other(new_sheet(SheetId(sheet_id), "archive")).does(known, by=CLERK)  # type: ignore[return-value]


def is_office(user: UserId) -> bool:
    return user == CLERK.user


# Contract terms, documents, pieces taken out


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (evolve(TERMS, number=" "), ("P5.3", "number", False)),
        (evolve(TERMS, ends_on=date(2025, 12, 31)), ("P5.3", "ends_on", False)),
        (evolve(TERMS, fees=(FEE, evolve(FEE, name="夜间人工"))), ("P5.3", "fees.1.code", False)),
        (evolve(TERMS, fees=(evolve(FEE, price_fen=0),)), ("P5.3", "fees.0.price_fen", False)),
        (evolve(TERMS, wear_parts=("滤网", "滤网 ")), ("P8.1", "wear_parts", False)),
        (DocumentFiled(" "), ("P2.2", "title", False)),
        (EquipmentRemoved("SN-9", "报废"), ("P2.2", "serial", False)),
        (EquipmentRemoved("SN-1", " "), ("P2.2", "reason", False)),
        (ArchiveMerged("archive-1"), ("P2.2", "into", False)),
        (ArchiveMerged(""), ("P2.2", "into", False)),
    ],
)
def test_p2_2_what_cant_be_is_refused_beside_its_field(body: object, wrong: tuple[str, str, bool]) -> None:
    assert said(other("archive").recorded().installed("SN-1").objections(body, by=CLERK)) == [wrong]


def test_p5_3_the_contract_of_a_day_is_the_newest_that_holds_on_it() -> None:
    old, new = TERMS, evolve(TERMS, number="HT-2", starts_on=date(2026, 6, 1), ends_on=None)
    both = other("archive").recorded().does(old, by=CLERK).does(new, by=CLERK).sheet
    assert contract(both, date(2026, 5, 31)) == old
    assert contract(both, date(2026, 6, 1)) == new
    assert contract(both, date(2027, 1, 1)) == new
    assert contract(both, date(2025, 12, 31)) is None
    assert contract(both) == new


def test_p2_2_a_piece_taken_out_is_there_no_more_until_it_is_installed_again() -> None:
    gone = other("archive").recorded().installed("SN-1").installed("SN-2").does(EquipmentRemoved("SN-1", "换新"), by=CLERK)
    assert [piece.serial for piece in equipment(gone.sheet)] == ["SN-2"]
    again = Other(gone.sheet, gone.now, gone.policy, gone.n).installed("SN-1")
    assert [piece.serial for piece in equipment(again.sheet)] == ["SN-1", "SN-2"]


# What technicians found on site


def test_p2_2_a_technicians_find_is_to_be_checked_until_the_office_records_it() -> None:
    found = record("a").does(EquipmentInstalled(Equipment("SN-7", "道闸")), by=WANG)
    assert [entry.body.equipment.serial for entry in to_check(found.sheet, is_office)] == ["SN-7"]
    assert to_check(found.does(EquipmentInstalled(Equipment("SN-7", "道闸", "BG-6")), by=CLERK).sheet, is_office) == ()
    assert to_check(found.does(EquipmentRemoved("SN-7", "记错了"), by=CLERK).sheet, is_office) == ()


# Duplicates


def records(*sheets: Sheet) -> dict[SheetId, Sheet]:
    return {sheet.id: sheet for sheet in sheets}


def test_p2_2_who_looks_for_a_duplicate_is_led_on_to_the_record_that_stays() -> None:
    one = record("a").does(ArchiveMerged("b"), by=CLERK).sheet
    two = record("b").does(ArchiveMerged("c"), by=CLERK).sheet
    assert staying(SheetId("a"), records(one, two, record("c").sheet).get) == "c"


def test_p2_2_a_record_this_device_hasnt_leads_nowhere() -> None:
    one = record("a").does(ArchiveMerged("b"), by=CLERK).sheet
    assert staying(SheetId("a"), records(one).get) == "a"
    assert staying(SheetId("z"), records(one).get) == "z"


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12))
def test_p2_2_whatever_was_merged_into_what_looking_ends_at_a_record_that_is_there(merges: list[tuple[str, str]]) -> None:
    found = {name: record(name) for name in "abcde"}
    for gone, stays in merges:
        found[gone] = found[gone].arrives(ArchiveMerged(stays), by=CLERK)  # type: ignore[assignment]
    sheets = records(*(one.sheet for one in found.values()))
    for name in "abcde":
        assert staying(SheetId(name), sheets.get) in sheets


@pytest.mark.parametrize(
    ("known", "piece", "same"),
    [
        (ProjectRecorded("海天 酒店", "地下车库（道闸）"), "X-1", True),
        (ProjectRecorded("海天大厦", "道闸", phone="138-0013-8000"), "X-1", True),
        (ProjectRecorded("海天大厦", "道闸"), "SN-1", True),
        (ProjectRecorded("海天大厦", "道闸"), "X-1", False),
    ],
    ids=["the same names", "the same phone", "the same piece", "nothing in common"],
)
def test_p2_2_records_that_may_be_one_project_are_pointed_out(known: ProjectRecorded, piece: str, *, same: bool) -> None:
    one, two = record("a").installed("SN-1").sheet, record("b", known).installed(piece).sheet
    assert alike(one, two) == alike(two, one) == same


def test_p2_2_a_record_is_no_duplicate_of_itself_nor_of_one_already_merged() -> None:
    one, two = record("a"), record("b")
    assert not alike(one.sheet, one.sheet)
    assert not alike(one.sheet, two.does(ArchiveMerged("a"), by=CLERK).sheet)


def test_p2_2_a_merge_loses_nothing_and_open_cases_name_the_record_that_stays() -> None:
    gone = record("a").installed("SN-1").installed("SN-2").does(DirectionsNoted("南门进"), TERMS, by=CLERK)
    stays = record("b").installed("SN-2", months=6).does(DirectionsNoted("北门进"), by=CLERK)
    mine, closed = case("case-1").taken(evolve(REQUEST, archive="a")), case("case-2").taken(evolve(REQUEST, archive="a")).cancelled()
    facts = merging(gone.sheet, stays.sheet, [mine.sheet, closed.sheet, ready().sheet])
    assert set(facts) == {"a", "b", "case-1"}
    after = laid(stays, facts).sheet
    assert [(piece.serial, piece.warranty_months) for piece in equipment(after)] == [("SN-2", 6), ("SN-1", None)]
    assert [entry.body.text for entry in after.live(DirectionsNoted)] == ["北门进", "南门进"]
    assert contract(after) == TERMS
    assert merged_into(laid(gone, facts).sheet) == "b"
    assert request(laid(mine, facts).sheet).archive == "b"


def laid(one: Case, facts: object) -> Case:
    return one.does(*facts[one.sheet.id], by=CLERK)  # type: ignore[index]


def test_p2_2_the_cases_of_a_project_are_found_through_its_duplicates_and_by_name() -> None:
    gone, stays = record("a").does(ArchiveMerged("b"), by=CLERK).sheet, record("b").sheet
    old, by_name = case("case-1").taken(evolve(REQUEST, archive="a")).sheet, case("case-2").taken().sheet
    foreign = case("case-3").taken(evolve(REQUEST, archive="z")).sheet
    assert cases_of(stays, [old, by_name, foreign], records(gone, stays).get) == (old, by_name)


# A piece's history


def test_p2_2_the_history_of_a_piece_is_every_case_it_was_on_the_newest_first() -> None:
    piece = evolve(REQUEST, serial="SN-1")
    first = case("case-1").taken(piece, number="261101-A7-01").cancelled().sheet
    second = ready().on_site().diagnosed("SN-1 主板").sheet
    later = case("case-3").on(date(2026, 12, 1)).taken(piece, number="261201-A7-01").sheet
    assert [past.number for past in history("SN-1", [first, second, later])] == ["261201-A7-01", "261101-A7-01"]
    assert history(" sn-1 ", [first, second, later]) == history("SN-1", [first, second, later])
    assert history("", [first, second, later]) == ()


def test_p2_2_the_history_tells_causes_work_and_charges() -> None:
    piece = case().taken(evolve(REQUEST, serial="SN-1")).handed_over().analysed().assigned(WANG)
    done = piece.on_site().diagnosed().decided("outside").quoted(LABOUR, BOARD).consented().worked().sheet
    (past,) = history("SN-1", [done])
    assert (past.causes, past.work, past.visits, past.quoted_fen) == (("电容鼓包",), ("换主板，试机正常",), 1, 60_000)


@given(st.lists(st.tuples(st.sampled_from(["甲", "乙"]), st.sampled_from(["", "1", "2"]), st.sampled_from(["S1", "S2", "S3"])), max_size=6))
def test_p2_2_all_the_lookalikes_are_what_each_pair_says(told: list[tuple[str, str, str]]) -> None:
    sheets = [
        record(str(n), ProjectRecorded(name, name, phone=phone)).installed(serial).sheet for n, (name, phone, serial) in enumerate(told)
    ]
    pairs = {one.id: frozenset(other.id for other in sheets if alike(one, other)) for one in sheets}
    assert lookalikes(sheets) == {one: others for one, others in pairs.items() if others}
