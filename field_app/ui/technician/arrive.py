"""到场 and 离场: one tap on the case page each (P4.1, P8.5). What stands against it is said above the button."""

from __future__ import annotations

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.repair import arrival, settlement
from field_app.ui.hooks import Attempt
from field_app.ui.safely import safely
from field_app.ui.services import Services
from field_app.ui.state.whereabouts import is_wanted
from field_app.ui.technician.parts.undoing import offer_undo
from field_app.ui.words import _, clock


def arrive(on: SheetId, attempt: Attempt, services: Services) -> None:
    """Recorded at once; where the place is wanted too, as soon as the device has told it or a few seconds are over (P3.6)."""

    async def with_the_place() -> None:
        place = await services.whereabouts()
        sheet = services.sheet(on)
        # Whoever tapped again meanwhile has arrived only once.
        if sheet and arrival.arrived(sheet) is None:
            _arrived(on, attempt, services, place)

    if is_wanted(services):
        ft.context.page.run_task(safely(with_the_place) or with_the_place)
    else:
        _arrived(on, attempt, services, None)


def _arrived(on: SheetId, attempt: Attempt, services: Services, place: arrival.Place | None) -> None:
    said = _("Arrived at {time}, recorded.", time=clock(services.now()))
    attempt.record(on, arrival.Arrived(place), then=lambda: offer_undo(services, on, attempt, said))


def leave(on: SheetId, attempt: Attempt, services: Services) -> None:
    now = clock(services.now())
    said = _("Left at {time}, recorded.", time=now)
    attempt.record(on, settlement.LeftSite(), then=lambda: offer_undo(services, on, attempt, said))
