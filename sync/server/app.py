"""The server's HTTP edge: thin, same origin as the app it serves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from sync.protocol import MAX_PACKED, Malformed, OfficeTrouble, SignedOut
from sync.server import feed, tables
from sync.server.blob_routes import add_blobs
from sync.server.calendars import add_calendars
from sync.server.description import add_description
from sync.server.desk import add_desk
from sync.server.edge import GUARDED, hands_out, no_route, takes, tell, tell_malformed, tell_no_route, tell_out_of_order, token_of
from sync.server.entrance import add_entrance
from sync.server.health import add_health
from sync.server.limits import BoundedBodies
from sync.server.metrics import add_metrics
from sync.server.mine import add_mine
from sync.server.office import Office
from sync.server.papers import add_papers
from sync.server.public import add_public
from sync.server.reading import add_reading
from sync.server.reports import add_reports
from sync.server.set_apart import add_set_apart
from sync.server.settings import Settings
from sync.wire import decode_request, encode_reply, pack, unpack

ROUND, STREAM = "application/x-ndjson", "text/event-stream"

__all__ = ["Office", "create_app", "token_of"]


def create_app(settings: Settings, office: Office | None = None) -> FastAPI:
    """The server. `office` is built from the settings unless a test brings its own."""
    here = office or Office(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        here.open()
        yield
        here.close()

    # No redirects: they would be made of whatever host the request names.
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan, default_response_class=Response, redirect_slashes=False
    )
    app.state.office = here
    app.add_exception_handler(OfficeTrouble, tell)
    app.add_exception_handler(Malformed, tell_malformed)
    for trouble in (DBAPIError, PoolTimeout, OSError):
        app.add_exception_handler(trouble, tell_out_of_order)
    app.add_exception_handler(RequestValidationError, tell_malformed)
    app.add_exception_handler(HTTPException, tell_no_route)
    _routes(app, here)
    add_entrance(app, here)
    add_mine(app, here)
    add_desk(app, here)
    add_set_apart(app, here)
    add_blobs(app, here)
    add_papers(app, here)
    add_public(app, here)
    add_calendars(app, here)
    add_reading(app, here)
    add_health(app, here)
    add_metrics(app, here)
    add_description(app, here)
    add_reports(app, here)
    app.mount("/v1", no_route)  # else the web build would answer for a door that isn't there
    app.add_middleware(BoundedBodies, seconds=settings.body_seconds)
    if settings.web:
        from sync.server.web import mount_web  # only a server that has a build to serve needs it

        mount_web(app, settings.web)
    return app


def _routes(app: FastAPI, here: Office) -> None:
    @app.post("/v1/sync", responses=hands_out(ROUND, 409, 426), openapi_extra=takes(ROUND, MAX_PACKED))
    async def sync(request: Request) -> Response:
        body, token = await request.body(), token_of(request)
        is_packed = request.headers.get("content-encoding") == "gzip"
        answer, packed = await run_in_threadpool(_round, here, token, body, is_packed)
        headers = GUARDED | ({"content-encoding": "gzip"} if packed else {})
        return Response(answer, headers=headers, media_type=ROUND)

    @app.get("/v1/live", responses=hands_out(STREAM))
    async def live(request: Request) -> Response:
        token = token_of(request)
        stream = await asyncio.to_thread(_listen, here, token)
        return StreamingResponse(stream, headers=GUARDED, media_type=STREAM)


def _round(here: Office, token: str, body: bytes, is_packed: bool) -> tuple[bytes, bool]:
    request = decode_request(unpack(body) if is_packed else body)
    return pack(encode_reply(here.exchange.answer(token, request)))


def _listen(here: Office, token: str) -> AsyncIterator[bytes]:
    with here.database.read() as connection:
        who = here.access.who(connection, token)
        tokens = frozenset(feed.reader(connection, here.settings.company, who.user).tokens)
        seq = connection.execute(
            tables.counter.select().with_only_columns(tables.counter.c.seq).where(tables.counter.c.company == here.settings.company)
        ).scalar_one()
    return here.live.stream(who.user, who.device, lambda: _tokens_now(here, token), tokens, seq)


def _tokens_now(here: Office, token: str) -> frozenset[str] | None:
    with here.database.read() as connection:
        try:
            who = here.access.who(connection, token)
        except SignedOut:
            return None
        return frozenset(feed.reader(connection, here.settings.company, who.user).tokens)
