"""One's own sessions: where one is signed in, and signing out elsewhere. Another person's are as unknown as those nobody has."""

from attrs import asdict
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from field_app.domain.facts import DeviceId
from sync.protocol import Refused
from sync.server import seclog
from sync.server.access import Principal
from sync.server.desk import SessionSaid
from sync.server.edge import Done, Ended, answers, named, peer_of, said, token_of
from sync.server.office import Office


class Mine(Done):
    here: str
    sessions: list[SessionSaid]


def add_mine(app: FastAPI, here: Office) -> None:
    @app.get("/v1/my-devices", responses=answers(Mine))
    async def devices(request: Request) -> Response:
        who = await _person(here, request)
        sessions = await run_in_threadpool(here.sessions.listed, who.user)
        return said({"here": who.device, "sessions": [asdict(session) for session in sessions]})

    @app.post("/v1/my-devices/sign-out-elsewhere", responses=answers(Ended))
    async def sign_out_elsewhere(request: Request) -> Response:
        who = await _person(here, request)
        ended = await run_in_threadpool(here.sessions.end_all, who.user, who.device)
        seclog.note("signed_out_elsewhere", user=who.user, device=who.device, ended=ended, peer=peer_of(request))
        return said({"ended": ended})

    @app.post("/v1/my-devices/{device}/sign-out", responses=answers())
    async def sign_out(device: str, request: Request) -> Response:
        who = await _person(here, request)
        await run_in_threadpool(here.sessions.end_own, who.user, DeviceId(named(device)))
        seclog.note("session_ended", how="signed_out", device=device, user=who.user, by=who.user, peer=peer_of(request))
        return said({})


async def _person(here: Office, request: Request) -> Principal:
    """Whose request it is. Refused("unknown") for who may only hand over what is unsent."""
    who = await run_in_threadpool(here.principal, token_of(request))
    if who.state != "active":
        raise Refused("unknown", status=404)
    return who
