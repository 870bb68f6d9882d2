"""不值得修: what the rule says of each piece, and the way to tell the customer (P5.4)."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft
from attrs import frozen

from field_app.domain.errors import Words
from field_app.domain.policy import ReplacementRule
from field_app.domain.repair import charges
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.diagnosis import HERE, Diagnosed, diagnoses
from field_app.domain.repair.replacement import Worth, reasons, repairs_before, repairs_fen
from field_app.domain.sheets import Sheet
from field_app.ui.components import Banner, Plain
from field_app.ui.hooks import use_services
from field_app.ui.safely import component
from field_app.ui.services import Services
from field_app.ui.technician.parts.archived import acceptance_of, earlier_cases
from field_app.ui.technician.parts.paths import below
from field_app.ui.words import _, speak


@frozen
class Doubt:
    """A piece the rule finds not worth repairing, and why."""

    piece: Diagnosed
    worth: Worth
    reasons: tuple[Words, ...]


def worth_of(sheet: Sheet, piece: Diagnosed, repair_fen: int, services: Services, new_fen: int = 0) -> Worth:
    """What this phone knows of a piece."""
    before = repairs_before(piece.key, earlier_cases(sheet, services))
    return Worth(acceptance_of(sheet, piece.serial, services), before, repair_fen, new_fen)


def rule_of(sheet: Sheet, services: Services) -> ReplacementRule:
    policy = services.policy_for(sheet)
    return policy.replacement if policy else ReplacementRule()


def doubts(sheet: Sheet, repair_fen: dict[str, int], services: Services) -> tuple[Doubt, ...]:
    """The pieces to be repaired that aren't worth it by the rule and of which the customer hasn't been told."""
    told, rule = charges.advice(sheet), rule_of(sheet, services)
    found = []
    for entry in diagnoses(sheet):
        if entry.body.way in HERE and entry.body.key not in told:
            worth = worth_of(sheet, entry.body, repair_fen.get(entry.body.key, 0), services)
            found.append(Doubt(entry.body, worth, reasons(rule, worth, services.today())))
    return tuple(doubt for doubt in found if doubt.reasons)


@component
def AdviceBanner(sheet: Sheet, quote: Quoted | None) -> ft.Control:
    """Nothing where every piece is worth repairing, or the customer has been told."""
    services = use_services()
    found = doubts(sheet, repairs_fen(quote), services)
    if not found:
        return ft.Container(height=0)
    words = [_why(doubt.piece.piece, doubt.reasons) for doubt in found]
    tell = Plain(_("Tell the customer"), lambda: services.go(below(sheet.id, "replace")), icon=ft.Icons.SWAP_HORIZ)
    return Banner("amber", *words, title=_("By the rule not worth repairing"), actions=(tell,))


def _why(piece: str, said: Sequence[Words]) -> str:
    return _("{piece}: {reasons}", piece=piece, reasons=" ".join(map(speak, said)))
