"""Erasing what is personal, for who asks for it and after so many years (F62).

One transaction: the fact that says so is appended, the lines before it on the sheet are rewritten without what is personal, the sheet
is made anew from them. Phones get it as they get every change. Older backups still hold it until they are replaced.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, delete, func, select, update

from field_app.domain.erasure import ERASURES, is_erased, is_finished, without_person
from field_app.domain.facts import Draft, SheetId, SheetKind, UserId
from sync.protocol import Refused
from sync.server import derived, news, tables
from sync.server.documents import read_document
from sync.server.folder import BlobFolder
from sync.server.log import Log
from sync.server.people import first_with, push_as
from sync.server.pushes import Appended
from sync.server.truth import remake_sheet

_f, _s, _names, _news = tables.facts.c, tables.sheets.c, tables.photo_names.c, tables.deliveries.c


@frozen
class Erased:
    sheet: SheetId
    facts: int
    photos: int


@frozen
class Found:
    """A sheet that might be erased. `is_free` when nobody needs its customer any more."""

    sheet: SheetId
    kind: SheetKind
    name: str
    is_free: bool


def who_may(log: Log) -> UserId | None:
    """Who stands for an erasure: the director, else the supervisor."""
    return first_with(log, "director") or first_with(log, "supervisor")


def mentioning(log: Log, text: str) -> Iterator[Found]:
    """Every sheet with this text on it that can be erased and isn't yet: a name, a phone number, a sheet's number or id."""
    kinds = _s.kind.in_(ERASURES)
    says = _s.entries.contains(text, autoescape=True) | (_s.id == text)
    with log.database.read() as connection:
        rows = connection.execute(select(tables.sheets).where(_s.company == log.company, kinds, says).order_by(_s.version)).all()
    yield from (found for row in rows if (found := _found(row)))


def untouched_since(log: Log, before: datetime) -> Iterator[Found]:
    """Every finished sheet on which nothing has been recorded since then; archives live as long as the customer."""
    last = select(func.max(_f.received_at)).where(_f.company == _s.company, _f.sheet == _s.id).scalar_subquery()
    kinds = _s.kind.in_([kind for kind in ERASURES if kind != "archive"])
    old = select(tables.sheets).where(_s.company == log.company, kinds, last < int(before.timestamp()))
    with log.database.read() as connection:
        rows = connection.execute(old.order_by(_s.version)).all()
    yield from (found for row in rows if (found := _found(row)) and found.is_free)


def _found(row: Row[Any]) -> Found | None:
    sheet = read_document(row)
    if is_erased(sheet):
        return None
    return Found(sheet.id, sheet.kind, " ".join(filter(None, (row.number, row.title))), is_finished(sheet))


def erase(log: Log, photos: BlobFolder, found: Found, reason: str, at: datetime, by: UserId) -> Erased:
    """Take everything personal out of one sheet. Raises OfficeTrouble, and then nothing was changed."""
    body = ERASURES[found.kind](reason)
    names: list[str] = []
    counts: list[int] = []

    def rewrite(connection: Connection, appended: Appended) -> None:
        seq, verdict = appended.judged[-1].seq, appended.judged[-1].verdict
        if verdict == "refused":
            raise Refused("erase")
        names.extend(_forget_photos(connection, log.company, found.sheet))
        _forget_what_was_made_of_it(connection, log.company, found.sheet)
        counts.append(_rewrite(connection, log.company, found.sheet, seq))
        remake_sheet(connection, log.company, found.sheet)

    log.append_then(push_as(log, by, [Draft(found.sheet, body, at)], at), rewrite)
    for name in names:
        photos.erase(name)
    return Erased(found.sheet, counts[0], len(names))


def _rewrite(connection: Connection, company: str, sheet: SheetId, seq: int) -> int:
    here = (_f.company == company, _f.sheet == sheet, _f.seq < seq)
    rows = connection.execute(select(_f.seq, _f.line, _f.quarantine, _f.erased_by).where(*here)).all()
    for row in rows:
        values = {"line": _redacted(row.line), "quarantine": _redacted(row.quarantine), "erased_by": row.erased_by or seq}
        connection.execute(update(tables.facts).where(_f.company == company, _f.seq == row.seq).values(values))
    return len(rows)


def _redacted(line: bytes | None) -> bytes | None:
    return None if line is None else without_person(line)


def _forget_what_was_made_of_it(connection: Connection, company: str, sheet: SheetId) -> None:
    """Numbers are caught up when somebody asks for them; news that was told needs its words no more."""
    for table in (tables.measures, tables.measured_exceptions):
        connection.execute(delete(table).where(table.c.company == company, table.c.sheet == sheet))
    told = (_news.company == company, _news.next_at == 0)
    connection.execute(update(tables.deliveries).where(*told).values(body=""))
    untold = (_news.company == company, _news.next_at > 0, _news.key.in_(_keys_of_news(connection, company, sheet)))
    connection.execute(update(tables.deliveries).where(*untold).values(body="", next_at=0, problem="erased"))


def _keys_of_news(connection: Connection, company: str, sheet: SheetId) -> list[str]:
    """What is still to be told of this sheet."""
    facts = connection.execute(select(_f.device, _f.n).where(_f.company == company, _f.sheet == sheet)).all()
    of_entries = {news.key_of(row.device, row.n) for row in facts}
    waiting = connection.execute(select(_news.key).where(_news.company == company, _news.next_at > 0)).scalars()
    return [key for key in waiting if key in of_entries or news.is_of_a_date(key, sheet)]


def _forget_photos(connection: Connection, company: str, sheet: SheetId) -> Sequence[str]:
    """The photos that stand on this sheet alone: nobody can ask for them any more."""
    mine = select(_names.name).where(_names.company == company, _names.sheet == sheet)
    elsewhere = select(_names.name).where(_names.company == company, _names.sheet != sheet)
    names = connection.execute(mine.where(_names.name.not_in(elsewhere)).distinct()).scalars().all()
    connection.execute(delete(tables.photo_names).where(_names.company == company, _names.sheet == sheet))
    connection.execute(delete(tables.blobs).where(tables.blobs.c.company == company, tables.blobs.c.name.in_(names)))
    return names


def erase_all(log: Log, photos: BlobFolder, those: Iterable[Found], reason: str, at: datetime, by: UserId) -> Iterator[Erased]:
    """Erase them one after the other, then overwrite where they lay."""
    for found in those:
        yield erase(log, photos, found, reason, at, by)
    with log.database.write() as connection:
        derived.settle(connection)
    log.database.overwrite_free_space()
