"""How the web build is served: packed as asked, kept as long as true, nothing but its files, and every answer guarded."""

import asyncio
import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import brotli
import pytest
from fastapi import FastAPI
from starlette.types import Message

from sync.server.web import mount_web

SCRIPT = b"console.log('a script worth packing');" * 20


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Asking:
    """Asks the app as a server would, with the path exactly as given: clients tidy up the tricks we want to try."""

    app: FastAPI

    def __call__(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return asyncio.run(self._ask(path, method, {name.replace("_", "-"): value for name, value in headers.items()}))

    async def _ask(self, path: str, method: str, headers: dict[str, str]) -> Answer:
        scope: dict[str, Any] = {
            "type": "http", "method": method, "path": unquote(path), "raw_path": path.encode(), "query_string": b"", "root_path": "",
            "scheme": "http", "server": ("localhost", 80), "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        said: list[Message] = []
        to_say = [{"type": "http.request"}]

        async def receive() -> Message:
            if not to_say:
                await asyncio.Event().wait()  # the browser stays until it is answered
            return to_say.pop()

        async def send(message: Message) -> None:
            said.append(message)

        await self.app(scope, receive, send)
        told = {name.decode(): value.decode() for name, value in said[0]["headers"]}
        return Answer(said[0]["status"], told, b"".join(message.get("body", b"") for message in said[1:]))


UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "index.html": b"<!DOCTYPE html>",
        "sw.js": SCRIPT,
        "manifest.json": b"{}",
        "sw-kill.json": b'{"kill": false}',
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "v" / "python-1").mkdir(parents=True)
    (tmp_path / "v" / "app-1.js").write_bytes(SCRIPT)
    (tmp_path / "v" / "app-1.js.br").write_bytes(brotli.compress(SCRIPT))
    (tmp_path / "v" / "app-1.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "v" / "python-1" / "pyodide.asm.wasm").write_bytes(b"\0asm")
    (tmp_path / "v" / "python-1" / "pyodide.mjs").write_bytes(b"export {}")
    return tmp_path


@pytest.fixture
def ask(folder: Path) -> Asking:
    app = FastAPI()

    @app.get("/v1/ping")
    def ping() -> str:
        return "pong"

    mount_web(app, folder)
    return Asking(app)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("br;q=0.0, gzip; q=0", None)],
)
def test_the_best_packing_the_browser_takes_is_sent(ask: Asking, accepted: str, coding: str | None) -> None:
    answer = ask("/v/app-1.js", accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert UNPACKED[coding](answer.body) == SCRIPT


@pytest.mark.parametrize("path", ["/", "/sw.js", "/manifest.json", "/sw-kill.json"])
def test_names_that_stay_are_asked_about_each_time(ask: Asking, path: str) -> None:
    assert ask(path).headers["cache-control"] == "no-cache"


def test_versioned_names_are_kept_for_ever(ask: Asking) -> None:
    assert ask("/v/app-1.js").headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/v/app-1.js", "text/javascript; charset=utf-8"),
        ("/v/python-1/pyodide.mjs", "text/javascript; charset=utf-8"),
        ("/v/python-1/pyodide.asm.wasm", "application/wasm"),
        ("/manifest.json", "application/manifest+json"),
    ],
)
def test_each_kind_of_file_is_called_by_its_name(ask: Asking, path: str, kind: str) -> None:
    assert ask(path).headers["content-type"] == kind


def test_what_the_browser_has_is_not_sent_again(ask: Asking) -> None:
    first = ask("/sw.js")
    again = ask("/sw.js", if_none_match=f'"other", W/{first.headers["etag"]}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_packed_and_plain_have_different_tags(ask: Asking) -> None:
    tags = {ask("/v/app-1.js", accept_encoding=coding).headers["etag"] for coding in ("br", "gzip", "identity")}
    assert len(tags) == 3


def test_a_file_changed_by_hand_is_seen_at_once(ask: Asking, folder: Path) -> None:
    before = ask("/sw-kill.json").headers["etag"]
    (folder / "sw-kill.json").write_text('{"kill": true}')
    answer = ask("/sw-kill.json", if_none_match=before)
    assert json.loads(answer.body) == {"kill": True}


def test_a_new_build_is_seen_without_a_restart(ask: Asking, folder: Path) -> None:
    assert ask("/v/app-2.js").status == 404
    (folder / "v" / "app-2.js").write_bytes(SCRIPT)
    (folder / "index.html").write_text("<!DOCTYPE html><p>new")
    assert ask("/v/app-2.js").body == SCRIPT


def test_head_tells_the_same_without_a_body(ask: Asking) -> None:
    told, sent = ask("/v/app-1.js", "HEAD"), ask("/v/app-1.js")
    assert told.body == b""
    assert told.headers["content-length"] == sent.headers["content-length"]
    assert told.headers["etag"] == sent.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(ask: Asking, method: str) -> None:
    answer = ask("/sw.js", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret", "/%2e%2e/secret", "/v/../../secret", "/v/%2e%2e%2f%2e%2e%2fsecret", "/..%5csecret", "//secret", "/v//app-1.js",
        "/v/app-1.js%00", "/v/app-1.js/", "/v", "/v/", "/v/app-1.js.br", "/v/app-1.js.gz", "/./sw.js%20", "/V/app-1.js",
    ],
)  # fmt: skip
def test_f51_only_what_is_in_the_build_is_served(ask: Asking, folder: Path, path: str) -> None:
    (folder.parent / "secret").write_text("secret")
    answer = ask(path)
    assert answer.status == 404
    assert b"secret" not in answer.body


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/v/app-1.js"), ("GET", "/missing"), ("POST", "/"), ("HEAD", "/sw.js")])
def test_every_answer_is_guarded(ask: Asking, method: str, path: str) -> None:
    headers = ask(path, method).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"


def test_routes_of_the_server_come_first(ask: Asking) -> None:
    assert json.loads(ask("/v1/ping").body) == "pong"


def test_a_missing_build_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"python -m sync\.build"):
        mount_web(FastAPI(), tmp_path)
