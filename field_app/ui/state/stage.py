"""What the app shows as a whole: the pages of who is signed in, the sign-in page, the screen lock, or why it can't start."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from field_app.domain.errors import Words
from field_app.ui.services import Entrance, Locked, Services


@ft.observable
@dataclass
class Stage:
    """Exactly one of them is set; `turn` counts the changes, so that each is drawn from the ground up."""

    services: Services | None = None
    entrance: Entrance | None = None
    locked: Locked | None = None
    trouble: Words | None = None
    turn: int = 0

    def show(
        self,
        *,
        services: Services | None = None,
        entrance: Entrance | None = None,
        locked: Locked | None = None,
        trouble: Words | None = None,
    ) -> None:
        self.services, self.entrance, self.locked, self.trouble = services, entrance, locked, trouble
        self.turn += 1
