"""What a request may cost, enforced before anything reads it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sync.protocol import MAX_PACKED, Malformed, OfficeTrouble, Refused, TooMuch, trouble_body
from sync.server import strict_json

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

ROOM_FOR_HEADER = 4096
MAX_JSON = 16 * 1024  # what people say at the doors is short


class BoundedBodies:
    """ASGI middleware: a body is read whole before the app sees it, at most `most` bytes in at most `seconds`; JSON is strict."""

    def __init__(self, app: App, *, most: int = MAX_PACKED + ROOM_FOR_HEADER, seconds: float = 120.0) -> None:
        self.app, self.most, self.seconds = app, most, seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD") or _is_streamed(scope):
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.seconds):
                body = await self._whole(receive)
            if body and _is_json(scope):
                _check_json(body)
        except TimeoutError:
            await _answer(send, Refused("slow", status=408))
        except Malformed as problem:
            await _answer(send, Refused(f"malformed: {problem}"))
        except TooMuch as trouble:
            await _answer(send, trouble)
        else:
            if body is not None:
                await self.app(scope, _replayed(body, receive), send)

    async def _whole(self, receive: Receive) -> bytes | None:
        """The body, None when the client went away in the middle of it."""
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            size += len(part)
            if size > self.most:
                raise TooMuch
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)


def _is_streamed(scope: Message) -> bool:
    # A photo is taken as it comes, within the bounds its route keeps: what came before the line broke counts.
    return bool(scope["method"] == "PATCH" and scope["path"].startswith("/v1/blobs/"))


def _is_json(scope: Message) -> bool:
    return any(name == b"content-type" and value.split(b";")[0].strip().lower() == b"application/json" for name, value in scope["headers"])


def _check_json(body: bytes) -> None:
    if len(body) > MAX_JSON:
        raise TooMuch
    strict_json.check(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


async def _answer(send: Send, trouble: OfficeTrouble) -> None:
    body = trouble_body(trouble)
    # The rest of the body may not be read, so this connection can't be used again.
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": trouble.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
