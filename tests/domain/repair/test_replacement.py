"""Chapter 5, last part: is a piece worth repairing?"""

from datetime import date

import pytest
from attrs import evolve

from field_app.domain.policy import ReplacementRule
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.replacement import Worth, reasons, repairs_before, repairs_fen
from tests.domain.cases import BOARD, LABOUR, in_warranty, ready

RULE = ReplacementRule(years=10, repairs=3, percent_of_new=50)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("worth", "advises"),
    [
        (Worth(), False),
        (Worth(accepted_on=date(2016, 11, 23)), True),
        (Worth(accepted_on=date(2016, 11, 24)), False),
        (Worth(repairs_before=3), True),
        (Worth(repairs_before=2), False),
        (Worth(repair_fen=50_000, new_fen=100_000), True),
        (Worth(repair_fen=49_999, new_fen=100_000), False),
        (Worth(repair_fen=50_000), False),
    ],
    ids=["nothing known", "ten years today", "a day short", "third repair", "second", "half of a new one", "just less", "no new price"],
)
def test_p5_4_age_repairs_before_and_the_price_of_a_new_one_each_advise_to_replace(worth: Worth, advises: bool) -> None:
    assert bool(reasons(RULE, worth, TODAY)) == advises


def test_p5_4_every_reason_that_holds_is_given() -> None:
    assert len(reasons(RULE, Worth(date(2010, 1, 1), 5, 60_000, 100_000), TODAY)) == 3


def test_p5_4_a_limit_of_zero_is_one_the_company_does_not_use() -> None:
    assert reasons(ReplacementRule(0, 0, 0), Worth(date(2010, 1, 1), 5, 60_000, 100_000), TODAY) == ()


def test_p5_4_repairs_before_are_the_sheets_on_which_the_piece_was_worked_on() -> None:
    repaired, only_seen = in_warranty().worked().sheet, ready().on_site().diagnosed().sheet
    assert repairs_before("道闸主板", [repaired, only_seen, repaired]) == 2
    assert repairs_before("地感线圈", [repaired]) == 0


def test_p5_4_what_a_repair_comes_to_counts_free_lines_too() -> None:
    free = ready().on_site().diagnosed().decided("outside")
    lines = (evolve(LABOUR, piece="道闸主板"), evolve(BOARD, piece="道闸主板", free="goodwill"))
    assert repairs_fen(free.quoted(*lines).last(Quoted).body) == {"道闸主板": 60_000}
    assert repairs_fen(None) == {}
