"""The administrator's desk: who is signed in where, ending sessions, one-time codes, a lost second factor. Of a device that was
stopped whoever looks after the cases is told too (F13).

For everybody else none of this exists: forbidden and unknown get one answer.
"""

from typing import Literal

from attrs import asdict
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from sqlalchemy import select

from field_app.domain.facts import DeviceId, Role, UserId
from sync.protocol import Refused
from sync.server import seclog, tables
from sync.server.access import Principal, roles_of
from sync.server.edge import Asked, Done, Ended, answers, named, peer_of, said, token_of
from sync.server.office import Office


class End(Asked):
    how: Literal["signed_out", "drain", "wipe"]


class SessionSaid(BaseModel):
    device: str
    user: str
    name: str
    tag: str
    label: str
    state: str
    made_at: int
    head: int
    seen_at: int
    app: str
    unsent: int
    wiped_at: int


class Listed(Done):
    sessions: list[SessionSaid]
    second_factor: list[str]


class StoppedSaid(BaseModel):
    user: str
    name: str
    tag: str


class AllStopped(Done):
    stopped: list[StoppedSaid]


class CodeMade(Done):
    code: str
    until: int


ADMINISTRATOR: frozenset[Role] = frozenset({"admin"})
TOLD_OF_STOPPED: frozenset[Role] = frozenset({"admin", "supervisor", "director"})


def add_desk(app: FastAPI, here: Office) -> None:
    _add_sessions(app, here)
    _add_people(app, here)


def _add_sessions(app: FastAPI, here: Office) -> None:
    @app.get("/v1/devices", responses=answers(Listed))
    async def devices(request: Request) -> Response:
        await _administrator(here, request)
        sessions, second = await run_in_threadpool(lambda: (here.sessions.listed(), here.access.second.everyone()))
        return said({"sessions": [asdict(session) for session in sessions], "second_factor": second})

    @app.get("/v1/stopped-devices", responses=answers(AllStopped))
    async def stopped(request: Request) -> Response:
        await run_in_threadpool(holder, here, token_of(request), TOLD_OF_STOPPED)
        found = await run_in_threadpool(here.sessions.listed)
        return said({"stopped": [{"user": one.user, "name": one.name, "tag": one.tag} for one in found if one.state == "frozen"]})

    @app.post("/v1/devices/{device}/end", responses=answers(Done, 409))
    async def end(device: str, asked: End, request: Request) -> Response:
        who = await _administrator(here, request)
        whose = await run_in_threadpool(here.sessions.end, DeviceId(named(device)), asked.how)
        seclog.note("session_ended", how=asked.how, device=device, user=whose, by=who.user, peer=peer_of(request))
        return said({})


def _add_people(app: FastAPI, here: Office) -> None:
    @app.post("/v1/people/{user}/sign-out", responses=answers(Ended))
    async def sign_out_everywhere(user: str, request: Request) -> Response:
        who, whom = await _over(here, user, request)
        ended = await run_in_threadpool(here.sessions.end_all, whom)
        seclog.note("signed_out_everywhere", user=whom, by=who.user, ended=ended, peer=peer_of(request))
        return said({"ended": ended})

    @app.post("/v1/people/{user}/code", responses=answers(CodeMade))
    async def make_code(user: str, request: Request) -> Response:
        who, whom = await _over(here, user, request)
        code, until = await run_in_threadpool(here.access.codes.make, whom, who.user)
        seclog.note("code_made", user=whom, by=who.user, peer=peer_of(request))
        return said({"code": code, "until": until})

    @app.delete("/v1/people/{user}/second-factor", responses=answers())
    async def remove_second_factor(user: str, request: Request) -> Response:
        who, whom = await _over(here, user, request)
        await run_in_threadpool(here.access.second.remove, whom)
        seclog.note("second_factor_removed", user=whom, by=who.user, peer=peer_of(request))
        return said({})


async def _administrator(here: Office, request: Request) -> Principal:
    """Whose request it is. Raises SignedOut for a stranger, Refused("unknown") for anyone but an administrator."""
    return await run_in_threadpool(administrator, here, token_of(request))


def administrator(here: Office, token: str) -> Principal:
    return holder(here, token, ADMINISTRATOR)


def holder(here: Office, token: str, wanted: frozenset[Role]) -> Principal:
    """Whose token it is, who has one of these roles. Raises SignedOut for a stranger, Refused("unknown") for anybody else."""
    with here.database.read() as connection:
        who = here.access.who(connection, token)
        roles = roles_of(connection, here.settings.company, who.user)
    if not wanted & roles or who.state != "active":
        seclog.note("forbidden", user=who.user, device=who.device)
        raise Refused("unknown", status=404)
    return who


async def _over(here: Office, user: str, request: Request) -> tuple[Principal, UserId]:
    """The administrator, and the person they act on. Refused("unknown") for a person nobody knows."""
    who = await _administrator(here, request)
    return who, await run_in_threadpool(_known, here, UserId(named(user)))


def _known(here: Office, user: UserId) -> UserId:
    p = tables.people.c
    with here.database.read() as connection:
        known = connection.execute(select(p.user).where(p.company == here.settings.company, p.user == user)).scalar()
    if known is None:
        raise Refused("unknown", status=404)
    return user
