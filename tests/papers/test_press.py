"""Whatever is written on a sheet comes out on paper whole: long, rare, hostile or missing."""

import subprocess

import pytest
from attrs import evolve
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from field_app.domain.repair.intake import request
from field_app.domain.repair.takeback import TakenPiece
from field_app.papers.catalog import Wanted, make
from field_app.papers.form import Band, Cell, Code, Paper, Row, grid, whole
from field_app.papers.ink import Ink
from field_app.papers.pen import BODY
from tests.domain.cases import chargeable, in_warranty
from tests.papers.scene import AROUND, FONTS, pages, printed, read, renamed, text_of, without_spaces

FORM = Code("表", "T-01")
WIDTHS = {
    "main": {code: 1000 if code > 0x2E80 else 500 for code in (*range(0x20, 0x7F), *range(0x3000, 0x30FF), *range(0x4E00, 0x9FA6), 0xFF0C)}
}


def test_text_of_four_thousand_characters_runs_over_pages_and_loses_none():
    long = "".join(chr(code) for code in sorted(_font()) if 0x4E00 <= code <= 0x9FFF)[:4000]
    content = printed(Paper(FORM, (whole("故障情况", long),)))
    assert pages(content) > 1
    assert set(long) <= set(read(content))


def _font() -> frozenset[int]:
    with TTFont(FONTS.main, lazy=True) as font:
        return frozenset(font.getBestCmap())


def test_sixty_pieces_are_all_listed_and_their_head_stands_on_every_page():
    taken = in_warranty().taken_back(*(TakenPiece(f"设备{n}", "外观完好", f"SN-{n:04}") for n in range(60)))
    content = printed(make(Wanted("slip"), taken.sheet, AROUND))
    text = read(content)
    assert pages(content) > 2
    assert all(text.count(f"SN-{n:04}") == 2 for n in range(60))
    assert text.count("设备名称") == sum("SN-" in page for page in _each_page(content))


def test_twelve_visits_stand_on_one_sheet():
    told = in_warranty().worked("unfinished").signed().left().reported()
    for _ in range(11):
        told = told.later(days=1).on_site().diagnosed().worked("unfinished").signed().left().reported()
    text = text_of(make(Wanted("record"), told.sheet, AROUND))
    assert "到场检查（第12次）" in text
    assert text.count("换主板，试机正常") == 12
    assert "人天合计6" in text


def test_a_word_longer_than_its_cell_is_broken_and_not_cut():
    serial = "SN-" + "X0" * 120
    text = text_of(Paper(FORM, (grid([("号", 4), ("别的", 20)], [(serial, "")]),)))
    assert serial in text


@pytest.mark.parametrize("rare", ["𠮷", "𪚥", "😀", "한"])
def test_a_character_no_font_here_has_is_named_and_never_a_square(rare: str):
    text = text_of(make(Wanted("record"), renamed(customer=f"{rare}记酒店").sheet, AROUND))
    assert f"〔U+{ord(rare):04X}〕记酒店" in text


@pytest.mark.parametrize("hostile", ["<b>粗</b>&amp;", "=1+1", "%PDF-1.7", "(\\) Tj ET", "{nb}", "**不粗**", "\u202e反着"])
def test_markup_and_formulas_print_as_they_are_written(hostile: str):
    text = text_of(make(Wanted("record"), renamed(fault=hostile).sheet, AROUND))
    assert without_spaces(hostile.replace("\u202e", "")) in text


def test_a_sheet_with_missing_parts_prints_with_its_gaps():
    text = text_of(make(Wanted("record"), renamed(phone="", accepted_on=None, warranty_months=None).sheet, AROUND))
    assert "联系电话地址" in text


def test_the_same_paper_is_the_same_file():
    paper = make(Wanted("record"), chargeable().sheet, AROUND)
    assert printed(paper) == printed(paper)


def test_a_smaller_page_for_the_phone_says_the_same():
    paper = make(Wanted("record"), chargeable().worked().signed().sheet, AROUND)
    small = "".join(sorted(read(printed(paper, size="A5"))))
    assert set(small) == set(read(printed(paper)))


def test_every_page_has_form_number_revision_and_its_place():
    content = printed(Paper(FORM, tuple(whole(str(n), "字") for n in range(80))))
    text = read(content)
    assert pages(content) == 3
    assert [text.count(f"第{n}页，共3页") for n in (1, 2, 3)] == [1, 1, 1]
    assert text.count("表号T-01，第1版") == 3


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page():
    for rows in range(28, 36):
        content = printed(Paper(FORM, (*(whole("行", "") for _ in range(rows)), Band("标题在此"), whole("正文在此", "字"))))
        parted = [page for page in _each_page(content) if ("标题在此" in page) != ("正文在此" in page)]
        assert not parted, rows


def _each_page(content: bytes) -> list[str]:
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return [without_spaces(page) for page in run.stdout.decode().split("\f")]


WRITTEN = st.text(st.sampled_from("中文字，。（）《》abc 12:-/\n=𠮷x"), max_size=200)


@given(WRITTEN, st.floats(20, 180))
@settings(max_examples=200, deadline=None)
def test_breaking_lines_loses_nothing_and_fits(text: str, width: float):
    ink = Ink(WIDTHS)
    lines = ink.lines(text, width, BODY)
    assert without_spaces("".join(lines)) == without_spaces(ink.writable(text))
    # One hanging mark may stand over the edge.
    assert all(ink.width(line, BODY) <= width + BODY * 0.36 for line in lines)


@given(st.text("中文（，。", min_size=2, max_size=60), st.floats(20, 60))
@settings(max_examples=100, deadline=None)
def test_lines_end_with_no_opening_mark(text: str, width: float):
    lines = Ink(WIDTHS).lines("字" + text + "字", width, BODY)
    assert not [line for line in lines[:-1] if line.endswith("（")]


def test_cells_of_a_row_keep_together_when_it_fits_on_the_next_page():
    filler = tuple(whole(str(n), "字") for n in range(30))
    tall = Row((Cell("头" * 400, 12), Cell("尾" * 10, 12)))
    each = _each_page(printed(Paper(FORM, (*filler, tall))))
    assert not any(("头" in page) and ("尾" not in page) for page in each)


def test_what_the_request_says_now_is_what_prints():
    amended = renamed().amended(fault="道闸不抬杆")
    assert request(amended.sheet).fault == "道闸不抬杆"
    assert "道闸不抬杆" in text_of(make(Wanted("record"), evolve(amended).sheet, AROUND))
