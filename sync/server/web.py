"""Serves the web build: only the files that are in it, packed as the browser likes, cached as long as their name is true."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8", ".json": "application/json", ".wasm": "application/wasm", ".zip": "application/zip",
    ".png": "image/png", ".otf": "font/otf", "": "text/plain; charset=utf-8",
}  # fmt: skip
MANIFEST_TYPE = "application/manifest+json"
PACKED = {"br": ".br", "gzip": ".gz"}  # the better first
FOR_EVER = "public, max-age=31536000, immutable"

# Own origin only. `wasm-unsafe-eval` lets Pyodide and CanvasKit compile; Flutter writes its styles into the page, pictures come as blobs.
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "worker-src 'self'", "connect-src 'self' blob:",
    "img-src 'self' blob: data:", "font-src 'self'", "style-src 'self' 'unsafe-inline'", "media-src 'self' blob:", "manifest-src 'self'",
    "base-uri 'self'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
))  # fmt: skip
SECURITY = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class ServedFile:
    variants: Mapping[str, Path]  # content coding -> file; "identity" is always there
    media_type: str
    cache_control: str
    known_digest: str | None  # None: the file may be changed by hand while the server runs

    @property
    def digest(self) -> str:
        return self.known_digest or _digest(self.variants["identity"])

    def chosen(self, accept_encoding: str) -> str:
        accepted = _accepted(accept_encoding)
        return next((coding for coding in PACKED if coding in accepted and coding in self.variants), "identity")


class WebFiles:
    """An ASGI app over a build folder. It is read when mounted and again when its index.html changes; a path that isn't in it is 404."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = folder / "index.html"
        self._read()

    def _read(self) -> None:
        self._read_at = self._index.stat().st_mtime_ns
        self._files = dict(_served_files(self._folder))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        await self.answer(scope)(scope, receive, send)

    def answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Method not allowed", 405, {"Allow": "GET, HEAD", **SECURITY})
        if self._index.stat().st_mtime_ns != self._read_at:
            self._read()
        path = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        file = self._files.get(path)
        if file is None:
            return PlainTextResponse("Not found", 404, {"Cache-Control": "no-store", **SECURITY})
        return _response(file, Headers(scope=scope))


def mount_web(app: FastAPI, folder: Path) -> None:
    """Serves `folder` at `/`. Mount it last: it answers whatever no route before it did."""
    if not (folder / "index.html").exists():
        raise FileNotFoundError(f"there is no web build in {folder}: run `python -m sync.build --out {folder}`")
    app.mount("/", WebFiles(folder), name="web")


def _response(file: ServedFile, request: Headers) -> Response:
    coding = file.chosen(request.get("accept-encoding", ""))
    etag = f'"{file.digest}-{coding}"'
    headers = {**SECURITY, "Cache-Control": file.cache_control, "ETag": etag, "Vary": "Accept-Encoding"}
    if etag in (tag.strip().removeprefix("W/") for tag in request.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    if coding != "identity":
        headers["Content-Encoding"] = coding
    return FileResponse(file.variants[coding], headers=headers, media_type=file.media_type)


def _served_files(folder: Path) -> Iterator[tuple[str, ServedFile]]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix in PACKED.values():
            continue
        name = path.relative_to(folder).as_posix()
        yield ("/" if name == "index.html" else f"/{name}"), _served(path, name)


def _served(path: Path, name: str) -> ServedFile:
    packed = {coding: path.with_name(path.name + ending) for coding, ending in PACKED.items()}
    return ServedFile(
        variants={"identity": path, **{coding: file for coding, file in packed.items() if file.exists()}},
        media_type=MANIFEST_TYPE if name == "manifest.json" else TYPES.get(path.suffix, "application/octet-stream"),
        cache_control=FOR_EVER if name.startswith("v/") else "no-cache",
        known_digest=_digest(path) if name.startswith("v/") else None,
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _accepted(accept_encoding: str) -> set[str]:
    """The content codings a browser takes; those it names with q=0 it doesn't."""
    accepted = set()
    for part in accept_encoding.lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        if not any(parameter.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for parameter in parameters):
            accepted.add(coding)
    return accepted
