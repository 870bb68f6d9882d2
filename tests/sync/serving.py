"""A real server in this process: uvicorn in a thread of its own, on a port of its own."""

import socket
import threading
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
