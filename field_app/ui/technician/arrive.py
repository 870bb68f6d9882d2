"""到场 and 离场: one tap on the case page each (P4.1, P8.5). What stands against it is said above the button."""

from __future__ import annotations

from field_app.domain.facts import SheetId
from field_app.domain.repair import arrival, settlement
from field_app.ui.hooks import Attempt
from field_app.ui.services import Services
from field_app.ui.technician.parts.undoing import offer_undo
from field_app.ui.words import _, clock


def arrive(on: SheetId, attempt: Attempt, services: Services) -> None:
    now = clock(services.now())
    said = _("Arrived at {time}, recorded.", time=now)
    attempt.record(on, arrival.Arrived(), then=lambda: offer_undo(services, on, attempt, said))


def leave(on: SheetId, attempt: Attempt, services: Services) -> None:
    now = clock(services.now())
    said = _("Left at {time}, recorded.", time=now)
    attempt.record(on, settlement.LeftSite(), then=lambda: offer_undo(services, on, attempt, said))
