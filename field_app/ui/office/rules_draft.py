"""The supervisor's draft of the next version: changed part by part, checked while it is typed, sent to the director (P9.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import flet as ft

from field_app.domain.errors import Objection
from field_app.domain.facts import SheetId
from field_app.domain.policy import POLICY_SHEET, Policy, PolicyProposed, in_force
from field_app.domain.policy_changes import Change, Part, changes
from field_app.domain.sheets import Sheet, new_sheet
from field_app.ui.components import (
    Across,
    Banner,
    Body,
    Caption,
    DateInput,
    DeskPage,
    Down,
    Glyph,
    Refusal,
    TextInput,
    component,
    confirm,
    screen,
    snack,
)
from field_app.ui.hooks import Field, Form, use_address, use_form, use_services, use_sheet, use_today
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile
from field_app.ui.office.policy import drafting
from field_app.ui.office.policy.changed import place_name
from field_app.ui.office.policy.drafting import Draft
from field_app.ui.office.policy.editing import Editing
from field_app.ui.office.policy.fee_import import FeeImport
from field_app.ui.office.policy.parts import Parted, known_part
from field_app.ui.office.policy.terms import PARTS
from field_app.ui.theme import TONES
from field_app.ui.words import _, n_, speak

DRAFT = "rules-draft"


@screen
def DraftScreen() -> ft.View:
    services, today, address = use_services(), use_today(), use_address()
    rules = use_sheet(POLICY_SHEET) or new_sheet(SheetId(POLICY_SHEET), "policy")
    current = in_force(rules, today)
    form = use_form(DRAFT, drafting.first_values(rules, today))

    def typed() -> Draft:
        return drafting.read(form.values, rules, services.ground(rules))

    draft = typed()
    found = changes(current, draft.policy)
    part = known_part(address["part"])

    def turn_to(wanted: str) -> None:
        address.set(part=wanted)

    def sent(label: str) -> None:
        services.go("/rules/proposal")
        snack(_("{label} is with the director", label=label))

    return DeskPage(
        _("Draft of the rules"),
        _sent_back(rules, services.name_of),
        Parted(part, turn_to, _marks(draft, found), Editing(form, draft, part, FeeImport(form))),
        side=[_Sending(form, draft, typed, len(found), sent), _wrong(draft, turn_to), _differences(form, found, turn_to, rules)],
        crumb=_("Rules"),
        back="/rules",
    )


def _sent_back(rules: Sheet, name_of: Callable[..., str]) -> ft.Control | None:
    back = drafting.returned(rules)
    return Banner("amber", back.body.reason, title=_("{name} returned it", name=name_of(back.by)), icon=ft.Icons.UNDO) if back else None


def _marks(draft: Draft, found: tuple[Change, ...]) -> dict[Part, ft.Control | None]:
    """How many places differ in a part, and whether something in it can't stay as it is."""
    count = Counter(change.part for change in found)
    marks: dict[Part, ft.Control | None] = {}
    for part in PARTS:
        if draft.wrong_in(part):
            marks[part] = Glyph(ft.Icons.ERROR_OUTLINE, 18, TONES["red"][2])
        else:
            marks[part] = Caption(str(count[part])) if count[part] else None
    return marks


@component
def _Sending(form: Form, draft: Draft, typed: Callable[[], Draft], differences: int, sent: Callable[[str], None]) -> ft.Control:
    """Name, day, why; then to the director."""

    def send() -> None:
        # What was typed a moment ago isn't drawn yet, and is meant all the same.
        now = typed()
        form.submit(lambda: PolicyProposed(now.policy, now.note), on=POLICY_SHEET, then=lambda: sent(now.policy.label))

    note = n_("{n} difference", "{n} differences", differences)
    return Panel(
        _("Send for approval"),
        TextInput(_("Name of the version"), _beside(form, draft, "label"), longest=40),
        DateInput(_("In force from"), _beside(form, draft, "effective_on"), quick=()),
        TextInput(_("Why, for the director"), form.field("note"), lines=3, longest=1000),
        Refusal(form) if form.refusals else None,
        Act(_("Send to the director"), send, kind="primary", icon=ft.Icons.SEND_OUTLINED),
        note=note,
        gap=12,
    )


def _beside(form: Form, draft: Draft, name: str) -> Field:
    kept = form.field(name)
    wrong = next((speak(one.words) for one in draft.wrong if one.field == name), None)
    return Field(kept.value, wrong or kept.error, kept.change, kept.keep, kept.write)


def _wrong(draft: Draft, turn_to: Callable[[str], None]) -> ft.Control | None:
    """What stands in the way, each a tap from its place."""
    if not draft.wrong:
        return None
    tiles = [_wrong_tile(one, draft.policy, turn_to) for one in draft.wrong[:20]]
    return Panel(_("To mend before it can be sent"), Listed(*tiles), note=str(len(draft.wrong)), flush=True)


def _wrong_tile(one: Objection, policy: Policy, turn_to: Callable[[str], None]) -> ft.Control:
    part = drafting.part_of(one.field or "")
    place = place_name(policy, one.field or "")
    said = Caption(speak(one.words), color=TONES["red"][2])
    words = Across(Glyph(ft.Icons.ERROR_OUTLINE, 18, TONES["red"][2]), Down(Body(place, 14) if place else None, said, gap=1, expand=True))
    return Tile(words, on_open=(lambda: turn_to(part)) if part else None, label=_("Go to {place}", place=place) if part else "")


def _differences(form: Form, found: tuple[Change, ...], turn_to: Callable[[str], None], rules: Sheet) -> ft.Control:
    count = Counter(change.part for change in found)
    tiles = [_part_tile(part, count[part], turn_to) for part in PARTS if count[part]]

    def begin_again() -> None:
        confirm(
            _("Begin again from the rules in force?"),
            _("What is changed here will be undone."),
            yes=_("Undo the changes"),
            on_yes=form.reset,
        )

    none = ft.Container(Caption(_("Nothing differs from the rules in force yet.")), padding=16)
    again = Act(_("Begin again"), begin_again, kind="seldom", small=True) if found else None
    return Panel(_("Changed in this draft"), Listed(*tiles, empty=none), trail=again, flush=True)


def _part_tile(part: Part, n: int, turn_to: Callable[[str], None]) -> ft.Control:
    words = Across(Body(PARTS[part][1](), 14, expand=True), Caption(n_("{n} place", "{n} places", n)))
    return Tile(words, on_open=lambda: turn_to(part), label=_("Go to {place}", place=PARTS[part][1]()))
