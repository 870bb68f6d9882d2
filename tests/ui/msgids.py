"""Every sentence the code can show, found where it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEAKERS = {"_": 1, "say": 1, "n_": 2}


def sources() -> Iterator[Path]:
    for room in ("field_app", "sync"):
        yield from (path for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts)


def msgids(path: Path) -> Iterator[tuple[str, str | None, str]]:
    """`(sentence, plural, place)` of every call of a speaker; AssertionError for one whose sentence isn't written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS and node.args:
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            said = [_written_out(argument, place) for argument in node.args[: SPEAKERS[node.func.id]]]
            if said[0] is not None:
                yield said[0], said[1] if len(said) > 1 else None, place


def _written_out(argument: ast.expr, place: str) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    # The speakers' own bodies pass on what they were given.
    assert "ui/words.py" in place, f"{place}: write the sentence out, so that it can be found and translated"
    return None


def all_msgids() -> dict[str, tuple[str | None, str]]:
    found: dict[str, tuple[str | None, str]] = {}
    for path in sources():
        for sentence, plural, place in msgids(path):
            found.setdefault(sentence, (plural, place))
    return found
