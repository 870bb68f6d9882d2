"""Registers and lists as XLSX, CSV and on paper, read back."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from attrs import evolve
from openpyxl import load_workbook

from field_app.domain.archive import Equipment, EquipmentInstalled, ProjectRecorded
from field_app.domain.cash import CashCounted, CashHandedOver, Item, cash_sheet
from field_app.domain.days import SHANGHAI
from field_app.domain.errors import say
from field_app.domain.facts import DeviceId, Draft, SheetId
from field_app.domain.indicators import INDICATORS, added
from field_app.domain.measures import measure
from field_app.domain.repair.register import PieceReceived, PromiseMoved, register
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Stamp, fold, new_sheet, provisional
from field_app.papers import books, figures, lists, registers
from field_app.papers.around import Around
from field_app.papers.table import Column, Table, as_csv, as_paper
from field_app.papers.words import speaker
from field_app.papers.xlsx import as_xlsx
from tests.cast_domain import ACCOUNTANT, CLERK, LI, SUPERVISOR, WANG
from tests.domain.cases import MORNING, Case, chargeable, in_warranty, ready
from tests.papers.scene import AROUND, THAT_DAY, text_of, whole_case

SPEAK = speaker("zh")
EVERY_KIND = Table(
    say("List"),
    (
        Column("字"), Column("日", "day"), Column("时", "moment"), Column("钱", "money"), Column("量", "hundredths"), Column("数", "count"),
    ),
    (
        ("=1+1", date(2026, 11, 23), MORNING, -123_456, 150, 3),
        ("普通", None, None, None, None, None),
    ),
)  # fmt: skip


def sheet_of(table: Table):
    return load_workbook(io.BytesIO(as_xlsx(table, SPEAK, MORNING))).active


def rows_of(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table, SPEAK).decode("utf-8-sig"))))


def test_xlsx_cells_have_their_types():
    cells = [cell.value for cell in sheet_of(EVERY_KIND)[2]]
    assert cells == ["=1+1", datetime(2026, 11, 23), datetime(2026, 11, 23, 9), -1234.56, 1.5, 3]
    assert sheet_of(EVERY_KIND)["A2"].data_type == "s"


def test_xlsx_has_a_head_that_stays_and_prints_one_page_wide():
    sheet = sheet_of(EVERY_KIND)
    assert sheet.freeze_panes == "A2"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight, sheet.page_setup.orientation) == (1, 0, "landscape")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref == "A1:F3"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " ="])
def test_csv_leaves_nothing_a_spreadsheet_would_run(start: str):
    table = Table(say("List"), (Column("字"),), ((f"{start}HYPERLINK(1)",),))
    assert rows_of(table)[1][0].startswith("'")


def test_csv_keeps_figures_figures():
    assert rows_of(EVERY_KIND)[1] == ["'=1+1", "2026-11-23", "2026-11-23 09:00", "-1234.56", "1.5", "3"]


def test_p8_3_the_receipt_book_says_of_every_number_what_became_of_it():
    used = books.Number(24801, "收据", "已交客户", MORNING, "261123-A7-01", "海天酒店", amount_fen=40_000)
    void = books.Number(24802, "收据", "作废", MORNING, reason="写错金额")
    table = books.receipts([used, void])
    assert rows_of(table)[1] == ["0024801", "收据", "已交客户", "261123-A7-01", "海天酒店", "400.00", "2026-11-23 09:00", ""]
    assert rows_of(table)[2][-1] == "写错金额"
    assert sheet_of(table)["A2"].value == "0024801"


def test_p2_2_the_archive_lists_every_piece_with_its_own_warranty_and_projects_that_have_none():
    known = ProjectRecorded("海天酒店", "地下车库", contact="刘经理", phone="13800138000", accepted_on=date(2025, 6, 1), warranty_months=24)
    old = EquipmentInstalled(Equipment("SN-1", "道闸", "BG-6", "北门", date(2020, 1, 31), 13))
    own = EquipmentInstalled(Equipment("SN-2", "道闸"))
    with_pieces, bare = said((CLERK, known), (CLERK, old), (CLERK, own)), said((CLERK, evolve(known, project="空地")))
    rows = rows_of(books.projects([with_pieces, bare, new_sheet(SheetId("empty"), "archive")]))[1:]
    assert [(row[1], row[8], row[10], row[12]) for row in rows] == [
        ("地下车库", "SN-1", "2020-01-31", "2021-02-28"),
        ("地下车库", "SN-2", "2025-06-01", "2027-06-01"),
        ("空地", "", "2025-06-01", "2027-06-01"),
    ]


def said(*words):
    """An archive on which the clerk recorded this."""
    sheet = SheetId("archive")
    facts = [(provisional(Draft(sheet, body, MORNING), n, DeviceId("desk")), Stamp(who.user, n)) for n, (who, body) in enumerate(words, 1)]
    return fold(new_sheet(sheet, "archive"), facts)


def test_what_is_exported_is_what_the_list_showed():
    shown = [row(one.sheet) for one in (ready(), chargeable())]
    table = lists.repairs(shown, AROUND)
    assert [line[0] for line in rows_of(table)[1:]] == [one.number for one in shown]
    assert sheet_of(table).max_row == 3


def test_the_return_repair_register_counts_overdue_from_the_date_the_customer_knows():
    """P6.2, P6.3."""
    taken = in_warranty().taken_back(promised_in=2)
    moved = taken.does(PieceReceived("SN-1", LI.user), PromiseMoved("SN-1", THAT_DAY + timedelta(days=20), "缺件"), by=SUPERVISOR)
    late = registers.returns(register([moved.sheet]), Around(MORNING + timedelta(days=5), AROUND.names))
    (line,) = rows_of(late)[1:]
    assert (line[6], line[8], line[9], line[11]) == ("李工", "2026-11-25", "2026-12-13", "3")
    assert "返修登记表" in text_of(as_paper(late))


def test_the_schedule_of_a_day_says_who_is_where():
    """P3.2: visits already made stand on it too."""
    table = registers.schedule_of_day([whole_case().sheet], THAT_DAY, AROUND)
    ((who, when, customer, address, *_),) = table.rows
    assert (who, when, customer, address) == ("王工", "10:50–12:20", "海天酒店", "人民路 8 号")
    assert "维修人员工作安排表（日）" in text_of(as_paper(table))


def test_the_schedule_of_a_week_has_a_row_for_whoever_is_free():
    table = registers.schedule_of_week([whole_case().sheet], THAT_DAY, [LI.user, WANG.user], AROUND)
    assert [line[0] for line in table.rows] == ["李工", "王工"]
    assert table.rows[0][1:] == ("",) * 7
    assert [day for day, cell in enumerate(table.rows[1][1:]) if cell] == [0, 5]


def test_cash_handovers_show_both_counts_and_the_difference():
    """P8.6: a difference is recorded, never hidden."""
    custody = Case(new_sheet(cash_sheet(WANG.user), "cash"), MORNING)
    custody = custody.does(CashHandedOver((Item("case-1", ("phone-wang", 3), 40_000),), 40_000))
    key = custody.last(CashHandedOver).key
    custody = custody.does(CashCounted((key.device, key.n), 39_000, "少十元"), by=ACCOUNTANT)
    (line,) = rows_of(registers.handovers([custody.sheet], AROUND))[1:]
    assert line[1:9] == ["王工", "400.00", "400.00", "390.00", "-10.00", "孙会计", "2026-11-23 09:10", "少十元"]


def test_what_is_owed_is_listed_with_days_over():
    """P8.7."""
    owing = chargeable().worked().signed().payment_agreed(60_000).left()
    later = Around(MORNING + timedelta(days=40), AROUND.names)
    (line,) = rows_of(lists.debts([owing.sheet], later))[1:]
    assert (line[3], line[4], line[5]) == ("600.00", "2026-12-23", "10")


def test_an_empty_register_prints_blank_to_be_written_in():
    assert len(as_paper(registers.handovers([], AROUND), blank=15).parts[0].rows) == 15  # type: ignore[union-attr]


def test_times_are_shanghai_times_wherever_they_were_recorded():
    table = Table(say("List"), (Column("时", "moment"),), ((MORNING.astimezone(SHANGHAI).astimezone(),),))
    assert sheet_of(table)["A2"].value == datetime(2026, 11, 23, 9)


def test_indicators_and_the_cases_behind_them_have_typed_figures():
    """P9.4."""
    done = measure(whole_case().sheet)
    assert done
    table = figures.indicators(added([done]), added([]), AROUND)
    row_of = {str(line[0]): line for line in table.rows}
    (income,) = (line for line in table.rows if line[3] == "¥" and line[1] == done.income_fen)
    assert income[4] == 1 and len(row_of) == len(INDICATORS)
    (line,) = rows_of(figures.cases([done], "全部", AROUND))[1:]
    assert (line[0], line[4], line[9], line[10]) == (done.number, "王工", str(done.visits), "0.5")
