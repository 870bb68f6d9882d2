"""Several processes that serve one company on one port. They share nothing but the database, so it must be PostgreSQL."""

import asyncio
import logging
import multiprocessing
import signal
import socket
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from sync.server.app import Office, create_app
from sync.server.serving import server, settle_down
from sync.server.settings import Settings

log = logging.getLogger(__name__)

_spawn = multiprocessing.get_context("spawn")


def serve_together(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve until told to stop. A worker that dies is replaced; the others go on meanwhile."""
    with socket.create_server((host, port), backlog=1024) as listening:
        print(f"Open http://{'localhost' if host == '127.0.0.1' else host}:{port}/ ({workers} workers)", flush=True)
        _Crew(lambda: _spawn.Process(target=_work, args=(settings, listening)), workers).run()


def _work(settings: Settings, listening: socket.socket) -> None:
    settle_down()
    office = Office(settings)
    asyncio.run(server(office, create_app(settings, office), host="", port=0).serve([listening]))


class _Crew:
    def __init__(self, hire: Callable[[], BaseProcess], size: int) -> None:
        self._hire, self._size = hire, size
        self._at_work: list[BaseProcess] = []
        self._is_over = False

    def run(self) -> None:
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, lambda *_: self._stop())
        while self._at_work or not self._is_over:
            while not self._is_over and len(self._at_work) < self._size:
                self._begin()
            wait([worker.sentinel for worker in self._at_work])
            self._at_work = [worker for worker in self._at_work if self._goes_on(worker)]

    def _begin(self) -> None:
        worker = self._hire()
        worker.start()
        self._at_work.append(worker)
        if self._is_over:  # told so while it began
            worker.terminate()

    def _goes_on(self, worker: BaseProcess) -> bool:
        if worker.is_alive():
            return True
        if not self._is_over:
            log.error("worker %s ended with %s; another takes its place", worker.pid, worker.exitcode)
        return False

    def _stop(self) -> None:
        self._is_over = True
        for worker in self._at_work:
            worker.terminate()
