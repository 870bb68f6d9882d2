"""What the app shows as a whole: the pages of who is signed in, the sign-in page, or why it can't start."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from field_app.domain.errors import Words
from field_app.ui.services import Entrance, Services


@ft.observable
@dataclass
class Stage:
    """Exactly one of them is set; `turn` counts the changes, so that each is drawn from the ground up."""

    services: Services | None = None
    entrance: Entrance | None = None
    trouble: Words | None = None
    turn: int = 0

    def show(self, *, services: Services | None = None, entrance: Entrance | None = None, trouble: Words | None = None) -> None:
        self.services, self.entrance, self.trouble = services, entrance, trouble
        self.turn += 1
