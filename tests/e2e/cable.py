"""The cable to one phone, which can be cut: a browser told to be offline may let the first request of a new worker through."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from tests.bench.proxy import line_to


class Cable:
    """A line to the server with a port of its own, the same one after it was cut and mended."""

    def __init__(self, far_port: int) -> None:
        self._far_port, self.port = far_port, 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.mend()

    def mend(self) -> None:
        self._way = line_to(self._far_port, near_port=self.port)
        self._line = self._wait_for(self._way.__aenter__())
        self.port = self._line.port

    def cut(self) -> None:
        self._wait_for(self._way.__aexit__(None, None, None))

    def cuts_after(self, count: int | None) -> None:
        """From now on every connection breaks when so many bytes have gone up; None for a good line again."""
        self._line.cut_up_after = count

    @property
    def connections(self) -> int:
        """How many there were since it was last mended."""
        return self._line.connections

    def close(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
