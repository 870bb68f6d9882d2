"""What goes down to one person: sheets changed after a cursor, oldest change first, and those that may be seen no longer.

A change has a position: the newest of the sheet's version, the moment this person's right to it began, and the moment the role that
gives the right did. So a newly assigned technician and a person with a new role get whole sheets by the same rule as everyone else,
with no state of the phone kept here. Several changes may share a position; the cursor then tells how far within it one has read.
"""

from collections.abc import Iterable
from typing import Any

from attrs import define, frozen
from sqlalchemy import Connection, Select, select

from field_app.domain.facts import SheetId, UserId
from sync.protocol import MAX_SHEET_BYTES, Cursor
from sync.server import tables
from sync.server.shelf import chunks, document

Place = tuple[int, str]
_LAST = "\uffff"  # after every sheet's id


@frozen
class Page:
    """One answer's worth. `cursor` is where the next one starts; `more` when it should be asked for at once."""

    documents: tuple[bytes, ...]
    gone: tuple[SheetId, ...]
    cursor: Cursor
    more: bool


@frozen
class Reader:
    """A person and the tokens they read by, each with the position it began at."""

    company: str
    user: UserId
    tokens: dict[str, int]


def reader(connection: Connection, company: str, user: UserId) -> Reader:
    m = tables.memberships.c
    rows = connection.execute(select(m.reader, m.since_seq).where(m.company == company, m.user == user, m.until_seq.is_(None)))
    return Reader(company, user, {row.reader: row.since_seq for row in rows})


def visible(connection: Connection, who: Reader, sheet_id: SheetId) -> bool:
    """The one answer to "may this person read this sheet" for whatever else asks."""
    return sheet_id in visible_of(connection, who, [sheet_id])


def visible_of(connection: Connection, who: Reader, ids: Iterable[str]) -> set[SheetId]:
    """Those of these sheets this person may read."""
    return _still_visible(connection, who, map(SheetId, ids))


def page(connection: Connection, who: Reader, cursor: Cursor, end: Cursor, *, holding: bool, limit: int) -> Page:
    """The changes after `cursor` up to `end`, at most `limit` sheets and as many bytes as one answer takes.

    Who reads from the start is told of what they lost only when `holding` some of it.
    """
    if cursor.seq >= end.seq and not cursor.within:
        return Page((), (), end, more=False)
    start = (cursor.seq, cursor.within or _LAST)
    places = {sheet: place for sheet, place in _changed(connection, who, cursor.seq).items() if place > start}
    lost = {sheet: place for sheet, place in _lost(connection, who, cursor.seq).items() if place > start} if cursor.epoch or holding else {}
    order = sorted([(place, sheet, False) for sheet, place in places.items()] + [(place, sheet, True) for sheet, place in lost.items()])
    return _cut(connection, who, order[:limit], end, more=len(order) > limit)


def _cut(connection: Connection, who: Reader, order: list[tuple[Place, SheetId, bool]], end: Cursor, *, more: bool) -> Page:
    documents = _documents(connection, who.company, [sheet for _, sheet, is_gone in order if not is_gone])
    taken: list[bytes] = []
    gone: list[SheetId] = []
    size = 0
    last: Place | None = None
    for place, sheet, is_gone in order:
        if is_gone:
            gone.append(sheet)
        else:
            size += len(documents[sheet])
            if size > MAX_SHEET_BYTES and taken:
                more = True
                break
            taken.append(documents[sheet])
        last = place
    cursor = Cursor(end.epoch, *last) if more and last else end
    return Page(tuple(taken), tuple(gone), cursor, more)


@define
class _Newest:
    """The newest place of each sheet."""

    places: dict[SheetId, Place]

    def add(self, sheet: SheetId, *positions: int) -> None:
        place = (max(positions), sheet)
        if place > self.places.get(sheet, (-1, "")):
            self.places[sheet] = place


def _changed(connection: Connection, who: Reader, after: int) -> dict[SheetId, Place]:
    """Every sheet this person may read with its place, of those that changed at or after `after`."""
    s, r = tables.sheets.c, tables.readers.c
    newest = _Newest({})
    if not who.tokens:
        return {}
    paths = _paths(who)
    questions = [paths.where(s.version >= after), paths.where(r.since_seq >= after)]
    younger = [token for token, since in who.tokens.items() if since >= after]
    if younger:
        questions.append(paths.where(r.reader.in_(younger)))
    for question in questions:
        for sheet, version, token, since in connection.execute(question):
            newest.add(sheet, version, since, who.tokens[token])
    return newest.places


def _paths(who: Reader) -> Select[Any]:
    s, r = tables.sheets.c, tables.readers.c
    joined = tables.sheets.join(tables.readers, (r.company == s.company) & (r.sheet == s.id))
    return (
        select(s.id, s.version, r.reader, r.since_seq)
        .select_from(joined)
        .where(s.company == who.company, r.reader.in_(who.tokens), r.until_seq.is_(None))
    )


def _lost(connection: Connection, who: Reader, after: int) -> dict[SheetId, Place]:
    """Sheets whose last right ended at or after `after`, with the place it ended."""
    m, r = tables.memberships.c, tables.readers.c
    held = tables.memberships.join(tables.readers, (m.company == r.company) & (m.reader == r.reader))
    rights = select(r.sheet, r.since_seq, r.until_seq, m.since_seq, m.until_seq).select_from(held)
    mine = rights.where(m.company == who.company, m.user == who.user)
    newest = _Newest({})
    # Two questions: asked as one with `or`, every right one has is looked at for the few that ended.
    for ended in (mine.where(r.until_seq >= after), mine.where(m.until_seq >= after)):
        for sheet, since, until, member_since, member_until in connection.execute(ended):
            ends = min(end for end in (until, member_until) if end is not None)
            if ends > max(since, member_since) and ends >= after:
                newest.add(sheet, ends)
    still = _still_visible(connection, who, newest.places)
    return {sheet: place for sheet, place in newest.places.items() if sheet not in still}


def _still_visible(connection: Connection, who: Reader, ids: Iterable[SheetId]) -> set[SheetId]:
    r = tables.readers.c
    found: set[SheetId] = set()
    for some in chunks(ids) if who.tokens else ():
        rows = connection.execute(
            select(r.sheet).where(r.company == who.company, r.sheet.in_(some), r.reader.in_(who.tokens), r.until_seq.is_(None))
        )
        found.update(rows.scalars())
    return found


def _documents(connection: Connection, company: str, ids: list[SheetId]) -> dict[SheetId, bytes]:
    s = tables.sheets.c
    found: dict[SheetId, bytes] = {}
    for some in chunks(ids):
        question = select(s.id, s.kind, s.version, s.entries).where(s.company == company, s.id.in_(some))
        found |= {row.id: document(*row) for row in connection.execute(question)}
    return found
