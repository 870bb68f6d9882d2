"""About how wide everything on a page is, without a browser: finds what would run over the edge or be squeezed to nothing.

Widths are estimates: a Chinese character is as wide as it is high, a Latin letter or a digit a little more than half of that.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import flet as ft
from flet.components.public_utils import unwrap_component
from flet.controls.base_control import BaseControl

from tests.ui.harness import inside, words_of

SLACK = 6.0  # an estimate is no reason to fail
_UNBROKEN = re.compile(r"[\u0021-\u002c\u002e-\u2e7f]+-?|[^\u0021-\u2e7f]")  # Latin words; Chinese breaks anywhere
_BUTTONS = (ft.FilledButton, ft.OutlinedButton, ft.TextButton)
_FILLING = (ft.TextField, ft.Dropdown, ft.ProgressBar, ft.NavigationBar, ft.Divider)


def too_wide(views: Iterable[BaseControl], width: float) -> list[str]:
    """What doesn't fit into this width, each as the words on it and by how many pixels."""
    found: list[str] = []
    for view in views:
        _Ruler(found).width(view, width)
    return found


class _Ruler:
    def __init__(self, found: list[str]) -> None:
        self._found = found

    def width(self, control: Any, room: float | None) -> float:
        """How wide it is drawn in this room; None for as much as it likes."""
        body = unwrap_component(control) if isinstance(control, BaseControl) else control
        if isinstance(body, list):
            return max((self.width(one, room) for one in body), default=0)
        if not isinstance(body, BaseControl) or not getattr(body, "visible", True):
            return 0
        return self._of(body, room)

    def _of(self, body: Any, room: float | None) -> float:
        for kinds, measure in _MEASURES:
            if isinstance(body, kinds):
                return measure(self, body, room)
        return self._inside(body, room)

    def _written(self, text: ft.Text, room: float | None) -> float:
        return self._text(str(text.value or ""), _size(text), room)

    def _radio(self, radio: ft.Radio, room: float | None) -> float:
        needed = 40 + self._text(radio.label, _size(radio, "label_style"), None)
        self._check(radio.label, needed, room)
        return needed

    def _inside(self, body: Any, room: float | None) -> float:
        left = room
        if isinstance(body, (ft.ListView, ft.SafeArea)) and room is not None:
            left = room - _across(body.padding if isinstance(body, ft.ListView) else body.minimum_padding)
        parts = [getattr(body, name, None) for name in ("appbar", "content", "controls", "title")]
        lists = [part if isinstance(part, list) else [part] for part in parts]
        return max((self.width(one, left) for some in lists for one in some if one is not None), default=0)

    def _text(self, said: str, size: float, room: float | None) -> float:
        whole = max((_ems(line) for line in said.split("\n")), default=0) * size
        if room is None or whole <= room:
            return whole
        word = max(map(_ems, _UNBROKEN.findall(said)), default=0) * size
        self._check(said, word, room)
        return room

    def _row(self, row: ft.Row, room: float | None) -> float:
        if row.wrap:
            return max((self.width(one, room) for one in row.controls), default=0)
        flexible = [one for one in row.controls if _expand(one)]
        fixed = sum(self.width(one, None) for one in row.controls if not _expand(one)) + (row.spacing or 0) * max(0, len(row.controls) - 1)
        if room is None:
            return fixed + sum(self.width(one, None) for one in flexible)
        self._check(_words(row), fixed, room)
        shares = sum(map(_expand, flexible)) or 1
        for one in flexible:
            self.width(one, max(0.0, room - fixed) * _expand(one) / shares)
        return room if flexible or not row.tight else fixed

    def _container(self, box: ft.Container, room: float | None) -> float:
        around = _across(box.padding) + _across(box.margin)
        if box.width is not None:
            self.width(box.content, max(0.0, float(box.width) - _across(box.padding)))
            return float(box.width) + _across(box.margin)
        inner = None if room is None else max(0.0, room - around)
        return (self.width(box.content, inner) if box.content is not None else 0) + around

    def _button(self, button: Any, room: float | None) -> float:
        style = button.style
        around = (_across(style.padding) if style else 24) + (28 if button.icon else 0)
        if isinstance(button.content, str):
            size = float(style.text_style.size) if style and isinstance(style.text_style, ft.TextStyle) else 14
            needed = _ems(button.content) * size + around
            # Of a button as high as one line the rest is cut off.
            self._check(button.content, needed, room if button.height else None)
            return needed
        if isinstance(button.content, ft.Text) and style and isinstance(style.text_style, ft.TextStyle):
            size = float(style.text_style.size or 14)
            return self._text(str(button.content.value), size, None if room is None else room - around) + around
        return self.width(button.content, None if room is None else room - around) + around

    def _segments(self, buttons: ft.SegmentedButton, room: float | None) -> float:
        each = (room or 360) / max(1, len(buttons.segments)) - 16
        for segment in buttons.segments:
            icon = 26 if buttons.show_selected_icon and segment.value in (buttons.selected or ()) else 0
            self.width(segment.label, each - icon)
        return room or 360

    def _bar(self, bar: ft.AppBar, room: float | None) -> float:
        taken = (bar.leading_width or 56) + sum(self.width(one, None) for one in bar.actions or ())
        self.width(bar.title, None if room is None else room - taken)
        return room or 360

    def _check(self, said: str, needed: float, room: float | None) -> None:
        if room is not None and needed > room + SLACK:
            self._found.append(f"{said[:60]!r}: {needed:.0f} px in {room:.0f}")


def _size(text: Any, name: str = "style") -> float:
    style = getattr(text, name, None)
    return float(style.size if isinstance(style, ft.TextStyle) and style.size else 14)


def _ems(said: str) -> float:
    return sum(1.0 if ord(sign) > 0x2E7F else 0.53 for sign in said)


def _across(padding: Any) -> float:
    if isinstance(padding, (int, float)):
        return 2.0 * padding
    return float((getattr(padding, "left", 0) or 0) + (getattr(padding, "right", 0) or 0))


def _expand(control: Any) -> float:
    body = unwrap_component(control) if isinstance(control, BaseControl) else control
    return float(getattr(body, "expand", None) or 0)


def _words(row: ft.Row) -> str:
    return " | ".join(words for part in inside(row) for words in words_of(part))


_MEASURES: tuple[tuple[Any, Callable[[_Ruler, Any, float | None], float]], ...] = (
    (ft.Text, _Ruler._written),
    (ft.Row, _Ruler._row),
    (ft.Container, _Ruler._container),
    (_BUTTONS, _Ruler._button),
    (ft.SegmentedButton, _Ruler._segments),
    (ft.Radio, _Ruler._radio),
    (ft.AppBar, _Ruler._bar),
    (ft.Icon, lambda _ruler, icon, _room: float(icon.size or 24)),
    ((ft.IconButton, ft.Checkbox, ft.PopupMenuButton), lambda _ruler, _control, _room: 48),
    (ft.Switch, lambda _ruler, _switch, _room: 60),
    (_FILLING, lambda _ruler, _control, room: room or 200),
)
