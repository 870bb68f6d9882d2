"""Lists of sheets as the office reads them: found by any text, filtered, sorted, a page at a time, and never more than one may see."""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, func, insert, select, update

from field_app.domain import listing
from field_app.domain.facts import SheetId, encode
from field_app.domain.sheets import Sheet
from sync.server import grams, tables
from sync.server.database import Database, chunks
from sync.server.derived import listed
from sync.server.documents import read_document
from sync.server.feed import Reader

log = logging.getLogger(__name__)

_l = listed.c
_FOLDED = 200  # sheets filled in within one transaction
# Who sees no more than this many sheets is searched by them, everybody else by what was typed.
FEW = 2000
COUNTED = 1000
SORTS = {"at": _l.at, "due": _l.due, "number": _l.number}
OPEN_NOT = ("closed", "cancelled", "merged")


@frozen
class Wanted:
    """What a list is to show. `status` may be `open`; `sort` names a column, after `-` for the last first."""

    kinds: tuple[str, ...] = ("repair",)
    typed: str = ""
    status: str = ""
    assigned: str = ""
    sort: str = "-at"
    skip: int = 0
    limit: int = 50


@frozen
class Listing:
    """One page. `count` is how many there are in all, at most `COUNTED` + 1 are counted."""

    rows: tuple[dict[str, Any], ...]
    count: int
    more: bool


def row_of(sheet: Sheet) -> dict[str, Any]:
    """What the table keeps of a sheet; one that reads oddly is listed without what can't be read."""
    try:
        known, text = listing.listed(sheet), listing.searchable(sheet)
    except Exception:
        # An odd sheet must not block the facts behind this one.
        log.exception("no list row for sheet %s", sheet.id)
        known, text = listing.Listed(), ""
    values = listing.as_values(known)
    return {
        "kind": sheet.kind,
        **{name: values[name] for name in ("number", "status", "assigned", "urgency")},
        "at": _seconds(known.at),
        "due": _seconds(known.due),
        "text": text,
        "row": encode(values).decode(),
    }


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def write(connection: Connection, company: str, sheets: Iterable[Sheet]) -> None:
    """Bring the rows of these sheets to what they say now."""
    rows = {sheet.id: row_of(sheet) for sheet in sheets}
    before = _present(connection, company, rows)
    changed = [(before[sheet], row) for sheet, row in rows.items() if sheet in before]
    new = [{"company": company, "sheet": sheet, **row} for sheet, row in rows.items() if sheet not in before]
    if changed:
        connection.execute(_CHANGE, [{f"b_{name}": value for name, value in {**row, "id": at}.items()} for (at, _text), row in changed])
    if new:
        connection.execute(insert(listed), new)
    other = [(at, text, row["text"]) for (at, text), row in changed if text != row["text"]]
    begun = _present(connection, company, [row["sheet"] for row in new])
    grams.write(connection, [(at, was) for at, was, _now in other], [*((at, now) for at, _was, now in other), *begun.values()])


_CHANGE = (
    update(listed)
    .where(_l.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in ("kind", "number", "status", "assigned", "urgency", "at", "due", "text", "row")})
)


def _present(connection: Connection, company: str, ids: Iterable[SheetId]) -> dict[SheetId, tuple[int, str]]:
    found: dict[SheetId, tuple[int, str]] = {}
    for some in chunks(ids):
        found |= {sheet: (at, text) for sheet, at, text in connection.execute(_PRESENT, {"of": company, "ids": some})}
    return found


_PRESENT = select(_l.sheet, _l.id, _l.text).where(_l.company == bindparam("of"), _l.sheet.in_(bindparam("ids", expanding=True)))


def fill(database: Database, company: str) -> int:
    """Make the rows that are missing: after an update, a restore, a move to another database. Returns how many were made."""
    made = 0
    while _are_missing(database, company):
        with database.write() as connection:
            s = tables.sheets
            here = exists().where(_l.company == s.c.company, _l.sheet == s.c.id)
            rows = connection.execute(select(s).where(s.c.company == company, ~here).limit(_FOLDED)).all()
            write(connection, company, map(read_document, rows))
        if not rows:
            return made
        made += len(rows)
    return made


