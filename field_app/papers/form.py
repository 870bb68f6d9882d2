"""What a paper is made of: rows of cells, headings, signature boxes. Values only; `press` draws them.

An empty cell is a gap to be filled in by hand: it prints as a ruled line, so a blank form is a form without values.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from attrs import frozen

from field_app.domain.days import SHANGHAI
from field_app.domain.errors import Words, say
from field_app.domain.signature import Signature

Said = Words | str
Align = Literal["left", "center", "right"]


@frozen
class Code:
    """A form's name, number and revision, as they stand on it."""

    title: Said
    number: str
    revision: int = 1


@frozen
class Cell:
    """`share` of the row's width; `lines` is the least it is high. A `tinted` cell names what stands beside or below it.

    An empty one is `ruled` to be written in, unless it stands in a table, which is ruled already.
    """

    said: Said = ""
    share: float = 1
    align: Align = "left"
    lines: int = 1
    tinted: bool = False
    ruled: bool = True


@frozen
class Row:
    """Cells beside each other, each as high as the highest."""

    cells: tuple[Cell, ...]


@frozen
class Grid:
    """A table: its head stands again on every page it reaches."""

    head: Row
    rows: tuple[Row, ...]


@frozen
class Band:
    """The heading of a part of the form."""

    said: Said


@frozen
class Note:
    """A paragraph outside the boxes."""

    said: Said
    small: bool = True


@frozen
class Box:
    """Where somebody signs: `check` says what the signature covers (P7.2). Without a signature a line to sign on."""

    said: Said
    signature: Signature | None = None
    signer: Said = ""
    on: Said = ""
    check: Said = ""


@frozen
class Boxes:
    """Signature boxes beside each other."""

    boxes: tuple[Box, ...]


@frozen
class Picture:
    """A JPEG by its name, its sides in pixels, and what stands below it."""

    name: str
    data: bytes
    width: int
    height: int
    said: Said = ""


@frozen
class Pictures:
    """Pictures beside and below each other, all equally high."""

    pictures: tuple[Picture, ...]


Part = Row | Grid | Band | Note | Boxes | Pictures


@frozen
class Attached:
    """A file carried inside the PDF."""

    name: str
    content: bytes
    mime: str = "application/json"


@frozen
class Paper:
    """One form. `copies` name whom each copy is for: every copy is the same parts, cut apart where two fit on a page.

    `qr` is an address drawn as a code. `lies` is a register lying on its side; `caption` says what it was filtered by.
    """

    code: Code
    parts: tuple[Part, ...]
    number: str = ""
    qr: str = ""
    copies: tuple[Words, ...] = ()
    lies: bool = False
    caption: Said = ""


def label(said: Said, share: float = 4) -> Cell:
    return Cell(said, share, tinted=True)


def pair(said: Said, value: Said, share: float = 8, *, lines: int = 1) -> tuple[Cell, Cell]:
    """A name and its value, twelve twenty-fourths of the width together unless told."""
    return label(said), Cell(value, share, lines=lines)


def pairs(*cells: tuple[Cell, Cell]) -> Row:
    return Row(tuple(cell for two in cells for cell in two))


def whole(said: Said, value: Said, *, lines: int = 1) -> Row:
    """A name and its value over the whole width."""
    return pairs(pair(said, value, 20, lines=lines))


def grid(
    head: Sequence[tuple[Said, float]], rows: Iterable[Sequence[Said]], *, least: int = 0, right: frozenset[int] = frozenset()
) -> Grid:
    """A table with at least `least` rows, empty ones to be written in; the columns in `right` hold figures."""
    filled = [tuple(row) for row in rows]
    filled += [("",) * len(head)] * (least - len(filled))
    return Grid(
        Row(tuple(Cell(said, share, "center", tinted=True) for said, share in head)),
        tuple(
            Row(tuple(Cell(said, head[n][1], "right" if n in right else "left", ruled=False) for n, said in enumerate(row)))
            for row in filled
        ),
    )


def day(on: date | None) -> str:
    return on.isoformat() if on else ""


def moment(at: datetime | None) -> str:
    """`2026-11-23 09:30`, in Shanghai; nothing for None."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def window(start: datetime, end: datetime) -> str:
    """`2026-11-23 10:00–11:30`."""
    until = end.astimezone(SHANGHAI)
    same = start.astimezone(SHANGHAI).date() == until.date()
    return f"{moment(start)}–{until:%H:%M}" if same else f"{moment(start)}–{moment(end)}"


def joined(said: Iterable[str]) -> str:
    return "\n".join(one for one in said if one)


def tick(is_so: bool) -> Words:
    return say("yes") if is_so else say("no")
