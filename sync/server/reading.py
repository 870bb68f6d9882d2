"""What the office may be asked beside the exchange: search over everything, lists page by page, one sheet. Only what one may see."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from sqlalchemy import Connection, select

from field_app.domain.facts import SheetId
from sync.protocol import Refused
from sync.server import feed, lists, tables
from sync.server.documents import document
from sync.server.edge import GUARDED, Done, answers, named, said, token_of
from sync.server.feed import Reader
from sync.server.lists import Listing, Wanted
from sync.server.office import Office

Kind = Literal["repair", "archive", "complaint", "return_visit", "person"]
KINDS: tuple[Kind, ...] = ("repair", "archive", "complaint", "return_visit", "person")
Sort = Literal["at", "-at", "due", "-due", "number", "-number"]
Typed = Annotated[str, Query()]
Skip = Annotated[int, Query(ge=0, le=1_000_000)]
Limit = Annotated[int, Query(ge=1, le=100)]


class RowSaid(BaseModel):
    id: str
    kind: str
    number: str
    status: str
    assigned: str
    urgency: int
    at: str | None
    due: str | None
    customer: str
    project: str
    about: str


class ListSaid(Done):
    rows: list[RowSaid]
    count: int
    more: bool


class SheetSaid(Done):
    sheet: dict[str, Any]


def add_reading(app: FastAPI, here: Office) -> None:
    @app.get("/v1/search", responses=answers(ListSaid))
    async def search(request: Request, q: Typed = "", kind: Kind | None = None, skip: Skip = 0, limit: Limit = 20) -> Response:
        wanted = Wanted((kind,) if kind else KINDS, q, skip=skip, limit=limit)
        return _listed(await _asked(here, request, lambda connection, who: lists.search(connection, who, wanted)))

    @app.get("/v1/sheets", responses=answers(ListSaid))
    async def sheets(
        request: Request,
        kind: Kind = "repair",
        q: Typed = "",
        status: Typed = "",
        assigned: Typed = "",
        sort: Sort = "-at",
        skip: Skip = 0,
        limit: Limit = 50,
    ) -> Response:
        wanted = Wanted((kind,), q, status, assigned, sort, skip, limit)
        return _listed(await _asked(here, request, lambda connection, who: lists.page(connection, who, wanted)))

    @app.get("/v1/sheets/{sheet}", responses=answers(SheetSaid))
    async def sheet(sheet: str, request: Request) -> Response:
        found = await _asked(here, request, lambda connection, who: _document(connection, who, SheetId(named(sheet))))
        return Response(found, headers=GUARDED, media_type="application/json")


async def _asked(here: Office, request: Request, ask: Callable[[Connection, Reader], Any]) -> Any:
    """What is found for whoever asks. Raises SignedOut for a stranger and for who may only hand over what is unsent."""
    token = token_of(request)

    def asking() -> Any:
        with here.database.read() as connection:
            who = here.access.who(connection, token)
            if who.state != "active":
                raise Refused("unknown", status=404)
            return ask(connection, feed.reader(connection, here.settings.company, who.user))

    return await run_in_threadpool(asking)


def _listed(found: Listing) -> Response:
    return said({"rows": list(found.rows), "count": found.count, "more": found.more})


def _document(connection: Connection, who: Reader, sheet: SheetId) -> bytes:
    """The whole sheet. Forbidden and unknown are one answer."""
    if not feed.visible(connection, who, sheet):
        raise Refused("unknown", status=404)
    s = tables.sheets.c
    question = select(s.id, s.kind, s.version, s.entries).where(s.company == who.company, s.id == sheet)
    row = connection.execute(question).first()
    if row is None:
        raise Refused("unknown", status=404)
    return b'{"p":1,"sheet":' + document(*row) + b"}"
