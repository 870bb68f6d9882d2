"""Ways from a phone to a real server over a real line, for phones of the cast."""

import asyncio

import httpx

from sync.client import HttpOffice, connect
from sync.protocol import Reply, Request


class OverHttp:
    """The office over HTTP, a connection a request. Blocking inside, so that a `Phone` syncs without an event loop of its own."""

    def __init__(self, origin: str, token: str) -> None:
        self.origin, self.token = origin, token

    async def sync(self, request: Request) -> Reply:
        return asyncio.run(self._ask(request))

    async def _ask(self, request: Request) -> Reply:
        async with connect(httpx.AsyncHTTPTransport()) as client:
            return await HttpOffice(client, self.origin, self.token).sync(request)
