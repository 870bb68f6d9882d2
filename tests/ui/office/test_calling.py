"""From what is typed during a call to a request, and from the archive into the form."""

from datetime import date

import pytest

from field_app.domain.archive import ArchiveMerged, Equipment, EquipmentInstalled, ProjectRecorded
from field_app.domain.errors import RuleBroken
from field_app.domain.facts import SheetId
from field_app.domain.repair.intake import Request, missing_in
from field_app.domain.sheets import Sheet, new_sheet
from field_app.ui.office import calling, finding
from tests.ui.office.scene import CLERK, more

HAISHENG = more(
    new_sheet(SheetId("a1"), "archive"),
    CLERK.id,
    ProjectRecorded("海晟大厦物业服务处", "客梯改造", "滨江区海晟路 88 号", "滨江", "周海燕", "138 5150 6601", date(2025, 3, 23), 24),
    EquipmentInstalled(Equipment("DM25-01188", "电梯门机")),
    EquipmentInstalled(Equipment("GM22-00009", "光幕", accepted_on=date(2022, 9, 30), warranty_months=12)),
)
HOSPITAL = more(new_sheet(SheetId("a2"), "archive"), CLERK.id, ProjectRecorded("城南人民医院", "门诊楼", phone="13951501122"))


def archives() -> list[Sheet]:
    return [HAISHENG, HOSPITAL]


@pytest.mark.parametrize("typed", ["2025-03-18", "2025.3.18", "2025/03/18", "20250318", "2025年3月18日"])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert calling.read_day(typed) == date(2025, 3, 18)


@pytest.mark.parametrize("typed", ["", "2025", "2025-02-30", "next week", "25-3-18"])
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert calling.read_day(typed) is None


@pytest.mark.parametrize(("typed", "months"), [("24", 24), ("24 个月", 24), ("2年", 24), ("2 years", 24), ("1 month", 1), ("0", 0)])
def test_a_warranty_period_is_read_in_months_and_years(typed: str, months: int) -> None:
    assert calling.read_months(typed) == months


def test_p1_2_a_date_that_is_none_is_refused_beside_its_field() -> None:
    with pytest.raises(RuleBroken) as refused:
        calling.read({**calling.EMPTY, "accepted_on": "last spring", "warranty_months": "long"})
    assert [objection.field for objection in refused.value.objections] == ["accepted_on", "warranty_months"]


def test_a_request_and_the_forms_values_are_the_same_thing() -> None:
    request = Request("A", "B", "C", "13800001111", "D", "E", date(2025, 3, 18), 0, "F", "G", "H", "I", "J")
    assert calling.read(calling.values_of(request)) == request


@pytest.mark.parametrize("typed", ["海晟", "海晟 客梯", "1385150", "6601", "滨江区", "DM25-01188", "dm25"])
def test_the_archive_is_found_by_name_phone_address_and_serial(typed: str) -> None:
    assert [found.project.customer for found in finding.find(typed, archives())] == ["海晟大厦物业服务处"]


def test_nothing_typed_finds_nothing_and_every_word_must_occur() -> None:
    assert finding.find("  ", archives()) == ()
    assert finding.find("海晟 13900000000", archives()) == ()


def test_a_record_merged_into_another_is_found_no_more_in_a_call() -> None:
    twin = more(new_sheet(SheetId("a3"), "archive"), CLERK.id, ProjectRecorded("海晟大厦物业", "客梯"), ArchiveMerged(HAISHENG.id))
    assert [found.id for found in finding.find("海晟", [*archives(), twin])] == [HAISHENG.id]


def test_p1_2_the_archive_fills_in_what_it_knows() -> None:
    found = finding.find("海晟", archives())[0]
    values = {**calling.EMPTY, **finding.filled(found)}
    assert missing_in(calling.read(values)) == ("fault", "wanted")


def test_p1_2_a_piece_of_equipment_brings_its_own_warranty() -> None:
    found = finding.find("海晟", archives())[0]
    assert finding.filled(found, "GM22-00009")["accepted_on"] == "2022-09-30"
    assert finding.filled(found, "GM22-00009")["warranty_months"] == "12"
    assert finding.filled(found, "DM25-01188")["accepted_on"] == "2025-03-23"


def test_the_days_of_warranty_left_end_with_the_last_day_inside() -> None:
    found = finding.find("海晟", archives())[0]
    piece = found.equipment[0]
    assert finding.days_left(found, piece, date(2027, 3, 23)) == 0
    assert finding.days_left(found, piece, date(2027, 3, 24)) == -1
