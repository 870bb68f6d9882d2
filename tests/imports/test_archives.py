"""Customers and their equipment from a spreadsheet: compared with the archive, errors named, whole or not at all (P2.2)."""

from datetime import date
from typing import Any

import pytest

from field_app.domain.archive import Equipment, EquipmentInstalled, ProjectRecorded
from field_app.domain.sheets import Ground
from field_app.imports.archives import ArchiveList, read_archives
from tests.cast_domain import CLERK
from tests.domain.cases import MORNING
from tests.domain.others import Other, other
from tests.imports.test_fees import xlsx

GROUND = Ground(MORNING, CLERK.user, CLERK.roles)
HEAD = ("客户名称", "工程名称", "地址", "验收日期", "保修期", "序列号", "设备", "位置")
ONE = ("海天酒店", "地下车库道闸", "人民路 8 号", date(2025, 6, 1), "2年", "SN-1", "道闸", "东口")
TWO = ("海天酒店", "地下车库道闸", None, None, None, "SN-2", "道闸", "西口")
BARE = ("启航小学", "校园监控", "启航路 6 号", None, None, None, None, None)


def read(*rows: tuple[Any, ...], known: Other | None = None) -> ArchiveList:
    return read_archives("档案.xlsx", xlsx(HEAD, *rows), [known.sheet] if known else [], GROUND)


def test_p2_2_lines_of_one_project_are_one_record() -> None:
    hotel, school = read(ONE, TWO, BARE).takings
    known = ProjectRecorded("海天酒店", "地下车库道闸", "人民路 8 号", accepted_on=date(2025, 6, 1), warranty_months=24)
    assert (hotel.sheet, hotel.kind, hotel.after) == (None, "new", known)
    assert hotel.pieces == (Equipment("SN-1", "道闸", place="东口"), Equipment("SN-2", "道闸", place="西口"))
    assert hotel.bodies() == (known, *(EquipmentInstalled(piece) for piece in hotel.pieces))
    assert (school.after.project, school.pieces) == ("校园监控", ())


def test_p2_2_what_is_known_already_is_compared_and_an_empty_cell_changes_nothing() -> None:
    known = other("archive").recorded().installed("SN-1")
    (hotel,) = read(TWO, known=known).takings
    assert (hotel.sheet, hotel.kind, hotel.before) == (known.sheet.id, "changed", hotel.after)
    assert hotel.bodies() == (EquipmentInstalled(Equipment("SN-2", "道闸", place="西口")),)


def test_p2_2_the_same_file_twice_changes_nothing_the_second_time() -> None:
    known = other("archive")
    (first,) = read(ONE, TWO).takings
    after = known.does(*first.bodies(), by=CLERK)
    (second,) = read(ONE, TWO, known=after).takings  # type: ignore[arg-type]
    assert (second.kind, second.bodies()) == ("same", ())


@pytest.mark.parametrize(
    ("rows", "line", "column", "words"),
    [
        ((ONE, ("海天酒店", "地下车库道闸", "别处 1 号", *TWO[3:])), 3, "地址", "This says otherwise than line 2 about the same project."),
        ((ONE, ("启航小学", "校园监控", None, None, None, "SN-1", "录像机", None)), 3, "序列号", "stands in line 2 already"),
        ((("海天酒店", "地下车库道闸", None, None, None, None, "道闸", None),), 2, "序列号", "Write the serial number"),
        ((("海天酒店", "地下车库道闸", None, None, None, "SN-1", None, None),), 2, "设备", "Name the piece of equipment."),
        ((("海天酒店", None, None, None, None, None, None, None),), 2, "项目", "Nothing stands here; 项目 is needed."),
        ((("海天酒店", "道闸", None, "去年", None, None, None, None),), 2, "验收日期", "“去年” is no day"),
        ((("海天酒店", "道闸", None, date(2027, 1, 1), None, None, None, None),), 2, "验收日期", "can't be in the future"),
        ((("海天酒店", "道闸", None, None, 999, None, None, None),), 2, "保修期", "from 0 to 600"),
    ],
)
def test_p2_2_an_error_names_line_and_column_and_nothing_is_taken(rows: tuple[Any, ...], line: int, column: str, words: str) -> None:
    found = read(*rows)
    assert found.takings == ()
    assert [(one.file, one.line, one.column) for one in found.troubles] == [("档案.xlsx", line, column)]
    assert words in str(found.troubles[0].words)


def test_p2_2_one_wrong_line_keeps_all_the_right_ones_out() -> None:
    found = read(ONE, BARE, ("x", None, None, None, None, None, None, None))
    assert (found.takings, len(found.troubles)) == ((), 1)
