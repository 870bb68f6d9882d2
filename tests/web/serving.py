"""The web build behind a real server: for tests, and by hand: `python -m tests.web.serving build/web 8000`."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from sync.server.web import mount_web


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def web_only(folder: Path) -> FastAPI:
    app = FastAPI()
    mount_web(app, folder)
    return app


class RunningServer(uvicorn.Server):
    """In a thread of its own, so that a test can stop and start it."""

    def __init__(self, app: FastAPI, port: int) -> None:
        super().__init__(uvicorn.Config(app, port=port, log_level="warning", lifespan="off", timeout_graceful_shutdown=1))
        self.url = f"http://localhost:{port}/"
        self._up = threading.Event()
        self._thread = threading.Thread(target=self.run, daemon=True)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()

    def start(self) -> None:
        self._thread.start()
        if not self._up.wait(timeout=30):
            raise RuntimeError("the web server didn't start")

    def stop(self) -> None:
        self.should_exit = True
        self._thread.join(timeout=30)


@contextmanager
def serving(folder: Path, port: int | None = None) -> Iterator[RunningServer]:
    server = RunningServer(web_only(folder), port or free_port())
    server.start()
    yield server
    server.stop()


if __name__ == "__main__":
    uvicorn.run(web_only(Path(sys.argv[1])), port=int(sys.argv[2]), log_level="warning")
