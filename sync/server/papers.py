"""Papers from the office: a sheet's papers as PDF with its facts as the log holds them, its export, and whether such a file is ours."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import evolve
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, select

from field_app.domain.errors import Words, say
from field_app.domain.facts import DeviceId, MalformedLine, SheetId, load_line
from field_app.domain.policy import POLICY_SHEET, versions
from field_app.domain.sheets import Entry, Sheet, new_sheet
from field_app.papers import export as exports
from field_app.papers.around import Around
from field_app.papers.catalog import KINDS, Wanted, photos_for
from field_app.papers.export import Export, Kept
from field_app.papers.words import Language
from sync.protocol import Refused
from sync.server import feed, tables
from sync.server.documents import read_document
from sync.server.edge import GUARDED, hands_out, named, token_of
from sync.server.office import Office
from sync.server.pushes import hash_at

FONT = Path(__file__).resolve().parents[2] / "assets" / "fonts" / "NotoSansSC.otf"
PDF = "application/pdf"


def add_papers(app: FastAPI, here: Office) -> None:
    @app.get("/v1/papers/{sheet}/export", responses=hands_out("application/json"))
    async def export(sheet: str, request: Request, lang: str = "zh") -> Response:
        content = await run_in_threadpool(_export, here, token_of(request), SheetId(named(sheet)), _around(request, lang))
        return _file(content, "application/json", f"{sheet}.json")

    @app.get("/v1/papers/{sheet}/{name}", responses=hands_out(PDF))
    async def print_(sheet: str, name: str, request: Request, which: str = "", lang: str = "zh") -> Response:
        if name not in KINDS:
            raise Refused("unknown", status=404)
        wanted = Wanted(name, which[:64])  # type: ignore[arg-type]  # looked up above
        content = await run_in_threadpool(_print, here, token_of(request), SheetId(named(sheet)), wanted, _around(request, lang))
        return _file(content, PDF, f"{KINDS[wanted.name].code.number}.pdf")


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, headers=GUARDED | {"content-disposition": f'attachment; filename="{name}"'}, media_type=media_type)


def _around(request: Request, lang: str) -> tuple[str, Language]:
    """The office's address as it is reached from there, and the language asked for."""
    return str(request.base_url).rstrip("/"), "en" if lang == "en" else "zh"


def _export(here: Office, token: str, sheet_id: SheetId, asked: tuple[str, Language]) -> bytes:
    sheet, around, kept = _read(here, token, sheet_id, asked)
    return exports.dump(exports.of_sheet(sheet, around, kept))


def _print(here: Office, token: str, sheet_id: SheetId, wanted: Wanted, asked: tuple[str, Language]) -> bytes:
    # What draws takes a third of a server's memory: only one that is asked for a paper has it.
    from field_app.papers.pen import Fonts
    from field_app.papers.printing import paper

    sheet, around, kept = _read(here, token, sheet_id, asked)
    photos = {name: data for name in photos_for(wanted, sheet) if (data := here.blobs.folder.read(name))}
    return paper(wanted, sheet, evolve(around, photos=photos), Fonts(FONT), kept=kept)


def _read(here: Office, token: str, sheet_id: SheetId, asked: tuple[str, Language]) -> tuple[Sheet, Around, list[Kept]]:
    """A repair sheet this person may read. Refused("unknown") for any other."""
    company = here.settings.company
    with here.database.read() as connection:
        who = here.access.who(connection, token)
        sheet = sheet_of(connection, company, sheet_id)
        if sheet is None or sheet.kind != "repair" or not feed.visible(connection, feed.reader(connection, company, who.user), sheet_id):
            raise Refused("unknown", status=404)
        around = Around(here.now(), names_of(connection, company), policies_of(connection, company), *asked)
        return sheet, around, list(_kept(connection, company, sheet))


def sheet_of(connection: Connection, company: str, sheet_id: SheetId) -> Sheet | None:
    """The sheet as the office has it, whoever asks."""
    s = tables.sheets.c
    row = connection.execute(select(s.id, s.kind, s.version, s.entries).where(s.company == company, s.id == sheet_id)).first()
    return read_document(row) if row else None


def names_of(connection: Connection, company: str) -> dict[str, str]:
    p = tables.people.c
    return {row.user: row.name for row in connection.execute(select(p.user, p.name).where(p.company == company))}


def policies_of(connection: Connection, company: str) -> tuple[Any, ...]:
    return versions(sheet_of(connection, company, POLICY_SHEET) or new_sheet(POLICY_SHEET, "policy"))


def _kept(connection: Connection, company: str, sheet: Sheet) -> Iterator[Kept]:
    """The sheet's facts as the log holds them, with their links in both chains."""
    f = tables.facts.c
    places = [entry.stamp.seq for entry in sheet.entries]
    rows = {row.seq: row for row in connection.execute(select(tables.facts).where(f.company == company, f.seq.in_(places)))}
    before = [seq - 1 for seq in places if seq]
    chains = {row.seq: row.chain for row in connection.execute(select(f.seq, f.chain).where(f.company == company, f.seq.in_(before)))}
    for entry in sheet.entries:
        row = rows[entry.stamp.seq]
        own = hash_at(connection, company, entry.fact.device, entry.fact.n - 1)
        ours = bytes(chains.get(row.seq - 1, bytes(32)))
        # What was erased is no longer what its hash was made from.
        links = ("",) * 4 if row.erased_by else (own.hex(), bytes(row.hash).hex(), ours.hex(), bytes(row.chain).hex())
        yield Kept(entry.fact.device, entry.fact.n, entry.stamp, bytes(row.line).decode(), *links)


def against_log(here: Office, export: Export) -> tuple[Words, ...]:
    """What of an export isn't as the office's log has it: facts it doesn't know or knows otherwise, and facts left out."""
    company = here.settings.company
    with here.database.read() as connection:
        sheet = sheet_of(connection, company, export.sheet)
        if sheet is None:
            return (say("The office knows no such sheet."),)
        entries = {entry.key: entry for entry in sheet.entries}
    known = [(kept, entries.get((kept.device, kept.n))) for kept in export.facts]  # type: ignore[call-overload]
    return (*_unknown(known), *_left_out(export, sheet.entries))


def _unknown(known: Iterable[tuple[Kept, Entry[Any] | None]]) -> Iterator[Words]:
    for kept, entry in known:
        if entry is None:
            yield say("The office has no record {n} of {device} on this sheet.", n=kept.n, device=kept.device)
        elif not _same(kept, entry):
            yield say("Record {n} of {device} is another one at the office.", n=kept.n, device=kept.device)


def _same(kept: Kept, entry: Entry[Any]) -> bool:
    """The same fact, also where a newer app has lifted it, stamped alike by the office."""
    try:
        fact = load_line(DeviceId(kept.device), kept.line.encode())
    except MalformedLine:
        return False
    stamp = kept.stamp if kept.stamp.seq is not None else evolve(entry.stamp, by=kept.stamp.by)
    return fact == entry.fact and stamp == entry.stamp


def _left_out(export: Export, entries: Iterable[Entry[Any]]) -> Iterator[Words]:
    """Facts the office had before the newest one in the file, and that aren't in it."""
    newest = max((kept.stamp.seq for kept in export.facts if kept.stamp.seq is not None), default=0)
    there = {(kept.device, kept.n) for kept in export.facts}
    missing = sum(entry.key not in there for entry in entries if (entry.stamp.seq or 0) <= newest)
    if missing:
        yield say("{n} records of this sheet were left out of the file.", n=missing)
