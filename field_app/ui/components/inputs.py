"""Typing. Each input takes its words and a `Field` (from `form.field("name")`), and shows the field's error below itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft
from attrs import frozen

from field_app.ui import theme
from field_app.ui.components.layout import Down
from field_app.ui.components.text import Body, ems
from field_app.ui.hooks.form import Field
from field_app.ui.hooks.keys import typing_begins, typing_ends
from field_app.ui.safely import safely
from field_app.ui.theme import OUTLINE, RADIUS, SECONDARY, TEXT
from field_app.ui.words import Said, _, speak

PADDING = ft.Padding.symmetric(horizontal=14, vertical=15)


@frozen
class Option:
    """One thing to choose. `value` is JSON; `help` is the line under the words."""

    value: Any
    said: Said
    help: Said = ""
    icon: ft.IconData | None = None


def TextInput(
    label: Said,
    field: Field,
    *,
    lines: int = 1,
    hint: Said = "",
    help: Said = "",
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    suffix: Said = "",
    focus: bool = False,
    password: bool = False,
    longest: int | None = 2000,
    on_submit: Callable[..., Any] | None = None,
    autofill: ft.AutofillHint | None = None,
    expand: bool | int = False,
    mark: ft.Control | None = None,
    ink: str = SECONDARY,
) -> ft.Control:
    """One line, or `lines` that grow to three times as many. A label too long for the field's one line stands above it.
    `mark` stands at the end of the field, `ink` is the label's colour.
    """
    above = _is_too_long(speak(label))
    box = ft.TextField(
        label=None if above else speak(label),
        value=field.value or "",
        error=field.error,
        hint_text=speak(hint) or None,
        helper=speak(help) or None,
        suffix=speak(suffix) or None,
        input_filter=_at_most(longest),
        autofocus=focus,
        password=password,
        can_reveal_password=password,
        autofill_hints=autofill,
        expand=expand or None,
        on_change=safely(lambda e: (field.write or field.change)(e.control.value)),
        on_focus=safely(typing_begins),
        on_blur=safely(_leaving(field)),
        on_submit=safely(on_submit),
        suffix_icon=mark,
        **_grown(lines, keyboard),
        **_look(ink),
    )
    if not above:
        return box
    words = Body(label, 14, color=ink)
    return ft.Semantics(content=Down(words, box, stretch=True), label=speak(label), container=True, expand=expand or None)


def _leaving(field: Field) -> Callable[[ft.Event[ft.TextField]], None]:
    def leave(event: ft.Event[ft.TextField]) -> None:
        typing_ends(event)
        field.keep()

    return leave


def _grown(lines: int, keyboard: ft.KeyboardType) -> dict[str, Any]:
    if lines == 1:
        return {"keyboard_type": keyboard, "min_lines": 1, "max_lines": 1}
    return {"keyboard_type": ft.KeyboardType.MULTILINE, "multiline": True, "min_lines": lines, "max_lines": lines * 3}


def _is_too_long(label: str) -> bool:
    """A phone's field has room for some 280 pixels."""
    return theme.large() and ems(label) * theme.size(14) > 280


def PhoneInput(label: Said, field: Field, **more: Any) -> ft.Control:
    """A telephone number, with the keyboard for it."""
    return TextInput(label, field, keyboard=ft.KeyboardType.PHONE, autofill=ft.AutofillHint.TELEPHONE_NUMBER, longest=40, **more)


def MoneyInput(label: Said, field: Field, **more: Any) -> ft.Control:
    """An amount in yuan as text; read it with `form.money(name)`."""
    return TextInput(label, field, keyboard=fractions(), suffix=_("yuan"), longest=16, **more)


def fractions() -> ft.KeyboardType:
    """The keyboard for digits and a point. An iPhone's pad for numbers has none; in the browser the web build asks for one that has."""
    page = ft.context.page
    bare = page.platform == ft.PagePlatform.IOS and not page.web
    return ft.KeyboardType.DATETIME if bare else ft.KeyboardType.NUMBER


def Pick(label: Said, field: Field, options: Sequence[Option], *, expand: bool | int = False) -> ft.Control:
    """One of many, from a list that drops down."""
    names = {str(option.value): option for option in options}
    box = ft.Dropdown(
        label=speak(label),
        value=None if field.value is None else str(field.value),
        options=[ft.DropdownOption(key=name, text=speak(option.said)) for name, option in names.items()],
        error_text=field.error,
        on_select=safely(lambda e: field.change(names[e.control.value].value)),
        expand=True,
        menu_height=360,
        text_style=theme.style(16, color=TEXT),
        label_style=theme.style(14, color=SECONDARY),
        border=outline(),
    )
    chosen = names.get(str(field.value))
    return ft.Semantics(
        content=ft.Row([box], spacing=0),
        label=f"{speak(label)} {speak(chosen.said) if chosen else ''}".strip(),
        container=True,
        expand=expand or None,
    )


def _at_most(longest: int | None) -> ft.InputFilter | None:
    # max_length shows a counter under every field; a filter is silent.
    return ft.InputFilter(regex_string=rf"^[\s\S]{{0,{longest}}}$", allow=True, replacement_string="") if longest else None


def outline() -> ft.OutlineInputBorder:
    """The edge of whatever is typed into; Material thickens it in focus and reddens it with an error."""
    return ft.OutlineInputBorder(side=ft.BorderSide(1, OUTLINE), border_radius=RADIUS)


def _look(ink: str) -> dict[str, Any]:
    return {
        "text_style": theme.style(16, color=TEXT),
        "label_style": theme.style(14, color=ink),
        "hint_style": theme.style(16, color=OUTLINE),
        "helper_style": theme.style(12, color=SECONDARY),
        "error_style": theme.style(12, color=theme.TONES["red"][2]),
        "error_max_lines": 4,
        "helper_max_lines": 3,
        "border": outline(),
        "content_padding": PADDING,
        "fill_color": theme.CARD,
        "filled": True,
    }
