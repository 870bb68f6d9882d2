"""The customer archive 客户工程档案: one sheet a project (P2.2)."""

from datetime import date

import pytest

from field_app.domain.archive import (
    ArchiveMerged,
    ContractRecorded,
    DirectionsNoted,
    DocumentFiled,
    Equipment,
    EquipmentInstalled,
    EquipmentRemoved,
    ProjectRecorded,
    acceptance,
    equipment,
    project,
)
from field_app.domain.policy import Fee
from tests.cast_domain import CLERK, WANG
from tests.domain.cases import said
from tests.domain.others import other


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (ProjectRecorded(" ", "道闸"), ("P1.2", "customer", False)),
        (ProjectRecorded("海天", ""), ("P1.2", "project", False)),
        (ProjectRecorded("海天", "道闸", accepted_on=date(2026, 11, 24)), ("P1.2", "accepted_on", False)),
        (ProjectRecorded("海天", "道闸", warranty_months=601), ("P1.2", "warranty_months", False)),
        (EquipmentInstalled(Equipment(" ", "主板")), ("P2.2", "equipment.serial", False)),
        (EquipmentInstalled(Equipment("SN-1", "")), ("P2.2", "equipment.name", False)),
        (EquipmentInstalled(Equipment("SN-1", "主板", accepted_on=date(2027, 1, 1))), ("P5.2", "accepted_on", False)),
        (EquipmentInstalled(Equipment("SN-1", "主板", warranty_months=-1)), ("P5.2", "warranty_months", False)),
        (DirectionsNoted(" "), ("P3.5", "text", False)),
        (ContractRecorded(" "), ("P5.3", "number", False)),
        (ContractRecorded("HT-1", date(2026, 1, 2), date(2026, 1, 1)), ("P5.3", "ends_on", False)),
        (ContractRecorded("HT-1", fees=(Fee("L", "labour", "人工", "小时", 0),)), ("P5.3", "fees.0.price_fen", False)),
        (ContractRecorded("HT-1", wear_parts=("滤网", "滤网 ")), ("P8.1", "wear_parts", False)),
        (ContractRecorded("HT-1", wear_parts=(" ",)), ("P8.1", "wear_parts", False)),
        (DocumentFiled(" "), ("P2.2", "title", False)),
        (ArchiveMerged(""), ("P2.2", "into", False)),
        (ArchiveMerged(other("archive").sheet.id), ("P2.2", "into", False)),
    ],
)
def test_p1_2_what_is_missing_or_cant_be_is_refused_beside_its_field(body: object, wrong: tuple[str, str, bool]) -> None:
    assert said(other("archive").objections(body, by=CLERK)) == [wrong]


def test_p2_2_only_a_piece_that_is_there_is_taken_out_and_with_a_word_why() -> None:
    there = other("archive").installed("SN-1")
    assert said(there.objections(EquipmentRemoved("SN-9", "报废"), by=CLERK)) == [("P2.2", "serial", False)]
    assert said(there.objections(EquipmentRemoved("SN-1", " "), by=CLERK)) == [("P2.2", "reason", False)]
    assert there.objections(EquipmentRemoved("SN-1", "报废"), by=CLERK) == ()


def test_p2_2_a_project_is_what_was_last_recorded() -> None:
    again = other("archive").recorded(months=12).recorded(months=36)
    known = project(again.sheet)
    assert known is not None
    assert known.warranty_months == 36
    assert project(other("archive").sheet) is None


def test_p2_2_a_piece_recorded_again_keeps_its_place() -> None:
    again = other("archive").installed("SN-1").installed("SN-2").installed("SN-1", months=6)
    assert [(piece.serial, piece.warranty_months) for piece in equipment(again.sheet)] == [("SN-1", 6), ("SN-2", None)]


def test_p5_2_a_pieces_own_acceptance_and_warranty_come_before_the_projects() -> None:
    known = other("archive").recorded().installed("SN-1", date(2026, 1, 1), 0).installed("SN-2")
    assert acceptance(known.sheet, "SN-1") == (date(2026, 1, 1), 0)
    assert acceptance(known.sheet, "SN-2") == (date(2025, 6, 1), 24)
    assert acceptance(known.sheet, "SN-9") == (date(2025, 6, 1), 24)
    assert acceptance(other("archive").sheet, "SN-1") == (None, None)


def test_p10_2_a_proposal_from_the_field_takes_no_particulars_away_that_the_office_wrote_meanwhile() -> None:
    full, bare = Equipment("SN-1", "道闸主板", "DZ-3", "北门", date(2026, 1, 1), 12), Equipment("SN-1", "主板")
    proposal = EquipmentInstalled(bare, proposed=True)
    known = other("archive").recorded().does(EquipmentInstalled(full), by=CLERK)
    both = known.does(proposal, by=WANG)
    assert equipment(both.sheet) == (full,)
    assert acceptance(both.sheet, "SN-1") == (date(2026, 1, 1), 12)
    assert equipment(known.does(EquipmentInstalled(bare), by=CLERK).sheet) == (bare,)
    found_again = known.does(EquipmentRemoved("SN-1", "拆走了"), by=CLERK).does(proposal, by=WANG)
    assert equipment(found_again.sheet) == (bare,)
