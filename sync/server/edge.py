"""What every route of the server shares: whose request it is, and how answers and troubles look on the wire."""

import logging
import re
from contextlib import suppress
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from field_app.domain.facts import encode
from sync.blobs import SAID
from sync.protocol import Malformed, OfficeTrouble, Offline, Refused, SignedOut, trouble_body
from sync.server import seclog

log = logging.getLogger(__name__)

GUARDED = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_NAME = re.compile(r"[0-9A-Za-z-]{1,64}")


class Asked(BaseModel):
    """A body people send: nothing in it that we don't know."""

    model_config = ConfigDict(extra="forbid")


class Trouble(BaseModel):
    """How any trouble is told."""

    p: int
    error: str
    reason: str = ""
    wait: int = 0
    wipe: bool = False
    epoch: str = ""
    head: int = 0


class Done(BaseModel):
    p: int


class Ended(Done):
    """How many sessions that ended."""

    ended: int


def answers(said: type[BaseModel] = Done, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer, for the description of the interface."""
    return {200: {"model": said}, **_troubles(*statuses)}


def hands_out(media_type: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer that hands out something else than JSON, or only headers where `media_type` is empty."""
    schema = {"type": "object"} if media_type == "application/json" else {"type": "string", "format": "binary"}
    content = {"content": {media_type: {"schema": schema}}} if media_type else {}
    return {200: {"description": "As asked", **content}, **_troubles(*statuses)}


def takes(media_type: str, most: int) -> dict[str, Any]:
    """The body of a route that reads it for itself, for the description of the interface."""
    schema = {"type": "string", "format": "binary", "maxLength": most}
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


def _troubles(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Trouble} for status in (400, 401, 404, 408, 413, 503, *statuses)}


def token_of(request: Request) -> str:
    """The bearer token. Raises SignedOut without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SignedOut
    return token


def peer_of(request: Request) -> str:
    return request.client.host if request.client else ""


def named(value: str) -> str:
    """A name from a path. One that can't be anybody's is as unknown as one that isn't."""
    if not _NAME.fullmatch(value):
        raise Refused("unknown", status=404)
    return value


def said(values: dict[str, Any]) -> Response:
    return Response(encode({"p": 1, **values}), headers=GUARDED, media_type="application/json")


async def tell(request: Request, trouble: Exception) -> Response:
    if not isinstance(trouble, OfficeTrouble):
        raise trouble
    if trouble.status == 404:
        await run_in_threadpool(_write_down, request)
    body = trouble_body(trouble)
    headers = GUARDED | ({SAID: body.decode()} if request.method == "HEAD" else {})
    return Response(body, trouble.status, headers=headers, media_type="application/json")


def _write_down(request: Request) -> None:
    """Who asked for what isn't there, or isn't theirs to see. Strangers are answered before anything is looked up."""
    with suppress(SignedOut):
        who = request.app.state.office.principal(token_of(request))
        asked = f"{request.method} {request.url.path}"
        seclog.note("unknown", user=who.user, device=who.device, asked=asked, peer=peer_of(request))


async def tell_out_of_order(request: Request, problem: Exception) -> Response:
    """Database or disk is full, damaged, gone or too busy: phones keep what they have and try again, like without a network (F63)."""
    log.error("out of order: %s: %s", type(problem).__name__, problem)
    return await tell(request, Offline("out of order"))


async def tell_malformed(request: Request, problem: Exception) -> Response:
    reason = str(problem)[:200] if isinstance(problem, Malformed) else "fields"
    return await tell(request, Refused(f"malformed: {reason}"))


async def tell_no_route(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    return await tell(request, Refused("unknown" if status == 404 else "method", status=status))


async def no_route(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers for whatever isn't there."""
    await (await tell_no_route(Request(scope), HTTPException(404)))(scope, receive, send)
