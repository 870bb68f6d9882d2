"""Who pushes: the heads of their journals, their roles and rights, asked once for all the pushes of a transaction.

One question a push would be a wait each while everybody else waits for the log.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from attrs import define, field
from sqlalchemy import BindParameter, Connection, bindparam, select

from field_app.domain.facts import DeviceId, Role, SheetId, UserId
from sync.server import tables
from sync.server.database import chunks


@define
class Head:
    """A journal as this transaction leaves it."""

    user: UserId
    state: str
    n: int
    hash: bytes


@define
class Roles:
    """What somebody is, and what they have ever been."""

    now: set[Role] = field(factory=set)
    ever: set[Role] = field(factory=set)


@define
class Rights:
    """The sheets a person reads through another sheet, and those they have ever read."""

    linked: set[str] = field(factory=set)
    before: set[str] = field(factory=set)


def heads(connection: Connection, company: str, devices: Iterable[DeviceId]) -> dict[DeviceId, Head]:
    rows = (row for some in chunks(devices) for row in connection.execute(_HEADS, {"of": company, "them": some}))
    return {row.device: Head(UserId(row.user), row.state, row.head, row.hash) for row in rows}


def roles(connection: Connection, company: str, users: Iterable[UserId]) -> dict[UserId, Roles]:
    found = defaultdict[UserId, Roles](Roles)
    for some in chunks(users):
        for user, reader, until in connection.execute(_MEMBERSHIPS, {"of": company, "them": some}):
            kind, _, role = reader.partition(":")
            if kind == "role":
                found[user].ever.add(role)
            if kind == "role" and until is None:
                found[user].now.add(role)
    return found


def rights(connection: Connection, company: str, users: Iterable[UserId], sheets: Iterable[SheetId]) -> dict[UserId, Rights]:
    """What each of them reads, or has read, of these sheets as a person."""
    by_token, found = {f"user:{user}": user for user in users}, defaultdict[UserId, Rights](Rights)
    for ids, tokens in product(chunks(sheets), chunks(by_token)):
        for reader, sheet, via, until in connection.execute(_RIGHTS, {"of": company, "ids": ids, "tokens": tokens}):
            its = found[by_token[reader]]
            its.before.add(sheet)
            if until is None and via != sheet:
                its.linked.add(sheet)
    return found


# Built once: building a question costs more than asking it.
_of: BindParameter[str] = bindparam("of")
_d, _m, _r = tables.devices.c, tables.memberships.c, tables.readers.c
_HEADS = (
    select(_d.device, _d.user, _d.state, _d.head, _d.hash)
    .where(_d.company == _of, _d.device.in_(bindparam("them", expanding=True)))
    .with_for_update()
)
_MEMBERSHIPS = select(_m.user, _m.reader, _m.until_seq).where(_m.company == _of, _m.user.in_(bindparam("them", expanding=True)))
_RIGHTS = select(_r.reader, _r.sheet, _r.via, _r.until_seq).where(
    _r.company == _of, _r.sheet.in_(bindparam("ids", expanding=True)), _r.reader.in_(bindparam("tokens", expanding=True))
)
