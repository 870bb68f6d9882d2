"""The server's HTTP edge: thin, same origin as the app it serves."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from pwdlib import PasswordHash
from pydantic import BaseModel, ConfigDict, Field

from field_app.domain.facts import encode
from field_app.store.door import Identity
from sync.protocol import (
    Malformed,
    OfficeTrouble,
    Refused,
    SignedOut,
    decode_request,
    encode_reply,
    millis,
    pack,
    trouble_body,
    unpack,
)
from sync.round import utc_now
from sync.server import feed, tables
from sync.server.access import Access
from sync.server.database import Database
from sync.server.exchange import Exchange
from sync.server.limits import BoundedBodies
from sync.server.live import Live
from sync.server.log import Log
from sync.server.settings import Settings

GUARDED = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


class Office:
    """Everything one server process is made of, built once."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now, hasher: PasswordHash | None = None) -> None:
        self.settings = settings
        self.now = now
        self.database = Database(settings.database)
        self.log = Log(self.database, settings.company)
        self.access = Access(self.database, settings.company, time.time, hasher)
        self.exchange = Exchange(self.log, self.access, now, settings.sheets_per_answer)
        self.live = Live(heartbeat_seconds=settings.heartbeat_seconds, streams_per_user=settings.streams_per_user)
        self.log.on_commit = self.live.publish

    def close(self) -> None:
        self.live.close()
        self.database.dispose()


class SignIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    login: str = Field(max_length=64)
    password: str = Field(max_length=256)
    label: str = Field(default="", max_length=80)


class NewPassword(BaseModel):
    model_config = ConfigDict(extra="forbid")
    old: str = Field(max_length=256)
    new: str = Field(max_length=256)


def create_app(settings: Settings, office: Office | None = None) -> FastAPI:
    """The server. `office` is built from the settings unless a test brings its own."""
    here = office or Office(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        here.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.office = here
    app.add_exception_handler(OfficeTrouble, _tell)
    app.add_exception_handler(Malformed, _tell_malformed)
    app.add_exception_handler(RequestValidationError, _tell_malformed)
    _routes(app, here)
    app.add_middleware(BoundedBodies, seconds=settings.body_seconds)
    if settings.web:
        from sync.server.web import mount_web  # only a server that has a build to serve needs it

        mount_web(app, settings.web)
    return app


async def _tell(_request: Request, trouble: Exception) -> Response:
    if not isinstance(trouble, OfficeTrouble):
        raise trouble
    return Response(trouble_body(trouble), trouble.status, headers=GUARDED, media_type="application/json")


async def _tell_malformed(request: Request, problem: Exception) -> Response:
    reason = str(problem)[:200] if isinstance(problem, Malformed) else "fields"
    return await _tell(request, Refused(f"malformed: {reason}"))


def token_of(request: Request) -> str:
    """The bearer token. Raises SignedOut without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SignedOut
    return token


def _routes(app: FastAPI, here: Office) -> None:
    @app.post("/v1/sync")
    async def sync(request: Request) -> Response:
        body, token = await request.body(), token_of(request)
        is_packed = request.headers.get("content-encoding") == "gzip"
        answer, packed = await run_in_threadpool(_round, here, token, body, is_packed)
        headers = GUARDED | ({"content-encoding": "gzip"} if packed else {})
        return Response(answer, headers=headers, media_type="application/x-ndjson")

    @app.post("/v1/sign-in")
    async def sign_in(asked: SignIn, request: Request) -> Response:
        known = request.headers.get("authorization", "").partition(" ")[2]
        identity = await run_in_threadpool(here.access.sign_in, asked.login, asked.password, asked.label, known)
        return _said({**dump_identity(identity), "time": millis(here.now())})

    @app.post("/v1/sign-out")
    async def sign_out(request: Request) -> Response:
        await run_in_threadpool(_sign_out, here, token_of(request))
        return _said({})

    @app.post("/v1/password")
    async def change_password(asked: NewPassword, request: Request) -> Response:
        await run_in_threadpool(_change_password, here, token_of(request), asked)
        return _said({})

    @app.get("/v1/live")
    async def live(request: Request) -> Response:
        token = token_of(request)
        stream = await asyncio.to_thread(_listen, here, token)
        return StreamingResponse(stream, headers=GUARDED, media_type="text/event-stream")


def _said(values: dict[str, Any]) -> Response:
    return Response(encode({"p": 1, **values}), headers=GUARDED, media_type="application/json")


def dump_identity(identity: Identity) -> dict[str, Any]:
    return {
        "device": identity.device,
        "token": identity.token,
        "tag": identity.tag,
        "user": identity.user,
        "name": identity.name,
        "roles": sorted(identity.roles),
        "policy_sheet": identity.policy_sheet,
        "heads": identity.heads,
    }


def _round(here: Office, token: str, body: bytes, is_packed: bool) -> tuple[bytes, bool]:
    request = decode_request(unpack(body) if is_packed else body)
    return pack(encode_reply(here.exchange.answer(token, request)))


def _sign_out(here: Office, token: str) -> None:
    with here.database.read() as connection:
        who = here.access.who(connection, token)
    here.access.end_device(who.device, "signed_out")


def _change_password(here: Office, token: str, asked: NewPassword) -> None:
    with here.database.read() as connection:
        who = here.access.who(connection, token)
    here.access.change_password(who.user, asked.old, asked.new)


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
