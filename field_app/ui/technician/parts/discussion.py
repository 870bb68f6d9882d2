"""What was said about the case between supervisor and technician (P2.2)."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components.layout import Across, Down, Rows, Section, pad
from field_app.ui.components.text import Body, Caption
from field_app.ui.hooks import use_now, use_services
from field_app.ui.safely import component
from field_app.ui.words import _, moment, n_


@component
def Discussion(sheet: Sheet) -> ft.Control:
    """Every note, oldest first; nothing where none was written."""
    notes = sheet.live(NoteAdded)
    if not notes:
        return ft.Container(height=0)
    rows = [_Note(note) for note in notes]
    return Down(Section(_("Notes"), n_("{n} note", "{n} notes", len(notes))), Rows(*rows), gap=4, stretch=True)


@component
def _Note(note: Entry[NoteAdded]) -> ft.Control:
    services, now = use_services(), use_now()
    head = Across(Caption(services.name_of(note.by), expand=True), Caption(moment(note.at, now)))
    return ft.Container(Down(head, Body(note.body.text, 15), gap=2, stretch=True), padding=pad(16, 10, 16, 10))
