"""The one table of pages: path, screen, who may see it, where it stands in the navigation.

Technician and office list theirs in `technician/routes.py` and `office/routes.py`; screens are imported when first shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import cast

import flet as ft
from attrs import frozen

from field_app.domain.errors import Words, say
from field_app.domain.facts import EVERYONE, Role
from field_app.ui.safely import report
from field_app.ui.services import Services, use_services


@frozen
class Nav:
    """A page's place in the navigation. `count` is what waits there for this person. One that is seldom needed stands on a phone under
    "My page", where it isn't one's first page.
    """

    order: int
    icon: ft.IconData
    selected_icon: ft.IconData
    count: Callable[[Services], int] | None = None
    is_seldom: bool = False


@frozen(eq=False)
class Page:
    """`path` is relative to the page around it, `:name` a part read with `ft.use_route_params()`; `screen` is `module:Component`.

    A `modal` page lies over whatever was open. Children inherit who may see them.
    """

    path: str
    screen: str
    title: Words
    roles: frozenset[Role] = EVERYONE
    nav: Nav | None = None
    children: tuple[Page, ...] = ()
    modal: bool = False

    def open_to(self, roles: frozenset[Role]) -> bool:
        return bool(self.roles & roles)


@frozen(eq=False)
class Place:
    """A page of the table at a real address."""

    page: Page
    path: str


@cache
def table() -> tuple[Page, ...]:
    from field_app.ui.office.routes import ROUTES as OFFICE
    from field_app.ui.shared.routes import ROUTES as SHARED
    from field_app.ui.technician.routes import ROUTES as TECHNICIAN

    return (*TECHNICIAN, *OFFICE, *SHARED)


def navigation(roles: frozenset[Role]) -> tuple[Page, ...]:
    """The pages of all a person's roles, in order of the work."""
    shown = [page for page in table() if page.nav and page.open_to(roles)]
    return tuple(sorted(shown, key=lambda page: page.nav.order if page.nav else 0))


def places(path: str, pages: Sequence[Page] | None = None, before: str = "") -> tuple[Place, ...]:
    """The chain of pages to an address, outermost first; empty for an unknown one."""
    wanted = [part for part in path.split("?")[0].split("/") if part]
    for page in table() if pages is None else pages:
        parts = page.path.split("/")
        if len(parts) <= len(wanted) and all(p.startswith(":") or p == w for p, w in zip(parts, wanted, strict=False)):
            here = Place(page, "/".join([before, *wanted[: len(parts)]]))
            rest = wanted[len(parts) :]
            below = places("/".join(rest), page.children, here.path) if rest else ()
            if below or not rest:
                return (here, *below)
    return ()


def parent(path: str) -> str:
    """The address of the page around this one, `/` where there is none."""
    chain = places(path)
    return chain[-2].path if len(chain) > 1 else "/"


def sheet_address(services: Services, sheet_id: str) -> str:
    """Where this person sees a sheet."""
    ways = (f"/case/{sheet_id}", f"/sheets/{sheet_id}")
    found = (way for way in ways if (chain := places(way)) and chain[0].page.open_to(services.me.roles))
    return next(found, "/")


def flet_routes(roles: frozenset[Role]) -> list[ft.Route]:
    first = navigation(roles)[0]
    return [ft.Route(index=True, component=_opener(first)), *(_route(page) for page in table())]


def _route(page: Page) -> ft.Route:
    children = [_route(child) for child in page.children]
    return ft.Route(path=page.path, component=_opener(page), children=children or None, modal=page.modal)


def _opener(page: Page) -> Callable[[], ft.View]:
    def opened() -> ft.View:
        from field_app.ui.components.notice import BrokenScreen

        if not page.open_to(use_services().me.roles):
            return not_yours()
        try:
            return load(page)()
        except ImportError as error:
            report(error)
            return BrokenScreen()

    return opened


@cache
def load(page: Page) -> Callable[[], ft.View]:
    module, name = page.screen.split(":")
    return cast(Callable[[], ft.View], getattr(import_module(module), name))


def not_yours() -> ft.View:
    return _sorry(say("This page belongs to another role."))


def not_found() -> ft.View:
    return _sorry(say("There is no such page, or this device doesn't have it any more."))


def _sorry(words: Words) -> ft.View:
    from field_app.ui.components.buttons import Plain
    from field_app.ui.components.notice import MessageView
    from field_app.ui.words import _

    services = use_services()
    return MessageView(words, Plain(_("Back to the start"), lambda: services.go("/")))
