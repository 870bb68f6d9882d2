"""改判: deciding otherwise than the rule, with the reason the supervisor will read (P5.2)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.errors import say
from field_app.domain.facts import SheetId
from field_app.domain.policy import Exclusion
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.ui.components import (
    Across,
    Card,
    DateInput,
    Heading,
    Option,
    Outlined,
    Pick,
    Plain,
    Primary,
    RadioCards,
    Refusal,
    TextInput,
    component,
)
from field_app.ui.components.layout import Part, pad
from field_app.ui.hooks import Form, use_form, use_services
from field_app.ui.services import Services
from field_app.ui.technician.parts.ruled_pieces import Piece
from field_app.ui.theme import TOUCH
from field_app.ui.words import _, language


@component
def Overrule(sheet_id: SheetId, piece: Piece, done: Callable[[], None], close: Callable[[], None]) -> ft.Control:
    services = use_services()
    form = use_form(f"warranty:{sheet_id}:{piece.key}", _first(piece))
    accepted = DateInput(_("Acceptance"), form.field("accepted_on"), last=services.today(), quick=())
    wrong_dates = Plain(_("The dates are wrong"), lambda: form.set(dates=True), icon=ft.Icons.EDIT_CALENDAR_OUTLINED)
    dates_shown = form["dates"] or piece.proposal.cover is None

    def save() -> None:
        if not form.text("months").isdecimal() and form.text("months"):
            form.refuse("months", say("Write the warranty period in whole months."))
            return
        if _turned_by_dates(piece, form):
            form.refuse("reason", say("By these dates the rule says otherwise; write where they are from. The supervisor sees it."))
            return
        form.submit(lambda: _decided(piece, form), on=sheet_id, then=done)

    return Card(
        Heading(_("{piece}: decide otherwise", piece=piece.diagnosed.piece)),
        RadioCards(_("Decision"), form.field("decision"), _decisions(), inside=_exclusion(sheet_id, form, services)),
        *((accepted, TextInput(_("Warranty in months"), form.field("months"), keyboard=ft.KeyboardType.NUMBER)) if dates_shown else ()),
        None if dates_shown else Across(wrong_dates),
        TextInput(_("Reason; the supervisor sees it"), form.field("reason"), lines=2),
        Refusal(form),
        Across(Outlined(_("Cancel"), close), Primary(_("Save the decision"), save, height=TOUCH)),
        gap=12,
        padding=14,
        current=True,
    )


def _turned_by_dates(piece: Piece, form: Form) -> bool:
    """The decision departs from what the rule said by the dates we knew, other dates bear it out, and nobody has said where from."""
    decided = _decided(piece, form)
    same = (decided.accepted_on, decided.months) == (piece.accepted_on, piece.months)
    departs = (decided.decision == "inside") != (piece.proposal.decision == "inside")
    return piece.proposal.cover is not None and departs and not same and not decided.reason


def _first(piece: Piece) -> dict[str, object]:
    """Whoever decides otherwise mostly turns the rule's word round."""
    otherwise = "excluded" if piece.proposal.decision == "inside" else "inside"
    return {
        "decision": piece.decided.decision if piece.decided else otherwise,
        "exclusion": piece.decided.exclusion if piece.decided else "",
        "reason": piece.decided.reason if piece.decided else "",
        "accepted_on": piece.accepted_on.isoformat() if piece.accepted_on else None,
        "months": str(piece.months) if piece.months is not None else "",
        "dates": False,
    }


def _decisions() -> list[Option]:
    return [
        Option("inside", _("In warranty"), _("Free, but for wear parts")),
        Option("outside", _("Out of warranty"), _("Charged")),
        Option("excluded", _("Excluded from warranty"), _("In warranty, but the terms exclude this damage: charged")),
    ]


def _exclusion(sheet_id: SheetId, form: Form, services: Services) -> Part:
    """By the terms the case began with (P9.1). Recorded is what the terms say, for the supervisor and the customer's paper."""
    if form["decision"] != "excluded":
        return None
    case, words, field = services.sheet(sheet_id), _("What excludes it"), form.field("exclusion")
    policy = services.policy_for(case) if case else None
    options = [Option(e.text, exclusion_text(e)) for e in (policy.exclusions if policy else ())]
    return ft.Container(Pick(words, field, options) if options else TextInput(words, field), padding=pad(0, 8))


def exclusion_text(exclusion: Exclusion) -> str:
    return exclusion.english if language() == "en" and exclusion.english else exclusion.text


def _decided(piece: Piece, form: Form) -> WarrantyDecided:
    months = form.text("months")
    return WarrantyDecided(
        piece.key,
        form["decision"],
        form.day("accepted_on") if form["accepted_on"] else None,
        int(months) if months else None,
        form["exclusion"] or "" if form["decision"] == "excluded" else "",
        form.text("reason"),
    )
