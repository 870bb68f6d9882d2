"""The log held against itself and against what was made from it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from field_app.domain.erasure import Erasure
from field_app.domain.facts import TYPES, DeviceId, MalformedLine, SheetId, UserId, chain, chain_start, load_line, server_chain
from field_app.domain.sheets import Stamp, load_sheet
from sync.protocol import instant
from sync.server import lists, measures, photo_names, tables
from sync.server.documents import document, entry_text
from sync.server.log import Log
from sync.server.shelf import Cache, Shelf

STEP = 1000  # facts read at once


def rebuild(log: Log) -> int:
    """Make sheets, readers and people anew from the facts, all in one transaction. Returns how many facts were folded."""
    count = 0
    with log.database.write() as connection:
        for table in (tables.sheets, tables.readers, tables.memberships, tables.people, tables.photo_names):
            connection.execute(delete(table).where(table.c.company == log.company))
        measures.forget(connection, log.company)
        for rows in _pages(connection, log.company):
            shelf = Shelf(connection, log.company, Cache())
            for row in rows:
                _name_photos(connection, log.company, row)
                if _lay(shelf, row):
                    shelf.settle(row.sheet)
                    count += 1
            shelf.write()
            lists.write(connection, log.company, shelf.changed())
    log.cache.clear()
    return count


def _name_photos(connection: Connection, company: str, row: Row[Any]) -> None:
    line = row.line if row.line is not None else row.quarantine
    with suppress(MalformedLine):  # what was refused may be no fact at all
        fact = load_line(DeviceId(row.device), line, strict=row.line is None)
        photo_names.write(connection, photo_names.naming(company, row.seq, fact, UserId(row.user), row.received_at, row.verdict))


def _lay(shelf: Shelf, row: Row[Any]) -> bool:
    if row.line is None:
        return False
    fact = load_line(DeviceId(row.device), row.line)
    sheet, known = shelf.sheet(fact.sheet), TYPES.get(fact.type)
    if sheet is None and known is None:
        return False
    by, received_at = UserId(row.user), instant(row.received_at * 1000)
    entry = entry_text(fact.device, by, received_at)(row.seq, row.verdict, row.line.decode())
    kind = sheet.kind if sheet else known.kind if known else "repair"
    shelf.lay(kind, fact, Stamp(by, row.seq, received_at, row.verdict), entry)
    return True


def remake_sheet(connection: Connection, company: str, sheet_id: SheetId) -> None:
    """Write one sheet's document, columns and list row anew from its facts; who may read it stays as it is."""
    f, s = tables.facts, tables.sheets
    shelf = Shelf(connection, company, Cache(), blank=True)
    for row in connection.execute(select(f).where(f.c.company == company, f.c.sheet == sheet_id).order_by(f.c.seq)):
        _lay(shelf, row)
    connection.execute(update(s).where(s.c.company == company, s.c.id == sheet_id).values(shelf.row(sheet_id)))
    lists.write(connection, company, shelf.changed())


def _pages(connection: Connection, company: str) -> Iterator[list[Row[Any]]]:
    after, f = 0, tables.facts
    while rows := list(connection.execute(select(f).where(f.c.company == company, f.c.seq > after).order_by(f.c.seq).limit(STEP))):
        yield rows
        after = rows[-1].seq


def verify(log: Log) -> list[str]:
    """What is wrong with the log and what was made from it, in words; nothing when all is well."""
    with log.database.read() as connection:
        return [*_verify_chains(connection, log.company), *_verify_sheets(connection, log.company)]


def _verify_chains(connection: Connection, company: str) -> Iterator[str]:
    heads: dict[DeviceId, tuple[int, bytes]] = {}
    erasing = _erasing(connection, company)
    seq, ours = 0, bytes(32)
    for row in (row for rows in _pages(connection, company) for row in rows):
        device = DeviceId(row.device)
        n, before = heads.get(device, (0, chain_start(device)))
        # What was erased is known by its hash alone; that it was to be erased is a fact of the same sheet.
        is_erased = row.erased_by is not None and erasing.get(row.erased_by) == row.sheet and row.seq < row.erased_by
        theirs = row.hash if is_erased else chain(before, row.line if row.line is not None else row.quarantine)
        seq, ours = seq + 1, server_chain(ours, device, row.n, theirs)
        if row.seq != seq:
            yield f"position {seq} is missing"
            seq = row.seq
        if row.n != n + 1:
            yield f"position {seq}: fact {n + 1} of journal {device} is missing"
        if theirs != row.hash or ours != row.chain:
            yield f"position {seq}: the bytes of fact {row.n} of journal {device} are not those that came"
            theirs, ours = row.hash, row.chain
        heads[device] = (row.n, theirs)
    counter = connection.execute(select(tables.counter).where(tables.counter.c.company == company)).one()
    if (counter.seq, counter.chain) != (seq, ours):
        yield f"the counter stands at {counter.seq}, the log ends at {seq}"
    d = tables.devices.c
    for device, head, hashed in connection.execute(select(d.device, d.head, d.hash).where(d.company == company)):
        if heads.get(device, (0, chain_start(device))) != (head, hashed):
            yield f"journal {device} is said to end at {head}"


def _erasing(connection: Connection, company: str) -> dict[int, str]:
    """The sheets that were erased, by the position of the fact that says so."""
    f = tables.facts.c
    named = select(f.erased_by).where(f.company == company, f.erased_by.is_not(None)).distinct()
    rows = connection.execute(select(f.seq, f.sheet, f.device, f.line).where(f.company == company, f.seq.in_(named), f.line.is_not(None)))
    return {row.seq: row.sheet for row in rows if isinstance(load_line(DeviceId(row.device), row.line).body, Erasure)}


def _verify_sheets(connection: Connection, company: str) -> Iterator[str]:
    shelf = Shelf(connection, company, Cache(), blank=True)
    for rows in _pages(connection, company):
        for row in rows:
            try:
                _lay(shelf, row)
            except MalformedLine:
                yield f"position {row.seq} can't be read"
    remade = shelf.documents()
    for row in connection.execute(select(tables.sheets).where(tables.sheets.c.company == company)):
        kept = document(row.id, row.kind, row.version, row.entries)
        if remade.pop(row.id, None) != kept:
            yield f"sheet {row.id} is not what its facts say"
        elif load_sheet(json.loads(kept)).version != row.version:
            yield f"sheet {row.id} can't be read back"
    yield from (f"sheet {sheet} is missing" for sheet in remade)
