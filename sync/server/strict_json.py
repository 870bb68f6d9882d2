"""JSON as strictly as we read it from people we don't know: looked at before anything is made of it (F45)."""

import json
from typing import Any

from sync.protocol import Malformed

DEEPEST = 8  # bodies of the doors are flat


def check(body: bytes) -> None:
    """Malformed for what isn't JSON in UTF-8, for NaN, keys said twice, half characters, NUL, and for more than 8 levels."""
    try:
        found = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"json: {problem}"[:100]) from problem
    _look(found, DEEPEST)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is said twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _look(value: object, levels: int) -> None:
    if not levels:
        raise Malformed("json: nested too deeply")
    if isinstance(value, str) and any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise Malformed("json: half a character, or NUL")
    inside = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        _look(one, levels - 1)
