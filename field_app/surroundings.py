"""What only the system around the app knows: phone, browser or desktop."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flet as ft

from field_app.domain.facts import SheetId
from field_app.ui.services import Offline

IN_BROWSER = sys.platform == "emscripten"


def new_sheet_id() -> SheetId:
    import uuid6  # wanted on few devices, and not at the start

    return SheetId(str(uuid6.uuid7()))


def device_label(page: ft.Page) -> str:
    """What this device may be called at first."""
    names = {"android": "Android", "ios": "iPhone", "windows": "Windows", "macos": "Mac", "linux": "Linux"}
    kind = page.platform.value if page.platform else ""
    return names.get(kind, kind)


def when_online(tell: Callable[[], Any]) -> object:
    """Tell when the browser has the network back: the worker Python lives in hears of it by itself. Keep what is returned."""
    from js import self as worker
    from pyodide.ffi import create_proxy

    hear = create_proxy(lambda _event: tell())
    worker.addEventListener("online", hear)
    return hear


def ring() -> None:
    """A short sound, where the page around the worker can make one; a page that was never touched stays silent."""
    if IN_BROWSER:
        from flet_js import ring as ring_there

        ring_there()


async def protected() -> bool | None:
    """Whether the system promises not to clear this app's storage; None where it doesn't tell."""
    if not IN_BROWSER:
        return True
    from js import navigator

    return bool(await navigator.storage.persisted())


async def paper_font() -> Path:
    """The file papers are written with; in the browser it and the libraries come now, the first time. Raises Offline when they can't."""
    if not IN_BROWSER:
        return Path(__file__).resolve().parents[1] / "assets" / "fonts" / "NotoSansSC.otf"
    from flet_js import ready_for_papers
    from pyodide.ffi import JsException

    font = Path("/home/pyodide/NotoSansSC.otf")
    if not font.exists():
        try:
            await ready_for_papers()
        except JsException as problem:
            raise Offline(str(problem)) from problem
        importlib.invalidate_caches()
    return font
