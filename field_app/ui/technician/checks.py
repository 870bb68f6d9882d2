"""到场检查: the company's list, answered before anything else (P4.1, P4.2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from field_app.domain.policy import CheckItem, Policy
from field_app.domain.repair import arrival, intake
from field_app.domain.repair.arrival import Answer, ArrivalChecked
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import EmptyState, PhonePage, Plain, Primary, Refusal, Rows, Secondary, screen
from field_app.ui.components.layout import Part
from field_app.ui.components.timeline import Progress
from field_app.ui.hooks import Form, use_form, use_services
from field_app.ui.hooks.photos import photos_of
from field_app.ui.technician.parts.check_item import AnsweredItem, OpenItem, note_of, photos_at
from field_app.ui.technician.parts.checked import CheckedList
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.keyed import keyed
from field_app.ui.technician.parts.paths import case_path
from field_app.ui.technician.parts.results import punctuality
from field_app.ui.technician.parts.undoing import undoable
from field_app.ui.words import _, clock, n_


@screen
def ChecksScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    policy = services.policy_for(sheet) if sheet else None
    items = policy.checklist if policy else ()
    form = use_form(f"check:{sheet_id}:{policy.label if policy else ''}", _first(items))
    opened, open_item = ft.use_state("")
    anew, begin_anew = ft.use_state(False)
    if sheet is None:
        return GonePage()
    recorded = arrival.checked(sheet)
    if recorded and not anew and not form.restored:
        return _recorded(sheet, recorded, lambda: begin_anew(True), lambda: services.go(case_path(sheet_id)))
    open_items = [item for item in items if not _settled(form, item)]
    current = opened or next((item.code for item in open_items), "")

    def save() -> None:
        form.submit(lambda: _checked(form, policy), on=sheet_id, then=undoable(services, sheet_id, form, _("Checks saved.")))

    return PhonePage(
        _("Arrival checks"),
        Progress(len(items) - len(open_items), len(items), _("answered"), _arrival(sheet)),
        *_cards(form, items, current, open_item),
        EmptyState(_("No checklist on this phone yet."), _("It comes with the next exchange; go on without it.")) if not items else None,
        number=intake.number(sheet),
        above=Refusal(form),
        secondary=_beside(form, policy, open_items),
        primary=_button(items, open_items, save),
    )


def _recorded(sheet: Sheet, entry: Entry[ArrivalChecked], anew: Callable[[], None], back: Callable[[], None]) -> ft.View:
    return PhonePage(
        _("Arrival checks"),
        Secondary(_arrival(sheet)),
        CheckedList(entry),
        number=intake.number(sheet),
        secondary=(Plain(_("Answer them anew"), anew, icon=ft.Icons.REPLAY),),
        primary=Primary(_("Back to the case"), back),
    )


def _first(items: tuple[CheckItem, ...]) -> dict[str, Any]:
    answers: dict[str, Any] = {item.code: None for item in items}
    return answers | {note_of(item): "" for item in items} | {photos_at(item): None for item in items}


def _settled(form: Form, item: CheckItem) -> bool:
    """Answered, and a no explained."""
    return form[item.code] is not None and (form[item.code] != "no" or bool(form.text(note_of(item))))


def _arrival(sheet: Sheet) -> str:
    came = arrival.arrived(sheet)
    if came is None:
        return ""
    on_time = punctuality(sheet)
    time = _("arrived {time}", time=clock(came.at))
    return f"{time} · {on_time}" if on_time else time


def _cards(form: Form, items: tuple[CheckItem, ...], current: str, open_item: Callable[[str], None]) -> list[Part]:
    """Answered items folded to lines of one card, the others open, the current one framed, all in the list's order."""
    cards: list[Part] = []
    lines: list[Part] = []
    for place, item in enumerate(items, 1):
        if item.code != current and _settled(form, item):
            lines.append(AnsweredItem(place, item, form, partial(open_item, item.code)))
            continue
        cards += [Rows(*lines)] if lines else []
        lines = []
        cards.append(keyed(OpenItem(place, item, form, open_item, current=item.code == current), item.code))
    return [*cards, Rows(*lines)] if lines else cards


def _beside(form: Form, policy: Policy | None, open_items: list[CheckItem]) -> tuple[Part, ...]:
    def all_yes() -> None:
        form.set(**{item.code: "yes" for item in open_items if form[item.code] is None})

    version = Secondary(_("List {label}", label=policy.label)) if policy else None
    unanswered = [item for item in open_items if form[item.code] is None]
    return version, Plain(_("All others: yes"), all_yes, icon=ft.Icons.DONE_ALL) if unanswered else None


def _button(items: tuple[CheckItem, ...], open_items: list[CheckItem], save: Callable[[], None]) -> ft.Control:
    """Never dead: with something left it says what, and a tap says so beside each item."""
    if not open_items:
        return Primary(_("Save the checks"), save, icon=ft.Icons.CHECK)
    place = items.index(open_items[0]) + 1
    words = n_("{n} item left: to item {place}", "{n} items left: to item {place}", len(open_items), place=place)
    return Primary(words, save, icon=ft.Icons.ARROW_DOWNWARD)


def _checked(form: Form, policy: Policy | None) -> ArrivalChecked:
    items = policy.checklist if policy else ()
    answered = [item for item in items if form[item.code] is not None]
    answers = [Answer(item.code, form[item.code], form.text(note_of(item)), photos_of(form[photos_at(item)])) for item in answered]
    return ArrivalChecked(policy.label if policy else "", tuple(answers))
