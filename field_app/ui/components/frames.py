"""Page frames. A screen ends with one of them: `PhonePage` (a step or a case), `TabPage` (a root page of the navigation), `DeskPage`
(an office page with a rail on wide windows). Each calls hooks: call it once, as the last thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.ui import theme
from field_app.ui.components.buttons import IconAct
from field_app.ui.components.key_help import KeyHelp
from field_app.ui.components.layout import STRETCH, Across, Down, Part, Wrapped, pad, there
from field_app.ui.components.navigation import Me, NavigationBelow, Rail
from field_app.ui.components.news import News
from field_app.ui.components.notice import StandingNotice
from field_app.ui.components.search_box import SearchBox
from field_app.ui.components.sync_mark import SyncMark
from field_app.ui.components.text import Body, Caption, Secondary, Title, ems
from field_app.ui.hooks.keys import use_keys
from field_app.ui.hooks.window import use_width
from field_app.ui.routes import parent, places
from field_app.ui.safely import safely
from field_app.ui.services import use_services
from field_app.ui.theme import CARD, LINE, PAGE, W6
from field_app.ui.words import Said, _, speak

# Cards wider than this are hard to read; a phone page in a wide window stands in the middle.
READABLE = 640
_BODY = "body"


def PhonePage(
    title: Said,
    *body: Part,
    number: Said = "",
    primary: Part = None,
    secondary: Sequence[Part] = (),
    beside: Part = None,
    above: Part = None,
    back: str | None = None,
    close: bool = False,
    actions: Sequence[ft.Control] = (),
    scroll: bool = True,
    sync: bool = True,
    bar: bool = True,
    gap: float = 12,
) -> ft.View:
    """Back, title, one line `number · sync`; the body; below it `above`, the `secondary` acts and the one `primary` button
    (with `beside` to its left). `back` is the address of the page around it unless given; `close` shows a cross instead of an arrow.
    `scroll=False` for a page with a signature pad: its body must fill the height with `expand=True`. Without `bar` the body has a head.
    """
    path = ft.use_view_path()
    services = use_services()

    def leave() -> None:
        services.go(back or parent(path))

    async def system_back(event: ft.Event[ft.View]) -> None:
        await event.control.confirm_pop(False)
        leave()

    shown = there(body)
    alone = len(places(path)) == 1
    foot = _foot(above, secondary, beside, primary)
    return ft.View(
        route=path or "/",
        padding=0,
        spacing=0,
        bgcolor=PAGE,
        horizontal_alignment=STRETCH,
        # The first page of the stack would leave the app on the system's Back.
        can_pop=not alone,
        on_confirm_pop=safely(system_back) if alone else None,
        appbar=_bar(title, number, leave, close, actions, sync) if bar else None,
        controls=[_middle(_under_notice(_scrolling(shown, gap) if scroll else _filling(shown, gap))), *([foot] if foot else [])],
    )


def _bar(title: Said, number: Said, leave: Callable[[], Any], close: bool, actions: Sequence[ft.Control], sync: bool) -> ft.AppBar:
    large = theme.large()
    line = there(
        [Caption(number) if number else None, Caption("·") if number and sync and not large else None, SyncMark() if sync else None]
    )
    # Beside two acts a large title needs a second line.
    lines = 2 if large else 1
    words = Down(Title(title, max_lines=lines, overflow=ft.TextOverflow.ELLIPSIS), _line(line), gap=1)
    return ft.AppBar(
        leading=IconAct(ft.Icons.CLOSE if close else ft.Icons.ARROW_BACK, _("Close") if close else _("Back"), leave),
        leading_width=56,
        title_spacing=0,
        center_title=False,
        title=words,
        toolbar_height=_bar_height(title, len(actions)),
        bgcolor=PAGE,
        elevation=0,
        elevation_on_scroll=0,
        automatically_imply_leading=False,
        actions=list(actions),
        actions_padding=pad(right=4),
    )


def _bar_height(title: Said, actions: int) -> float:
    """A large title that is too long for what a phone leaves beside arrow and acts has a second line."""
    if not theme.larger():
        return 64
    more = 24 if theme.large() and ems(speak(title)) * theme.size(20) > 390 - 56 - actions * theme.TOUCH else 0
    return (64 + more) * theme.scale()


def _line(parts: list[ft.Control]) -> ft.Row | None:
    return ft.Row(parts, spacing=2, wrap=True, run_spacing=0) if parts else None


def _scrolling(shown: list[ft.Control], gap: float, on_scroll: Callable[..., Any] | None = None) -> ft.Control:
    # The label of a field in focus stands on its upper edge: a large one needs room there.
    return ft.ListView(
        shown, expand=True, spacing=gap, padding=pad(16, 12 if theme.large() else 4, 16, 16), on_scroll=safely(on_scroll), scroll_interval=0
    )


def _filling(shown: list[ft.Control], gap: float) -> ft.Control:
    return ft.Container(ft.Column(shown, spacing=gap, expand=True, horizontal_alignment=STRETCH), expand=True, padding=pad(16, 4, 16, 12))


def _under_notice(content: ft.Control) -> ft.Control:
    return ft.Column([StandingNotice(), content], spacing=0, expand=True, horizontal_alignment=STRETCH)


def _middle(content: ft.Control) -> ft.Control:
    """On a wide window the content keeps a readable width."""
    if use_width() == "phone":
        return content
    return ft.Row([ft.Container(content, width=READABLE)], alignment=ft.MainAxisAlignment.CENTER, expand=True, vertical_alignment=STRETCH)


def _foot(above: Part, secondary: Sequence[Part], beside: Part, primary: Part) -> ft.Control | None:
    acts = there(secondary)
    rows = there(
        [
            above,
            ft.Row(acts, spacing=0, alignment=ft.MainAxisAlignment.SPACE_BETWEEN, wrap=theme.scale() > 1, key="acts") if acts else None,
            # With large text each has a line of its own: beside another a button has room for a word a line.
            Across(_whole_line(beside), key="beside") if beside and primary and theme.large() else None,
            Across(None if theme.large() else beside, primary, key="primary") if primary else None,
        ]
    )
    if not rows:
        return None
    content = ft.Column(rows, spacing=8, tight=True, horizontal_alignment=STRETCH)
    inner = ft.SafeArea(content, avoid_intrusions_top=False, minimum_padding=pad(16, 10, 16, 16))
    wide = use_width() != "phone"
    box = ft.Row([ft.Container(inner, width=READABLE)], alignment=ft.MainAxisAlignment.CENTER) if wide else inner
    return ft.Container(box, bgcolor=CARD, border=ft.Border(top=ft.BorderSide(1, LINE)))


def _whole_line(part: ft.Control) -> ft.Control:
    return ft.Container(part, expand=True)


def TabPage(
    title: Said,
    *body: Part,
    note: Said = "",
    line: Said = "",
    actions: Sequence[ft.Control] = (),
    gap: float = 12,
    on_scroll: Callable[..., Any] | None = None,
) -> ft.View:
    """A root page: large title with `note` beside it (the day), below it `line` and the sync mark; navigation below or beside.
    `on_scroll` hears of a finger's pull, as from `use_pull`.
    """
    if use_width() != "phone":
        return _wide(
            title,
            [ft.Container(Down(Secondary(line) if line else None, *body, gap=gap, stretch=True), width=READABLE)],
            [],
            actions,
            note,
            "",
            gap,
            fill=False,
            narrow=True,
        )
    shown = there(body)
    names = (Body(title, 22, weight=W6, line=1.2), Body(note, 16, color=theme.SECONDARY) if note else None)
    # Large words leave no room beside them: the acts have a line of their own, so that none is cut off.
    apart = theme.scale() > 1 and bool(actions)
    head = Down(Wrapped(*names), Across(*actions), gap=0) if apart else Across(*names, ft.Container(expand=True), *actions)
    below = ft.Row([Secondary(line), SyncMark()], alignment=ft.MainAxisAlignment.SPACE_BETWEEN, wrap=True, spacing=4, run_spacing=0)
    top = ft.SafeArea(Down(head, below, gap=2, stretch=True), avoid_intrusions_bottom=False, minimum_padding=pad(16, 12, 16, 8))
    return ft.View(
        route="/tabs",
        padding=0,
        spacing=0,
        bgcolor=PAGE,
        horizontal_alignment=STRETCH,
        controls=[top, _under_notice(_scrolling(shown, gap, on_scroll)), NavigationBelow()],
    )


def DeskPage(
    title: Said,
    *body: Part,
    side: Sequence[Part] = (),
    crumb: Said = "",
    note: Said = "",
    actions: Sequence[ft.Control] = (),
    back: str | None = None,
    fill: bool = False,
    gap: float = 16,
) -> ft.View:
    """An office page: rail, top bar with the sync mark, body, and `side` beside it (below it on a phone). Body and side scroll by
    themselves; with `fill` the body fills the height on wide windows and scrolls nothing. On phones pages with `back` or `crumb` have
    an arrow, others the navigation below; Escape does the same.
    """
    path = ft.use_view_path()
    services = use_services()
    wide = use_width() != "phone"
    use_keys({"escape": lambda: services.go(back or parent(path))} if wide and back else {})
    if wide:
        return _wide(title, there(body), there(side), actions, note, crumb, gap, fill=fill)
    root = back is None and not crumb
    shown = there([*body, *side])
    return ft.View(
        route="/tabs" if root else path,
        padding=0,
        spacing=0,
        bgcolor=PAGE,
        horizontal_alignment=STRETCH,
        appbar=_root_bar(title, actions) if root else _bar(title, note, lambda: services.go(back or parent(path)), False, actions, True),
        controls=[News(), _under_notice(_scrolling(shown, gap)), *([NavigationBelow()] if root else [])],
    )


async def scroll_body(to: str) -> None:
    """Scroll the wide page that is shown to the row of this key, to its top for ""."""
    body = ft.context.page.session.store.get(_BODY)
    if body and to:
        await body.scroll_to(scroll_key=to, duration=100)
    elif body:
        await body.scroll_to(offset=0, duration=100)


def _root_bar(title: Said, actions: Sequence[ft.Control]) -> ft.AppBar:
    words = Down(Title(title, max_lines=1), SyncMark(), gap=1)
    return ft.AppBar(
        title=words, center_title=False, bgcolor=PAGE, elevation=0, elevation_on_scroll=0, automatically_imply_leading=False,
        toolbar_height=64 * theme.scale() if theme.larger() else 64, actions=list(actions), actions_padding=pad(right=8),
    )  # fmt: skip


def _wide(
    title: Said,
    body: list[ft.Control],
    side: list[ft.Control],
    actions: Sequence[ft.Control],
    note: Said,
    crumb: Said,
    gap: float,
    *,
    fill: bool,
    narrow: bool = False,
) -> ft.View:
    edge = 24 if use_width() == "desk" else 16
    align = ft.CrossAxisAlignment.START if narrow else STRETCH
    main = ft.Column([_above(gap), *body], spacing=gap, expand=3, horizontal_alignment=align, scroll=None if fill else ft.ScrollMode.AUTO)
    ft.context.page.session.store.set(_BODY, None if fill else main)
    parts: list[ft.Control] = [main]
    if side:
        beside = ft.Column([_above(gap), *side], spacing=gap, horizontal_alignment=STRETCH, scroll=ft.ScrollMode.AUTO)
        parts.append(ft.Container(beside, width=_side_width(use_width() == "desk")))
    content = ft.Row(parts, spacing=16, expand=True, vertical_alignment=STRETCH)
    page = ft.Column(
        [
            _top(title, note, crumb, actions, edge),
            ft.Container(StandingNotice(), padding=pad(edge - 16, 0, edge - 16, 0)),
            ft.Container(News(), padding=pad(edge - 16, 0, edge - 16, 0)),
            ft.Container(content, expand=True, padding=pad(edge, 0, edge, 16)),
        ],
        spacing=0,
        expand=True,
        horizontal_alignment=STRETCH,
    )
    return ft.View(
        route="/tabs",
        padding=0,
        spacing=0,
        bgcolor=PAGE,
        controls=[ft.Row([Rail(), page], spacing=0, expand=True, vertical_alignment=STRETCH)],
    )


def _above(gap: float) -> ft.Control:
    """The room above the first part scrolls with it: at the edge itself a field's floating label would be cut."""
    return ft.Container(height=max(0, 16 - gap))


def _side_width(desk: bool) -> float:
    return 344 * max(1, theme.scale() * 0.8) if desk else 300


def _top(title: Said, note: Said, crumb: Said, actions: Sequence[ft.Control], edge: float) -> ft.Control:
    way = Across(Secondary(crumb), ft.Icon(ft.Icons.CHEVRON_RIGHT, size=16, color=theme.SECONDARY)) if crumb else None
    words = Across(way, Body(title, 22, line=1.2, max_lines=1), Secondary(note) if note else None, gap=12)
    return ft.Container(
        Across(words, ft.Container(expand=True), *actions, SearchBox(), KeyHelp(), SyncMark(), Me(), gap=12),
        height=theme.height(56),
        padding=ft.Padding.symmetric(horizontal=edge, vertical=0),
        border=ft.Border(bottom=ft.BorderSide(1, LINE)),
    )
