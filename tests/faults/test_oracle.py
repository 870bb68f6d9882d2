"""The oracle itself: it finds each kind of harm, and nothing where there is none. A fault test is worth what its oracle sees."""

import pytest
from sqlalchemy import text

from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Voided
from tests.cast import LI, SUPERVISOR, WANG, ZHAO, Company, company
from tests.faults import oracle
from tests.faults.ways import OverHttp
from tests.sync.serving import running


@pytest.fixture
def here() -> Company:
    return company()


def a_day(here: Company):
    sheet = here.open_case(WANG)
    wang, li, desk = here.phone(WANG), here.phone(LI), here.phone(SUPERVISOR)
    wang.note(sheet, "到了")
    wrong, _ = wang.record(sheet, CashReceived(38000, 40000, "0000001"), CashReceived(12000, 12000, "0000002"))
    wang.record(sheet, Voided(wrong.key, "写错"))
    li.note(sheet, "不是我的")
    oracle.quiet(wang, li, desk)
    return sheet, wang, li, desk


def test_a_day_without_harm_has_no_findings(here: Company):
    _, *phones = a_day(here)
    assert oracle.findings(here, *phones) == []
    assert oracle.cash_in_log(here) == 12000


def test_cash_stays_cash_when_a_correction_on_another_sheet_names_it(here: Company):
    """P10.3: a correction corrects its own sheet and nothing else, on the sheets and in the log alike."""
    paid, other, wang = here.open_case(WANG), here.open_case(WANG), here.phone(WANG)
    (cash,) = wang.record(paid, CashReceived(38000, 40000, "0000001"))
    wang.record(other, Voided(cash.key, "写错"))
    oracle.quiet(wang)
    assert oracle.findings(here, wang) == []
    assert oracle.cash_in_log(here) == 38000


def test_the_same_over_http(here: Company):
    sheet = here.open_case(WANG)
    wang = here.phone(WANG)
    with running(here) as origin, OverHttp(origin, wang):
        wang.note(sheet, "到了")
        oracle.quiet(wang)
        assert oracle.findings(here, wang) == []


def test_a_record_that_never_arrived_is_found(here: Company):
    sheet, wang, *_ = a_day(here)
    wang.note(sheet, "还没发")
    lost, unsent, otherwise = oracle.findings(here, wang)
    assert "0 times at the office" in lost and "still unsent" in unsent and "otherwise" in otherwise


def test_a_record_that_arrived_twice_is_found(here: Company):
    sheet, wang, *_ = a_day(here)
    here.record(WANG, sheet, NoteAdded("到了"))
    wang.sync()
    assert any("2 times at the office" in finding for finding in oracle.findings(here, wang))


@pytest.mark.parametrize(
    ("harm", "seen"),
    [
        ("update sheets set version = version + 1 where kind = 'repair'", "at"),
        ("delete from sheets where kind = 'repair'", "fen of cash"),
        ("update sheets set entries = replace(entries, '到了', '没到')", "otherwise than the office"),
        ("delete from readers where reader = 'role:supervisor'", "isn't theirs to see"),
        ("update counter set seq = seq + 1", "the counter stands at"),
    ],
)
def test_each_harm_done_at_the_office_is_found(here: Company, harm: str, seen: str):
    _, *phones = a_day(here)
    with here.office.database.write() as connection:
        assert connection.execute(text(harm)).rowcount
    here.office.log.cache.clear()
    assert any(seen in finding for finding in oracle.findings(here, *phones))


def test_a_sheet_that_did_not_come_down_is_found(here: Company):
    zhao = here.phone(ZHAO)
    zhao.sync()
    sheet = here.open_case(ZHAO)
    assert f"zhao: lacks {sheet}" in oracle.findings(here, zhao)
