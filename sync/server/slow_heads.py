"""A connection that doesn't say what it wants, or takes too many words for it, is closed: the server below us bounds neither how long a
request's head may take nor what it may weigh.
"""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.auto import AutoHTTPProtocol

MOST_HEAD = 64 * 1024  # bytes; browsers and proxies make far smaller ones
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedHeads(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, with so many seconds and bytes for each request's head (F49). Between requests its own keep-alive rules."""

    seconds: ClassVar[float]
    _weighed = 0
    _in_body = False
    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        was_in_body = self._in_body
        super().data_received(data)
        # What came with the end of a head or of a body is not counted: most of it belongs there, and it is no more than one read.
        in_head = self._is_waiting() and not was_in_body and not self._in_body
        self._weighed = self._weighed + len(data) if in_head else 0
        if self._weighed > MOST_HEAD:
            self._refuse()
            return
        self._watch()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._in_body = True

    def on_message_complete(self) -> None:
        super().on_message_complete()
        # uvicorn's own note of it stays unmade where a request was answered before its body was all there.
        self._in_body = False

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unwatch()

    def _is_waiting(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _watch(self) -> None:
        if not self._is_waiting():
            self._unwatch()
        elif self._giving_up is None:
            self._giving_up = asyncio.get_running_loop().call_later(self.seconds, self._give_up)

    def _unwatch(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None

    def _refuse(self) -> None:
        self._unwatch()
        self.transport.write(TOO_LARGE)
        self.transport.close()

    def _give_up(self) -> None:
        self._giving_up = None
        if self._is_waiting():
            self.transport.abort()


def bounded(seconds: float) -> type[asyncio.Protocol]:
    """The protocol with these seconds."""
    return type("Bounded", (BoundedHeads,), {"seconds": seconds})
