"""我的: who is signed in, language, text size, light or dark, the pages that found no place below, signing out."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.errors import Words, say
from field_app.store.door import Sending, Unsent
from field_app.ui import theme
from field_app.ui.components import (
    Across,
    Avatar,
    Banner,
    Caption,
    Card,
    Down,
    Heading,
    Option,
    Pick,
    Plain,
    Row,
    Rows,
    Secondary,
    Segments,
    Strong,
    TabPage,
    component,
    confirm,
    screen,
)  # fmt: skip
from field_app.ui.components.layout import Wrapped, Yielding
from field_app.ui.components.navigation import MoreIcon, shown_below
from field_app.ui.components.text import Glyph
from field_app.ui.hooks import Field, use_sending, use_services, use_width
from field_app.ui.roles import role_names
from field_app.ui.routes import Page, navigation
from field_app.ui.safely import safely
from field_app.ui.services import Services
from field_app.ui.state import bell
from field_app.ui.state.whereabouts import is_allowed, is_wanted, want
from field_app.ui.words import LANGUAGES, _, n_, speak

MODES: dict[theme.Mode, Words] = {"system": say("As the device"), "light": say("Light"), "dark": say("Dark")}


@screen
def MeScreen() -> ft.View:
    services = use_services()
    sending = use_sending()
    narrow = use_width() == "phone"
    refused, refuse = ft.use_state(False)

    async def leave() -> None:
        try:
            await services.sign_out()
        except Unsent:
            refuse(True)

    def ask() -> None:
        words = _("Everything recorded here is at the office. This device forgets it and asks for an account again.")
        if sending.unsent or sending.photos.waiting:
            refuse(True)
        else:
            confirm(_("Sign out?"), words, yes=_("Sign out"), on_yes=lambda: ft.context.page.run_task(leave))

    more = [page for page in navigation(services.me.roles) if narrow and page not in shown_below(services)]
    return TabPage(
        _("My page"),
        _who(services),
        Rows(*[_way(page, services) for page in more]) if more else None,
        Looks(),
        Sound(),
        Arrivals() if "technician" in services.me.roles and is_allowed(services) else None,
        Rows(
            _row(_("Where the data is"), ft.Icons.CLOUD_OUTLINED, lambda: services.go("/data?from=/me")),
            _calendar(services),
            _row(_("Sign-in and lock"), ft.Icons.LOCK_OUTLINED, lambda: services.go("/me/safety")),
            _row(_("Log"), ft.Icons.SUBJECT, lambda: services.go("/me/log"), n_("{n} entry", "{n} entries", len(services.log))),
        ),
        _kept_here(sending) if refused and (sending.unsent or sending.photos.waiting) else None,
        Wrapped(Plain(_("Sign out"), ask, icon=ft.Icons.LOGOUT, ink="danger")),
        Caption(_("Version {version}", version=services.version)),
    )


def _kept_here(sending: Sending) -> ft.Control:
    records = n_(
        "{n} record is on this device only; signing out now would lose it.",
        "{n} records are on this device only; signing out now would lose them.",
        sending.unsent,
    )
    photos = n_(
        "{n} photo is on this device only; signing out now would lose it.",
        "{n} photos are on this device only; signing out now would lose them.",
        sending.photos.waiting,
    )
    why = [*([records] if sending.unsent else []), *([photos] if sending.photos.waiting else [])]
    return Banner("amber", *why, _("Wait until it says that all is at the office, then sign out."), title=_("Not yet signed out"))


def _who(services: Services) -> ft.Control:
    roles = role_names(services.me.roles)
    return Card(Across(Avatar(services.me.name), Down(Strong(services.me.name, 18), Secondary(roles), gap=0, expand=True), gap=12))


@component
def Looks() -> ft.Control:
    """Language, text size, light or dark: changed at once."""
    services = use_services()
    look, _set = ft.use_state(services.appearance)
    language = Field(look.language, change=lambda value: look.speak(value or look.language))
    mode = Field(look.mode, change=lambda value: look.shine(value or look.mode))
    scale = Field(look.scale, change=look.enlarge)
    return Card(
        Heading(_("Look")),
        Segments(_("Language"), language, [Option(code, name) for code, name in LANGUAGES.items()], may_be_empty=False, show_label=True),
        Pick(_("Text size"), scale, [Option(factor, f"{round(factor * 100)} %") for factor in theme.SCALES]),
        Segments(_("Light or dark"), mode, [Option(name, words) for name, words in MODES.items()], may_be_empty=False, show_label=True),
        gap=12,
    )


@component
def Sound() -> ft.Control:
    """Whether what is new for this person is heard."""
    services = use_services()
    on, turn = ft.use_state(bell.is_on(services))

    def keep(wanted: bool) -> None:
        bell.switch(services, on=wanted)
        turn(wanted)

    switch = ft.Switch(value=on, on_change=safely(lambda e: keep(bool(e.control.value))))
    words = Down(Strong(_("A sound for what is new for me")), Secondary(_("Only while the app is open and online.")), gap=1)
    return Card(ft.MergeSemantics(Yielding(words, switch)))


@component
def Arrivals() -> ft.Control:
    """Whether the place is recorded with an arrival (P3.6)."""
    services = use_services()
    on, turn = ft.use_state(is_wanted(services))

    def keep(wanted: bool) -> None:
        want(services, wanted)
        turn(wanted)

    switch = ft.Switch(value=on, on_change=safely(lambda e: keep(bool(e.control.value))))
    asked = _("Asked of this device only when you tap “Arrive”. The supervisor sees the place on the sheet.")
    words = Down(Strong(_("Record where I arrive")), Secondary(asked), Secondary(_("Off, your arrival counts just the same.")), gap=1)
    return Card(ft.MergeSemantics(Yielding(words, switch)))


def _way(page: Page, services: Services) -> ft.Control:
    icon = page.nav.icon if page.nav else ft.Icons.ARROW_FORWARD
    return _row(speak(page.title), icon, lambda: services.go("/" + page.path))


def _calendar(services: Services) -> ft.Control | None:
    if "technician" not in services.me.roles:
        return None
    return _row(_("Visits in my calendar"), ft.Icons.EDIT_CALENDAR_OUTLINED, lambda: services.go("/me/calendar"))


def _row(title: str, icon: ft.IconData, on_click: Callable[[], None], note: str = "") -> ft.Control:
    trail = Across(Secondary(note) if note else None, MoreIcon(), tight=True)
    return Row(Strong(title), icon=Glyph(icon, 22), trail=trail, on_click=on_click)
