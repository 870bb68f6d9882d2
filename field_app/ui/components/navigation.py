"""The ways through the app: a bar below on phones, a rail beside the page on wide windows. Each shows only what this person's roles use."""

from __future__ import annotations

import flet as ft

from field_app.ui import theme
from field_app.ui.components.layout import Across, Down, pad
from field_app.ui.components.text import Caption, Glyph, Strong, ems
from field_app.ui.hooks.sheets import use_every_sheet
from field_app.ui.hooks.window import use_width
from field_app.ui.roles import role_names
from field_app.ui.routes import Page, navigation, places
from field_app.ui.safely import component, safely
from field_app.ui.services import Services, use_services
from field_app.ui.theme import CHOSEN, LINE, ON_CHOSEN, ON_PRIMARY, PRIMARY, RAIL, SECONDARY, TEXT, W6
from field_app.ui.words import _, language, speak

FEWEST, ON_A_PHONE = 2, 5


@component
def NavigationBelow() -> ft.Control:
    """At most five; the last of them, 我的, names the rest."""
    services = use_services()
    use_every_sheet()
    pages = shown_below(services)
    current = current_page(ft.use_route_location(), pages)
    if len(pages) < FEWEST:
        return ft.Container(height=0)
    bar = ft.NavigationBar(
        selected_index=pages.index(current) if current else 0,
        on_change=safely(lambda e: services.go("/" + pages[int(e.control.selected_index)].path)),
        height=72 + 24 * (theme.scale() - 1) if theme.larger() else 72,
        bgcolor=theme.CARD,
        indicator_color=CHOSEN,
        label_behavior=ft.NavigationBarLabelBehavior.ALWAYS_SHOW,
        destinations=[_destination(page, count_of(page, services)) for page in pages],
    )
    words = {state: _label(pages, ink) for state, ink in ((ft.ControlState.SELECTED, TEXT), (ft.ControlState.DEFAULT, SECONDARY))}
    return ft.Container(bar, theme=ft.Theme(navigation_bar_theme=ft.NavigationBarTheme(label_text_style=words)))


def _label(pages: tuple[Page, ...], ink: str) -> ft.TextStyle:
    """As large as the longest of the names has room for beside the others on one line."""
    room = (ft.context.page.width or 390) / len(pages) - 4
    fitting = room / max(ems(speak(page.title)) for page in pages)
    return ft.TextStyle(size=max(11.0, min(theme.size(12), round(fitting, 1))), color=ink, font_family=theme.FONT)


def shown_below(services: Services) -> tuple[Page, ...]:
    """The pages of the navigation below on a phone; the others are under "My page"."""
    pages = tuple(page for place, page in enumerate(navigation(services.me.roles)) if not (place and page.nav and page.nav.is_seldom))
    return pages if len(pages) <= ON_A_PHONE else (*pages[: ON_A_PHONE - 1], pages[-1])


def count_of(page: Page, services: Services) -> int:
    return page.nav.count(services) if page.nav and page.nav.count else 0


def current_page(path: str, pages: tuple[Page, ...]) -> Page | None:
    """The page of the navigation this address belongs to."""
    chain = places(path)
    if not chain:
        return pages[0] if path.split("?")[0] in ("", "/") else None
    first = chain[0].page.path.split("/")[0]
    return next((page for page in pages if page is chain[0].page or page.path == first), None)


def _destination(page: Page, count: int) -> ft.NavigationBarDestination:
    assert page.nav  # noqa: S101  (only pages of the navigation come here)
    badge = ft.Badge(label=str(count), bgcolor=theme.TONES["red"][1], text_color=theme.CARD, text_style=_small()) if count else None
    return ft.NavigationBarDestination(
        icon=ft.Icon(page.nav.icon, badge=badge), selected_icon=ft.Icon(page.nav.selected_icon, badge=badge), label=speak(page.title)
    )


def _small() -> ft.TextStyle:
    """A larger number would hide the icon it stands on."""
    return ft.TextStyle(size=12, font_family=theme.FONT)


