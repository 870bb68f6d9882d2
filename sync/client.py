"""The office over HTTP, as phones and desks reach it. Foreign errors end here.

httpx.HTTPError, HTML, 5xx, nonsense → Offline; everything the office says itself is a trouble of `sync.protocol`:

OfficeTrouble
  ├─ Offline · SignedOut · Frozen · UpgradeNeeded
  ├─ Refused(reason, wait_seconds)     sign-in: "sign_in" (wrong name or password), "code" (no such one-time code), "second_factor"
  │                                    (missing or wrong), "wait" (too many guesses); password: "password"; "unknown" (or not yours)
  └─ EpochChanged · WentBack · TooMuch     answered within a round, no screen sees them
"""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx

from field_app.domain.facts import DeviceId, SheetId, UserId, encode
from field_app.store.door import Identity
from sync.blobs import LENGTH, OFFSET, SAID, Stands, load_stands
from sync.protocol import Malformed, OfficeTrouble, Offline, Reply, Request, instant, trouble_said
from sync.wire import decode_reply, encode_request, pack, read_object

ROUND_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
LIVE_TIMEOUT = httpx.Timeout(10.0, read=60.0)  # the office says something at least every 25 s


def connect(transport: httpx.AsyncBaseTransport | None = None, *, verify: Any = True) -> httpx.AsyncClient:
    """A client that says nothing by itself: every header it would add is paid for in every idle round."""
    return httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False, verify=verify)


class HttpOffice:
    """One journal's office. Give it a token from `sign_in`."""

    def __init__(self, client: httpx.AsyncClient, origin: str, token: str) -> None:
        self._client, self._origin, self._token = client, origin.rstrip("/"), token

    async def sync(self, request: Request) -> Reply:
        body, packed = pack(encode_request(request))
        headers = {"content-encoding": "gzip"} if packed else {}
        answer = await self._answer("POST", "/v1/sync", headers, body)
        try:
            return decode_reply(answer)
        except Malformed as problem:
            raise Offline(str(problem)) from problem

    async def changes(self) -> AsyncIterator[int]:
        """Positions up to which something changed, as they happen; the first at once. Ends by raising OfficeTrouble."""
        with _translated():
            response = await self._client.send(self._request("GET", "/v1/live", {}, b"", LIVE_TIMEOUT), stream=True)
            try:
                if response.status_code != 200:
                    raise trouble_said(response.status_code, await response.aread())
                if not response.headers.get("content-type", "").startswith("text/event-stream"):
                    raise Offline("no event stream")
                async for line in response.aiter_lines():
                    if line.startswith("data: ") and line[6:].isdigit():
                        yield int(line[6:])
            finally:
                await response.aclose()
        raise Offline("the stream ended")

    async def photo_stands(self, name: str) -> Stands:
        """How much of a photo the office has."""
        with _translated():
            response = await self._client.send(self._request("HEAD", f"/v1/blobs/{name}", {}, b"", ROUND_TIMEOUT))
        told = response.headers.get(SAID, "").encode()
        if response.status_code != 200:
            raise trouble_said(response.status_code, told)
        return _stands(told)

    async def bring_photo(self, name: str, offset: int, length: int, data: bytes) -> Stands:
        """Go on with a photo of `length` bytes at `offset`."""
        headers = {OFFSET: str(offset), LENGTH: str(length), "content-type": "application/octet-stream"}
        return _stands(await self._answer("PATCH", f"/v1/blobs/{name}", headers, data))

    async def photo(self, name: str) -> bytes:
        """The photo as it lies at the office. Refused("unknown") while it hasn't come; Offline for anything that isn't it."""
        data = await self._answer("GET", f"/v1/blobs/{name}", {}, b"")
        if hashlib.sha256(data).hexdigest() != name:
            raise Offline("no photo of our office")
        return data

    async def missing_photos(self) -> tuple[tuple[SheetId, UserId, int, datetime], ...]:
        """Photos of sheets in sight that were told of and haven't come: sheet, whose phone, how many, since when (F43)."""
        body = await self._answer("GET", "/v1/blobs", {}, b"")
        try:
            rows = read_object(body)["missing"]
            return tuple((SheetId(r["sheet"]), UserId(r["user"]), int(r["count"]), instant(r["since"] * 1000)) for r in rows)
        except (Malformed, TypeError, KeyError, ValueError, OverflowError, OSError) as problem:
            raise Offline("no answer of our office") from problem

    async def sign_out(self) -> None:
        """End this journal's token. What is unsent stays here and can't be sent any more: ask before."""
        await self._answer("POST", "/v1/sign-out", {}, b"{}")

    async def change_password(self, old: str, new: str) -> None:
        await self.ask("POST", "/v1/password", {"old": old, "new": new})

    async def confirm_wiped(self) -> None:
        """Tell that nothing is left here, as was ordered."""
        await self.ask("POST", "/v1/wiped", {})

    async def ask(self, method: str, path: str, values: Mapping[str, Any] | None) -> Mapping[str, Any]:
        """One of the office's doors: what it says to these values."""
        headers = {} if values is None else {"content-type": "application/json"}
        return _said(await self._answer(method, path, headers, b"" if values is None else encode(dict(values))))

    async def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        return await _answer(self._client, self._request(method, path, headers, body, ROUND_TIMEOUT))

    def _request(self, method: str, path: str, headers: dict[str, str], body: bytes, timeout: httpx.Timeout) -> httpx.Request:
        mine = {"authorization": f"Bearer {self._token}", **headers}
        return httpx.Request(method, self._origin + path, headers=mine, content=body, extensions={"timeout": timeout.as_dict()})


