"""One piece in the warranty decision: what the rule says or what was decided, with the reason in one sentence (P5.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.repair.warranty_rule import Cover
from field_app.ui.components import Across, Amount, Card, Chip, Down, Plain, Secondary, Strong, Wrapped
from field_app.ui.components.layout import Part
from field_app.ui.components.text import Caption
from field_app.ui.components.warranty import WarrantyBar
from field_app.ui.office.labels import dotted
from field_app.ui.technician.parts.ruled_pieces import Piece
from field_app.ui.technician.parts.wording import DECISIONS
from field_app.ui.theme import SECONDARY, TEXT
from field_app.ui.words import _


def PieceCard(piece: Piece, overrule: Callable[[], None]) -> ft.Control:
    decision = piece.decided.decision if piece.decided else piece.proposal.decision
    free = decision == "inside"
    words = Down(Strong(piece.diagnosed.piece), Caption(dotted(piece.diagnosed.serial, piece.diagnosed.cause)), gap=0, expand=True)
    verdict = Amount(_("Free") if free else _("Charged"), color=SECONDARY if free else TEXT)
    return Card(
        Across(words, verdict, gap=12, top=True),
        Secondary(_reason(piece)),
        Wrapped(_flag(piece), Plain(_("Decide otherwise"), overrule, icon=ft.Icons.GAVEL)),
        gap=6,
        padding=14,
    )


def _reason(piece: Piece) -> str:
    if piece.decided and piece.decided.reason:
        return piece.decided.reason
    if piece.proposal.decision == "inside":
        return _("In warranty when reported: free by the warranty terms, but for wear parts.")
    if piece.proposal.cover is None:
        return _("Acceptance or warranty period unknown: charged unless you enter the dates.")
    return _("Out of warranty when reported: charged.")


def _flag(piece: Piece) -> Part:
    """Who sees a decision against the rule."""
    if piece.decided is None:
        return None
    if not piece.decided.reason:
        return Chip("plain", ft.Icons.CHECK, _("Confirmed: {decision}", decision=DECISIONS[piece.decided.decision]))
    return Chip("red", ft.Icons.FLAG, _("Against the rule; the supervisor sees the reason"))


def bars(found: Sequence[Piece]) -> list[ft.Control]:
    """The drawing of each different warranty among the pieces."""
    drawn: dict[Cover, Piece] = {piece.proposal.cover: piece for piece in found if piece.proposal.cover}
    return [_bar(cover, piece) for cover, piece in drawn.items()]


def _bar(cover: Cover, piece: Piece) -> ft.Control:
    inside = piece.proposal.decision == "inside"
    verdict = _("In warranty when reported") if inside else _("Out of warranty when reported")
    return WarrantyBar(verdict, cover.accepted_on, piece.proposal.reported_on, cover.ends_on, term=_("{n} months warranty", n=cover.months))
