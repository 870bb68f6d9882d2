"""The description of the interface (OpenAPI), for administrators and for those who build on it."""

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from field_app.domain.facts import encode
from sync.server.desk import administrator
from sync.server.edge import GUARDED, answers, token_of
from sync.server.office import Office


def add_description(app: FastAPI, here: Office) -> None:
    @app.get("/v1/openapi.json", responses=answers() | {200: {"description": "This description"}})
    async def describe(request: Request) -> Response:
        await run_in_threadpool(administrator, here, token_of(request))
        return Response(encode(app.openapi()), headers=GUARDED, media_type="application/json")
