"""A connection that doesn't say what it wants is closed. The server below us bounds what a request's head may weigh, and not how
long it may take.
"""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.auto import AutoHTTPProtocol


class BoundedHeads(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, with so many seconds for each request's head (F49). Between requests its own keep-alive rules."""

    seconds: ClassVar[float]
    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

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

    def _give_up(self) -> None:
        self._giving_up = None
        if self._is_waiting():
            self.transport.abort()


def bounded(seconds: float) -> type[asyncio.Protocol]:
    """The protocol with these seconds."""
    return type("Bounded", (BoundedHeads,), {"seconds": seconds})
