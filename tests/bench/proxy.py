"""A TCP proxy that delays, counts, and cuts where a test says: the network in between, made by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 64 * 1024


@dataclass
class Line:
    """What goes on on the line. `cut_up_after` and `cut_down_after` count bytes of a connection, None for never."""

    port: int = 0
    up: int = 0
    down: int = 0
    connections: int = 0
    cut_up_after: int | None = None
    cut_down_after: int | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


@asynccontextmanager
async def line_to(port: int, *, one_way_seconds: float = 0.0, host: str = "127.0.0.1", near_port: int = 0) -> AsyncIterator[Line]:
    """A line to a server on this machine; `line.port` is its near end, any free one unless `near_port` says."""
    line = Line()

    async def connected(near_reader: asyncio.StreamReader, near_writer: asyncio.StreamWriter) -> None:
        line.connections += 1
        far_reader, far_writer = await asyncio.open_connection(host, port)

        def count_up(size: int) -> None:
            line.up += size

        def count_down(size: int) -> None:
            line.down += size

        up = _carry(near_reader, far_writer, one_way_seconds, lambda: line.cut_up_after, count_up)
        down = _carry(far_reader, near_writer, one_way_seconds, lambda: line.cut_down_after, count_down)
        task = asyncio.current_task()
        if task:
            line.tasks.add(task)
        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(up, down)
        for writer in (near_writer, far_writer):
            writer.transport.abort()

    server = await asyncio.start_server(connected, "127.0.0.1", near_port)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        for task in line.tasks:
            task.cancel()
        await asyncio.gather(*line.tasks, return_exceptions=True)


async def _carry(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    delay: float,
    cut_after: Callable[[], int | None],
    count: Callable[[int], None],
) -> None:
    """Carry bytes one way, each `delay` later than it came, in order; a cut ends the connection there."""
    loop = asyncio.get_running_loop()
    carried = 0
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, chunk = await waiting.get()
            await asyncio.sleep(due - loop.time())
            if not chunk:
                writer.transport.abort()
                return
            writer.write(chunk)

    delivering = asyncio.create_task(deliver())
    try:
        while chunk := await reader.read(CHUNK):
            limit = cut_after()
            if limit is not None and carried + len(chunk) > limit:
                chunk = chunk[: limit - carried]
                waiting.put_nowait((loop.time() + delay, chunk)) if chunk else None
                break
            carried += len(chunk)
            count(len(chunk))
            waiting.put_nowait((loop.time() + delay, chunk))
        waiting.put_nowait((loop.time() + delay, b""))
        await delivering
    finally:
        delivering.cancel()
