"""The pieces of text by which a substring is found in any writing: one and two characters long, and four of letters and digits.

A word of two Chinese characters is one piece; of a phone number every four digits are. Where a word has several, all must be there,
and the caller looks whether they stand together.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, literal_column, select, table, text
from sqlalchemy import column as named
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

_FTS = table("grams_1", named("rowid"))
_FILED = table("grams_1", named("id"), named("grams", ARRAY(Text)))
_DELETE_FTS = text("insert into grams_1 (grams_1, rowid, grams) values ('delete', :id, :grams)")
_INSERT_FTS = text("insert into grams_1 (rowid, grams) values (:id, :grams)")
_DELETE = text("delete from grams_1 where id = :id")
_INSERT = text("insert into grams_1 (id, grams) values (:id, :grams)")


def of_text(searchable: str) -> list[str]:
    """Every piece of a text of several lines."""
    return sorted({piece for line in searchable.split("\n") for piece in _of_line(line)})


def _of_line(line: str) -> Iterable[str]:
    for size in (1, 2):
        yield from _windows(line, size)
    yield from (piece for piece in _windows(line, 4) if piece.isascii())


def of_word(word: str) -> list[str]:
    """The pieces that say most of a word."""
    if len(word) >= 4 and word.isascii():
        return sorted(set(_windows(word, 4)))
    return sorted(set(_windows(word, 2))) if len(word) > 1 else [word]


def _windows(line: str, size: int) -> Iterable[str]:
    return (line[at : at + size] for at in range(len(line) - size + 1))


def write(connection: Connection, gone: Sequence[tuple[int, str]], come: Sequence[tuple[int, str]]) -> None:
    """Take out and put in texts by id. What is taken out must be the text that was put in."""
    sqlite = connection.dialect.name == "sqlite"
    filed = _as_words if sqlite else of_text
    if gone:
        connection.execute(_DELETE_FTS if sqlite else _DELETE, [{"id": at, "grams": filed(words)} for at, words in gone])
    if come:
        connection.execute(_INSERT_FTS if sqlite else _INSERT, [{"id": at, "grams": filed(words)} for at, words in come])


def _as_words(searchable: str) -> str:
    return " ".join(map(_spelt, of_text(searchable)))


def _spelt(piece: str) -> str:
    """A piece as a word of letters and digits, whatever its characters: the index must not take it apart."""
    return "".join(f"{ord(character):x}z" for character in piece)


def search(connection: Connection, question: Select[Any], words: Sequence[str], identity: Column[int]) -> Select[Any]:
    """The question, only of texts that have every piece of these words, the newest first; it stays to be seen whether the pieces
    stand together. Nothing else in the question may be worth an index of its own.
    """
    pieces = sorted({piece for word in words for piece in of_word(word)})
    if connection.dialect.name == "sqlite":
        asked: Any = literal_column("grams_1.grams_1").op("match")(bindparam("pieces", " AND ".join(map(_spelt, pieces))))
        # Its index is read from the newest on, and only as far as the page goes.
        return question.select_from(_FTS.join(identity.table, identity == _FTS.c.rowid)).where(asked).order_by(_FTS.c.rowid.desc())
    having = select(_FILED.c.id).where(_FILED.c.grams.op("@>")(bindparam("pieces", pieces, type_=ARRAY(Text))))
    return question.where(identity.in_(having)).order_by(identity.desc())
