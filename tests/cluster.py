"""A private PostgreSQL for one test process: its own folder, its own port, gone with the process. Fails where none is installed."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import psycopg.sql

SETTINGS = {"shared_buffers": "32MB", "max_connections": "120"}
# Nothing of a test outlives it, so nothing is flushed.
UNFLUSHED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binary(name: str) -> str:
    """A program of PostgreSQL's. Debian keeps them off the PATH."""
    installed = [shutil.which(name), *sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), reverse=True)]
    found = next(filter(None, installed), None)
    assert found, "PostgreSQL is needed for these tests: run .ci/postgres"
    return found


def unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then as `postgres`, whom its package makes."""
    if os.geteuid():
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def cluster(*, is_durable: bool = False) -> Iterator[str]:
    """The URL of a new cluster's database. A durable one flushes as one in earnest does, for measuring."""
    who = unprivileged()
    home = Path(tempfile.mkdtemp(prefix="field-app-postgres-"))
    if who:
        os.chown(home, who["user"], who["group"])  # type: ignore[call-overload]
    data, port = home / "data", free_port()
    subprocess.run(
        [binary("initdb"), "-D", data, "-U", "office", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True, capture_output=True, cwd=home, **who,
    )  # fmt: skip
    settings = SETTINGS if is_durable else SETTINGS | UNFLUSHED
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [binary("postgres"), "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", "", *options]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, **who)
    try:
        wait_until_it_answers(port, server, home / "log")
        yield f"postgresql+psycopg://office@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # its fast way to stop: clients aren't waited for
        server.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def wait_until_it_answers(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(f"postgresql://office@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            assert server.poll() is None and time.monotonic() < give_up, log.read_text()
            time.sleep(0.02)


def emptied(url: str) -> str:
    """The same database, with nothing in it."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid != pg_backend_pid()"
        )
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
    return url


def own(url: str) -> str:
    """A database of this process's own in the same cluster, with nothing in it."""
    name = f"of_{os.getpid()}"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(name)))
    return emptied(f"{url.rpartition('/')[0]}/{name}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
