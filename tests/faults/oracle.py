"""What must hold after any fault and one quiet sync, whatever the fault was.

(a) whatever a phone called saved is at the office exactly once · (b) every sheet a phone holds is the office's, word for word ·
(c) a phone holds what its person may see and nothing else · (d) cash on the sheets is cash in the log · (e) the chains verify.

    oracle.quiet(wang, li)
    assert oracle.findings(here, wang, li) == []
"""

import json
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from field_app.domain.facts import SheetId, as_array, encode
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Sheet, dump_entry, load_sheet
from sync.server import feed, tables
from sync.server.documents import document
from sync.server.truth import verify
from tests.cast import Company, Phone


def quiet(*phones: Phone) -> None:
    """Every phone syncs, and again: what one sent in the first turn reaches the others in the second."""
    for phone in (*phones, *phones):
        phone.sync()


def findings(here: Company, *phones: Phone) -> list[str]:
    """What is wrong, in words; nothing when all is well."""
    found = [*_chains(here), *_cash(here)]
    for phone in phones:
        found += [f"{phone.person.login}: {wrong}" for wrong in (*_saved(here, phone), *_scope(here, phone), *_same(here, phone))]
    return found


def _saved(here: Company, phone: Phone) -> Iterator[str]:
    """(a) A rescued fact has another place in another journal: it is known by its person and what it says."""
    there = Counter(said(json.loads(line)) for line in lines_of(here, phone))
    erased = erased_in(here)
    for fact, count in Counter(said(as_array(fact)) for fact in phone.saved if fact.key not in erased).items():
        if there[fact] != count:
            yield f"recorded {count} times, {there[fact]} times at the office: {fact.decode()[:120]}"
    unsent = phone.device.sending().unsent
    if unsent:
        yield f"{unsent} still unsent"


def said(array: list[object]) -> bytes:
    """A fact without its place in the journal."""
    return encode(array[1:])


def lines_of(here: Company, phone: Phone) -> list[bytes]:
    """Every line this person's devices sent, those in quarantine too."""
    f = tables.facts.c
    with here.office.database.read() as connection:
        rows = connection.execute(select(f.line, f.quarantine).where(f.user == phone.person.user)).all()
    return [bytes(row.line if row.line is not None else row.quarantine) for row in rows]


def erased_in(here: Company) -> set[tuple[str, int]]:
    """Facts that are known by their hash alone: what they said was erased (F62)."""
    f = tables.facts.c
    with here.office.database.read() as connection:
        return {(row.device, row.n) for row in connection.execute(select(f.device, f.n).where(f.erased_by.is_not(None)))}


def _scope(here: Company, phone: Phone) -> Iterator[str]:
    """(b) versions and (c) scope."""
    held, visible = dict(phone.device.held()), visible_to(here, phone)
    yield from (f"holds {sheet}, which isn't theirs to see" for sheet in held.keys() - visible.keys())
    yield from (f"lacks {sheet}" for sheet in visible.keys() - held.keys())
    for sheet in held.keys() & visible.keys():
        if held[sheet] != visible[sheet].version:
            yield f"holds {sheet} at {held[sheet]}, the office has {visible[sheet].version}"


def _same(here: Company, phone: Phone) -> Iterator[str]:
    """(b) content. What was refused stays with its author and is on no sheet of the office's."""
    for sheet_id, theirs in visible_to(here, phone).items():
        mine = phone.sees(sheet_id)
        entries = [dump_entry(entry) for entry in mine.entries if entry.stamp.verdict != "refused"] if mine else []
        if entries != [dump_entry(entry) for entry in theirs.entries]:
            yield f"reads sheet {sheet_id} otherwise than the office"


def visible_to(here: Company, phone: Phone) -> dict[SheetId, Sheet]:
    """Every sheet this person may see, as the office has it."""
    s = tables.sheets.c
    with here.office.database.read() as connection:
        who = feed.reader(connection, here.office.log.company, phone.person.user)
        rows = connection.execute(select(s.id, s.kind, s.version, s.entries)).all()
        return {row.id: load_sheet(json.loads(document(*row))) for row in rows if feed.visible(connection, who, row.id)}


def _cash(here: Company) -> Iterator[str]:
    """(d) Read twice: from the sheets by the rules, and from the log by hand."""
    s = tables.sheets.c
    with here.office.database.read() as connection:
        rows = connection.execute(select(s.id, s.kind, s.version, s.entries).where(s.kind == "repair")).all()
    sheets = [load_sheet(json.loads(document(*row))) for row in rows]
    on_sheets = sum(entry.body.amount_fen for sheet in sheets for entry in sheet.live(CashReceived))
    in_log = cash_in_log(here)
    if on_sheets != in_log:
        yield f"{on_sheets} fen of cash on the sheets, {in_log} in the log"


def cash_in_log(here: Company) -> int:
    """Fen received less those whose receipt was corrected away on its own sheet; corrections of corrections counted too."""
    f = tables.facts.c
    with here.office.database.read() as connection:
        rows = connection.execute(select(f.device, f.n, f.line).where(f.line.is_not(None)).order_by(f.seq.desc())).all()
    voided: set[tuple[str, str, int]] = set()
    total = 0
    for device, n, line in rows:
        _, sheet, kind, _, _, body, *_ = json.loads(line)
        if (sheet, device, n) in voided:
            continue
        if kind == "voided":
            voided.add((sheet, body["fact"][0], body["fact"][1]))
        total += body["amount_fen"] if kind == "cash_received" else 0
    return total


def _chains(here: Company) -> list[str]:
    """(e)"""
    return verify(here.office.log)