@component
def Rail() -> ft.Control:
    """Words stand beside the icons, on a tablet below them."""
    services = use_services()
    use_every_sheet()
    narrow = use_width() == "tablet"
    pages = navigation(services.me.roles)
    current = current_page(ft.use_route_location(), pages)
    items = [_rail_item(page, page is current, count_of(page, services), narrow, services) for page in pages]
    return ft.Container(
        ft.Column([_brand(narrow), *items], spacing=4, scroll=ft.ScrollMode.HIDDEN, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        width=rail_width(narrow=narrow),
        padding=ft.Padding.symmetric(horizontal=4 if narrow else 8, vertical=0),
        bgcolor=RAIL,
        border=ft.Border(right=ft.BorderSide(1, LINE)),
    )


def rail_width(*, narrow: bool) -> float:
    """In pixels; English words are longer."""
    if narrow:
        return 80 if language() == "zh" else 92
    return (184 if language() == "zh" else 212) * max(1, theme.scale() * 0.85)


def _brand(narrow: bool) -> ft.Control:
    sign = ft.Container(
        ft.Icon(ft.Icons.HANDYMAN, size=18, color=ON_PRIMARY), width=32, height=32, border_radius=8, bgcolor=PRIMARY,
        alignment=ft.Alignment.CENTER,
    )  # fmt: skip
    if narrow:
        return ft.Container(sign, height=56, alignment=ft.Alignment.CENTER)
    return ft.Container(Across(sign, Strong(_("Field service"), 14, max_lines=1), gap=10), height=56, padding=pad(4))


def _rail_item(page: Page, current: bool, count: int, narrow: bool, services: Services) -> ft.Control:
    assert page.nav  # noqa: S101  (only pages of the navigation come here)
    ink = ON_CHOSEN if current else TEXT
    icon = ft.Icon(page.nav.selected_icon if current else page.nav.icon, size=22 if narrow else 20, color=ink if current else SECONDARY)
    title = speak(page.title)
    word = ft.Text(
        title,
        style=theme.style(12 if narrow else 14, W6 if current else None, ink, 1.2),
        max_lines=2 if narrow else 1,
        overflow=ft.TextOverflow.ELLIPSIS,
    )
    body = _stacked(icon, word, count) if narrow else _beside(icon, word, count, current)
    button = ft.TextButton(
        content=body,
        height=theme.height(60 if narrow else 44),
        on_click=safely(lambda: services.go("/" + page.path)),
        style=ft.ButtonStyle(
            bgcolor=CHOSEN if current else None,
            shape=ft.RoundedRectangleBorder(radius=22),
            padding=pad(4, 0, 4, 0) if narrow else pad(12, 0, 8, 0),
        ),
    )
    label = _("{page}, {n} waiting for you", page=title, n=count) if count else title
    return ft.Semantics(content=button, label=label, selected=current, container=True)


def _beside(icon: ft.Control, word: ft.Text, count: int, current: bool) -> ft.Control:
    word.expand = True
    return Across(icon, word, _count(count, current), gap=10)


def _stacked(icon: ft.Control, word: ft.Text, count: int) -> ft.Control:
    word.text_align = ft.TextAlign.CENTER
    badge = ft.Container(_count(count, True), right=-14, top=-6) if count else None
    mark = ft.Stack([icon, *([badge] if badge else [])], clip_behavior=ft.ClipBehavior.NONE)
    return ft.Column([mark, word], spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER)


def _count(count: int, strong: bool) -> ft.Control | None:
    if not count:
        return None
    ground, ink = (PRIMARY, ON_PRIMARY) if strong else (CHOSEN, ON_CHOSEN)
    return ft.Container(
        Caption(str(count), color=ink), bgcolor=ground, border_radius=10, padding=ft.Padding.symmetric(horizontal=7, vertical=1)
    )


def Avatar(name: str) -> ft.Control:
    """A person as the first character of the name."""
    ground, ink, _line = theme.TONES["info"]
    return ft.Container(Caption(name[:1], color=ink), width=32, height=32, border_radius=16, bgcolor=ground, alignment=ft.Alignment.CENTER)


def Me() -> ft.Control:
    """Who is signed in, top right; opens 我的."""
    services = use_services()
    wide = use_width() == "desk"
    role = Caption(role_names(services.me.roles), max_lines=1, overflow=ft.TextOverflow.ELLIPSIS, width=theme.size(110))
    name = Down(Caption(services.me.name, color=TEXT, line=1.2), role, gap=0) if wide else None
    box = ft.Container(
        Across(Avatar(services.me.name), name, tight=True), on_click=safely(lambda: services.go("/me")), ink=True, border_radius=16
    )
    return ft.Semantics(content=box, label=_("My page"), button=True, container=True)


def MoreIcon() -> ft.Icon:
    return Glyph(ft.Icons.CHEVRON_RIGHT, 20)
