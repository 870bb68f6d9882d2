"""A register or list as values: typed columns and rows. From one table come XLSX, CSV and a form on paper, all alike."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from attrs import frozen

from field_app.domain.days import SHANGHAI
from field_app.domain.errors import Words, say
from field_app.domain.money import hundredths, yuan
from field_app.papers.form import Code, Paper, Said, day, grid, moment
from field_app.papers.words import Speak

Kind = Literal["text", "day", "moment", "money", "hundredths", "count"]
Value = str | Words | date | datetime | int | None

LIST = Code(say("List"), "FW-20")
# A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FIGURES: frozenset[Kind] = frozenset({"money", "hundredths", "count"})


@frozen
class Column:
    """`money` holds whole fen, `hundredths` hundredths of a unit. `width` is in characters of Chinese, its share of the paper too."""

    said: Said
    kind: Kind = "text"
    width: float = 6


@frozen
class Table:
    """`title` names it, `note` says what it was filtered by, `code` the form it is where it is one of the company's."""

    title: Said
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: Said = ""
    code: Code | None = None


def shown(value: Value, kind: Kind) -> Said:
    """A value as people read it; nothing for None."""
    if value is None:
        return ""
    return _SHOWN[kind](value)


_SHOWN: dict[Kind, Callable[[Any], Said]] = {
    "text": lambda value: value,
    "day": day,
    "moment": moment,
    "money": yuan,
    "hundredths": hundredths,
    "count": str,
}


def as_csv(table: Table, speak: Speak) -> bytes:
    """The table as CSV that spreadsheets read as UTF-8, with no text left that one would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_disarmed(speak(column.said)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value, column.kind, speak) for value, column in zip(row, table.columns, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value, kind: Kind, speak: Speak) -> str:
    if kind == "money" and isinstance(value, int):
        return yuan(value).replace(",", "")
    said = speak(shown(value, kind))
    return said if kind in FIGURES else _disarmed(said)


def _disarmed(said: str) -> str:
    return f"'{said}" if said.lstrip(" ").startswith(FORMULA) else said


def as_paper(table: Table, *, blank: int = 0) -> Paper:
    """The table as a form lying on its side; with `blank` as many empty rows at least."""
    head = [(column.said, column.width) for column in table.columns]
    rows = [[shown(value, column.kind) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
    right = frozenset(n for n, column in enumerate(table.columns) if column.kind in FIGURES)
    code = table.code or Code(table.title, LIST.number, LIST.revision)
    return Paper(code, (grid(head, rows, least=max(blank, 1), right=right),), lies=True, caption=table.note)


def local(at: datetime) -> datetime:
    """Shanghai's wall clock, as a spreadsheet keeps times."""
    return at.astimezone(SHANGHAI).replace(tzinfo=None)
