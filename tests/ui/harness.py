"""The app without a browser: Flet's real session, components, diffing and encoding on a connection that only listens.

    app = await AppUnderTest.start(store, "/today/case/…")
    await app.tap("Take the cash"); await app.type("Note", "…"); app.see("…")

Text is found as people see it: labels, button words, texts. Nothing here sleeps: `settle` lets everything that is due run.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import flet as ft
from flet.components.public_utils import unwrap_component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import MessageAction
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

from field_app.main import Assembly, start
from field_app.store.door import Identity
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from field_app.ui.services import Services
from field_app.witness import Nobody, Witness
from tests.ui.mirror import Mirror, packed, unpacked
from tests.ui.stand_ins import Clock, FakeNetwork

# A share sheet is what a headless system has none of.
ANSWERED = {"get_connectivity": ["wifi"], "share_files": {"status": "unavailable", "raw": ""}}


class _Listening(Connection):
    def __init__(self) -> None:
        super().__init__()
        self.pubsubhub, self.loop, self.executor = PubSubHub(), asyncio.get_running_loop(), ThreadPoolExecutor(1)
        self.page_url = "http://test/"
        self.crashes: list[str] = []
        self.calls: list[tuple[str, Any]] = []
        self.mirror: Mirror | None = None

    def send_message(self, message: Any) -> None:
        # Encoding is what takes the snapshots for the next diff; it must happen here as it does on a real connection.
        line = packed([message.action, message.body])
        if self.mirror and message.action == MessageAction.PATCH_CONTROL:
            self.mirror.take(**unpacked(line)[1])
        if message.action == MessageAction.SESSION_CRASHED:
            self.crashes.append(message.body.message)
        if message.action == MessageAction.INVOKE_METHOD:
            asked = message.body
            self.calls.append((asked.name, asked.args))
            answer = ANSWERED.get(asked.name)
            self.loop.call_soon(self.session.handle_invoke_method_results, asked.control_id, asked.call_id, answer, None)


def connect(route: str = "/", width: float = 390, height: float = 844, *, mirrored: bool = False) -> _Listening:
    """A page of this size at this address, on which nothing is drawn yet; `mirrored`, what the client makes of the patches is kept."""
    connection = _Listening()
    session = connection.session = Session(connection)
    session.apply_page_patch({"route": route, "width": width, "height": height, "web": True, "pyodide": True, "platform": "android"})
    drawn = packed(session.get_page_patch())
    connection.mirror = Mirror(unpacked(drawn)) if mirrored else None
    _context_page.set(session.page)
    return connection


def shelf_with(who: Identity | None, places: MemoryPlaces | None = None) -> Shelf:
    shelf = Shelf(places or MemoryPlaces())
    if who and shelf.current() is None:
        shelf.create(who)
    return shelf


class AppUnderTest:
    """A running app, seen and touched the way a person does."""

    def __init__(self, page: ft.Page, connection: _Listening, assembly: Assembly, network: FakeNetwork) -> None:
        self.page, self.connection, self.assembly, self.network = page, connection, assembly, network

    @classmethod
    async def start(
        cls,
        shelf: Shelf,
        route: str = "/",
        *,
        language: str = "en",
        width: float = 390,
        height: float = 844,
        network: FakeNetwork | None = None,
        clock: Callable[[], datetime] | None = None,
        witness: Witness | None = None,
        mirrored: bool = False,
    ) -> AppUnderTest:
        shelf.keep_setting("language", language)
        connection = connect(route, width, height, mirrored=mirrored)
        page = connection.session.page
        network = network or FakeNetwork()
        assembly = await start(page, shelf, network, clock or Clock(), witness or Nobody())
        app = cls(page, connection, assembly, network)
        await app.settle()
        return app

    @property
    def services(self) -> Services:
        services = self.assembly.stage.services
        assert services, "nobody is signed in"
        return services

    def stop(self) -> None:
        """Let go of everything, as a closed window does. What is in memory only is gone."""
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()
        self.connection.executor.shutdown(wait=False)

    async def settle(self, turns: int = 40) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        assert not self.connection.crashes, self.connection.crashes[0]
        if route := self._asked_route():
            await self.arrive(route)

    def _asked_route(self) -> str | None:
        pushed = [args for name, args in self.connection.calls if name == "push_route"]
        self.connection.calls = [call for call in self.connection.calls if call[0] != "push_route"]
        return pushed[-1]["route"] if pushed else None

    async def arrive(self, route: str) -> None:
        """What the client does after navigation, a tapped link or the browser's Back."""
        self.page.route = route
        await self.page.session.dispatch_event(self.page._i, "route_change", {"route": route})
        await self.settle()

    def shows_what_was_drawn(self) -> None:
        """What the client made of all it was sent, on a page that is `mirrored`, is what Python has."""
        assert self.connection.mirror
        assert self.connection.mirror.differences(self.page.session) == []

    async def put_away(self) -> None:
        """The person switches to another app."""
        await self.page.session.dispatch_event(self.page._i, "app_lifecycle_state_change", {"state": "hide"})
        await self.settle()

    async def come_back(self) -> None:
        """The person looks at the app again."""
        await self.page.session.dispatch_event(self.page._i, "app_lifecycle_state_change", {"state": "resume"})
        await self.settle()

    # What is on screen

    def controls(self) -> Iterator[BaseControl]:
        """Everything on the topmost view in the order of the page, or in the dialog over it; then words that go away by themselves."""
        shown = [one for one in self.page._dialogs.controls if getattr(one, "open", False)]
        over = [one for one in shown if not isinstance(one, ft.SnackBar)]
        yield from _walk(over[-1:] or _views(self.page.views)[-1:], set())
        yield from _walk([one for one in shown if isinstance(one, ft.SnackBar)], set())

    def texts(self) -> list[str]:
        return [text for control in self.controls() for text in words_of(control)]

    def sees(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def see(self, *words: str) -> None:
        for one in words:
            assert self.sees(one), f"{one!r} is not on the page: {self.texts()}"

    def see_not(self, *words: str) -> None:
        for one in words:
            assert not self.sees(one), f"{one!r} is on the page"

    def find(self, kind: type[BaseControl], words: str = "") -> Any:
        found = [c for c in self.controls() if isinstance(c, kind) and (not words or any(words in text for text in words_of(c)))]
        assert found, f"no {kind.__name__} {words!r} on the page: {self.texts()}"
        return found[0]

    # What a person does

    async def tap(self, words: str) -> None:
        await self.event(self.aim(words), "click")

    def targets(self) -> dict[int, str]:
        """What can be tapped: the id that the client would name, and the first words it goes by."""
        found: dict[int, str] = {}
        for control in self.controls():
            for target, words in _targets(control):
                found.setdefault(target._i, words)
        return found

    def aim(self, words: str) -> BaseControl:
        """What a tap on these words would hit: carrying them exactly, else containing them; of several the innermost or last. The page
        may change before the tap arrives: `event(aimed, "click")`.
        """
        targets = [target for control in self.controls() for target in _targets(control)]
        exact = [control for control, text in targets if text == words] or [control for control, text in targets if words in text]
        assert exact, f"nothing to tap says {words!r}: {sorted({text for _control, text in targets})}"
        own = [control for control in exact if words in words_of(control)]
        return own[0] if own else exact[-1]

    async def type(self, label: str, text: str) -> None:
        """Write into the field of this label, then leave it."""
        await self.write(label, text)
        await self.event(self.find(ft.TextField, label), "blur")

    async def write(self, label: str, text: str) -> None:
        """Write into the field of this label and stay in it."""
        await self.event(self.find(ft.TextField, label), "change", text, value=text)

    async def choose(self, label: str, value: object) -> None:
        """Choose in a list that drops down, in radio cards or in answers side by side."""
        for control in self.controls():
            named = isinstance(control, ft.Semantics) and control.label and control.label.startswith(label)
            inner = next((c for c in _walk([control], set()) if isinstance(c, (ft.Dropdown, ft.RadioGroup, ft.SegmentedButton))), None)
            if named and inner is not None:
                await self._choose(inner, str(value))
                return
        raise AssertionError(f"nothing to choose is called {label!r}: {self.texts()}")

    async def _choose(self, control: BaseControl, value: str) -> None:
        if isinstance(control, ft.SegmentedButton):
            await self.event(control, "change", None, selected=[value])
        else:
            await self.event(control, "select" if isinstance(control, ft.Dropdown) else "change", value, value=value)

    async def draw(self, *strokes: list[tuple[float, float]]) -> None:
        """Sign: each stroke a list of points on the pad."""
        for stroke in strokes:
            for place, (x, y) in enumerate(stroke):
                at = {"l": {"x": x, "y": y}, "g": {"x": x, "y": y}}
                moved = {"ld": {"x": 1, "y": 1}, "gd": {"x": 1, "y": 1}} if place else {}
                pad = next(c for c in self.controls() if isinstance(c, ft.GestureDetector))
                await self.event(pad, "pan_update" if place else "pan_down", {**at, **moved})
            pad = next(c for c in self.controls() if isinstance(c, ft.GestureDetector))
            zero = {"x": 0, "y": 0}
            await self.event(pad, "pan_end", {"l": zero, "g": zero, "v": zero, "pv": 0.0})

    async def pick(self, *pictures: bytes) -> None:
        """Choose these from the gallery, on a page with one place for photos."""
        services = self.page._services._services
        picker = [one for one in services if isinstance(one, ft.FilePicker) and one.on_result][-1]
        files = [{"id": n, "name": f"{n}.jpg", "size": len(data), "path": None, "bytes": data} for n, data in enumerate(pictures)]
        await self.event(picker, "result", {"files": files})

    async def until(self, words: str) -> None:
        """Wait for what another thread is still busy with."""
        for _ in range(500):
            await self.settle()
            if self.sees(words):
                return
            await asyncio.sleep(0.01)
        self.see(words)

    async def event(self, control: BaseControl, name: str, data: object = None, **props: object) -> None:
        if props:
            self.page.session.apply_patch(control._i, props)
        await self.page.session.dispatch_event(control._i, name, data)
        await self.settle()


@asynccontextmanager
async def running(who: Identity | None, route: str = "/", **more: Any) -> Any:
    """An app for as long as the block: `async with running(identity("wang", "王工", "technician")) as app`.

    What our guards caught meanwhile fails the test, unless it is `troubled` on purpose.
    """
    troubled = more.pop("troubled", False)
    shelf = more.pop("shelf", None) or shelf_with(who, more.pop("places", None))
    app = await AppUnderTest.start(shelf, route, **more)
    try:
        yield app
        assert troubled or not app.assembly.log.text(), app.assembly.log.text()
    finally:
        app.stop()


def texts_on(page: ft.Page) -> list[str]:
    """The words of the topmost view."""
    return [text for control in _walk(_views(page.views)[-1:], set()) for text in words_of(control)]


def topmost(app: AppUnderTest) -> list[ft.View]:
    """The view on top, as it is handed to the client."""
    return _views(app.page.views)[-1:]


def _views(node: Any, *, in_a_list: bool = False) -> list[ft.View]:
    body = unwrap_component(node) if isinstance(node, BaseControl) else node
    if isinstance(body, ft.View):
        return [body]
    assert not in_a_list, "the client draws nothing of a component in a list of views unless it is one view"
    return [view for part in body for view in _views(part, in_a_list=True)]


def is_tappable(control: BaseControl) -> bool:
    return bool(getattr(control, "on_click", None)) and not getattr(control, "disabled", False)


def _targets(control: BaseControl) -> list[tuple[BaseControl, str]]:
    """What a tap on this control could be meant by: the words in it, or the name it is read out by."""
    if isinstance(control, ft.Semantics) and control.label:
        return [(inner, control.label) for inner in _walk([control], set()) if is_tappable(inner)][:1]
    return [(control, text) for text in _inside(control)] if is_tappable(control) else []


def words_of(control: BaseControl) -> list[str]:
    names = ("value", "label", "content", "title", "text", "tooltip", "error", "error_text", "helper", "hint_text", "suffix")
    return [value for name in names if isinstance(value := getattr(control, name, None), str) and value]


def inside(control: BaseControl) -> Iterator[BaseControl]:
    """The control and all that is in it."""
    return _walk([control], set())


def _inside(control: BaseControl) -> list[str]:
    return [text for inner in _walk([control], set()) for text in words_of(inner)]


def _walk(nodes: Any, seen: set[int]) -> Iterator[BaseControl]:
    for node in nodes.values() if isinstance(nodes, dict) else nodes:
        if isinstance(node, (list, tuple, dict)):
            yield from _walk(node, seen)
        elif isinstance(node, BaseControl) and id(node) not in seen:
            seen.add(id(node))
            body = unwrap_component(node)
            if body is not node:
                yield from _walk(body if isinstance(body, list) else [body] if body is not None else [], seen)
            else:
                yield node
                yield from _walk(_children(node), seen)


def _children(node: BaseControl) -> list[Any]:
    fields = [field for field in dataclasses.fields(node) if not field.metadata.get("skip")]
    values = [getattr(node, field.name, None) for field in fields]
    return [value for value in values if isinstance(value, (BaseControl, list, tuple, dict))]
