"""Every try to reach the customer before this visit: when, how it went, what was said (P3.3)."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from field_app.domain.repair.appointment import ContactAttempted, attempts
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Row, Rows, Secondary, Section, Strong
from field_app.ui.components.layout import Part
from field_app.ui.services import Services
from field_app.ui.technician.parts.wording import OUTCOMES
from field_app.ui.words import _, moment, n_


def Attempts(sheet: Sheet, services: Services) -> tuple[Part, ...]:
    """Newest first; nothing where nobody called yet."""
    tried, now = attempts(sheet), services.now()
    if not tried:
        return ()
    rows = [_tried(entry, now) for entry in reversed(tried)]
    return Section(_("Tried before"), n_("{n} time", "{n} times", len(tried))), Rows(*rows)


def _tried(entry: Entry[ContactAttempted], now: datetime) -> ft.Control:
    when = _("{when}: {outcome}", when=moment(entry.at, now), outcome=OUTCOMES[entry.body.outcome])
    return Row(Strong(when, points=15), Secondary(entry.body.note) if entry.body.note else None)
