"""A fee standard from a spreadsheet: whole or not at all, every error with file, line, column and what was expected (P9.1)."""

import io
import random
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from field_app.domain.policy import Fee
from field_app.imports.columns import NotThat, day, whole
from field_app.imports.fees import read_fees
from field_app.imports.tables import Unreadable, read_table

HEAD = ("编号", "类别", "项目", "单位", "单价（元）", "英文")
LABOUR = ("L-01", "人工", "维修人工", "人天", "400.00", "Labour")
BELT = ("W-1", "易损件", "皮带", "条", 160, "")


def xlsx(*rows: tuple[Any, ...], blank_first: bool = False) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("价目") if blank_first else book.active
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def csv(*rows: tuple[str, ...], encoding: str = "utf-8-sig", between: str = ",") -> bytes:
    return "\r\n".join(between.join(map(str, row)) for row in rows).encode(encoding)


READ = (Fee("L-01", "labour", "维修人工", "人天", 40_000, "Labour"), Fee("W-1", "wear_part", "皮带", "条", 16_000))


@pytest.mark.parametrize(
    "data",
    [
        xlsx(HEAD, LABOUR, BELT),
        xlsx(HEAD, LABOUR, BELT, blank_first=True),
        xlsx(HEAD, (), LABOUR, (None, None), BELT),
        csv(HEAD, LABOUR, BELT),
        csv(HEAD, LABOUR, BELT, encoding="gb18030"),
        csv(HEAD, LABOUR, BELT, between=";"),
        csv(HEAD, LABOUR, BELT, between="\t"),
    ],
    ids=["xlsx", "second sheet", "blank lines", "csv", "csv as Excel writes it", "semicolons", "tabs"],
)
def test_p9_1_a_fee_standard_is_read_however_it_was_saved(data: bytes) -> None:
    found = read_fees("价目.xlsx", data)
    assert (found.fees, found.troubles) == (READ, ())


def test_p9_1_columns_may_stand_in_any_order_among_others() -> None:
    turned = [("备注", *row[::-1]) for row in (HEAD, LABOUR, BELT)]
    assert read_fees("价目.csv", csv(*turned)).fees == READ


@pytest.mark.parametrize(
    ("rows", "line", "column", "words"),
    [
        ((HEAD, ("L-01", "人工", "维修人工", "人天", "四百")), 2, "单价", "“四百” is no amount; expected yuan like 440 or 440.50."),
        ((HEAD, LABOUR, ("W-1", "黄金", "皮带", "条", "1")), 3, "类别", "“黄金” is unknown here; expected one of: 人工、配件"),
        ((HEAD, ("L-01", "人工", "", "人天", "400")), 2, "项目", "Nothing stands here; 项目 is needed."),
        ((HEAD, LABOUR, LABOUR), 3, "编号", "This code stands twice; a price has one place."),
        ((HEAD, ("L-01", "人工", "维修人工", "人天", "0")), 2, "单价", "A price is above zero"),
        ((HEAD[:4], LABOUR[:4]), 1, "单价", "This column is missing from the head line."),
    ],
)
def test_p9_1_an_error_names_line_and_column_and_nothing_is_taken(rows: tuple[Any, ...], line: int, column: str, words: str) -> None:
    found = read_fees("价目.xlsx", xlsx(*rows))
    assert found.fees == ()
    named = [(one.file, one.line, one.column) for one in found.troubles]
    assert ("价目.xlsx", line, column) in named
    assert any(str(one.words).startswith(words) for one in found.troubles)


def test_p9_1_every_error_of_a_file_is_told_at_once() -> None:
    found = read_fees("价目.csv", csv(HEAD, ("", "人工", "", "人天", "x"), ("L-2", "人工", "", "人天", "1")))
    assert [(one.line, one.column) for one in found.troubles] == [(2, "编号"), (2, "项目"), (2, "单价"), (3, "项目")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"\x00\x01\x02\xff\xfe", b" \r\n , \r\n", b'"never closed'], ids=repr)
def test_p9_1_what_is_no_table_is_said_to_be_none(data: bytes) -> None:
    (trouble,) = read_fees("价目.xlsx", data).troubles
    assert (trouble.file, trouble.line) == ("价目.xlsx", 0)


def test_p9_1_a_spreadsheet_cut_anywhere_is_refused_in_words() -> None:
    whole_file = xlsx(HEAD, LABOUR)
    for end in range(2, len(whole_file) - 1, 97):
        assert read_fees("价目.xlsx", whole_file[:end]).fees == ()


def test_p9_1_a_spreadsheet_with_bytes_spoilt_anywhere_is_read_or_refused_in_words() -> None:
    whole, luck = xlsx(*[("人工", f"L-{place}", "人天", 400) for place in range(30)]), random.Random(5)  # noqa: S311 - only to choose
    for _ in range(400):
        spoilt = bytearray(whole)
        for _ in range(luck.choice((1, 3, 20))):
            spoilt[luck.randrange(len(spoilt))] = luck.randrange(256)
        with suppress(Unreadable):
            read_table("x.xlsx", bytes(spoilt))


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_p9_1_no_file_whatever_is_in_it_brings_the_app_down(data: bytes) -> None:
    try:
        read_table("x", data)
    except Unreadable as unreadable:
        assert str(unreadable)


@pytest.mark.parametrize("cell", ["2025-06-01", "2025/6/1", "2025.6.1", "2025年6月1日", "2025-06-01 08:30"])
def test_a_day_is_read_as_people_write_it(cell: str) -> None:
    assert day(cell) == date(2025, 6, 1)


def test_a_day_of_a_spreadsheet_is_a_day() -> None:
    rows = read_table("x.xlsx", xlsx(("d", "n"), (datetime(2025, 6, 1), 0.1 + 0.2))).rows
    assert rows[1].cells == ("2025-06-01", "0.3")


@pytest.mark.parametrize(("cell", "months"), [("24", 24), ("24 个月", 24), ("2年", 24)])
def test_a_warranty_is_read_in_months_or_years(cell: str, months: int) -> None:
    assert whole(cell) == months


@pytest.mark.parametrize(("read", "cell"), [(day, "2025-13-01"), (day, "soon"), (whole, "-1"), (whole, "1.5")])
def test_what_is_neither_is_refused(read: Any, cell: str) -> None:
    with pytest.raises(NotThat):
        read(cell)
