"""Which column is which, by the words in the head line, and each cell read as what it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from field_app.domain.errors import Words, say
from field_app.domain.money import parse_yuan
from field_app.imports.tables import Table, Trouble


class NotThat(ValueError):
    """A cell says something else than its column is for."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


@frozen
class Column:
    """`heads` are the words a head line may use, the first of them what we call it. A needed column must be there, and filled."""

    key: str
    heads: tuple[str, ...]
    read: Callable[[str], Any] = str
    needed: bool = False

    @property
    def name(self) -> str:
        return self.heads[0]


@frozen
class Record:
    """One line, read: values by column key; an empty cell is None."""

    line: int
    values: Mapping[str, Any]


def records(table: Table, columns: Sequence[Column]) -> tuple[tuple[Record, ...], tuple[Trouble, ...]]:
    """Every line below the head line, and everything that can't be read."""
    head, *lines = table.rows
    places = _places(head.cells, columns)
    missing = [column for column in columns if column.needed and column.key not in places]
    if missing:
        return (), tuple(
            Trouble(table.file, head.line, column.name, say("This column is missing from the head line.")) for column in missing
        )
    found: list[Record] = []
    troubles: list[Trouble] = []
    for row in lines:
        values: dict[str, Any] = {}
        for column in columns:
            place = places.get(column.key)
            cell = row.cells[place] if place is not None and place < len(row.cells) else ""
            try:
                values[column.key] = _read(column, cell)
            except NotThat as wrong:
                troubles.append(Trouble(table.file, row.line, column.name, wrong.words))
        found.append(Record(row.line, values))
    return tuple(found), tuple(troubles)


def _places(head: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    named = {_plain(cell): place for place, cell in reversed(list(enumerate(head))) if cell}
    return {column.key: named[known] for column in columns for known in map(_plain, column.heads) if known in named}


def _plain(head: str) -> str:
    """A head without what is in brackets, spaces and case: `单价（元）` is `单价`."""
    return re.sub(r"[\s*]|[(（].*?[)）]", "", head).casefold()


def _read(column: Column, cell: str) -> Any:
    if cell:
        return column.read(cell)
    if column.needed:
        raise NotThat(say("Nothing stands here; {column} is needed.", column=column.name))
    return None


def amount(cell: str) -> int:
    fen = parse_yuan(cell.removesuffix("元").strip())
    if fen is None:
        raise NotThat(say("“{cell}” is no amount; expected yuan like 440 or 440.50.", cell=cell[:40]))
    return fen


def whole(cell: str) -> int:
    digits = re.fullmatch(r"(\d{1,6})\s*(?:个月|月|年)?", cell, re.ASCII)
    if not digits:
        raise NotThat(say("“{cell}” is no whole number.", cell=cell[:40]))
    return int(digits[1]) * (12 if cell.endswith("年") else 1)


def day(cell: str) -> date:
    written = cell.split(" ")[0] if ":" in cell else cell
    parts = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", written, re.ASCII)
    try:
        return date(*map(int, parts.groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError) as problem:
        raise NotThat(say("“{cell}” is no day; expected one like 2026-11-23.", cell=cell[:40])) from problem


def one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    """Reads one of these words (as keys) as its code."""
    known = {_plain(word): code for word, code in words.items()}

    def read(cell: str) -> str:
        if _plain(cell) not in known:
            raise NotThat(say("“{cell}” is unknown here; expected one of: {words}.", cell=cell[:40], words="、".join(words)))
        return known[_plain(cell)]

    return read