async def sign_in(
    client: httpx.AsyncClient, origin: str, login: str, password: str, label: str, known_token: str = "", second: str = ""
) -> Identity:
    """A new journal on this device for this person. `label` is how the office lists the device; `known_token` is of a journal
    the same person had here before, if any: it spares them the wait when strangers guess at their account.
    """
    return await _enter(client, origin, "/v1/sign-in", {"login": login, "password": password, "label": label}, second, known_token)


async def enrol(client: httpx.AsyncClient, origin: str, code: str, label: str, second: str = "") -> Identity:
    """As `sign_in`, by a one-time code an administrator made."""
    return await _enter(client, origin, "/v1/enrol", {"code": code, "label": label}, second)


async def _enter(
    client: httpx.AsyncClient, origin: str, path: str, values: Mapping[str, str], second: str, known_token: str = ""
) -> Identity:
    # An office before the second factor knows no such word.
    body = encode({**values, "second": second} if second else dict(values))
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {known_token}"} if known_token else {})
    url = origin.rstrip("/") + path
    request = httpx.Request("POST", url, headers=headers, content=body, extensions={"timeout": ROUND_TIMEOUT.as_dict()})
    return _identity(await _answer(client, request))


async def _answer(client: httpx.AsyncClient, request: httpx.Request) -> bytes:
    with _translated():
        response = await client.send(request)
    if response.status_code != 200:
        raise trouble_said(response.status_code, response.content)
    return response.content


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as problem:
        raise Offline(f"{type(problem).__name__}: {problem}") from problem


def _stands(body: bytes) -> Stands:
    try:
        return load_stands(body)
    except Malformed as problem:
        raise Offline(str(problem)) from problem


def _said(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
        if said["p"]:
            return dict(said)
    except (ValueError, TypeError, KeyError) as problem:
        raise Offline("no answer of our office") from problem
    raise Offline("no answer of our office")


def _identity(body: bytes) -> Identity:
    try:
        said = json.loads(body)
        return Identity(
            device=DeviceId(said["device"]),
            user=UserId(said["user"]),
            name=said["name"],
            roles=frozenset(said["roles"]),
            tag=said["tag"],
            token=said["token"],
            policy_sheet=SheetId(said["policy_sheet"]),
            heads=tuple((DeviceId(device), int(n)) for device, n in said.get("heads", ())),
            marks=tuple((DeviceId(device), str(mark)) for device, mark in said.get("marks", ())),
        )
    except (ValueError, TypeError, KeyError) as problem:
        raise Offline("no answer of our office") from problem


__all__ = ["HttpOffice", "OfficeTrouble", "connect", "enrol", "sign_in"]
