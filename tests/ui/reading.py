"""What a screen reader makes of a page, and what the client can't lay out: both found by looking at everything that is on it."""

from collections import Counter
from collections.abc import Iterable, Iterator

import flet as ft
from flet.components.public_utils import unwrap_component
from flet.controls.base_control import BaseControl

from tests.ui.harness import inside, is_tappable, words_of

COLOURS_ITS_WORDS = (ft.FilledButton, ft.OutlinedButton, ft.TextButton, ft.SegmentedButton, ft.SnackBar)
CHOSEN_IN = (ft.Checkbox, ft.Radio, ft.Switch, ft.SegmentedButton, ft.Dropdown, ft.TextField)


def unnamed(shown: Iterable[BaseControl]) -> list[str]:
    """What can be tapped, chosen or typed into and has no name to be read out: neither its own nor that of what it is part of."""
    every = list(shown)
    named = {id(part) for control in every if _gives_a_name(control) for part in inside(control)}
    return [_described(one) for one in every if _is_used(one) and id(one) not in named and not _name_of(one)]


def _is_used(control: BaseControl) -> bool:
    return is_tappable(control) or isinstance(control, CHOSEN_IN)


def _gives_a_name(control: BaseControl) -> bool:
    return (isinstance(control, ft.Semantics) and bool(control.label)) or isinstance(control, ft.MergeSemantics)


def _name_of(control: BaseControl) -> str:
    return getattr(control, "semantics_label", "") or next((words for part in inside(control) for words in words_of(part)), "")


def _described(control: BaseControl) -> str:
    return f"{type(control).__name__} {getattr(control, 'icon', '') or getattr(control, 'key', '') or ''}".strip()


def colourless(shown: Iterable[BaseControl]) -> list[str]:
    """Words drawn black whatever is behind them, which can't be read in the dark. Words in a button have the button's colour."""
    every = list(shown)
    coloured = {id(part) for one in every if isinstance(one, COLOURS_ITS_WORDS) for part in inside(one)}
    texts = (one for one in every if isinstance(one, ft.Text) and one.value and id(one) not in coloured)
    return [str(one.value) for one in texts if not (one.color or (isinstance(one.style, ft.TextStyle) and one.style.color))]


def unbounded(shown: Iterable[BaseControl]) -> list[str]:
    """What would be grey in place of a page: a part that takes all room, in a row that wraps."""
    rows = [one for one in shown if isinstance(one, (ft.Row, ft.Column)) and one.wrap]
    return [f"{_described(part)} {list(_texts(part))}" for row in rows for part in _parts(row.controls) if part.expand is not None]


def doubled(shown: Iterable[BaseControl]) -> list[str]:
    """Keys that two parts of one list share: the client would show neither."""
    lists = [getattr(one, "controls", None) or () for one in shown]
    counts = Counter((place, _key(part)) for place, parts in enumerate(lists) for part in parts if _key(part))
    return [key for (_place, key), times in counts.items() if times > 1]


def _key(part: BaseControl) -> str:
    key = getattr(part, "key", None)
    return str(getattr(key, "value", key) or "")


def _parts(controls: Iterable[BaseControl]) -> Iterator[ft.Control]:
    for one in controls:
        body = unwrap_component(one)
        yield from (part for part in (body if isinstance(body, list) else [body]) if isinstance(part, ft.Control))


def _texts(control: BaseControl) -> Iterator[str]:
    return (words for part in inside(control) for words in words_of(part))
