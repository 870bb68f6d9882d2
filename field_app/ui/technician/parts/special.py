"""特殊情况: doing a step whose turn hasn't come, with a reason (P10.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.repair.steps import Step
from field_app.ui import theme
from field_app.ui.components import Body, Down, Heading, Plain, Row, Rows, Secondary, component
from field_app.ui.components.text import Glyph
from field_app.ui.hooks import use_services
from field_app.ui.safely import safely
from field_app.ui.technician.parts.paths import below
from field_app.ui.words import Said, _


@component
def SpecialCase(sheet: SheetId, locked: Sequence[Step], do: Callable[[Step], None], asking: bool, close: Callable[[], None]) -> ft.Control:
    """A dialog, while `asking`, that names the steps still locked, and what else may be needed out of turn."""
    services = use_services()

    def go(page: str) -> Callable[[], None]:
        def leave() -> None:
            close()
            services.go(below(sheet, page))

        return leave

    def force(step: Step) -> Callable[[], None]:
        def leave() -> None:
            close()
            do(step)

        return leave

    rows = [_row(_("Agree another visit"), go("agree")), *(_row(step.words, force(step)) for step in locked)]
    words = _("Choose what must be done now, although its turn hasn't come. You'll be asked why; the supervisor sees it.")
    dialog = ft.AlertDialog(
        title=Heading(_("Special case")),
        content=ft.Container(Down(Secondary(words), Rows(*rows), gap=12, stretch=True), width=420),
        scrollable=True,
        bgcolor=theme.CARD,
        actions=[Plain(_("Cancel"), close)],
        on_dismiss=safely(close),
    )
    ft.use_dialog(dialog if asking else None)
    return ft.Container(height=0)


def _row(said: Said, act: Callable[[], None]) -> ft.Control:
    return Row(Body(said, 16), trail=Glyph(ft.Icons.CHEVRON_RIGHT, 20), on_click=act)
