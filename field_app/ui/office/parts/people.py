"""The technicians to choose from: why this one in words, never a score. Who doesn't suit stays visible, below."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.ui.components import Across, Avatar, Body, Caption, Down, EmptyState, Glyph, Mark, Wrapped, safely
from field_app.ui.hooks import Form
from field_app.ui.office.crew import BUSY_FROM, Candidate
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.table import Listed, Tile
from field_app.ui.services import Services
from field_app.ui.theme import PRIMARY, SECONDARY, TONES, TRACK
from field_app.ui.words import _, n_, near_day

_LOAD = 104


def People(services: Services, form: Form, ranked: Sequence[Candidate]) -> ft.Control:
    empty = EmptyState(_("No technicians are known here"), _("The administrator gives people the role; they appear after the next sync."))
    return Listed(*(_person(services, form, one, best=place == 0 and one.knows) for place, one in enumerate(ranked)), empty=empty)


def _person(services: Services, form: Form, one: Candidate, *, best: bool) -> ft.Control:
    chosen = form["technician"] == one.who.user
    along = one.who.user in form["accompanying"]

    def choose() -> None:
        form.set(technician=one.who.user, accompanying=[user for user in form["accompanying"] if user != one.who.user])

    def accompany() -> None:
        others = [user for user in form["accompanying"] if user != one.who.user]
        form.change("accompanying", others if along else [*others, one.who.user])

    radio = ft.Icon(
        ft.Icons.RADIO_BUTTON_CHECKED if chosen else ft.Icons.RADIO_BUTTON_UNCHECKED, size=20, color=PRIMARY if chosen else SECONDARY
    )
    offer = bool(form["technician"]) and not chosen
    others = ft.Checkbox(label=_("goes along"), value=along, on_change=safely(accompany)) if offer else None
    head = Across(radio, Avatar(one.who.name), Down(_name(one, best), _skills(one), gap=1, expand=True), _load(one), gap=10)
    reasons = ft.Container(Wrapped(*_reasons(services, one), others, gap=10), padding=ft.Padding(left=30))
    return Tile(head, reasons, on_open=choose, label=_("Choose {name}", name=one.who.name), chosen=chosen)


def _name(one: Candidate, best: bool) -> ft.Control:
    mark = Mark("next", ft.Icons.LIGHTBULB_OUTLINE, _("suggested")) if best else None
    return Across(Body(one.who.name, 14, weight=ft.FontWeight.W_600), mark)


def _skills(one: Candidate) -> ft.Control:
    skills = dotted(*one.who.skills)
    if one.skilled:
        return Across(Glyph(ft.Icons.CHECK_CIRCLE, 15, TONES["green"][2]), _cut(skills, TONES["green"][2]), gap=4)
    return Across(_cut(skills or _("no skills entered"), SECONDARY))


def _cut(words: str, color: str) -> ft.Text:
    return Caption(words, color=color, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS, expand=True)


def _load(one: Candidate) -> ft.Control:
    visits = one.load.visits_that_day
    words = n_("{n} visit today", "{n} visits today", visits)
    filled = min(1.0, visits / (BUSY_FROM + 1)) * _LOAD
    # Two boxes and no ProgressBar: its role would take the place of the row's in the accessibility tree.
    full = ft.Container(width=filled, height=6, border_radius=3, bgcolor=TONES["amber" if one.busy else "info"][2])
    bar = ft.Stack([ft.Container(width=_LOAD, height=6, border_radius=3, bgcolor=TRACK), full], width=_LOAD, height=6)
    return Down(Caption(words), bar, Caption(n_("{n} open case", "{n} open cases", one.load.open_cases)), gap=3, width=_LOAD)


def _reasons(services: Services, one: Candidate) -> list[ft.Control]:
    place = one.who.district or _("district not entered")
    last = one.load.last_here
    been = _("was here {day}", day=near_day(last, services.today())) if last else _("never was here")
    reasons: list[ft.Control] = [
        Mark("green" if one.near else "plain", ft.Icons.PLACE_OUTLINED, place),
        Mark("green" if last else "plain", ft.Icons.HISTORY, been),
    ]
    if one.busy:
        reasons.append(Mark("amber", ft.Icons.ERROR_OUTLINE, _("a full day already")))
    return reasons
