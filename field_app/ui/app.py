"""The root: the pages of who is signed in by their routes, or the sign-in page, or a sentence why the app can't start."""

from __future__ import annotations

import flet as ft

from field_app.ui import theme
from field_app.ui.components.notice import MessageView
from field_app.ui.routes import flet_routes, not_found
from field_app.ui.safely import component, guarded, use_effect
from field_app.ui.services import Services
from field_app.ui.shared.lock import LockScreen
from field_app.ui.shared.sign_in import SignInScreen
from field_app.ui.state.appearance import Appearance
from field_app.ui.state.stage import Stage
from field_app.ui.words import _

LOCALES = {"zh": ft.Locale("zh", "CN"), "en": ft.Locale("en", "US")}
MODES = {"system": ft.ThemeMode.SYSTEM, "light": ft.ThemeMode.LIGHT, "dark": ft.ThemeMode.DARK}


def _no_app(_error: Exception) -> ft.BaseControl | list[ft.BaseControl]:
    return [MessageView(_("The app could not be drawn. What was saved is safe: close it and open it again."))]


@guarded(_no_app)
def App(stage: Stage, appearance: Appearance) -> ft.BaseControl | list[ft.BaseControl]:
    """Draws everything anew when language, text size or who is signed in changes.

    The client takes a component or a list of views; of a component in the list it wants one view.
    """
    page = ft.context.page
    use_effect(lambda: look(page, appearance), [appearance.language, appearance.mode, appearance.scale])
    if stage.trouble:
        return [MessageView(stage.trouble)]
    if stage.entrance:
        return [SignInScreen(stage.entrance, key=f"in-{stage.turn}")]  # type: ignore[call-arg]
    if stage.locked:
        return [LockScreen(stage.locked, key=f"lock-{stage.turn}")]  # type: ignore[call-arg]
    if stage.services:
        return Pages(stage.services, key=f"pages-{stage.turn}")  # type: ignore[call-arg]
    return [ft.View(route="/", bgcolor=theme.PAGE)]


@component
def Pages(services: Services) -> ft.Control:
    everything_else = ft.Route(path=":rest*", component=not_found)
    return ft.Router([*flet_routes(services.me.roles), everything_else], manage_views=True)


def look(page: ft.Page, appearance: Appearance) -> None:
    """Give the page this appearance; call it again when it changes."""
    page.theme, page.dark_theme = theme.theme(theme.LIGHT), theme.theme(theme.DARK)
    page.theme_mode = MODES[appearance.mode]
    page.title = _("Field service")
    page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=list(LOCALES.values()), current_locale=LOCALES[appearance.language]
    )
    page.update()
