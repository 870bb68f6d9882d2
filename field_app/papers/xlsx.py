"""A table as XLSX: typed columns, a head that stays, filters, and a width that prints."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from field_app.domain.errors import Words
from field_app.papers.table import FIGURES, Kind, Table, Value, local
from field_app.papers.words import Speak

FORMATS: dict[Kind, str] = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0.00", "hundredths": "0.##", "count": "0"}
A4 = 9
SHEET_NAME = 31  # characters, Excel's limit
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# Rows go to a file as they are written: twenty thousand of them must fit a small server.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(table: Table, speak: Speak, made_at: datetime) -> bytes:
    """The table as a workbook of one sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    title = speak(table.title)
    book.set_properties({"title": title, "created": local(made_at)})
    sheet = book.add_worksheet(title.translate(FORBIDDEN).strip()[:SHEET_NAME] or None)
    _page(sheet, table, title)
    _head(book, sheet, table, speak)
    _rows(book, sheet, table, speak)
    book.close()
    return out.getvalue()


def _page(sheet: Any, table: Table, title: str) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.set_header(f"&C{title.replace('&', '&&')}")
    sheet.set_footer("&C&P / &N")
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _head(book: Any, sheet: Any, table: Table, speak: Speak) -> None:
    head = book.add_format({"bold": True, "bg_color": "#F0F0F0", "border": 1, "text_wrap": True, "valign": "vcenter"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width * 2 + 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, speak(column.said), head)


def _rows(book: Any, sheet: Any, table: Table, speak: Speak) -> None:
    plain = {"border": 1, "valign": "top", "text_wrap": True}
    formats = [book.add_format(plain | ({"num_format": FORMATS[c.kind]} if c.kind in FORMATS else {})) for c in table.columns]
    kinds = [column.kind for column in table.columns]
    for down, row in enumerate(table.rows, 1):
        for across, value in enumerate(row):
            _write(sheet, down, across, value, kinds[across], formats[across], speak)


def _write(sheet: Any, down: int, across: int, value: Value, kind: Kind, look: Any, speak: Speak) -> None:
    if value is None or value == "":
        sheet.write_blank(down, across, None, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(down, across, local(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(down, across, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - a cell knows no zone
    elif isinstance(value, int):
        sheet.write_number(down, across, Decimal(value) / 100 if kind in FIGURES - {"count"} else value, look)
    else:
        sheet.write_string(down, across, speak(value) if isinstance(value, Words) else value, look)
