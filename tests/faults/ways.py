"""Ways from a phone of the cast to a real server over a real line."""

import asyncio
from typing import Self

import httpx

from sync.client import HttpOffice, connect
from sync.protocol import Reply, Request
from tests.cast import Phone


class OverHttp:
    """The office over HTTP, for `phone` until the block ends. Blocking inside, so that a `Phone` syncs without a loop of its own."""

    def __init__(self, origin: str, phone: Phone) -> None:
        self._phone, self._before = phone, phone.way
        self._client = connect(httpx.AsyncHTTPTransport(verify=False))
        self._office = HttpOffice(self._client, origin, phone.identity.token)
        self._runner = asyncio.Runner()

    async def sync(self, request: Request) -> Reply:
        return self._runner.run(self._office.sync(request))

    def __enter__(self) -> Self:
        self._phone.way = self
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()
        self._phone.way = self._before
