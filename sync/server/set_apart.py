"""Records the office did not accept, as they came, for who looks after the cases (F27, F54). For everybody else none of this exists."""

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from sqlalchemy import bindparam, select

from field_app.domain.facts import Role
from sync.server import tables
from sync.server.desk import holder
from sync.server.edge import Done, answers, said, token_of
from sync.server.office import Office

SEEN_BY: frozenset[Role] = frozenset({"supervisor", "director"})
MOST = 200


class RecordSaid(BaseModel):
    """`line` is what the device sent; it may be no record any app can read."""

    seq: int
    device: str
    user: str
    name: str
    received_at: int
    reason: str
    sheet: str
    number: str
    line: str


class AllSetApart(Done):
    records: list[RecordSaid]


def add_set_apart(app: FastAPI, here: Office) -> None:
    @app.get("/v1/set-apart", responses=answers(AllSetApart))
    async def set_apart(request: Request) -> Response:
        await run_in_threadpool(holder, here, token_of(request), SEEN_BY)
        return said({"records": await run_in_threadpool(newest, here)})


def newest(here: Office) -> list[dict[str, object]]:
    """The newest of them, at most 200."""
    with here.database.read() as connection:
        rows = connection.execute(_NEWEST, {"of": here.settings.company}).all()
    return [row._asdict() | {"number": row.number or "", "line": bytes(row.line).decode()} for row in rows]


_f, _p, _s = tables.facts.c, tables.people.c, tables.sheets.c
_NEWEST = (
    select(_f.seq, _f.device, _f.user, _p.name, _f.received_at, _f.reason, _f.sheet, _s.number, _f.quarantine.label("line"))
    .select_from(
        tables.facts.join(tables.people, (_p.company == _f.company) & (_p.user == _f.user)).outerjoin(
            tables.sheets, (_s.company == _f.company) & (_s.id == _f.sheet)
        )
    )
    .where(_f.company == bindparam("of"), _f.quarantine.is_not(None))
    .order_by(_f.seq.desc())
    .limit(MOST)
)
