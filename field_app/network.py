"""The office over the wire, for `main`: sync client and runner, imported when first used, their troubles put into the screens' terms."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from field_app.office_doors import HttpDoors
from field_app.store.door import DeviceStore, Identity
from field_app.ui import services
from field_app.ui.doors import Proof

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

    async def sign_in(self, proof: Proof, known_token: str) -> Identity:
        from sync.client import enrol, sign_in

        http, origin = self._http(), self.origin()
        with _in_our_terms():
            if proof.code:
                return await enrol(http, origin, proof.code, proof.label, proof.second)
            return await sign_in(http, origin, proof.login, proof.password, proof.label, known_token, proof.second)

    async def sign_out(self, identity: Identity) -> None:
        from sync.protocol import OfficeTrouble

        try:
            await self._office(identity).sign_out()
        except OfficeTrouble:
            return

    async def change_password(self, identity: Identity, old: str, new: str) -> None:
        with _in_our_terms():
            await self._office(identity).change_password(old, new)

    async def confirm_wiped(self, token: str) -> bool:
        from sync.client import HttpOffice
        from sync.protocol import OfficeTrouble, Offline

        try:
            await HttpOffice(self._http(), self.origin(), token).confirm_wiped()
        except Offline:
            return False
        except OfficeTrouble:
            return True  # it knows of no such order any more
        return True

    def doors(self, identity: Identity) -> HttpDoors:
        async def ask(method: str, path: str, values: Mapping[str, Any] | None) -> Mapping[str, Any]:
            with _in_our_terms():
                return await self._office(identity).ask(method, path, values)

        return HttpDoors(ask, self.origin)

    async def photo(self, identity: Identity, name: str) -> bytes:
        from sync.protocol import Refused

        with _in_our_terms():
            try:
                return await self._office(identity).photo(name)
            except Refused as refused:
                raise services.PhotoMissing(name) from refused

    async def missing_photos(self, identity: Identity) -> tuple[services.MissingPhotos, ...]:
        with _in_our_terms():
            found = await self._office(identity).missing_photos()
        return tuple(services.MissingPhotos(*one) for one in found)

    async def read(self, identity: Identity, path: str) -> Mapping[str, Any]:
        with _in_our_terms():
            return await self._office(identity).ask("GET", path, None)

    def runner(self, device: DeviceStore) -> SyncRunner:
        from sync.runner import SyncRunner

        return SyncRunner(self._office, device)

    def _office(self, identity: Identity) -> HttpOffice:
        from sync.client import HttpOffice

        return HttpOffice(self._http(), self.origin(), identity.token)

    def _http(self) -> httpx.AsyncClient:
        from sync.client import connect

        if self._client is None:
            self._client = connect(_transport())
        return self._client

    def origin(self) -> str:
        if self.address is not None:
            return self.address
        from js import location

        return str(location.origin)


def _transport() -> Any:
    if not IN_BROWSER:
        return None
    from sync.browser import BrowserFetch

    return BrowserFetch()


_REFUSALS: dict[str, type[services.OfficeTrouble]] = {
    "sign_in": services.WrongPassword,
    "code": services.WrongCode,
    "second_factor": services.SecondFactorNeeded,
    "password": services.PasswordTooShort,
}


@contextmanager
def _in_our_terms() -> Iterator[None]:
    from sync.protocol import OfficeTrouble, Refused

    try:
        yield
    except Refused as refused:
        if refused.reason == "wait":
            raise services.TooManyTries(refused.wait_seconds) from refused
        raise _REFUSALS.get(refused.reason, services.NotDone)() from refused
    except OfficeTrouble as trouble:
        raise services.Offline(str(trouble)) from trouble
