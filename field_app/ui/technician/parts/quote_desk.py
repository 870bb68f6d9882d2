"""What the parts of the quote page work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from field_app.domain.sheets import Sheet
from field_app.ui.hooks import Form
from field_app.ui.technician.parts import quoting
from field_app.ui.technician.parts.quoting import Offer

OWN = {"adding": "", "kind": "part", "name": "", "unit": "", "own_price": "", "basis": "agreement"}
EMPTY = {"open": None, "price": "", "search": "", **OWN}


@frozen
class Desk:
    """The sheet, the form with the lines, and where prices come from."""

    sheet: Sheet
    form: Form
    offer: Offer

    @property
    def lines(self) -> list[quoting.Values]:
        """The lines at today's prices, and with the price as it is typed just now."""
        return quoting.repriced(quoting.current(self.form["lines"], self.offer), self.form["open"], self.form["price"])

    def lay(self, lines: Sequence[quoting.Values], **more: Any) -> None:
        self.form.set(lines=list(lines), **more)
