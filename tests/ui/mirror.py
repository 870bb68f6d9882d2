"""What the client shows: its own copy of the page, kept by nothing but the patches it is sent."""

from collections.abc import Iterator
from typing import Any

import msgpack
from flet.controls.base_control import BaseControl
from flet.messaging.protocol import configure_encode_object_for_msgpack
from flet.messaging.session import Session

Node = dict[str, Any]
REPLACE, ADD, REMOVE, MOVE = range(4)


def packed(value: Any) -> bytes:
    """As it goes over the line."""
    return bytes(msgpack.packb(value, default=configure_encode_object_for_msgpack(BaseControl)))


def unpacked(line: bytes) -> Any:
    return msgpack.unpackb(line, strict_map_key=False, ext_hook=lambda code, data: f"{code}:{data!r}")


class Mirror:
    """The client's half of `Session.patch_control`."""

    def __init__(self, page: Node) -> None:
        self.page = page

    def take(self, id: int, patch: list[Any]) -> None:
        root = next(node for node in _nodes(self.page) if node.get("_i") == id)
        places = dict(_places(patch[0], root))
        for kind, at, key, *more in patch[1:]:
            holder = _walk(places[at])
            if kind == MOVE:
                to, place = more
                moved = holder.pop(key)
                _walk(places[to]).insert(place, moved)
            elif kind == REMOVE:
                holder.pop(key)
            elif kind == ADD and isinstance(holder, list):
                holder.insert(key, more[0])
            else:
                holder[key] = more[0]

    def differences(self, session: Session) -> list[str]:
        """Where the copy shows something else than the page that Python has."""
        return list(_differences(self.page, unpacked(packed(session.page)), "page"))


def _places(tree: list[Any], root: Node) -> Iterator[tuple[int, tuple[Node, tuple[Any, ...]]]]:
    waiting: list[tuple[list[Any], tuple[Any, ...]]] = [(tree, ())]
    while waiting:
        (number, *below), path = waiting.pop()
        yield number, (root, path)
        waiting += [(branch, (*path, key)) for key, branch in (below[0] if below else {}).items()]


def _walk(place: tuple[Node, tuple[Any, ...]]) -> Any:
    at: Any = place[0]
    for key in place[1]:
        at = at[key]
    return at


def _nodes(at: Any) -> Iterator[Node]:
    if isinstance(at, dict):
        yield at
    if isinstance(at, (dict, list)):
        for part in at.values() if isinstance(at, dict) else at:
            yield from _nodes(part)


def _differences(mine: Any, theirs: Any, where: str) -> Iterator[str]:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for name in sorted({*map(str, mine), *map(str, theirs)}):
            yield from _differences(mine.get(name), theirs.get(name), f"{where}.{name}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for place, (one, other) in enumerate(zip(mine, theirs, strict=True)):
            yield from _differences(one, other, f"{where}[{place}]")
    elif mine != theirs and not (_is_nothing(mine) and _is_nothing(theirs)):
        yield f"{where}: {str(mine)[:80]} is {str(theirs)[:80]}"


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value in ([], {}, "")
