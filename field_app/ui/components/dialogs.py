"""Questions that must be answered before going on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.ui import theme
from field_app.ui.components.buttons import Plain, Primary
from field_app.ui.components.inputs import outline
from field_app.ui.components.layout import Down
from field_app.ui.components.notice import Banner
from field_app.ui.components.text import Body, Heading
from field_app.ui.hooks.form import Attempt
from field_app.ui.hooks.keys import typing_begins, typing_ends, use_keys
from field_app.ui.safely import component, safely
from field_app.ui.theme import TOUCH
from field_app.ui.words import Said, _


def confirm(title: Said, *said: Said, yes: Said, on_yes: Callable[[], Any], no: Said = "") -> None:
    """Ask before money or a signature becomes a fact. `yes` names what happens then, once however often it is tapped."""
    page = ft.context.page
    agreed: list[bool] = []

    def agree() -> None:
        if not agreed:
            agreed.append(True)
            page.pop_dialog()
            on_yes()

    page.show_dialog(_dialog(title, *[Body(line, 15) for line in said], no=no, leave=page.pop_dialog, yes=yes, go=agree))


@component
def Refusal(attempt: Attempt) -> ft.Control:
    """What stands against recording, and the way past a gate with a reason (P10.1). Stands above the button that was tapped."""
    asking, ask = ft.use_state(False)
    reason, say_reason = ft.use_state("")

    def close() -> None:
        ask(False)

    def go_past() -> None:
        if reason.strip():
            ask(False)
            say_reason("")
            attempt.pass_gate(reason)

    use_keys({"ctrl+enter": go_past} if asking and attempt.gate else {}, over=True)
    ft.use_dialog(_reason_dialog(attempt, reason, say_reason, close, go_past) if asking and attempt.gate else None)
    if not attempt.refusals:
        return ft.Container(height=0)
    ways = (Plain(_("Special case"), lambda: ask(True), icon=ft.Icons.FLAG_OUTLINED), None) if attempt.gate else ()
    return Banner("amber", *[objection.words for objection in attempt.refusals], actions=(*ways, Plain(_("Close"), attempt.dismiss)))


def _reason_dialog(
    attempt: Attempt, reason: str, change: Callable[[str], None], close: Callable[[], None], go_past: Callable[[], None]
) -> ft.AlertDialog:
    typed = ft.TextField(
        label=_("Reason; the supervisor sees it"),
        value=reason,
        multiline=True,
        min_lines=2,
        max_lines=5,
        autofocus=True,
        on_change=safely(lambda e: change(e.control.value)),
        on_focus=safely(typing_begins),
        on_blur=safely(typing_ends),
        text_style=theme.style(16, color=theme.TEXT),
        label_style=theme.style(14, color=theme.SECONDARY),
        border=outline(),
    )
    words = [Body(objection.words, 15) for objection in attempt.refusals]
    missing = None if reason.strip() else Body(_("Write why, then go on."), 14, color=theme.SECONDARY)
    dialog = _dialog(_("Special case"), *words, typed, missing, no=_("Cancel"), leave=close, yes=_("Go on with this reason"), go=go_past)
    dialog.on_dismiss = safely(close)
    return dialog


def _dialog(title: Said, *parts: ft.Control | None, no: Said, leave: Callable[[], Any], yes: Said, go: Callable[[], Any]) -> ft.AlertDialog:
    return ft.AlertDialog(
        modal=True,
        title=Heading(title),
        content=ft.Container(Down(*parts, gap=12, stretch=True), width=420),
        scrollable=True,
        bgcolor=theme.CARD,
        actions=[Plain(no or _("Cancel"), leave), Primary(yes, go, expand=False, height=TOUCH)],
    )
