"""Only what a draft changes: the old struck, the new bold, the change in a word (P9.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flet as ft

from field_app.domain.money import yuan
from field_app.domain.policy import Fee, Policy
from field_app.domain.policy_changes import PARTS as ORDER
from field_app.domain.policy_changes import Change, ChangeKind
from field_app.ui.components import Across, Body, Caption, Down, Mark
from field_app.ui.components.layout import Part
from field_app.ui.office.labels import FEES, dotted, word
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.policy.terms import LISTS, PARTS, TERM, named
from field_app.ui.theme import SECONDARY, W6, Tone
from field_app.ui.words import _, n_

_FACES: dict[ChangeKind, tuple[Tone, ft.IconData]] = {
    "raised": ("amber", ft.Icons.ARROW_UPWARD),
    "lowered": ("info", ft.Icons.ARROW_DOWNWARD),
    "added": ("green", ft.Icons.ADD_CIRCLE_OUTLINE),
    "dropped": ("plain", ft.Icons.REMOVE_CIRCLE_OUTLINE),
    "changed": ("info", ft.Icons.SWAP_HORIZ),
}


def ChangeMark(change: Change) -> ft.Control:
    """涨 6.3%, 降 9.2%, 新增, 取消, 改."""
    share = f" {abs(change.permille) / 10:g}%" if change.permille is not None else ""
    words = {
        "raised": lambda: _("up") + share,
        "lowered": lambda: _("down") + share,
        "added": lambda: _("new"),
        "dropped": lambda: _("dropped"),
        "changed": lambda: _("changed"),
    }[change.kind]()
    return Mark(*_FACES[change.kind], words)


def Changes(found: Sequence[Change]) -> ft.Control:
    """The differences, a panel for each part of the rules that has any."""
    panels = [_panel(part, [change for change in found if change.part == part]) for part in ORDER]
    return Down(*panels, gap=16, stretch=True)


def _panel(part: str, found: list[Change]) -> Part:
    if not found:
        return None
    fees = [change for change in found if change.of == "fees"]
    others = [change for change in found if change.of != "fees"]
    name = next(words() for code, (_icon, words) in PARTS.items() if code == part)
    note = n_("{n} place", "{n} places", len(found))
    if not wide():
        return Panel(name, Listed(*(_tile(change) for change in found)), note=note, flush=True)
    return Panel(name, _fee_table(fees) if fees else None, _other_table(others) if others else None, note=note, flush=True)


def _fee_table(found: list[Change]) -> ft.Control:
    cols = [
        Col(_("Code"), 80),
        Col(_("Item"), 5),
        Col(_("Unit"), 64),
        Col(_("In force, yuan"), 112, right=True),
        Col(_("Draft, yuan"), 112, right=True),
        Col(_("What changes"), 112),
    ]
    return Table(cols, [_fee_line(change) for change in found])


def _fee_line(change: Change) -> Line:
    fee: Fee = change.after or change.before
    words = Two(named(fee), _fee_note(change))
    return Line((change.code, words, fee.unit, Before(_price(change.before)), After(_price(change.after)), ChangeMark(change)))


def _fee_note(change: Change) -> str:
    """What else a price's line says otherwise than before."""
    if change.kind != "changed":
        return word(FEES, (change.after or change.before).kind)
    old, new = change.before, change.after
    pairs = [(word(FEES, old.kind), word(FEES, new.kind)), (old.name, new.name), (old.unit, new.unit)]
    return dotted(*(f"{before} → {after}" for before, after in pairs if before != after)) or new.english


def _price(fee: Fee | None) -> str:
    return yuan(fee.price_fen) if fee else ""


def _other_table(found: list[Change]) -> ft.Control:
    cols = [Col(_("Rule"), 4), Col(_("In force"), 4), Col(_("Draft"), 4), Col(_("What changes"), 112)]
    lines = [
        Line((subject(change), Before(value(change, change.before)), After(value(change, change.after)), ChangeMark(change)))
        for change in found
    ]
    return Table(cols, lines)


def _tile(change: Change) -> ft.Control:
    old, new = (value(change, one) for one in (change.before, change.after))
    arrow = Across(Before(old), After(new), gap=8, wrap=True) if old != new else None
    return Tile(Across(Body(subject(change), 15, expand=True), ChangeMark(change)), arrow)


def subject(change: Change) -> str:
    """What a change is about, in a word or two."""
    if change.of in LISTS:
        return named(change.after or change.before) if change.of == "fees" else LISTS[change.of]()
    return TERM[change.code].name()


def value(change: Change, one: Any) -> str:
    if one is None:
        return ""
    if change.of == "fees":
        return f"{_price(one)} / {one.unit}"
    return named(one) if change.of in LISTS else TERM[change.code].shown(one)


def Before(said: str) -> ft.Control:
    """What holds now, struck; read out as what it is."""
    if not said:
        return Caption("–")
    text = Body(said, 14, color=SECONDARY, semantics_label=_("so far {value}", value=said), max_lines=4)
    if text.style:
        text.style.decoration = ft.TextDecoration.LINE_THROUGH
    return text


def After(said: str) -> ft.Control:
    return Body(said, 14, weight=W6, semantics_label=_("in the draft {value}", value=said), max_lines=4) if said else Caption("–")


def place_name(policy: Policy, field: str) -> str:
    """Where an objection stands, as people call it: `Price P-201`, `Cash is the rule up to`."""
    name, _dot, rest = field.partition(".")
    if name in LISTS and rest:
        place = int(rest.split(".")[0])
        line = getattr(policy, name)[place]
        return dotted(LISTS[name](), _("line {n}", n=place + 1), (line.code if name == "fees" else "") or "")
    if name in LISTS:
        return LISTS[name]()
    return TERM[field].name() if field in TERM else ""
