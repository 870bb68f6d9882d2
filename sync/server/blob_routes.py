"""Photos over HTTP: `HEAD` tells how much is here, `PATCH` goes on from there, `GET` shows one, a list says which are missing."""

import asyncio

from attrs import asdict
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from field_app.domain.facts import encode
from sync.blobs import LENGTH, OFFSET, PART, SAID, dump_stands
from sync.protocol import Refused, SignedOut, TooMuch
from sync.server.access import Principal
from sync.server.edge import GUARDED, Done, answers, hands_out, said, takes, token_of
from sync.server.office import Office

MOST_AT_ONCE = 4 * PART
SHOWN = GUARDED | {"content-security-policy": "default-src 'none'; sandbox", "content-disposition": "inline"}

_WHOLE = {"type": "integer", "minimum": 0, "maximum": 10**11 - 1}
BROUGHT = takes("application/octet-stream", MOST_AT_ONCE) | {
    "parameters": [{"name": header, "in": "header", "required": True, "schema": _WHOLE} for header in (OFFSET, LENGTH)]
}


class StandsSaid(Done):
    offset: int
    done: bool
    seq: int


class MissingSaid(BaseModel):
    sheet: str
    user: str
    count: int
    since: int


class AllMissing(Done):
    missing: list[MissingSaid]


def add_blobs(app: FastAPI, here: Office) -> None:
    @app.head("/v1/blobs/{name}", responses=hands_out(""))
    async def stands(name: str, request: Request) -> Response:
        who = await _person(here, request)
        told = await run_in_threadpool(here.blobs.stands, who, name)
        return Response(headers=GUARDED | {SAID: encode(dump_stands(told)).decode()})

    @app.patch("/v1/blobs/{name}", responses=answers(StandsSaid, 409, 422), openapi_extra=BROUGHT)
    async def bring(name: str, request: Request) -> Response:
        # First of all: what has come is dropped below us as soon as the line breaks.
        part, broken = await _come(here, request)
        who = await _person(here, request)
        offset, length = _whole(request, OFFSET), _whole(request, LENGTH)
        told = await run_in_threadpool(here.blobs.bring, who, name, offset, length, part)
        if broken:
            raise broken
        return said(dump_stands(told))

    @app.get("/v1/blobs/{name}", responses=hands_out("image/jpeg"))
    async def show(name: str, request: Request) -> Response:
        who = await _person(here, request)
        data = await run_in_threadpool(here.blobs.read, who, name)
        return Response(data, headers=SHOWN, media_type="image/jpeg")

    @app.get("/v1/blobs", responses=answers(AllMissing))
    async def missing(request: Request) -> Response:
        who = await _person(here, request)
        before = int(here.now().timestamp()) - here.settings.photos_due_seconds
        found = await run_in_threadpool(here.blobs.missing, who, before)
        return Response(encode({"p": 1, "missing": [asdict(one) for one in found]}), headers=GUARDED, media_type="application/json")


async def _person(here: Office, request: Request) -> Principal:
    who = await run_in_threadpool(here.principal, token_of(request))
    if who.state == "frozen":
        raise SignedOut
    return who


def _whole(request: Request, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) < 12):
        raise Refused(f"malformed: {header}")
    return int(value)


async def _come(here: Office, request: Request) -> tuple[bytes, Refused | None]:
    """What comes of a part, and what stopped it: where the line breaks, what came before counts (F41)."""
    come = bytearray()
    try:
        async with asyncio.timeout(here.settings.body_seconds):
            async for some in request.stream():
                come += some
                if len(come) > MOST_AT_ONCE:
                    raise TooMuch
    except ClientDisconnect:
        return bytes(come), Refused("cut")
    except TimeoutError:
        return bytes(come), Refused("slow", status=408)
    return bytes(come), None
