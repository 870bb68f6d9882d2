"""Recorded arrival checks, in the words of the list's version they were answered by (P4.1, P9.1)."""

from __future__ import annotations

import flet as ft

from field_app.domain.policy import CheckItem, version
from field_app.domain.repair.arrival import Answer, ArrivalChecked
from field_app.domain.sheets import Entry
from field_app.ui.components import Body, Chip, Down, Row, Rows, Secondary, component
from field_app.ui.hooks import use_services
from field_app.ui.technician.parts.check_item import item_text, marks
from field_app.ui.words import _, moment


@component
def CheckedList(entry: Entry[ArrivalChecked]) -> ft.Control:
    """An item the company has dropped since keeps its words; only where this phone never had them its code stands."""
    services = use_services()
    rules = services.sheet(services.me.policy_sheet)
    answered_by = version(rules, entry.body.policy) if rules else None
    items = {item.code: item for item in (answered_by.checklist if answered_by else ())}
    when = _("Answered {time}, list {label}", time=moment(entry.at, services.now()), label=entry.body.policy)
    rows = [_answer(place, answer, items.get(answer.code)) for place, answer in enumerate(entry.body.answers, 1)]
    return Down(Secondary(when), Rows(*rows), gap=8, stretch=True)


def _answer(place: int, answer: Answer, item: CheckItem | None) -> ft.Control:
    tone, icon, word = marks()[answer.answer]
    text = item_text(item) if item else answer.code
    return Row(Body(f"{place}  {text}"), Secondary(answer.note) if answer.note else None, trail=Chip(tone, icon, word))
