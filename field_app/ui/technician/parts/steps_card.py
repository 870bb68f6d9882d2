"""The chapters of a case: finished ones folded to a row, the open one with its steps, locked steps with what they wait for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import flet as ft

from field_app.domain.repair import warranty
from field_app.domain.repair.steps import Stand, Step
from field_app.domain.sheets import Entry, Sheet, Voided
from field_app.ui import theme
from field_app.ui.components.buttons import Plain
from field_app.ui.components.layout import STRETCH, Across, Apart, Down, Part, Rule, Wrapped, pad
from field_app.ui.components.text import Body, Caption, Glyph, Secondary
from field_app.ui.components.timeline import Dot, State, StepRow
from field_app.ui.components.timeline import Step as TimelineStep
from field_app.ui.hooks import use_now, use_services
from field_app.ui.office.describe import describe
from field_app.ui.office.labels import VERDICT, comma
from field_app.ui.safely import component, safely
from field_app.ui.technician.parts.chapters import Chapter, chapters, is_of
from field_app.ui.technician.parts.links import PlaceButton
from field_app.ui.technician.parts.paths import correct_path, has_page, step_path
from field_app.ui.technician.parts.results import result_of, result_of_chapter
from field_app.ui.theme import CARD, LINE, RADIUS, SECONDARY, W6
from field_app.ui.words import _, moment, n_, speak

Do = Callable[[Step], None]


@component
def StepsCard(sheet: Sheet, current: Step | None, do: Do) -> ft.Control:
    """The whole procedure of this case; `current` is what is to be done next, and `do` does a step."""
    opened, set_opened = ft.use_state("")
    every = chapters(sheet)

    def toggle(code: str) -> None:
        set_opened(lambda before: "" if before == code else code)

    parts: list[ft.Control] = []
    if theme.large() and not opened:
        done = [chapter for chapter in every if chapter.state == "done"]
        parts += [_all_done(done, lambda: toggle("done"))] if done else []
        every = tuple(chapter for chapter in every if chapter.state != "done")
    for chapter in every:
        parts += [Rule(16)] if parts else []
        parts.append(_ChapterPart(sheet, chapter, current, do, opened == chapter.code, toggle))
    return ft.Container(
        ft.Column(parts, spacing=0, tight=True, horizontal_alignment=STRETCH),
        bgcolor=CARD,
        border_radius=RADIUS,
        border=ft.Border.all(1, LINE),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def _all_done(done: list[Chapter], toggle: Callable[[], None]) -> ft.Control:
    """At large text what is finished is one row."""
    steps = sum(len(chapter.stands) for chapter in done)
    names = comma(*(speak(chapter.title) for chapter in done))
    return _folded(n_("{n} step done", "{n} steps done", steps), names, "", False, toggle)


@component
def _ChapterPart(sheet: Sheet, chapter: Chapter, current: Step | None, do: Do, is_open: bool, toggle: Callable[[str], None]) -> ft.Control:
    now = use_now()

    def turn() -> None:
        toggle(chapter.code)

    inside = _Entries(sheet, chapter) if is_open else None
    if chapter.state == "done":
        last = chapter.last_entry
        when = moment(last.at, now) if last else ""
        return Down(_folded(speak(chapter.title), result_of_chapter(chapter, sheet), when, is_open, turn), inside, gap=0, stretch=True)
    rows = [_stand_row(sheet, stand, stand.step is current, do, now) for stand in chapter.stands]
    return Down(_head(sheet, chapter, is_open, turn), *rows, inside, ft.Container(height=6), gap=0, stretch=True)


def _head(sheet: Sheet, chapter: Chapter, is_open: bool, turn: Callable[[], None]) -> ft.Control:
    name = Body(chapter.title, 12, weight=W6, color=SECONDARY)
    if not any(is_of(entry, chapter) for entry in sheet.entries):
        return ft.Container(name, padding=pad(16, 10, 16, 2))
    label = _("Fold {chapter}", chapter=chapter.title) if is_open else _("Show the entries of {chapter}", chapter=chapter.title)
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    row = ft.Container(Apart(name, Glyph(icon, 20)), padding=pad(16, 0, 12, 0), height=theme.height(48), on_click=safely(turn), ink=True)
    return ft.Semantics(content=row, label=label, button=True, container=True)


def _folded(title: str, result: str, when: str, is_open: bool, turn: Callable[[], None]) -> ft.Control:
    words = Down(Body(title, 16, line=1.3), Secondary(result) if result else None, gap=0, expand=True)
    icon = Glyph(ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE, 20)
    strut = ft.Container(width=0, height=30)
    row = Across(Dot("done"), words, Secondary(when) if when else None, icon, strut, gap=12)
    box = ft.Container(row, padding=pad(16, 9, 4, 9), on_click=safely(turn), ink=True)
    said = comma(title, result, when)
    return ft.Semantics(content=box, label=said, button=True, expanded=is_open, container=True, exclude_semantics=True)


def _stand_row(sheet: Sheet, stand: Stand, is_next: bool, do: Do, now: datetime) -> ft.Control:
    when = moment(stand.entry.at, now) if stand.entry else ""
    mine = stand.state != "done" and stand.step.role == "technician"
    state: State = "later" if stand.state == "now" and not is_next else stand.state
    open_it = (lambda: do(stand.step)) if mine else None
    return StepRow(TimelineStep(state, stand.step.words, _detail(stand, sheet), when, stand.missing, open_it))


def _detail(stand: Stand, sheet: Sheet) -> str:
    if stand.step.code == "warranty" and stand.state == "now":
        return n_("{n} piece for you to confirm", "{n} pieces for you to confirm", len(warranty.undecided(sheet)))
    passed = stand.entry.fact.exception if stand.entry else None
    return result_of(stand, sheet) or (_("Special case: {reason}", reason=passed.reason) if passed else "")


@component
def _Entries(sheet: Sheet, chapter: Chapter) -> ft.Control:
    """What was recorded in this chapter, and the ways to record it anew."""
    services = use_services()
    entries = [entry for entry in sheet.entries if is_of(entry, chapter)]
    again = [
        Plain(_("Again: {step}", step=stand.step.words), partial(services.go, step_path(sheet.id, stand.step.code)))
        for stand in chapter.stands
        if stand.state == "done" and has_page(stand.step.code)
    ]
    rows = [_EntryRow(sheet, entry) for entry in entries]
    return ft.Container(Down(*rows, Wrapped(*again, gap=0) if again else None, gap=8, stretch=True), padding=pad(50, 0, 12, 8))


@component
def _EntryRow(sheet: Sheet, entry: Entry[Any]) -> ft.Control:
    """One entry: what, when, by whom; mine can be corrected (P10.3)."""
    services, now = use_services(), use_now()
    told = describe(entry, sheet, services.name_of)
    struck = ft.TextDecoration.LINE_THROUGH if entry.voided_by else None
    sentence = Body(told.sentence, 14)
    sentence.style = sentence.style.copy(decoration=struck) if struck and isinstance(sentence.style, ft.TextStyle) else sentence.style
    words = Down(
        sentence,
        Caption(told.detail) if told.detail else None,
        Caption(comma(moment(entry.at, now), services.name_of(entry.by))),
        *_remarks(sheet, entry),
        gap=1,
        expand=True,
        stretch=True,
    )
    mine = entry.by == services.me.user and entry.counts
    correct = Plain(_("Correct"), lambda: services.go(correct_path(sheet.id, entry.key))) if mine else None
    return Down(Across(words, correct, top=True), PlaceButton(entry.body), gap=0)


def _remarks(sheet: Sheet, entry: Entry[Any]) -> list[Part]:
    """A gate passed with a reason, a verdict of the office, a correction."""
    red, amber = theme.TONES["red"][2], theme.TONES["amber"][2]
    remarks: list[Part] = []
    if entry.fact.exception:
        remarks.append(Caption(_("Special case: {reason}", reason=entry.fact.exception.reason), color=red))
    if entry.stamp.verdict != "ok":
        remarks.append(Caption(VERDICT[entry.stamp.verdict][2](), color=amber))
    if entry.voided_by:
        voiding = sheet.entry(entry.voided_by)
        reason = voiding.body.reason if voiding and isinstance(voiding.body, Voided) else ""
        remarks.append(Caption(_("Corrected: {reason}", reason=reason), color=amber))
    return remarks
