"""What the app tells beside the screen's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.ui import theme
from field_app.ui.components.buttons import Plain
from field_app.ui.components.layout import Across, Card, Down, Part, Wrapped, pad
from field_app.ui.components.navigation import rail_width
from field_app.ui.components.text import Body, Glyph, Heading, Secondary
from field_app.ui.safely import safely, use_effect
from field_app.ui.services import use_services
from field_app.ui.state.notices import Notice
from field_app.ui.theme import RADIUS, TONES, Tone
from field_app.ui.words import Said, _, speak

_ICONS: dict[Tone, ft.IconData] = {
    "plain": ft.Icons.INFO_OUTLINE,
    "info": ft.Icons.INFO_OUTLINE,
    "amber": ft.Icons.ERROR_OUTLINE,
    "red": ft.Icons.ERROR_OUTLINE,
    "green": ft.Icons.CHECK_CIRCLE_OUTLINE,
    "next": ft.Icons.ARROW_FORWARD,
}
NOTHING: Notice | None = None
_SNACK = "snack"
# A bar with second acts and a next step is this high.
ABOVE_THE_BAR = 156
WORD_WIDTH, OVER_THE_TITLE = 400, 62


def Banner(tone: Tone, *said: Said, title: Said = "", actions: tuple[Part, ...] = (), icon: ft.IconData | None = None) -> ft.Control:
    """A coloured card with words: what happened, why, what to do. Read out when it appears."""
    ground, ink, _line = TONES[tone]
    head = Heading(title, color=ink) if title else None
    words = [Body(line, 14 if title else 15, color=ink) for line in said]
    text = Down(head, *words, Wrapped(*actions) if actions else None, gap=4, expand=True, stretch=True)
    row = Across(Glyph(icon or _ICONS[tone], 22, ink), text, gap=12, top=True)
    box = ft.Container(row, bgcolor=ground, border_radius=RADIUS, padding=pad(16, 12, 12, 12))
    return ft.Semantics(content=box, container=True, live_region=True)


@ft.component
def StandingNotice() -> ft.Control:
    """The one notice that stays until it is read; page frames show it on top."""
    services = use_services()
    notices, _set = ft.use_state(services.notices)
    _drawn, draw = ft.use_state(NOTHING)
    # What a part of this same page reported while it was drawn came before anybody listened here.
    use_effect(lambda: draw(notices.standing), [])
    if notices.standing is None:
        return ft.Container(height=0)
    return ft.Container(_standing(notices.standing, notices.dismiss, services.go), padding=pad(16, 4, 16, 8))


def _standing(notice: Notice, dismiss: Callable[[], None], go: Callable[[str], None]) -> ft.Control:
    def to_log() -> None:
        dismiss()
        go("/me/log")

    send = Plain(_("Send the log"), to_log) if notice.offers_log else None
    return Banner(notice.tone, *notice.words, actions=(send, Plain(_("Understood"), dismiss)))


def snack(said: Said, *, undo: Callable[[], Any] | None = None) -> None:
    """A word that goes away by itself, with a way back where there is one. It floats where nothing is to be tapped: on a phone above the
    bar below, on a wide screen over the title.

    It takes the place of the one before: an undo must never speak of an older step than the last.
    """
    hush()
    page = ft.context.page
    action = ft.SnackBarAction(label=_("Undo"), on_click=safely(undo)) if undo else None
    bar = ft.SnackBar(
        ft.Text(speak(said), style=theme.style(14)),
        action=action,
        duration=4000,
        # With an action it would stay until it is tapped.
        persist=False,
        behavior=ft.SnackBarBehavior.FLOATING,
        margin=_around(page.width or 0, page.height or 0),
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
    )
    page.session.store.set(_SNACK, bar)
    page.show_dialog(bar)


def hush() -> None:
    """Take the last word away: nothing of ours lies over what a customer is to write on."""
    last = ft.context.page.session.store.get(_SNACK)
    if last and last.open:
        last.open = False
        last.update()


def _around(width: float, height: float) -> ft.Margin:
    if width < theme.PHONE_BELOW:
        return ft.Margin(left=16, top=0, right=16, bottom=ABOVE_THE_BAR)
    beside_the_rail = rail_width(narrow=width < theme.NARROW_RAIL_BELOW) + 8
    return ft.Margin(left=beside_the_rail, top=0, right=width - beside_the_rail - WORD_WIDTH, bottom=height - OVER_THE_TITLE)


def EmptyState(what: Said, how: Said, action: Part = None) -> ft.Control:
    """Nothing here: one line what would be here, one line how it gets here."""
    centre = ft.TextAlign.CENTER
    return ft.Container(
        ft.Column(
            [Body(what, 16, text_align=centre), Secondary(how, text_align=centre), *([action] if action else [])],
            spacing=8,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=pad(24, 48, 24, 48),
        alignment=ft.Alignment.CENTER,
    )


def Waiting(said: Said = "") -> ft.Control:
    """Something is under way; `said` is what."""
    ring = ft.ProgressRing(width=24, height=24, stroke_width=3, semantics_label=speak(said) or _("Please wait"))
    return ft.Container(Across(ring, Secondary(said) if said else None, gap=12), padding=16)


def BrokenPart() -> ft.Control:
    """In place of a part that could not be drawn."""
    return Card(Secondary(_("This part can't be shown just now. Nothing is lost.")))


def BrokenScreen() -> ft.View:
    """In place of a page that could not be drawn."""
    services = use_services()
    return MessageView(
        _("This page can't be shown just now. Nothing is lost; please send the log."),
        Plain(_("Back to the start"), lambda: services.go("/")),
        Plain(_("Send the log"), lambda: services.go("/me/log")),
    )


def MessageView(said: Said, *actions: ft.Control) -> ft.View:
    """A page that is one sentence and ways on."""
    words = Down(Body(said, 16), Wrapped(*actions), gap=12)
    return ft.View(
        route="/message",
        bgcolor=theme.PAGE,
        padding=24,
        vertical_alignment=ft.MainAxisAlignment.CENTER,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        controls=[ft.Container(words, width=480)],
    )
