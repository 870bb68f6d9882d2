"""What the fonts can write, how wide it is, and where a line breaks.

A character no font here has is named by its code, `〔U+20BB7〕`: never a square, never nothing (P1.2: a name must be readable).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

MM_PER_POINT = 25.4 / 72
NOT_FIRST = frozenset("，。、；：！？）》】」』”’％·…—,.;:!?)]}%")
NOT_LAST = frozenset("（《【「『“‘([{¥￥")
_DROPPED = ("Cc", "Cf", "Cs")  # control, formatting, half a pair


class Run(NamedTuple):
    """Text that one font writes; `font` is its name."""

    font: str
    text: str


class Ink:
    """`widths` holds for each font, the first wanted first, the thousandths of an em of every character it has."""

    def __init__(self, widths: Mapping[str, Mapping[int, int]]) -> None:
        self._widths = widths
        self._of = lru_cache(maxsize=None)(self._find)

    def _find(self, sign: str) -> tuple[str, int]:
        code = ord(sign)
        return next(((font, has[code]) for font, has in self._widths.items() if code in has), ("", 0))

    def writable(self, text: str) -> str:
        """The text with every character that can't be written named by its code, and without what isn't to be seen."""
        return "".join(self._sign(sign) for sign in text.replace("\t", " ").replace("\r\n", "\n"))

    def _sign(self, sign: str) -> str:
        if sign == "\n" or self._of(sign)[0]:
            return sign
        return "" if unicodedata.category(sign) in _DROPPED else f"〔U+{ord(sign):04X}〕"

    def width(self, text: str, points: float) -> float:
        """Millimetres of a writable text."""
        return sum(self._of(sign)[1] for sign in text) / 1000 * points * MM_PER_POINT

    def runs(self, line: str) -> Iterator[Run]:
        for font, signs in groupby(line, key=lambda sign: self._of(sign)[0]):
            yield Run(font, "".join(signs))

    def lines(self, text: str, width: float, points: float) -> list[str]:
        """The text broken to this width: Chinese between any two characters, Latin between words, long words where they must."""
        room = width * 1000 / (points * MM_PER_POINT)
        return [line for paragraph in self.writable(text).split("\n") for line in self._broken(paragraph, room)]

    def _broken(self, paragraph: str, room: float) -> Iterator[str]:
        line, used = "", 0.0
        for token in _tokens(paragraph):
            for piece in self._pieces(token, room):
                wide = sum(self._of(sign)[1] for sign in piece)
                # A mark that may not begin a line hangs over the edge instead: its ink is at its left.
                if line and used + wide > room and not (piece in NOT_FIRST and line[-1] not in NOT_FIRST):
                    line, carried = _without_openers(line)
                    yield line.rstrip()
                    line, used = carried, float(sum(self._of(sign)[1] for sign in carried))
                line, used = line + piece, used + wide
        yield line.rstrip()

    def _pieces(self, token: str, room: float) -> Sequence[str]:
        """A word longer than a line, letter by letter."""
        return (token,) if sum(self._of(sign)[1] for sign in token) <= room else tuple(token)


def _without_openers(line: str) -> tuple[str, str]:
    """A line may not end with an opening mark; it goes down with what it opens."""
    kept = line.rstrip("".join(NOT_LAST))
    return (kept, line[len(kept) :]) if kept else (line, "")


def _tokens(paragraph: str) -> Iterator[str]:
    for is_word, signs in groupby(paragraph, key=_in_a_word):
        if is_word:
            yield "".join(signs)
        else:
            yield from signs


def _in_a_word(sign: str) -> bool:
    return sign != " " and ord(sign) < 0x2E80
