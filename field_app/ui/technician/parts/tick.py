"""A sentence to tick: the whole row is the target, and the words wrap."""

from __future__ import annotations

import flet as ft

from field_app.ui import theme
from field_app.ui.components import Across, Body, Down, FieldError
from field_app.ui.hooks import Field
from field_app.ui.safely import safely
from field_app.ui.words import Said, speak


def Tick(said: Said, field: Field) -> ft.Control:
    """A checkbox; the value is a boolean."""

    def turn() -> None:
        field.change(not field.value)

    box = ft.Checkbox(
        value=bool(field.value),
        on_change=safely(turn),
        active_color=theme.PRIMARY,
        semantics_label=speak(said),
        error=bool(field.error),
    )
    # The box says the sentence itself; read out beside it, it would be heard twice.
    words = ft.Semantics(content=Body(said, 15, line=1.3), exclude_semantics=True, expand=True)
    row = ft.Container(Across(box, words, gap=4), on_click=safely(turn), border_radius=theme.RADIUS)
    return Down(row, FieldError(field), gap=2, stretch=True)
