"""What happened on a sheet: every fact with its two times, who recorded it and where, what stands against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.domain.photo import photos_in
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Across, Body, Caption, Down, Glyph, PhotoRow, component, pad
from field_app.ui.hooks import use_now, use_services
from field_app.ui.office import chapters, describe
from field_app.ui.office.arriving import arrived, device_name
from field_app.ui.office.labels import VERDICT, dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.office.parts.table import Strut
from field_app.ui.office.telling import Told
from field_app.ui.services import Services
from field_app.ui.technician.parts.links import PlaceButton
from field_app.ui.theme import LINE, RAIL, SECONDARY, TEXT, TONES, Tone
from field_app.ui.words import _, moment, n_

ON_SITE = frozenset({"arrival", "diagnosis", "charges", "takeback", "record", "settlement"})


@component
def History(sheet: Sheet) -> ft.Control:
    services = use_services()
    use_now()
    which, choose = ft.use_state("all")
    entries = [entry for entry in sheet.entries if _shown(entry, which)]
    filters = Across(*(_filter(code, words, which, choose) for code, words in _filters()), gap=4, tight=True)
    rows = [_row(entry, sheet, services) for entry in entries]
    empty = ft.Container(Caption(_("Nothing of this kind.")), padding=16)
    body = ft.Column(
        [*([_heads()] if wide() else []), *(rows or [empty])], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    note = n_("{n} record", "{n} records", len(entries))
    above = ft.Container(filters, padding=pad(8, 0, 8, 8)) if not wide() else None
    return Panel(_("What happened"), above, body, note=note, trail=filters if wide() else None, flush=True)


def _filters() -> tuple[tuple[str, str], ...]:
    return ("all", _("All")), ("site", _("Visits")), ("odd", _("To look at"))


def _filter(code: str, words: str, which: str, choose: Callable[[str], None]) -> ft.Control:
    button = Act(words, lambda: choose(code), kind="tonal" if code == which else "plain", small=True)
    return ft.Semantics(content=button, selected=code == which)


def _shown(entry: Entry[Any], which: str) -> bool:
    if which == "site":
        return chapters.chapter_of(entry) in ON_SITE
    if which == "odd":
        return bool(entry.fact.exception or entry.voided_by or entry.stamp.verdict != "ok")
    return True


_WHEN, _ARRIVED, _WHO = 96, 112, 96


def _heads() -> ft.Control:
    cells = [ft.Container(Caption(_("Happened")), width=_WHEN), ft.Container(Caption(_("At the office")), width=_ARRIVED)]
    who = [ft.Container(Caption(_("Recorded by")), width=_WHO)] if desk() else []
    return ft.Container(ft.Row([*cells, ft.Container(expand=True), *who], spacing=8), height=36, bgcolor=RAIL, padding=pad(16, 0, 16, 0))


def _row(entry: Entry[Any], sheet: Sheet, services: Services) -> ft.Control:
    now = services.now()
    late, tone = arrived(entry, now)
    who = services.name_of(entry.by)
    where = device_name(entry.fact.device, services.me.device)
    told = describe.describe(entry, sheet, services.name_of)
    words = _words(entry, told)
    if wide():
        by = ft.Container(Down(Body(who, 13), Caption(where), gap=0), width=_WHO) if desk() else None
        times = [ft.Container(Body(moment(entry.at, now), 13), width=_WHEN), ft.Container(_late(late, tone), width=_ARRIVED)]
        aside = None if desk() else Caption(dotted(who, where))
        line = Across(*times, _icon(entry, told), Down(*words, aside, gap=1, expand=True), by, Strut(36), gap=8)
    else:
        beside = Caption(dotted(moment(entry.at, now), late, who, where), color=TONES[tone][2] if tone != "plain" else SECONDARY)
        line = Across(_icon(entry, told), Down(*words, beside, gap=1, expand=True), gap=12, top=True)
    return ft.Container(line, padding=pad(16, 4, 16, 4) if wide() else pad(16, 8, 16, 8), border=ft.Border(top=ft.BorderSide(1, LINE)))


def _late(words: str, tone: Tone) -> ft.Control:
    if tone == "plain":
        return Caption(words)
    ink = TONES[tone][2]
    return Across(Glyph(ft.Icons.SCHEDULE, 15, ink), Caption(words, color=ink, expand=True, max_lines=2), gap=4)


def _icon(entry: Entry[Any], told: Told) -> ft.Control:
    return Glyph(told.icon, 18, SECONDARY if told.tone == "plain" or entry.voided_by else TONES[told.tone][2])


def _words(entry: Entry[Any], told: Told) -> Sequence[ft.Control]:
    """The sentence, its detail, and in red or amber what stands against it."""
    struck = ft.TextDecoration.LINE_THROUGH if entry.voided_by else None
    sentence = Body(told.sentence, 14, color=SECONDARY if entry.voided_by else _ink(told.tone))
    if struck and sentence.style:
        sentence.style.decoration = struck
    parts: list[ft.Control] = [sentence]
    if told.detail:
        parts.append(Caption(told.detail))
    if place := PlaceButton(entry.body):
        parts.append(Across(place))
    if entry.fact.exception:
        passed = entry.fact.exception
        parts.append(Caption(_("Passed {rule} with a reason: {reason}", rule=passed.rule, reason=passed.reason), color=TONES["red"][2]))
    if entry.stamp.verdict != "ok":
        tone, icon, verdict = VERDICT[entry.stamp.verdict]
        parts.append(Across(Glyph(icon, 15, TONES[tone][2]), Caption(verdict(), color=TONES[tone][2], expand=True), gap=4))
    pictures = photos_in(entry.body)
    if pictures:
        parts.append(ft.Container(PhotoRow(pictures), padding=pad(top=4, bottom=4)))
    if entry.voided_by:
        parts.append(Caption(_("Corrected later, no longer counts; it stays readable"), color=TONES["amber"][2]))
    return parts


def _ink(tone: Tone) -> str:
    """Only what is red is written in red: an amber icon is enough."""
    return TONES["red"][2] if tone == "red" else TEXT
