"""How things stand beside and below each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.ui import theme
from field_app.ui.components.text import Caption, Glyph, Heading
from field_app.ui.safely import safely
from field_app.ui.theme import CARD, LINE, PRIMARY, RADIUS, RADIUS_CHIP, TONES, W5, Tone
from field_app.ui.words import Said, speak

Part = ft.Control | None
START = ft.CrossAxisAlignment.START
STRETCH = ft.CrossAxisAlignment.STRETCH
BETWEEN = ft.MainAxisAlignment.SPACE_BETWEEN


def pad(left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> ft.Padding:
    return ft.Padding(left=left, top=top, right=right, bottom=bottom)


def there(parts: Sequence[Part]) -> list[ft.Control]:
    return [part for part in parts if part is not None]


def Across(*parts: Part, gap: float = 8, top: bool = False, **more: Any) -> ft.Row:
    """Parts beside each other, None left out; `top` aligns them at their tops. Give `expand=True` to the text that may give way."""
    align = ft.CrossAxisAlignment.START if top else ft.CrossAxisAlignment.CENTER
    return ft.Row(there(parts), spacing=gap, vertical_alignment=align, **more)


def Apart(*parts: Part, **more: Any) -> ft.Row:
    """Parts at the two ends of a line."""
    return Across(*parts, alignment=BETWEEN, **more)


def Down(*parts: Part, gap: float = 4, stretch: bool = False, **more: Any) -> ft.Column:
    """Parts below each other, None left out, as high as they need."""
    align = STRETCH if stretch else START
    return ft.Column(there(parts), spacing=gap, tight=True, horizontal_alignment=align, **more)


def Yielding(main: ft.Control, *parts: Part, gap: float = 12) -> ft.Control:
    """`main` takes the room the other parts leave beside it; with large text they stand below it, so that neither is squeezed."""
    if theme.large():
        return Down(main, *parts, gap=gap)
    main.expand = True
    return Across(main, *parts, gap=gap)


def Wrapped(*parts: Part, gap: float = 6) -> ft.Row:
    """Chips and small buttons, on as many lines as they need."""
    return ft.Row(there(parts), spacing=gap, run_spacing=gap, wrap=True)


def Gap(pixels: float) -> ft.Container:
    return ft.Container(height=pixels)


def AtLeast(height: float, part: ft.Control) -> ft.Row:
    """A part that gives way in width and keeps its row at least this high."""
    return ft.Row([ft.Container(height=height, width=0), part], spacing=0, expand=True)


def Rule(indent: float = 0) -> ft.Container:
    """A line between rows."""
    return ft.Container(height=1, bgcolor=LINE, margin=ft.Margin(left=indent, top=0, right=0, bottom=0))


def Card(
    *parts: Part,
    gap: float = 4,
    padding: float | ft.Padding = 16,
    current: bool = False,
    color: str = CARD,
    on_click: Callable[..., Any] | None = None,
    label: str | None = None,
    key: str | None = None,
) -> ft.Control:
    """A card. `current` frames what is being worked on; with `on_click` the whole card is the target, read out as `label`."""
    box = ft.Container(
        Down(*parts, gap=gap, stretch=True),
        bgcolor=color,
        border_radius=RADIUS,
        padding=padding,
        border=ft.Border.all(2, PRIMARY) if current else ft.Border.all(1, LINE),
        on_click=safely(on_click),
        ink=on_click is not None,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        key=key,
    )
    return ft.Semantics(content=box, label=label, button=True, container=True, key=key) if on_click else box


def Rows(*rows: Part, indent: float = 16) -> ft.Container:
    """A card of rows with lines between them."""
    shown = there(rows)
    parts: list[ft.Control] = []
    for row in shown:
        parts += [Rule(indent), row] if parts else [row]
    return ft.Container(
        ft.Column(parts, spacing=0, tight=True, horizontal_alignment=STRETCH),
        bgcolor=CARD,
        border_radius=RADIUS,
        border=ft.Border.all(1, LINE),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def Row(
    title: ft.Control,
    detail: Part = None,
    *,
    icon: Part = None,
    trail: Part = None,
    on_click: Callable[..., Any] | None = None,
    label: str | None = None,
    chosen: bool = False,
    key: str | None = None,
) -> ft.Control:
    """One row of `Rows`: at least 48 high, the whole of it the target."""
    # Beside large words a figure would leave no room for them.
    below = trail if theme.large() and isinstance(trail, ft.Text) else None
    words = Down(title, detail, below, gap=1, expand=True)
    box = ft.Container(
        Across(icon, AtLeast(theme.TOUCH - 20, words), None if below else trail, gap=12),
        padding=pad(16, 10, 12, 10),
        bgcolor=theme.CHOSEN if chosen else None,
        on_click=safely(on_click),
        ink=on_click is not None,
        key=key,
    )
    if not on_click:
        return box
    return ft.Semantics(content=box, label=label, button=True, selected=chosen or None, container=True, key=key)


def Section(title: Said, note: Said = "", action: Part = None) -> ft.Control:
    """The head of a group of cards."""
    beside = action or (Caption(note) if note else None)
    return ft.Container(Apart(Heading(title), beside, wrap=theme.scale() > 1), padding=pad(0, 6))


def Chip(tone: Tone, icon: ft.IconData, said: Said) -> ft.Container:
    """A filled mark: icon and word."""
    ground, ink, _ = TONES[tone]
    word = ft.Text(speak(said), style=theme.style(12, W5, ink, 1.25))
    return ft.Container(
        _marked(icon, ink, word),
        bgcolor=ground,
        border_radius=RADIUS_CHIP,
        padding=pad(7, 4, 9, 4),
    )


def Mark(tone: Tone, icon: ft.IconData, said: Said) -> ft.Control:
    """The same without background, for dense rows."""
    ink = TONES[tone][2]
    return _marked(icon, ink, Caption(said, color=ink))


def _marked(icon: ft.IconData, ink: str, word: ft.Text) -> ft.Control:
    """Icon and word on one line. Large words take the lines they need: beside them a row would let them run over its edge."""
    glyph = Glyph(icon, 15, ink)
    if not theme.large():
        return ft.Row([glyph, word], spacing=4, tight=True)
    return ft.Stack([ft.Container(word, padding=pad(left=float(glyph.size or 0) + 4)), ft.Container(glyph, left=0, top=3)])


def Pair(name: Said, value: Said, *, strong: bool = False) -> ft.Control:
    """A name and what it is, in one line that breaks where it must."""
    from field_app.ui.components.text import Body, Secondary

    if theme.large():
        return Down(Secondary(name), Body(value, 15, weight=W5 if strong else None), gap=0)
    word = Body(value, 15, weight=W5 if strong else None, text_align=ft.TextAlign.RIGHT, expand=3)
    return Across(Secondary(name, expand=2), word, top=True, gap=12)
