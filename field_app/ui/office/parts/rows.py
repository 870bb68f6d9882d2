"""A list of a form edited line by line: one line is open at a time, the others stand as they will be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.domain.errors import Objection
from field_app.ui.components import Across, Body, Down, Mark, MoneyInput, Option, Pick, TextInput, component, pad, safely
from field_app.ui.hooks import Field, Form
from field_app.ui.office.labels import FEES, dotted, word
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Foot, Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.theme import CHOSEN
from field_app.ui.words import Said, _, n_, speak

Row = dict[str, Any]


class Lines:
    """The lines of one list of a form, and what is wrong with them by place."""

    def __init__(self, form: Form, name: str, wrong: Sequence[Objection]) -> None:
        self.form, self.name = form, name
        self._wrong = {one.field: one for one in wrong}

    @property
    def rows(self) -> list[Row]:
        return list(self.form[self.name])

    def error(self, place: int, attribute: str = "") -> str | None:
        """What is wrong with an attribute of a line, or with anything in it."""
        before = f"{self.name}.{place}."
        found = (one for field, one in self._wrong.items() if field and field.startswith(before + attribute))
        return next((speak(one.words) for one in found), None)

    def field(self, place: int, attribute: str, said_of: str = "") -> Field:
        """For an input: one attribute of one line. `said_of` is what the rules call it."""

        def laid(value: Any) -> list[Row]:
            return [{**row, attribute: value} if at == place else row for at, row in enumerate(self.rows)]

        return Field(
            self.rows[place][attribute],
            self.error(place, said_of or attribute),
            lambda value: self.form.change(self.name, laid(value)),
            self.form.leave,
            lambda text: self.form.write(self.name, laid(text)),
        )

    def add(self, row: Row) -> None:
        self.form.change(self.name, [*self.rows, row])

    def take_out(self, place: int) -> None:
        self.form.change(self.name, [row for at, row in enumerate(self.rows) if at != place])

    def move(self, place: int, by: int) -> None:
        rows, to = self.rows, place + by
        if 0 <= to < len(rows):
            rows[place], rows[to] = rows[to], rows[place]
            self.form.change(self.name, rows)


@component
def LineList(lines: Lines, title: Said, add: Said, begin: Callable[[list[Row]], Row], foot: ft.Control | None = None) -> ft.Control:
    """The whole list. A tap opens a line; the one just added is open."""
    opened, open_ = ft.use_state(-1)
    rows = lines.rows

    def more() -> None:
        lines.add(begin(rows))
        open_(len(rows))

    def edit(place: int) -> Callable[[], None]:
        return lambda: open_(-1 if opened == place else place)

    tiles = [_open(lines, place, open_) if place == opened else _closed(lines, place, row, edit(place)) for place, row in enumerate(rows)]
    return Panel(
        title,
        Listed(*tiles),
        note=n_("{n} line", "{n} lines", len(rows)),
        flush=True,
        foot=Foot(Across(Act(add, more, kind="outlined", icon=ft.Icons.ADD), foot)),
    )


def _closed(lines: Lines, place: int, row: Row, edit: Callable[[], None]) -> ft.Control:
    wrong = lines.error(place)
    if "price" in row:
        words = Two(row["name"] or "–", dotted(row["code"], word(FEES, row["kind"])))
        trail = Body(f"{row['price']} / {row['unit']}", 14)
    else:
        words, trail = Two(f"{place + 1}. {row['text']}", row["english"]), None
    mark = Mark("red", ft.Icons.ERROR_OUTLINE, wrong) if wrong else None
    label = _("Change {line}", line=row.get("name") or row.get("text") or str(place + 1))
    return Tile(words, mark, on_open=edit, label=label, trail=trail)


def _open(lines: Lines, place: int, open_: Callable[[int], None]) -> ft.Control:
    inputs = _price(lines, place) if "price" in lines.rows[place] else _text(lines, place)

    def out() -> None:
        lines.take_out(place)
        open_(-1)

    def move(by: int) -> Callable[[], None]:
        def go() -> None:
            lines.move(place, by)
            open_(min(max(place + by, 0), len(lines.rows) - 1))

        return go

    acts = ft.Row(
        [
            Act(_("Done"), lambda: open_(-1), kind="tonal", small=True),
            Act(_("Up"), move(-1), small=True),
            Act(_("Down"), move(1), small=True),
            Act(_("Take the line out"), out, kind="seldom", small=True),
        ],
        wrap=True,
        spacing=8,
    )
    return ft.Container(Down(*inputs, acts, gap=10, stretch=True), padding=pad(16, 12, 16, 12), bgcolor=CHOSEN)


def _text(lines: Lines, place: int) -> list[ft.Control]:
    words = TextInput(_("In Chinese"), lines.field(place, "text"), lines=2, longest=400)
    english = TextInput(_("In English, where it is wanted"), lines.field(place, "english"), longest=400)
    if "camera_only" not in lines.rows[place]:
        return [words, english]
    camera = lines.field(place, "camera_only")
    box = ft.Checkbox(
        label=_("A photo must be taken on the spot"),
        value=bool(camera.value),
        on_change=safely(lambda e: camera.change(bool(e.control.value))),
    )
    return [words, english, box]


def _price(lines: Lines, place: int) -> list[ft.Control]:
    kinds = [Option(code, said()) for code, said in FEES.items()]
    code = TextInput(_("Code"), lines.field(place, "code"), longest=20, expand=2 if wide() else False)
    kind = Pick(_("Kind"), lines.field(place, "kind"), kinds, expand=2 if wide() else False)
    unit = TextInput(_("Unit"), lines.field(place, "unit"), longest=10, expand=2 if wide() else False)
    price = MoneyInput(_("Price"), lines.field(place, "price", "price_fen"), expand=3 if wide() else False)
    name = TextInput(_("Item"), lines.field(place, "name"), longest=100, expand=4 if wide() else False)
    english = TextInput(_("In English, where it is wanted"), lines.field(place, "english"), longest=100, expand=4 if wide() else False)
    if not wide():
        return [code, kind, name, english, unit, price]
    return [Across(code, kind, unit, price, top=True, gap=8), Across(name, english, top=True, gap=8)]
