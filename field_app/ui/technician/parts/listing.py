"""Things listed one by one in a form that survives: each has a place, and its own text fields named `name.place`.

Text fields of their own keep what is typed from being overtaken by an older drawing; the number of places is fixed as a form's fields are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from field_app.ui.hooks import Form

Thing = Mapping[str, Any]


def fields(names: Sequence[str], most: int, things: Sequence[Thing]) -> dict[str, Any]:
    """The form's fields for up to `most` things, filled with those known; `count` says how many are listed."""
    filled = [things[place] if place < len(things) else {} for place in range(most)]
    values = {f"{name}.{place}": thing.get(name, "") for place, thing in enumerate(filled) for name in names}
    return {**values, "count": min(most, len(things))}


def listed(form: Form, names: Sequence[str]) -> list[dict[str, Any]]:
    """The things as they stand."""
    return [{name: form[f"{name}.{place}"] for name in names} for place in range(form["count"])]


def put(form: Form, names: Sequence[str], things: Sequence[Thing], **more: Any) -> None:
    """List these instead."""
    values = {f"{name}.{place}": thing.get(name, "") for place, thing in enumerate(things) for name in names}
    form.set(**values, count=len(things), **more)
