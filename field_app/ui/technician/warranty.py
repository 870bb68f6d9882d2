"""判定保修: the rule proposes with its basis, the technician confirms, or decides otherwise with a reason (P5.2)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.repair import intake
from field_app.ui.components import EmptyState, PhonePage, Plain, Primary, Refusal, Secondary, screen
from field_app.ui.hooks import use_attempt, use_services
from field_app.ui.technician.parts.advice import AdviceBanner
from field_app.ui.technician.parts.archived import archive_of
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.keyed import keyed
from field_app.ui.technician.parts.overrule import Overrule
from field_app.ui.technician.parts.paths import below, case_path
from field_app.ui.technician.parts.piece_card import PieceCard, bars
from field_app.ui.technician.parts.ruled_pieces import Piece, pieces
from field_app.ui.technician.parts.undoing import undoable
from field_app.ui.words import _, n_


@screen
def WarrantyScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    attempt = use_attempt()
    overruling, overrule = ft.use_state("")
    if sheet is None:
        return GonePage()
    found = pieces(sheet, archive_of(sheet, services), services.today())
    waiting = [piece for piece in found if piece.decided is None]

    def confirm() -> None:
        attempt.record(sheet_id, *[piece.confirmed() for piece in waiting], then=undoable(services, sheet_id, attempt, _("Decided.")))

    def decided() -> None:
        overrule("")
        if all(piece.key == overruling for piece in waiting):
            services.go(case_path(sheet_id))

    def card(piece: Piece) -> ft.Control:
        if piece.key == overruling:
            return Overrule(sheet_id, piece, decided, lambda: overrule(""))
        return PieceCard(piece, lambda: overrule(piece.key))

    return PhonePage(
        _("Decide the warranty"),
        *bars(found),
        Secondary(_("This is what the rule says. Confirm it below, or decide otherwise.")) if waiting else None,
        *[keyed(card(piece), piece.key) for piece in found],
        AdviceBanner(sheet, None),
        None if found else EmptyState(_("Nothing is diagnosed yet."), _("Record the diagnosis first.")),
        number=intake.number(sheet),
        above=Refusal(attempt),
        secondary=() if overruling else (Plain(_("Another piece"), lambda: services.go(below(sheet_id, "diagnose")), icon=ft.Icons.ADD),),
        primary=_button(waiting, confirm, lambda: services.go(case_path(sheet_id)), overruling=bool(overruling)),
    )


def _button(waiting: list[Piece], confirm: Callable[[], None], back: Callable[[], None], *, overruling: bool) -> ft.Control | None:
    if overruling:
        return None
    if not waiting:
        return Primary(_("Back to the case"), back)
    return Primary(n_("Confirm {n} piece", "Confirm {n} pieces", len(waiting)), confirm, icon=ft.Icons.CHECK)
