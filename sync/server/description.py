"""The description of the interface (OpenAPI), for administrators and for those who build on it."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi

from field_app.domain.facts import encode
from sync.protocol import APP_VERSION
from sync.server.desk import administrator
from sync.server.edge import GUARDED, hands_out, token_of
from sync.server.office import Office

TOKEN, WATCHER = "token", "watcher"
SCHEMES = {
    TOKEN: {"type": "http", "scheme": "bearer", "description": "What signing in gave this device"},
    WATCHER: {"type": "http", "scheme": "bearer", "description": "What the server was started with, for whoever watches it"},
}
# Whoever is known by a token waits in a queue of their own, so the ways in may be told one.
NEEDS: dict[str, list[dict[str, list[str]]]] = {"/metrics": [{WATCHER: []}], "/v1/sign-in": [{}, {TOKEN: []}], "/v1/enrol": []}


def add_description(app: FastAPI, here: Office) -> None:
    @app.get("/v1/openapi.json", responses=hands_out("application/json"))
    async def describe(request: Request) -> Response:
        await run_in_threadpool(administrator, here, token_of(request))
        return Response(encode(await run_in_threadpool(described, app)), headers=GUARDED, media_type="application/json")


def described(app: FastAPI) -> dict[str, Any]:
    """Every door of this server as it really answers."""
    told = get_openapi(title="field-app", version=APP_VERSION, routes=app.routes)
    for path, operation in _operations(told):
        operation["security"] = NEEDS.get(path, [{TOKEN: []}] if path.startswith("/v1/") else [])
        # What fits no field is answered with 400, like anything malformed.
        if _is_the_frameworks_own(operation["responses"].get("422", {})):
            del operation["responses"]["422"]
    for unused in ("HTTPValidationError", "ValidationError"):
        told["components"]["schemas"].pop(unused, None)
    told["components"]["securitySchemes"] = SCHEMES
    return told


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for operation in methods.values():
            yield path, operation


def _is_the_frameworks_own(answer: dict[str, Any]) -> bool:
    said = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return bool(said.get("$ref", "").endswith("/HTTPValidationError"))
