"""Photos at the office: who may bring one, who may see one, which are missing. Blocking.

A photo nobody here may know of and one that doesn't exist get the same answer, also when its name is known (F53).
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection, bindparam, insert, select, update

from field_app.domain.photo import MOST_BYTES, is_name
from sync.blobs import Stands
from sync.protocol import Refused
from sync.server import feed, tables
from sync.server.access import Principal
from sync.server.database import Database
from sync.server.folder import BlobFolder, NotThatPhoto

log = logging.getLogger(__name__)

WHOLE, WANTED = "whole", "wanted"
MOST_WANTED = 20  # photos asked for in one answer

_names, _blobs = tables.photo_names.c, tables.blobs.c


@frozen
class Missing:
    """A sheet with photos that were told of and haven't come, since when, and whose they are."""

    sheet: str
    user: str
    count: int
    since: int


class Blobs:
    """The photos of one company."""

    def __init__(self, database: Database, company: str, root: Path, now: Callable[[], datetime]) -> None:
        self.database, self.company, self._now = database, company, now
        self.folder = BlobFolder(root / company)

    def stands(self, who: Principal, name: str) -> Stands:
        """How much of it is here. Raises Refused("unknown") for who has recorded nothing with it."""
        self._must_bring(who, name)
        if self.folder.has(name):
            return Stands(0, done=True, seq=self._note_whole(name))
        return Stands(self.folder.offset(name, who.device), done=False)

    def bring(self, who: Principal, name: str, offset: int, length: int, part: bytes) -> Stands:
        """Go on with a photo of `length` bytes at `offset`. With all of it there, it is looked at and becomes visible. Raises Refused."""
        self._must_bring(who, name)
        if not self.folder.has(name):
            if not 0 < length <= MOST_BYTES:
                raise Refused("size", status=413)
            if not 0 <= offset <= min(length, self.folder.offset(name, who.device)):
                raise Refused("offset", status=409)
            if offset + len(part) > length:
                raise Refused("length", status=422)
            if self.folder.append(name, who.device, offset, part) < length:
                return Stands(offset + len(part), done=False)
            self._settle(who, name)
        return Stands(length, done=True, seq=self._note_whole(name))

    def _settle(self, who: Principal, name: str) -> None:
        # Another request of the same device may have been quicker with the same bytes.
        with suppress(FileNotFoundError):
            try:
                self.folder.settle(name, who.device)
            except NotThatPhoto as problem:
                log.warning("photo %s from %s: %s", name, who.device, problem)
                raise Refused(str(problem), status=422) from problem

    def read(self, who: Principal, name: str) -> bytes:
        """The photo. Raises Refused("unknown") for who may see no sheet that names it, and while it hasn't come."""
        with self.database.read() as connection:
            may = is_name(name) and (self._names_it(connection, who, name) or self._shows(connection, who, name))
        data = self.folder.read(name) if may else None
        if data is None:
            if may and self.folder.has(name):
                self._damaged(name)
            raise Refused("unknown", status=404)
        return data

    def missing(self, who: Principal, before: int) -> tuple[Missing, ...]:
        """Photos on sheets this person may read that were told of before this second and haven't come (F43)."""
        joined = tables.photo_names.outerjoin(tables.blobs, (_blobs.company == _names.company) & (_blobs.name == _names.name))
        absent = (_blobs.state.is_(None)) | (_blobs.state != WHOLE)
        question = select(_names.sheet, _names.user, _names.name, _names.received_at).select_from(joined)
        mine = question.where(_names.company == self.company, _names.shown == 1, _names.received_at < before, absent)
        with self.database.read() as connection:
            reader = feed.reader(connection, self.company, who.user)
            rows = connection.execute(mine.order_by(_names.seq)).all()
            visible = feed.visible_of(connection, reader, {row.sheet for row in rows})
        found: dict[tuple[str, str], list[int]] = {}
        for row in rows:
            if row.sheet in visible:
                found.setdefault((row.sheet, row.user), []).append(row.received_at)
        return tuple(Missing(sheet, user, len(times), min(times)) for (sheet, user), times in found.items())

    def scrub(self) -> Iterator[str]:
        """Read every photo; put aside what is no longer what its name says, and have its phone asked for it again (F44)."""
        self.folder.forget_parts()
        here = set(self.folder.names())
        for name in sorted(here | self._said_here()):
            if self.folder.read(name) is None:
                self._damaged(name)
                yield name

    def _damaged(self, name: str) -> None:
        log.error("photo %s is damaged or gone; its phone is asked for it again", name)
        with suppress(FileNotFoundError):
            self.folder.put_aside(name)
        with self.database.write() as connection:
            self._put(connection, name, WANTED)

    def _said_here(self) -> set[str]:
        with self.database.read() as connection:
            return set(connection.execute(select(_blobs.name).where(_blobs.company == self.company)).scalars())

    def _must_bring(self, who: Principal, name: str) -> None:
        with self.database.read() as connection:
            if not (is_name(name) and self._names_it(connection, who, name)):
                raise Refused("unknown", status=404)

    def _names_it(self, connection: Connection, who: Principal, name: str) -> bool:
        question = select(_names.seq).where(_names.company == self.company, _names.name == name, _names.user == who.user)
        return connection.execute(question.limit(1)).first() is not None

    def _shows(self, connection: Connection, who: Principal, name: str) -> bool:
        question = select(_names.sheet).where(_names.company == self.company, _names.name == name, _names.shown == 1)
        sheets: Iterable[str] = connection.execute(question.distinct()).scalars().all()
        return bool(feed.visible_of(connection, feed.reader(connection, self.company, who.user), sheets))

    def _note_whole(self, name: str) -> int:
        """Write down that it is here. Returns where the log stands: a backup that goes further has the photo."""
        with self.database.write() as connection:
            counter = tables.counter.c
            seq = connection.execute(select(counter.seq).where(counter.company == self.company).with_for_update()).scalar_one()
            self._put(connection, name, WHOLE)
        return int(seq)

    def _put(self, connection: Connection, name: str, state: str) -> None:
        here = (_blobs.company == self.company, _blobs.name == name)
        values = {"state": state, "at": int(self._now().timestamp())}
        if connection.execute(update(tables.blobs).where(*here).values(values)).rowcount == 0:
            connection.execute(insert(tables.blobs), {"company": self.company, "name": name, **values})


def wanted_of(connection: Connection, who: Principal) -> tuple[str, ...]:
    """The photos this person's phones are asked for again."""
    return tuple(connection.execute(_WANTED_OF, {"of": who.company, "who": who.user}).scalars())


_WANTED_OF = (
    select(_blobs.name)
    .select_from(tables.blobs.join(tables.photo_names, (_blobs.company == _names.company) & (_blobs.name == _names.name)))
    .where(_blobs.company == bindparam("of"), _blobs.state == WANTED, _names.user == bindparam("who"))
    .distinct()
    .order_by(_blobs.name)
    .limit(MOST_WANTED)
)
