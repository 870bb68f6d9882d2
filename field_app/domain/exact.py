"""Reading JSON into typed values, exactly: nothing is converted, guessed or rounded, so every device reads the same."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import cattrs
from attrs import has
from cattrs.gen import make_dict_structure_fn

V = TypeVar("V")
Read = Callable[[Any, Any], Any]

# Whole numbers beyond this are not the same everywhere (SQLite, JavaScript), and nobody counts so far.
MOST = 2**53 - 1


def converter(*, strict: bool) -> cattrs.Converter:
    """Frozen attrs classes to and from JSON values, defaults left out. Strict: keys nobody knows are refused."""
    # detailed_validation would wrap every problem in "While structuring …" and cost half the speed.
    reader = cattrs.Converter(omit_if_default=True, forbid_extra_keys=strict, detailed_validation=False)
    reader.register_unstructure_hook(datetime, datetime.isoformat)
    reader.register_structure_hook(datetime, lambda value, _: moment(value))
    reader.register_unstructure_hook(date, date.isoformat)
    reader.register_structure_hook(date, lambda value, _: _day(value))
    reader.register_structure_hook(str, lambda value, _: text(value))
    reader.register_structure_hook(int, lambda value, _: whole(value))
    reader.register_structure_hook(bool, lambda value, _: exactly(bool, value))
    reader.register_structure_hook_factory(_is_tuple, _tuple_hook)
    reader.register_structure_hook_factory(has, lambda body: _object_hook(body, reader, strict=strict))
    return reader


def exactly(wanted: type[V], value: Any) -> V:
    # bool is an int to isinstance; a body must hold just what its type says, or two devices would fold it differently.
    if type(value) is not wanted:
        raise ValueError(f"{wanted.__name__} expected, {type(value).__name__} found")
    return value


def text(value: Any) -> str:
    # PostgreSQL's text can't hold NUL.
    if "\0" in exactly(str, value):
        raise ValueError("text without NUL expected")
    return value  # type: ignore[no-any-return]


def whole(value: Any) -> int:
    if not -MOST <= exactly(int, value) <= MOST:
        raise ValueError("number too large")
    return value  # type: ignore[no-any-return]


def moment(text: str) -> datetime:
    at = aware(text)
    if at.isoformat() != text:
        raise ValueError("a time is written as 2026-11-23T09:30:00+08:00")
    return at


def _day(text: str) -> date:
    # Pythons differ in what else they read as a date.
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError("a date is written as 2026-11-23")
    return day


def _is_tuple(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def _tuple_hook(kind: Any, converter: cattrs.Converter) -> Read:
    """From a list only: text and objects can be iterated too."""
    first, *others = kind.__args__
    if others == [...]:
        each: Read = converter.get_structure_hook(first)
        return lambda raw, _: tuple(each(one, first) for one in exactly(list, raw))
    parts: tuple[tuple[Any, Read], ...] = tuple((part, converter.get_structure_hook(part)) for part in kind.__args__)

    def one_of_each(raw: Any, _: Any) -> tuple[Any, ...]:
        return tuple(hook(one, part) for one, (part, hook) in zip(exactly(list, raw), parts, strict=True))

    return one_of_each


def _object_hook(body: type, converter: cattrs.Converter, *, strict: bool) -> Read:
    """From an object only: a class whose every field has a default would be read from an empty text as well."""
    hook: Read = make_dict_structure_fn(body, converter, _cattrs_forbid_extra_keys=strict, _cattrs_detailed_validation=False)
    return lambda raw, kind: hook(exactly(dict, raw), kind)


def aware(text: str) -> datetime:
    """ISO 8601 with an offset. ValueError without one, or so far off that it has no day in Shanghai."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time needs its offset")
    if not 1 < at.year < 9999:
        raise ValueError("a year from 2 to 9998 expected")
    return at
