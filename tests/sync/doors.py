"""The server's doors over HTTP, for the tests of them: a person at a client of their own."""

import asyncio
from typing import Any

import httpx

from sync.server.app import create_app
from tests.cast import ADMIN, Company, Person

ORIGIN = "http://office"


class Doors:
    """`doors.post(...)` as a stranger, `doors.admin.post(...)`, `doors.of(WANG)` with a session of theirs."""

    def __init__(self, here: Company, token: str = "") -> None:
        self.here, self.token = here, token
        self._app = create_app(here.office.settings, here.office)

    @property
    def admin(self) -> "Doors":
        return self.of(ADMIN)

    def of(self, person: Person) -> "Doors":
        return self.by(self.here.enrol(person).token)

    def by(self, token: str) -> "Doors":
        same = Doors.__new__(Doors)
        same.here, same.token, same._app = self.here, token, self._app
        return same

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}

        async def told() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self._app), base_url=ORIGIN) as client:
                return await client.request(method, path, headers=headers | more.pop("headers", {}), **more)

        return asyncio.run(told())

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.ask("POST", path, json=body)
