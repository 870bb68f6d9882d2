"""httpx over the browser's fetch: the only network there is inside Pyodide. Streams are read as they come."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

import httpx
from js import AbortController, Object, fetch
from pyodide.ffi import JsException, to_js

T = TypeVar("T")

# The browser says these itself, or has undone what they tell of before we see the body.
_ITS_OWN = frozenset({"host", "content-length", "connection", "accept-encoding", "user-agent"})
_UNDONE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class BrowserFetch(httpx.AsyncBaseTransport):
    """Hand it to `connect(BrowserFetch())`."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        timeout = request.extensions.get("timeout", {})
        abort = AbortController.new()
        body = await request.aread()
        options: dict[str, Any] = {
            "method": request.method,
            "headers": {name: value for name, value in request.headers.items() if name not in _ITS_OWN},
            "cache": "no-store",
            "credentials": "omit",
            "redirect": "error",
            "signal": abort.signal,
        }
        if body:
            options["body"] = to_js(body)
        asked = fetch(str(request.url), to_js(options, dict_converter=Object.fromEntries))
        response = await _within(timeout.get("read"), asked, abort, request)
        headers = [(str(name), str(value)) for name, value in response.headers if str(name) not in _UNDONE]
        body_to_come = _Body(response, abort, timeout.get("read"), request)
        return httpx.Response(response.status, headers=headers, stream=body_to_come, request=request)


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: Any, abort: Any, seconds: float | None, request: httpx.Request) -> None:
        self._reader = response.body.getReader() if response.body else None
        self._abort, self._seconds, self._request = abort, seconds, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._reader:
            part = await _within(self._seconds, self._reader.read(), self._abort, self._request)
            if part.done:
                return
            yield part.value.to_bytes()

    async def aclose(self) -> None:
        self._abort.abort()


async def _within(seconds: float | None, asked: Awaitable[T], abort: Any, request: httpx.Request) -> T:
    try:
        return await asyncio.wait_for(asked, seconds)
    except asyncio.CancelledError:
        abort.abort()
        raise
    except TimeoutError as problem:
        abort.abort()
        raise httpx.ReadTimeout("no answer in time", request=request) from problem
    except JsException as problem:
        raise httpx.NetworkError(str(problem), request=request) from problem
