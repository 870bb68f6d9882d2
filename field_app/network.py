"""The office over the wire, for `main`: sync client and runner, imported when first used, their troubles put into the screens' terms."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from field_app.store.door import DeviceStore, Identity
from field_app.ui import services

if TYPE_CHECKING:
    import httpx

    from sync.client import HttpOffice
    from sync.runner import SyncRunner

IN_BROWSER = sys.platform == "emscripten"


class HttpNetwork:
    """`address` is the office's on native devices; in the browser the page itself came from there."""

    def __init__(self, address: str | None = None) -> None:
        self.address = None if IN_BROWSER else address or os.environ.get("FIELD_APP_OFFICE", "http://localhost:8000")
        self._client: httpx.AsyncClient | None = None

    async def sign_in(self, login: str, password: str, label: str, known_token: str) -> Identity:
        from sync.client import sign_in

        with _in_our_terms():
            return await sign_in(self._http(), self._origin(), login, password, label, known_token)

    async def sign_out(self, identity: Identity) -> None:
        from sync.protocol import OfficeTrouble

        try:
            await self._office(identity).sign_out()
        except OfficeTrouble:
            return

    async def change_password(self, identity: Identity, old: str, new: str) -> None:
        with _in_our_terms():
            await self._office(identity).change_password(old, new)

    def runner(self, device: DeviceStore) -> SyncRunner:
        from sync.runner import SyncRunner

        return SyncRunner(self._office, device)

    def _office(self, identity: Identity) -> HttpOffice:
        from sync.client import HttpOffice

        return HttpOffice(self._http(), self._origin(), identity.token)

    def _http(self) -> httpx.AsyncClient:
        from sync.client import connect

        if self._client is None:
            self._client = connect(_transport())
        return self._client

    def _origin(self) -> str:
        if self.address is not None:
            return self.address
        from js import location

        return str(location.origin)


def _transport() -> Any:
    if not IN_BROWSER:
        return None
    from sync.browser import BrowserFetch

    return BrowserFetch()


@contextmanager
def _in_our_terms() -> Iterator[None]:
    from sync.protocol import OfficeTrouble, Refused

    try:
        yield
    except Refused as refused:
        if refused.reason == "wait":
            raise services.TooManyTries(refused.wait_seconds) from refused
        raise services.WrongPassword from refused
    except OfficeTrouble as trouble:
        raise services.Offline(str(trouble)) from trouble
