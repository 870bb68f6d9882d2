"""Who reads what: the rights a sheet gives, and the tokens a person reads by, brought to what the sheets say."""

from sqlalchemy import Connection, insert, select, update

from field_app.domain import audience, person
from field_app.domain.facts import SheetId, UserId
from field_app.domain.sheets import Sheet
from sync.server import tables

LONGEST_ID = 64

Right = tuple[SheetId, str]


def rights_of(sheet: Sheet) -> frozenset[Right]:
    """Who reads what because of this sheet: itself by its audience, its links by the people in it."""
    readers = audience.audience(sheet)
    linked = {(link, reader) for link in audience.links(sheet) for reader in readers if reader.startswith("user:")}
    return frozenset(filter(_is_somebodys, linked | {(sheet.id, reader) for reader in readers}))


def _is_somebodys(right: Right) -> bool:
    """False where an id on the sheet is none that any person or sheet could have."""
    sheet, reader = right
    return len(sheet) <= LONGEST_ID and len(reader) <= LONGEST_ID and "\x00" not in sheet + reader


def write_person(connection: Connection, company: str, sheet: Sheet) -> set[str]:
    """Bring the tables of people and of what they read by to what a person's sheet says."""
    account = person.account(sheet)
    if account is None:
        return set()
    p = tables.people
    here = (p.c.company == company, p.c.user == account.user)
    values = {"login": account.login, "name": account.name, "active": int(not account.disabled)}
    if connection.execute(update(p).where(*here).values(values)).rowcount == 0:
        connection.execute(insert(p), {"company": company, "user": account.user, "since_seq": sheet.entries[0].stamp.seq, **values})
    wanted = set() if account.disabled else set(audience.tokens(account.user, account.roles))
    return _write_memberships(connection, company, account.user, wanted, sheet.version)


def _write_memberships(connection: Connection, company: str, user: UserId, wanted: set[str], seq: int) -> set[str]:
    m = tables.memberships
    mine = (m.c.company == company, m.c.user == user, m.c.until_seq.is_(None))
    present = set(connection.execute(select(m.c.reader).where(*mine)).scalars())
    if present - wanted:
        connection.execute(update(m).where(*mine, m.c.reader.in_(present - wanted)).values(until_seq=seq))
    begun = [{"company": company, "user": user, "reader": reader, "since_seq": seq, "until_seq": None} for reader in wanted - present]
    if begun:
        connection.execute(insert(m), begun)
    return {f"user:{user}"} if present != wanted else set()
