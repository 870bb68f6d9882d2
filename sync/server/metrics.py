"""Figures in the format Prometheus reads: requests by route, never by path, person or sheet. Shown only for the token of the settings."""

import hmac
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from sync.protocol import Refused, SignedOut
from sync.server.edge import GUARDED, Trouble, token_of
from sync.server.office import Office

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
ENDLESS = "/v1/live"  # lasts as long as somebody listens


class Metrics:
    """The figures of one process."""

    def __init__(self, here: Office) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("field_app_requests_total", "Answered requests", ("method", "route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "field_app_request_seconds", "How long an answer took", ("route",), buckets=BUCKETS, registry=self.registry
        )
        streams = Gauge("field_app_live_streams", "Open streams of changes", registry=self.registry)
        streams.set_function(lambda: len(here.live))

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, status).inc()
        if route != ENDLESS:
            self._seconds.labels(route).observe(seconds)

    def shown(self) -> bytes:
        return generate_latest(self.registry)


class Measured:
    """ASGI middleware: notes every request, by the route that answered it."""

    def __init__(self, app: App, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            # What no route took is one of the web build's files, or nothing: one name for all, or strangers could make names without end.
            route = getattr(scope.get("route"), "path", "other")
            self.metrics.note(_known(scope["method"]), route, status, time.perf_counter() - began)


def _known(method: str) -> str:
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"


def add_metrics(app: FastAPI, here: Office) -> None:
    metrics = Metrics(here)
    app.add_middleware(Measured, metrics=metrics)

    @app.get("/metrics", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, 404: {"model": Trouble}})
    async def show(request: Request) -> Response:
        if not _is_the_watcher(request, here.settings.metrics_token):
            raise Refused("unknown", status=404)
        return Response(metrics.shown(), headers=GUARDED, media_type=CONTENT_TYPE_LATEST)


def _is_the_watcher(request: Request, wanted: str) -> bool:
    try:
        return bool(wanted) and hmac.compare_digest(token_of(request).encode(), wanted.encode())
    except SignedOut:
        return False
