"""Nothing a screen does may bring the app down: an exception that escapes a Flet handler replaces the whole app by an error page,
and one that escapes a drawing stops all further drawing. Both end here.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, Protocol, TypeVar

import flet as ft

P = ParamSpec("P")
R = TypeVar("R")
_KEY = "reporter"


class Reporter(Protocol):
    """Tells the person in words what went wrong, and keeps the details where they can be sent."""

    def report(self, error: Exception) -> None: ...


def report_to(page: ft.Page, reporter: Reporter) -> None:
    """From now on what goes wrong on this page is told to `reporter`."""
    page.session.store.set(_KEY, reporter)


def report(error: Exception) -> None:
    """Tell the reporter of the page at work. Raises the error again where there is none: only in a broken start."""
    reporter = ft.context.page.session.store.get(_KEY)
    if reporter is None:
        raise error
    reporter.report(error)


def safely(handler: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """The handler, from which nothing escapes. Components wrap every event they are given."""
    if handler is None or getattr(handler, "is_safe", False):
        return handler
    guarded = _guard_async(handler) if inspect.iscoroutinefunction(handler) else _guard(handler)
    guarded.is_safe = True  # type: ignore[attr-defined]
    return guarded


def _guard(handler: Callable[..., Any]) -> Callable[..., Any]:
    takes_event = _takes_event(handler)

    def guarded(event: Any = None) -> None:
        try:
            handler(event) if takes_event else handler()
        except Exception as error:  # noqa: BLE001  (the promise of this module)
            report(error)
        _go_on_drawing()

    return guarded


def _guard_async(handler: Callable[..., Any]) -> Callable[..., Any]:
    takes_event = _takes_event(handler)

    async def guarded(event: Any = None) -> None:
        try:
            await (handler(event) if takes_event else handler())
        except Exception as error:  # noqa: BLE001  (the promise of this module)
            report(error)
        _go_on_drawing()

    return guarded


def _go_on_drawing() -> None:
    # Flet's drawing ends for good when a control refuses a value while it is drawn; it begins again when asked, else this does nothing.
    ft.context.page.session.start_updates_scheduler()  # type: ignore[no-untyped-call]


def _takes_event(handler: Callable[..., Any]) -> bool:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    needed = [p for p in inspect.signature(handler).parameters.values() if p.kind in kinds and p.default is inspect.Parameter.empty]
    return bool(needed)


def use_effect(setup: Callable[[], Any], dependencies: list[Any] | None = None, cleanup: Callable[[], Any] | None = None) -> None:
    """`ft.use_effect` from which nothing escapes. `setup` returns nothing; give `cleanup` beside it."""
    ft.use_effect(safely(setup) or setup, dependencies, safely(cleanup))


def leave_off() -> None:
    """The cleanup of an effect that goes on by itself: Flet ends such a one with its page only where it has a cleanup."""


def guarded(fallback: Callable[[Exception], Any]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A Flet component that shows `fallback` where its drawing fails."""

    def decorate(draw: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(draw)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return draw(*args, **kwargs)
            except Exception as error:  # noqa: BLE001  (the promise of this module)
                report(error)
                return fallback(error)  # type: ignore[no-any-return]

        return ft.component(drawn)

    return decorate


def _gap(_error: Exception) -> ft.Control:
    from field_app.ui.components.notice import BrokenPart

    return BrokenPart()


def _broken_screen(_error: Exception) -> ft.View:
    from field_app.ui.components.notice import BrokenScreen

    return BrokenScreen()


def component(draw: Callable[P, R]) -> Callable[P, R]:
    """`@ft.component` whose failing drawing leaves a sentence in its place."""
    return guarded(_gap)(draw)


def screen(draw: Callable[P, R]) -> Callable[P, R]:
    """A whole screen (it returns an `ft.View`) whose failing drawing leaves a page with words and a way back."""
    return guarded(_broken_screen)(draw)
