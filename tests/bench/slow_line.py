"""A line between a browser and a server whose rate can be limited: all connections share it, as on a phone."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PIECE = 4096


class SlowLine:
    """Passes bytes on to `port`; towards the client no faster than `megabits` a second, and at full speed while that is None."""

    def __init__(self, port: int) -> None:
        self._upstream = port
        self.megabits: float | None = None
        self._free_at = 0.0
        self.port = 0

    async def serve(self, ready: threading.Event, stop: asyncio.Event) -> None:
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        server.close()

    async def _connection(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        server_in, server_out = await asyncio.open_connection("127.0.0.1", self._upstream)
        await asyncio.gather(self._up(client_in, server_out), self._down(server_in, client_out))

    async def _up(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while piece := await _read(source):
            target.write(piece)
        target.close()

    async def _down(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while piece := await _read(source):
            await self._wait_for_turn(len(piece))
            target.write(piece)
            try:
                await target.drain()
            except ConnectionError:
                break
        target.close()

    async def _wait_for_turn(self, size: int) -> None:
        if self.megabits is None:
            return
        now = time.monotonic()
        self._free_at = max(now, self._free_at) + size / (self.megabits * 1e6 / 8)
        await asyncio.sleep(self._free_at - now)


async def _read(source: asyncio.StreamReader) -> bytes:
    try:
        return await source.read(PIECE)
    except ConnectionError:
        return b""


@contextmanager
def slow_line(port: int) -> Iterator[SlowLine]:
    line = SlowLine(port)
    loop, stop, ready = asyncio.new_event_loop(), asyncio.Event(), threading.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(line.serve(ready, stop),), daemon=True)
    thread.start()
    ready.wait()
    yield line
    loop.call_soon_threadsafe(stop.set)
    thread.join()
