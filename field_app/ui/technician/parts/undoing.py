"""Undo in place of "are you sure": what was just saved is taken back by one tap, and the form has again what was typed (P10.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from field_app.domain.facts import Fact, SheetId
from field_app.domain.sheets import Voided
from field_app.ui.components import snack
from field_app.ui.hooks import Attempt, Form
from field_app.ui.services import Services
from field_app.ui.technician.parts.paths import case_path
from field_app.ui.words import _


def undoable(services: Services, on: SheetId, attempt: Attempt, said: str) -> Callable[[], None]:
    """For `then=`: back to the case, with a word of what was saved and the way to take it back."""

    def done() -> None:
        offer_undo(services, on, attempt, said)
        services.go(case_path(on))

    return done


def offer_undo(services: Services, on: SheetId, attempt: Attempt, said: str) -> None:
    facts = attempt.recorded
    key, values = (attempt.key, dict(attempt.values)) if isinstance(attempt, Form) else ("", {})

    def undo() -> None:
        take_back(services, on, facts)
        if key:
            services.store.keep_draft(key, values)

    snack(said, undo=undo)


def take_back(services: Services, on: SheetId, facts: Sequence[Fact]) -> None:
    """Void these facts of this sheet, the newest first; what was kept for a project with them is true all the same."""
    here = [fact for fact in reversed(facts) if fact.sheet == on]
    services.record(on, *[Voided((str(fact.device), fact.n), _("Taken back at once.")) for fact in here])
