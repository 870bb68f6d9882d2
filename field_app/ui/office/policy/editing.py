"""One part of the draft, to be changed."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.policy_changes import Part
from field_app.ui.components import Down, MoneyInput, Option, Pick, TextInput, safely
from field_app.ui.hooks import Field, Form
from field_app.ui.office.labels import TRANSPORT
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.rows import LineList, Lines, Row
from field_app.ui.office.policy.drafting import Draft, new_row
from field_app.ui.office.policy.terms import LISTS, PARTS, Term, lists_of, terms_of
from field_app.ui.words import Said, _, speak

_ADD: dict[str, Callable[[], str]] = {
    "fees": lambda: _("Add a price"),
    "checklist": lambda: _("Add a check"),
    "exclusions": lambda: _("Add an exclusion"),
    "questions": lambda: _("Add a question"),
}


def Editing(form: Form, draft: Draft, part: Part, beside_fees: ft.Control | None) -> ft.Control:
    """The part's single values, then its lists."""
    inputs = [_input(form, draft, term) for term in terms_of(part)]
    values = Panel(PARTS[part][1](), Down(*inputs, gap=12, stretch=True)) if inputs else None
    lists = [_list(form, draft, name, beside_fees if name == "fees" else None) for name in lists_of(part)]
    return Down(values, *lists, gap=16, stretch=True)


def _list(form: Form, draft: Draft, name: str, foot: ft.Control | None) -> ft.Control:
    def begin(rows: list[Row]) -> Row:
        return new_row(name, rows)

    # The key keeps one list's open line from being taken for another's.
    return ft.Container(LineList(Lines(form, name, draft.wrong), LISTS[name](), _ADD[name](), begin, foot), key=name)


def _input(form: Form, draft: Draft, term: Term) -> ft.Control:
    wrong = next((speak(one.words) for one in draft.wrong if one.field == term.code), None)
    kept = form.field(term.code)
    field = Field(kept.value, wrong or kept.error, kept.change, kept.keep, kept.write)
    if term.shape == "flag":
        return _flag(term.name(), field)
    if term.shape == "mode":
        return Pick(term.name(), field, [Option(code, said()) for code, said in TRANSPORT.items()])
    if term.shape == "money":
        return MoneyInput(term.name(), field)
    help_ = _("Several, with commas between") if term.shape in ("words", "months") else _shown(term, kept.value)
    return TextInput(term.name(), field, lines=4 if term.shape == "text" else 1, help=help_)


def _shown(term: Term, typed: object) -> Said:
    """What a number means, as people say it."""
    value = term.read(typed)
    return term.unit(value) if term.unit and value is not None else ""


def _flag(said: str, field: Field) -> ft.Control:
    return ft.Checkbox(label=said, value=bool(field.value), on_change=safely(lambda e: field.change(bool(e.control.value))))
