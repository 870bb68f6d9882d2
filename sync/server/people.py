"""The company's people from the server's own side: adding them, and recording as one of them through the real append path."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from uuid6 import uuid7

from field_app.domain.facts import DeviceId, Draft, Role, SheetId, UserId, dump_line
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.sheets import Ground, decide, new_sheet, provisional
from sync.server import tables
from sync.server.access import Access, must_be_password, new_device
from sync.server.log import Log
from sync.server.pushes import Appended, Push
from sync.server.verdicts import Line

SERVER_MADE = "server"  # the label of journals that no device holds


def record_as(log: Log, user: UserId, drafts: Sequence[Draft], at: datetime | None = None) -> Appended:
    """Append these drafts as this person, from a journal of theirs that lives on the server. Received `at`, by default when acted.

    The very first person of a company may be recorded by themselves; they act as administrator until their sheet says otherwise.
    """
    return log.append(push_as(log, user, drafts, at))


def push_as(log: Log, user: UserId, drafts: Sequence[Draft], at: datetime | None = None) -> Push:
    """These drafts as the next facts of this person's journal on the server, ready to be appended."""
    device, head = _server_journal(log, user)
    facts = [provisional(draft, n, device) for n, draft in enumerate(drafts, head + 1)]
    lines = tuple(Line(fact.n, raw := dump_line(fact), raw.decode(), fact) for fact in facts)
    return Push(device, head, "", lines, received_at=at or drafts[-1].at)


def add_person(
    log: Log, access: Access, *, login: str, name: str, roles: Sequence[Role], password: str, at: datetime, by: UserId | None = None
) -> UserId:
    """A new person with a password. `by` an administrator; without, the person is the first one and records themselves.

    Raises RuleBroken and Refused("password"), and then nobody was added.
    """
    user = UserId(str(uuid7()))
    must_be_password(password)
    author = by or first_administrator(log) or user
    ground = Ground(at, author, frozenset({"admin"}))
    record_as(
        log, author, decide(new_sheet(SheetId(user), "person"), PersonAdded(login, name), RolesGiven(tuple(roles)), ground=ground), at
    )
    access.set_password(user, password)
    return user


def first_administrator(log: Log) -> UserId | None:
    """The administrator known longest, None while there is none."""
    return first_with(log, "admin")


def first_with(log: Log, role: Role) -> UserId | None:
    """Who has had this role longest of those who have it now, None while nobody has."""
    m, p = tables.memberships.c, tables.people.c
    joined = tables.memberships.join(tables.people, (p.company == m.company) & (p.user == m.user))
    question = select(m.user).select_from(joined).where(m.company == log.company, m.reader == f"role:{role}", m.until_seq.is_(None))
    with log.database.read() as connection:
        found = connection.execute(question.order_by(p.since_seq)).scalar()
    return UserId(found) if found else None


def find_person(log: Log, login: str) -> UserId | None:
    p = tables.people.c
    with log.database.read() as connection:
        found = connection.execute(select(p.user).where(p.company == log.company, p.login == login).order_by(p.since_seq)).scalar()
    return UserId(found) if found else None


def is_empty(log: Log) -> bool:
    """True for a company with no facts yet."""
    with log.database.read() as connection:
        return not connection.execute(select(tables.counter.c.seq).where(tables.counter.c.company == log.company)).scalar_one()


def _server_journal(log: Log, user: UserId) -> tuple[DeviceId, int]:
    d, m = tables.devices, tables.memberships
    mine = select(d.c.device, d.c.head).where(d.c.company == log.company, d.c.user == user, d.c.label == SERVER_MADE)
    with log.database.write() as connection:
        row = connection.execute(mine).first()
        if row:
            return DeviceId(row.device), row.head
        made = new_device(connection, log.company, user, SERVER_MADE, None, 0)
        people = connection.execute(select(func.count()).select_from(m).where(m.c.company == log.company)).scalar_one()
        if not people:
            first = {"company": log.company, "user": user, "reader": "role:admin", "since_seq": 0, "until_seq": None}
            connection.execute(insert(m), first)
        return made, 0
