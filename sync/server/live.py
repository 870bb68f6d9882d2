"""Who is listening for changes: told after a commit, and only those who have something new to see."""

import asyncio
from collections.abc import AsyncIterator, Callable

from attrs import define, field

from field_app.domain.facts import DeviceId, UserId
from sync.server.pushes import Committed


@define(eq=False)
class _Listener:
    user: UserId
    device: DeviceId
    tokens: frozenset[str]
    loop: asyncio.AbstractEventLoop
    seq: int = 0
    is_over: bool = False
    woken: asyncio.Event = field(factory=asyncio.Event)

    def wake(self) -> None:
        self.loop.call_soon_threadsafe(self.woken.set)

    def end(self) -> None:
        self.is_over = True
        self.wake()


class Live:
    """Every open stream of one company."""

    def __init__(self, *, heartbeat_seconds: float, streams_per_user: int) -> None:
        self._heartbeat, self._most = heartbeat_seconds, streams_per_user
        self._listeners: list[_Listener] = []

    def publish(self, committed: Committed) -> None:
        """Tell of a commit. Safe to call from any thread; the device that made the change heard of it in its own round."""
        for listener in tuple(self._listeners):
            alone = committed.devices == {listener.device}
            if listener.tokens & committed.readers and not alone:
                listener.seq = committed.seq
                listener.wake()

    def stir(self, seq: int) -> None:
        """Tell everyone that something may have changed up to `seq`. Safe to call from any thread."""
        for listener in tuple(self._listeners):
            listener.seq = seq
            listener.wake()

    def __len__(self) -> int:
        return len(self._listeners)

    def end(self, device: DeviceId) -> None:
        """End the streams of a device whose session has ended. Safe to call from any thread."""
        for listener in tuple(self._listeners):
            if listener.device == device:
                listener.end()

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for listener in tuple(self._listeners):
            listener.end()

    async def stream(
        self, user: UserId, device: DeviceId, tokens_now: Callable[[], frozenset[str] | None], tokens: frozenset[str], seq: int
    ) -> AsyncIterator[bytes]:
        """Server-sent events: each says up to where something changed; the first, where things stand. A comment keeps the line open.

        `tokens_now` is asked again at every event, None from it ends the stream.
        """
        listener = _Listener(user, device, tokens, asyncio.get_running_loop(), seq)
        self._enter(listener)
        try:
            yield event(seq)
            while not listener.is_over:
                was_woken = await self._woken(listener)
                current = await asyncio.to_thread(tokens_now)
                if current is None or listener.is_over:
                    return
                listener.tokens = current
                yield event(listener.seq) if was_woken else b":\n\n"
        finally:
            self._listeners.remove(listener)

    def _enter(self, listener: _Listener) -> None:
        mine = [other for other in self._listeners if other.user == listener.user and not other.is_over]
        for oldest in mine[: max(0, len(mine) - self._most + 1)]:
            oldest.end()
        self._listeners.append(listener)

    async def _woken(self, listener: _Listener) -> bool:
        try:
            async with asyncio.timeout(self._heartbeat):
                await listener.woken.wait()
        except TimeoutError:
            return False
        listener.woken.clear()
        return True


def event(seq: int) -> bytes:
    return b"data: %d\n\n" % seq
