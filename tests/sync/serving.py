"""A real server: in this process, uvicorn in a thread of its own; or a process of its own, that can be killed."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sync.server.app import create_app
from sync.server.serving import Server, server
from tests.cast import Company


@contextmanager
def running(here: Company) -> Iterator[str]:
    """The origin of a server of this company, until the block ends."""
    app = create_app(here.office.settings, here.office)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        serving = server(here.office, app, host="127.0.0.1", port=0)
        thread = threading.Thread(target=serving.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stop(serving, thread)


def stop(serving: Server, thread: threading.Thread) -> None:
    serving.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(database: str, *more: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    port = free_port()
    command = [sys.executable, "-m", "sync", "serve", "--database", database, "--port", str(port), *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        give_up = time.monotonic() + 60
        while not reachable(port):
            assert process.poll() is None and time.monotonic() < give_up, process.communicate()[0]
            time.sleep(0.02)
        yield port, process
    finally:
        process.kill()
        process.communicate()


def reachable(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
