"""What goes down to one person: sheets changed after a cursor, oldest change first, and those that may be seen no longer.

A change has a position: the newest of the sheet's version, the moment this person's right to it began, and the moment the role that
gives the right did. So a newly assigned technician and a person with a new role get whole sheets by the same rule as everyone else,
with no state of the phone kept here. Several changes may share a position; the cursor then tells how far within it one has read.
"""

from collections.abc import Iterable
from typing import Any

from attrs import define, frozen
from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from field_app.domain.facts import SheetId, UserId
from sync.protocol import MAX_SHEET_BYTES, Cursor
from sync.server import tables
from sync.server.database import chunks
from sync.server.documents import document

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
    rows = connection.execute(_TOKENS, {"of": company, "who": user})
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
    newest = _Newest({})
    younger = [token for token, since in who.tokens.items() if since >= after]
    asked = ((_CHANGED, who.tokens), (_BEGUN, who.tokens), (_READ, younger))
    for question, tokens in asked:
        for sheet, version, token, since in _ask(connection, question, who, tokens, after=after):
            newest.add(sheet, version, since, who.tokens[token])
    return newest.places


def _ask(connection: Connection, question: Select[Any], who: Reader, tokens: Iterable[str], **more: Any) -> Iterable[Any]:
    of_them = list(tokens)
    return connection.execute(question, {"of": who.company, "tokens": of_them, **more}) if of_them else ()


def _lost(connection: Connection, who: Reader, after: int) -> dict[SheetId, Place]:
    """Sheets whose last right ended at or after `after`, with the place it ended."""
    newest = _Newest({})
    # Two questions: asked as one with `or`, every right one has is looked at for the few that ended.
    for question in (_RIGHTS_ENDED, _ROLES_ENDED):
        ended = connection.execute(question, {"of": who.company, "who": who.user, "after": after})
        for sheet, since, until, member_since, member_until in ended:
            ends = min(end for end in (until, member_until) if end is not None)
            if ends > max(since, member_since) and ends >= after:
                newest.add(sheet, ends)
    still = _still_visible(connection, who, newest.places)
    return {sheet: place for sheet, place in newest.places.items() if sheet not in still}


def _still_visible(connection: Connection, who: Reader, ids: Iterable[SheetId]) -> set[SheetId]:
    found: set[SheetId] = set()
    for some in chunks(ids):
        found.update(sheet for (sheet,) in _ask(connection, _VISIBLE, who, who.tokens, ids=some))
    return found


def _documents(connection: Connection, company: str, ids: list[SheetId]) -> dict[SheetId, bytes]:
    found: dict[SheetId, bytes] = {}
    for some in chunks(ids):
        found |= {row.id: document(*row) for row in connection.execute(_DOCUMENTS, {"of": company, "ids": some})}
    return found


# Built once: building a question costs more than asking it.
_s, _r, _m = tables.sheets.c, tables.readers.c, tables.memberships.c
_of: BindParameter[str] = bindparam("of")
_after: BindParameter[int] = bindparam("after")
_tokens: BindParameter[str] = bindparam("tokens", expanding=True)
_ids: BindParameter[str] = bindparam("ids", expanding=True)
_mine = (_m.company == _of, _m.user == bindparam("who"))
_TOKENS = select(_m.reader, _m.since_seq).where(*_mine, _m.until_seq.is_(None))
_READ = (
    select(_s.id, _s.version, _r.reader, _r.since_seq)
    .select_from(tables.sheets.join(tables.readers, (_r.company == _s.company) & (_r.sheet == _s.id)))
    .where(_s.company == _of, _r.reader.in_(_tokens), _r.until_seq.is_(None))
)
_CHANGED = _READ.where(_s.version >= _after)
_BEGUN = _READ.where(_r.since_seq >= _after)
_HELD = (
    select(_r.sheet, _r.since_seq, _r.until_seq, _m.since_seq, _m.until_seq)
    .select_from(tables.memberships.join(tables.readers, (_m.company == _r.company) & (_m.reader == _r.reader)))
    .where(*_mine)
)
_RIGHTS_ENDED = _HELD.where(_r.until_seq >= _after)
_ROLES_ENDED = _HELD.where(_m.until_seq >= _after)
_VISIBLE = select(_r.sheet).where(_r.company == _of, _r.sheet.in_(_ids), _r.reader.in_(_tokens), _r.until_seq.is_(None))
_DOCUMENTS = select(_s.id, _s.kind, _s.version, _s.entries).where(_s.company == _of, _s.id.in_(_ids))
