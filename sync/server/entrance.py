"""The doors: signing in by password or one-time code, the second factor, signing out, saying that a lost device is wiped."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from field_app.store.door import Identity
from sync.protocol import OfficeTrouble, Refused, millis
from sync.server import seclog
from sync.server.access import Principal
from sync.server.edge import Asked, Done, answers, peer_of, said, token_of
from sync.server.office import Office

T = TypeVar("T")


class SignIn(Asked):
    login: str = Field(max_length=64)
    password: str = Field(max_length=256)
    label: str = Field(default="", max_length=80)
    second: str = Field(default="", max_length=32)


class Enrol(Asked):
    code: str = Field(max_length=32)
    label: str = Field(default="", max_length=80)
    second: str = Field(default="", max_length=32)


class NewPassword(Asked):
    old: str = Field(max_length=256)
    new: str = Field(max_length=256)


class Code(Asked):
    code: str = Field(max_length=32)


class Entered(Done):
    """Whose journal this is from now on, and the token that opens it."""

    device: str
    token: str
    tag: str
    user: str
    name: str
    roles: list[str]
    policy_sheet: str
    heads: list[tuple[str, int]]
    marks: list[tuple[str, str]]
    time: int


class SecondFactor(Done):
    is_set: bool


class SecondFactorBegun(Done):
    secret: str
    address: str


class Recovery(Done):
    recovery: list[str]


def add_entrance(app: FastAPI, here: Office) -> None:
    """The routes people enter and leave by."""
    _add_ways_in(app, here)
    _add_ways_out(app, here)
    _add_second_factor(app, here)


def _add_ways_in(app: FastAPI, here: Office) -> None:
    @app.post("/v1/sign-in", responses=answers(Entered, 403, 429))
    async def sign_in(asked: SignIn, request: Request) -> Response:
        known = request.headers.get("authorization", "").partition(" ")[2]

        def enter() -> Identity:
            return here.access.sign_in(asked.login, asked.password, asked.label, known, asked.second)

        return _entered(here, await _at_the_door("sign_in", request, enter, account=asked.login))

    @app.post("/v1/enrol", responses=answers(Entered, 403, 429))
    async def enrol(asked: Enrol, request: Request) -> Response:
        return _entered(
            here, await _at_the_door("enrol", request, lambda: here.access.enrol_by_code(asked.code, asked.label, asked.second))
        )


def _add_ways_out(app: FastAPI, here: Office) -> None:
    @app.post("/v1/sign-out", responses=answers())
    async def sign_out(request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))
        await run_in_threadpool(here.sessions.end, who.device, "signed_out")
        seclog.note("sign_out", user=who.user, device=who.device, peer=peer_of(request))
        return said({})

    @app.post("/v1/wiped", responses=answers())
    async def wiped(request: Request) -> Response:
        device = await run_in_threadpool(here.access.told_to_wipe, token_of(request))
        await run_in_threadpool(here.sessions.wiped, device)
        seclog.note("wiped", device=device, peer=peer_of(request))
        return said({})

    @app.post("/v1/password", responses=answers(Done, 403, 429))
    async def change_password(asked: NewPassword, request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))
        await _at_the_door(
            "password", request, lambda: here.access.change_password(who.user, asked.old, asked.new), user=who.user, device=who.device
        )
        return said({})


def _add_second_factor(app: FastAPI, here: Office) -> None:
    @app.get("/v1/second-factor", responses=answers(SecondFactor))
    async def second_factor(request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))
        return said({"is_set": await run_in_threadpool(here.access.second.is_set, who.user)})

    @app.post("/v1/second-factor", responses=answers(SecondFactorBegun))
    async def begin(request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))
        secret, address = await run_in_threadpool(here.access.begin_second_factor, who.user)
        return said({"secret": secret, "address": address})

    @app.post("/v1/second-factor/confirm", responses=answers(Recovery, 403, 429))
    async def confirm(asked: Code, request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))
        recovery = await _proven(here, "second_factor_set", who, request, lambda: here.access.second.confirm(who.user, asked.code))
        return said({"recovery": recovery})

    @app.post("/v1/second-factor/remove", responses=answers(Done, 403, 429))
    async def remove(asked: Code, request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))

        def prove_and_remove() -> None:
            here.access.second.check(who.user, asked.code)
            here.access.second.remove(who.user)

        await _proven(here, "second_factor_removed", who, request, prove_and_remove)
        return said({})


async def _proven(here: Office, event: str, who: Principal, request: Request, act: Callable[[], T]) -> T:
    """What asks for a code from someone signed in, slowed like any other guessing."""

    def slowed() -> T:
        return here.access.slowed(f"second|{who.user}", act)

    return await _at_the_door(event, request, slowed, user=who.user, device=who.device)


async def _at_the_door(event: str, request: Request, act: Callable[[], T], **facts: object) -> T:
    """Do it in a thread, and note how it ended."""
    try:
        result = await run_in_threadpool(act)
    except OfficeTrouble as trouble:
        ended = trouble.reason if isinstance(trouble, Refused) else trouble.kind
        seclog.note(event, ended=ended, peer=peer_of(request), **facts)
        raise
    who = {"user": result.user, "device": result.device} if isinstance(result, Identity) else {}
    seclog.note(event, ended="ok", peer=peer_of(request), **{**facts, **who})
    return result


def _entered(here: Office, identity: Identity) -> Response:
    return said({**dump_identity(identity), "time": millis(here.now())})


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
        "marks": identity.marks,
    }
