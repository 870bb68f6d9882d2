"""One item of the arrival checks: open with its three answers, or folded to a line with the answer (P4.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.domain.policy import CheckItem
from field_app.ui.components import Across, Body, Card, Chip, Down, PhotoStrip, Row, Secondary, TextInput, YesNo
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Field, Form
from field_app.ui.office.labels import dotted
from field_app.ui.theme import W6, Tone
from field_app.ui.words import _, language, n_


def note_of(item: CheckItem) -> str:
    """The form field of an item's note."""
    return f"{item.code}.note"


def photos_at(item: CheckItem) -> str:
    """The form field of an item's photos."""
    return f"{item.code}.photos"


def item_text(item: CheckItem) -> str:
    """The company's own words, in English where it gave them and English is spoken."""
    return item.english if language() == "en" and item.english else item.text


def OpenItem(place: int, item: CheckItem, form: Form, open_item: Callable[[str], None], *, current: bool) -> ft.Control:
    answer, said = form.field(item.code), form[item.code]

    def choose(value: Any) -> None:
        # A "no" stays open while its reason is written; it would else fold with the first letter.
        open_item(item.code if value == "no" else "")
        answer.change(value)

    text = item_text(item)
    head = Across(Secondary(str(place), width=18), Body(text, 16, weight=W6 if current else None, expand=True), top=True)
    # What a refusal says of a "no" belongs to its missing note.
    shown = Field(answer.value, answer.error if said != "no" else None, choose, answer.keep)
    note = _note(item, form, answer) if said else None
    return Card(head, YesNo(text, shown), note, _photos(item, form, current=current), gap=10, padding=14, current=current)


def _photos(item: CheckItem, form: Form, *, current: bool) -> Part:
    """Where one is at work, and where there are some."""
    at = photos_at(item)
    return PhotoStrip(form.field(at), camera_only=item.camera_only) if (current and form[item.code]) or form[at] else None


def _note(item: CheckItem, form: Form, answer: Field) -> Part:
    note = form.field(note_of(item))
    if form[item.code] == "no":
        return TextInput(_("Why not? (needed for a no)"), Field(note.value, note.error or answer.error, note.change, note.keep))
    return TextInput(_("Remark"), note)


def marks() -> dict[str, tuple[Tone, ft.IconData, str]]:
    """How each answer looks."""
    return {
        "yes": ("plain", ft.Icons.CHECK, _("Yes")),
        "no": ("amber", ft.Icons.CLOSE, _("No")),
        "na": ("plain", ft.Icons.REMOVE, _("Not applicable")),
    }


def AnsweredItem(place: int, item: CheckItem, form: Form, open_it: Callable[[], None]) -> ft.Control:
    tone, icon, word = marks()[form[item.code]]
    text, note = item_text(item), form.text(note_of(item))
    count = len(form[photos_at(item)] or ())
    told = dotted(note, n_("{n} photo", "{n} photos", count) if count else "")
    words = Down(Body(text, 16), Secondary(told) if told else None, gap=1, expand=True)
    label = _("{place}. {item}: {answer}", place=place, item=text, answer=word)
    return Row(Across(Secondary(str(place), width=18), words, top=True), trail=Chip(tone, icon, word), on_click=open_it, label=label)
