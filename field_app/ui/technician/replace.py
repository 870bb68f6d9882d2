"""建议换新: the reasons by rule, the figures, and what the customer chose (P5.4)."""

from __future__ import annotations

from typing import Any

import flet as ft

from field_app.domain.errors import Words, say
from field_app.domain.money import Fen, parse_yuan
from field_app.domain.repair import charges, intake
from field_app.domain.repair.charges import ConsentRefused, Quoted, ReplacementAdvised
from field_app.domain.repair.closing import given_up
from field_app.domain.repair.diagnosis import Diagnosed, diagnoses, in_hand
from field_app.domain.repair.record import worked
from field_app.domain.repair.replacement import Worth, reasons, repairs_fen
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Banner,
    Card,
    EmptyState,
    MoneyInput,
    Option,
    Pair,
    PhonePage,
    Pick,
    Primary,
    RadioCards,
    Refusal,
    Secondary,
    TextInput,
    screen,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Form, use_form
from field_app.ui.services import Services
from field_app.ui.technician.parts.advice import rule_of, worth_of
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.summary import sentences
from field_app.ui.technician.parts.visit import live, mine, to_case, use_visit
from field_app.ui.words import _, money, speak

CHOICES: dict[str, Words] = {
    "replace": say("Buys a new one"),
    "repair": say("Have it repaired all the same"),
    "undecided": say("Thinks it over"),
}


@screen
def ReplaceScreen() -> ft.View:
    services, sheet = use_visit()
    pieces = {entry.body.key: entry.body for entry in diagnoses(sheet)}
    form = use_form(f"replace:{sheet.id}:{mine(sheet, ReplacementAdvised, services)}", _first(sheet, pieces, services))
    if not sheet.entries:
        return GonePage()
    piece = pieces.get(form["piece"])
    if piece is None:
        return PhonePage(_("Advise a new one"), EmptyState(_("Nothing is diagnosed yet."), _("Record the diagnosis first.")))
    worth = _worth(sheet, piece, form, services)

    def save() -> None:
        form.submit(lambda: _advised(sheet, piece, worth, form), on=sheet.id, then=to_case(services, sheet))

    return PhonePage(
        _("Advise a new one"),
        _piece(form, pieces),
        _Known(worth, form),
        _rule(sheet, worth, services),
        TextInput(_("Why a new one is better, as you tell the customer"), form.field("reason"), lines=2),
        RadioCards(_("What the customer chose"), form.field("choice"), _choices()),
        TextInput(_("What the customer said"), form.field("words"), lines=2),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Save the customer's choice"), save, icon=ft.Icons.CHECK),
    )


def _first(sheet: Sheet, pieces: dict[str, Diagnosed], services: Services) -> dict[str, Any]:
    """The first piece that hasn't been spoken of, with the rule's reasons as words to correct."""
    told = charges.advice(sheet)
    key = next((key for key in pieces if key not in told), next(iter(pieces), ""))
    worth = worth_of(sheet, pieces[key], repairs_fen(sheet.said(Quoted)).get(key, 0), services) if key else Worth()
    said = sentences(*map(speak, reasons(rule_of(sheet, services), worth, services.today())))
    return {"piece": key, "new_fen": "", "reason": said, "choice": "undecided", "words": ""}


def _worth(sheet: Sheet, piece: Diagnosed, form: Form, services: Services) -> Worth:
    repair = repairs_fen(sheet.said(Quoted)).get(piece.key, 0)
    return worth_of(sheet, piece, repair, services, int(parse_yuan(form.text("new_fen")) or 0))


def _piece(form: Form, pieces: dict[str, Diagnosed]) -> Part:
    if len(pieces) < 2:
        return None
    return Pick(_("Piece of equipment"), form.field("piece"), [Option(key, piece.piece) for key, piece in pieces.items()])


def _Known(worth: Worth, form: Form) -> ft.Control:
    return Card(
        Pair(_("In use since"), worth.accepted_on.isoformat() if worth.accepted_on else _("unknown")),
        Pair(_("Repaired before"), str(worth.repairs_before)),
        Pair(_("This repair"), money(worth.repair_fen) if worth.repair_fen else _("not quoted yet")),
        MoneyInput(_("A new one costs, if known"), live(form, "new_fen")),
        gap=8,
        padding=14,
    )


def _rule(sheet: Sheet, worth: Worth, services: Services) -> ft.Control:
    found = reasons(rule_of(sheet, services), worth, services.today())
    if not found:
        return Secondary(_("By the company's rule it is worth repairing; an advice is yours to give all the same."))
    return Banner("info", *found, title=_("By the rule not worth repairing"))


def _choices() -> list[Option]:
    helps = {
        "replace": _("Not repaired now, and nothing is charged for it"),
        "repair": _("The repair goes on as quoted"),
        "undecided": _("Nothing is decided; the supervisor sees it"),
    }
    return [Option(code, words, helps[code]) for code, words in CHOICES.items()]


def _advised(sheet: Sheet, piece: Diagnosed, worth: Worth, form: Form) -> tuple[object, ...]:
    new_fen = form.money("new_fen") if form.text("new_fen") else Fen(0)
    advice = ReplacementAdvised(piece.key, form.text("reason"), form["choice"], worth.repair_fen, int(new_fen), form.text("words"))
    if form["choice"] != "replace" or not _is_all_there_is(sheet, piece):
        return (advice,)
    said = form.text("words") or _("Buys a new one instead of having it repaired.")
    return advice, ConsentRefused(said)


def _is_all_there_is(sheet: Sheet, piece: Diagnosed) -> bool:
    """True when an open quote has nothing left to repair without this piece, and nothing of it is done."""
    rest = {entry.body.key for entry in in_hand(sheet)} - given_up(sheet) - {piece.key}
    is_open = sheet.last(Quoted) is not None and charges.refused(sheet) is None and worked(sheet) is None
    return is_open and not rest
