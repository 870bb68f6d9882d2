"""XLSX and CSV as rows of text. What a spreadsheet keeps as a date or a number becomes the text people would write."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from attrs import frozen

from field_app.domain.errors import Words, say

MOST_LINES = 20_000
MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000


@frozen
class Trouble:
    """Why a file can't be taken: where, and what was expected there. `line` is 0 for the file as a whole."""

    file: str
    line: int
    column: str
    words: Words


class Unreadable(Exception):
    """The file is no table at all."""

    def __init__(self, file: str, words: Words) -> None:
        super().__init__(str(words))
        self.trouble = Trouble(file, 0, "", words)


@frozen
class Row:
    """One line of a table; `line` counts as the spreadsheet does, from 1."""

    line: int
    cells: tuple[str, ...]


@frozen
class Table:
    """A file's first sheet with anything in it, lines without text left out."""

    file: str
    rows: tuple[Row, ...]


def read_table(file: str, data: bytes) -> Table:
    """The rows of a file. Raises Unreadable, with words, for anything else than a table."""
    if len(data) > MOST_BYTES:
        raise Unreadable(file, say("This file is too large: at most 20 MB."))
    lines = _xlsx(file, data) if data[:2] == b"PK" else _csv(file, data)
    rows = tuple(Row(number, cells) for number, cells in enumerate(lines, 1) if any(cells))
    if not rows:
        raise Unreadable(file, say("There is nothing in this file."))
    if len(rows) > MOST_LINES:
        raise Unreadable(file, say("These are too many lines: at most {limit} in one file.", limit=MOST_LINES))
    return Table(file, rows)


def _csv(file: str, data: bytes) -> Iterator[tuple[str, ...]]:
    text = _decoded(file, data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield tuple(cell.strip() for cell in cells)
    except csv.Error as problem:
        raise Unreadable(file, say("The quotation marks in this file don't close. Save it as XLSX and try again.")) from problem


def _decoded(file: str, data: bytes) -> str:
    # Excel in Chinese writes CSV as GB 18030 unless it is told otherwise.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(file, say("This is no table. Choose an XLSX or a CSV file."))


def _xlsx(file: str, data: bytes) -> Iterator[tuple[str, ...]]:
    from openpyxl import load_workbook  # half a second in the browser, wanted by an import only

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(file, say("This file is too large: at most 20 MB."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [list(sheet.iter_rows(values_only=True, max_row=MOST_LINES + 2)) for sheet in book.worksheets]
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        LookupError,
        AttributeError,
        ValueError,
        TypeError,
        OSError,
        EOFError,
        SyntaxError,
    ) as problem:
        # SyntaxError is what the XML parser's ParseError is, RuntimeError what zipfile says to a password or an unknown way to pack.
        raise Unreadable(file, say("This XLSX file is damaged or protected. Open it, save it again and try once more.")) from problem
    filled = next((rows for rows in sheets if any(_any(cells) for cells in rows)), [])
    return (tuple(_text(cell) for cell in cells) for cells in filled)


def _any(cells: Iterable[Any]) -> bool:
    return any(cell is not None for cell in cells)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute) == (0, 0) else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        # 0.1 + 0.2 in a formula: nobody means the seventeenth digit.
        return f"{round(cell, 6):f}".rstrip("0").rstrip(".")
    return str(cell).strip()
