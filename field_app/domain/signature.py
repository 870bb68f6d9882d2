"""A signature is its strokes: whole-number steps of x, y and time, redrawn at any size.

Positions lie on a half-pixel grid, times in milliseconds since the first touch. Points are kept as zigzag varints of the steps from
point to point, in base64: about 1.5 kB for 400 points, an eighth of plain JSON points.
"""

import base64
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from field_app.domain.errors import Objection, say

Point = tuple[int, int, int]
Strokes = Sequence[Sequence[Point]]

# Half-pixels of ink below which it is a slip of the finger and no signature: 60 px.
LEAST_INK = 120

# Bits of one step: an hour in milliseconds has 22.
LONGEST_NUMBER = 28


@frozen
class Signature:
    """`width` and `height` of the pad in half-pixels, `strokes` as `encode` writes them."""

    width: int
    height: int
    strokes: str


def encode(strokes: Strokes) -> str:
    """The strokes as text; `decode` gives back exactly these points."""
    out = bytearray()
    before: Point = (0, 0, 0)
    for stroke in strokes:
        _put(out, len(stroke))
        for point in stroke:
            for value, last in zip(point, before, strict=True):
                _put(out, _zigzag(value - last))
            before = point
    return base64.urlsafe_b64encode(bytes(out)).decode().rstrip("=")


def decode(text: str) -> tuple[tuple[Point, ...], ...]:
    """The strokes a text holds. ValueError when it holds none."""
    numbers = _numbers(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    strokes = []
    before: Point = (0, 0, 0)
    for count in numbers:
        stroke = []
        for _ in range(count):
            before = (before[0] + _step(numbers), before[1] + _step(numbers), before[2] + _step(numbers))
            stroke.append(before)
        strokes.append(tuple(stroke))
    return tuple(strokes)


def ink(strokes: Iterable[Sequence[Point]]) -> float:
    """The length of all strokes in half-pixels."""
    return sum(math.dist(a[:2], b[:2]) for stroke in strokes for a, b in pairwise(stroke))


def unsigned(signature: Signature, rule: str, *, passable: bool = False) -> Iterator[Objection]:
    """An objection when the signature is empty, accidental or unreadable. With `passable` an empty one may be gone past (P10.1)."""
    try:
        enough = min(signature.width, signature.height) > 0 and ink(decode(signature.strokes)) >= LEAST_INK
    except ValueError:
        enough = False
    if not enough:
        words = say("Please have the customer sign with the full name in the box.")
        yield Objection(rule, words, "signature", passable=passable and not signature.strokes)


def _put(out: bytearray, number: int) -> None:
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _numbers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0
        elif shift > LONGEST_NUMBER:
            raise ValueError("a step too long for any pad")
    if shift:
        raise ValueError("a stroke ends too early")


def _zigzag(number: int) -> int:
    return number * 2 if number >= 0 else -number * 2 - 1


def _step(numbers: Iterator[int]) -> int:
    zigzag = next(numbers, None)
    if zigzag is None:
        raise ValueError("a stroke ends too early")
    return zigzag // 2 if zigzag % 2 == 0 else -(zigzag + 1) // 2
