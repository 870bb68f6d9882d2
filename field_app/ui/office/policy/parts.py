"""The parts of the rules beside the page, and each of them to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import flet as ft

from field_app.domain.money import yuan
from field_app.domain.policy import Policy
from field_app.domain.policy_changes import PARTS as ORDER
from field_app.domain.policy_changes import Part
from field_app.ui.components import Across, Body, Caption, Down, Glyph, Option, Pair, Quick
from field_app.ui.hooks import Field
from field_app.ui.office.labels import FEES, dotted, word
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.policy.terms import LISTS, PARTS, lists_of, named, terms_of
from field_app.ui.theme import PRIMARY
from field_app.ui.words import _, n_

BESIDE = 232


def known_part(asked: str) -> Part:
    """The part an address asks for, the fee standard where it names none."""
    return next((part for part in ORDER if part == asked), "fees")


def Parted(current: Part, go: Callable[[str], None], marks: Mapping[Part, ft.Control | None], *body: ft.Control | None) -> ft.Control:
    """The parts at the left of the body, or above it where there is no room."""
    main = Down(*body, gap=16, stretch=True, expand=desk() or None)
    if not desk():
        return Down(_chips(current, go), main, gap=12, stretch=True)
    tiles = [_tile(part, part == current, go, marks.get(part)) for part in ORDER]
    return Across(ft.Container(Panel(_("Rules"), Listed(*tiles), flush=True), width=BESIDE), main, gap=16, top=True)


def _tile(part: Part, chosen: bool, go: Callable[[str], None], mark: ft.Control | None) -> ft.Control:
    icon, name = PARTS[part]
    words = Across(Glyph(icon, 20, PRIMARY), Body(name(), 15, expand=True), gap=10)
    return Tile(words, on_open=lambda: go(part), label=name(), chosen=chosen, trail=mark)


def _chips(current: Part, go: Callable[[str], None]) -> ft.Control:
    return Quick(Field(current, None, go), [Option(part, PARTS[part][1]()) for part in ORDER])


def Reading(policy: Policy, part: Part) -> ft.Control:
    """One part of a version as it stands."""
    parts = [_fees(policy) if name == "fees" else _lines(policy, name) for name in lists_of(part)]
    terms = [Pair(term.name(), term.shown(term.of(policy))) for term in terms_of(part)]
    values = Panel(PARTS[part][1](), Down(*terms, gap=8, stretch=True)) if terms else None
    return Down(values, *parts, gap=16, stretch=True)


def _fees(policy: Policy) -> ft.Control:
    title, note = _("Fee standard outside warranty"), n_("{n} price", "{n} prices", len(policy.fees))
    if not wide():
        tiles = [
            Tile(Two(named(fee), dotted(word(FEES, fee.kind), fee.code)), trail=Body(f"{yuan(fee.price_fen)} / {fee.unit}", 14))
            for fee in policy.fees
        ]
        return Panel(title, Listed(*tiles), note=note, flush=True)
    cols = [Col(_("Code"), 88), Col(_("Kind"), 96), Col(_("Item"), 5), Col(_("Unit"), 72), Col(_("Price, yuan"), 104, right=True)]
    lines = [Line((fee.code, word(FEES, fee.kind), named(fee), fee.unit, yuan(fee.price_fen)), high=40) for fee in policy.fees]
    return Panel(title, Table(cols, lines), note=note, flush=True)


def _lines(policy: Policy, name: str) -> ft.Control:
    found = getattr(policy, name)
    tiles = [Tile(Across(Caption(str(place)), Body(named(one), 14, expand=True), gap=12)) for place, one in enumerate(found, 1)]
    note = n_("{n} item", "{n} items", len(found)) if found else ""
    return Panel(LISTS[name](), Listed(*tiles, empty=ft.Container(Caption(_("nothing here")), padding=16)), note=note, flush=True)
