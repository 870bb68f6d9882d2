"""What waits on a person's other pages: the first page tells of it too, so that nothing waits unseen."""

from __future__ import annotations

import flet as ft

from field_app.ui.components import Caption, Wrapped
from field_app.ui.components.navigation import count_of
from field_app.ui.office import waiting
from field_app.ui.office.parts.acts import Act
from field_app.ui.routes import Page, navigation
from field_app.ui.services import Services
from field_app.ui.words import _, speak

# Counted above the list itself.
_LISTED = frozenset({"todo", *(place.strip("/") for place in waiting.PLACES.values())})


def elsewhere(services: Services) -> tuple[tuple[Page, int], ...]:
    """Pages with something waiting that isn't in the list of the first page, in the order of the navigation."""
    pages = (page for page in navigation(services.me.roles) if page.path not in _LISTED)
    return tuple((page, count) for page in pages if (count := count_of(page, services)))


def Elsewhere(services: Services, found: tuple[tuple[Page, int], ...]) -> ft.Control | None:
    if not found:
        return None
    return Wrapped(Caption(_("Waiting on other pages")), *(_to(services, page, count) for page, count in found), gap=8)


def _to(services: Services, page: Page, count: int) -> ft.Control:
    icon = page.nav.icon if page.nav else None
    return Act(f"{speak(page.title)} {count}", lambda: services.go("/" + page.path), kind="tonal", icon=icon, small=True)