def _are_missing(database: Database, company: str) -> bool:
    s = tables.sheets.c
    with database.read() as connection:
        sheets = connection.execute(select(func.count()).select_from(tables.sheets).where(s.company == company)).scalar_one()
        return bool(connection.execute(select(func.count()).select_from(listed).where(_l.company == company)).scalar_one() < sheets)


def page(connection: Connection, who: Reader, wanted: Wanted) -> Listing:
    """The rows of one page that this person may see."""
    question = _filtered(connection, who, wanted)
    if question is None:
        return Listing((), 0, more=False)
    shown = question.order_by(None).order_by(*_order(wanted.sort)).offset(wanted.skip).limit(wanted.limit + 1)
    rows = [_told(*row) for row in connection.execute(shown)]
    many = question.with_only_columns(_l.id).order_by(None).limit(COUNTED + 1).subquery()
    count = connection.execute(select(func.count()).select_from(many)).scalar_one()
    return Listing(tuple(rows[: wanted.limit]), count, more=len(rows) > wanted.limit)


def search(connection: Connection, who: Reader, wanted: Wanted) -> Listing:
    """The newest sheets in which every word typed occurs; nothing for a text without a letter or digit."""
    question = _filtered(connection, who, wanted) if listing.words(wanted.typed) else None
    if question is None:
        return Listing((), 0, more=False)
    rows = [_told(*row) for row in connection.execute(question.offset(wanted.skip).limit(wanted.limit + 1))]
    return Listing(tuple(rows[: wanted.limit]), wanted.skip + len(rows), more=len(rows) > wanted.limit)


def _told(sheet: str, kind: str, row: str) -> dict[str, Any]:
    return {"id": sheet, "kind": kind, **json.loads(row)}


def _order(sort: str) -> Sequence[ColumnElement[Any]]:
    column = SORTS.get(sort.removeprefix("-"), _l.at)
    return (column.desc(), _l.id.desc()) if sort.startswith("-") else (column, _l.id)


def _filtered(connection: Connection, who: Reader, wanted: Wanted) -> Select[Any] | None:
    if not who.tokens or not wanted.kinds:
        return None
    words, mine = listing.words(wanted.typed), _mine(connection, who)
    # Where the text leads, no other index is to tempt the database.
    by_text = bool(words) and mine is None
    company, kind, status, assigned = (column.concat("") if by_text else column for column in (_l.company, _l.kind, _l.status, _l.assigned))
    conditions = [company == who.company, kind.in_(wanted.kinds), _visible(who) if mine is None else _l.sheet.in_(mine)]
    conditions += [_l.text.contains(word, autoescape=True) for word in words]
    if wanted.status:
        conditions.append(status.not_in(OPEN_NOT) if wanted.status == "open" else status == wanted.status)
    if wanted.assigned:
        conditions.append(assigned == wanted.assigned)
    question = select(_l.sheet, _l.kind, _l.row).where(and_(*conditions))
    return grams.search(connection, question, words, _l.id) if by_text else question.order_by(_l.id.desc())


def _visible(who: Reader) -> ColumnElement[bool]:
    r = tables.readers.c
    return exists().where(r.company == _l.company, r.sheet == _l.sheet, r.reader.in_(who.tokens), r.until_seq.is_(None))


def _mine(connection: Connection, who: Reader) -> list[SheetId] | None:
    """The sheets this person sees where they are few, else None."""
    r = tables.readers.c
    open_ = select(r.sheet).where(r.company == who.company, r.reader.in_(who.tokens), r.until_seq.is_(None)).limit(FEW + 1)
    found = list(connection.execute(open_).scalars())
    return None if len(found) > FEW else found
