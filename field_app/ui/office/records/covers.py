"""How long a piece is still in warranty (P5.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import flet as ft

from field_app.domain import archive
from field_app.domain.repair.warranty_rule import Cover, cover_of
from field_app.domain.sheets import Sheet
from field_app.ui.components import Mark
from field_app.ui.words import _, n_

SOON = 30


def cover(record: Sheet, serial: str) -> Cover | None:
    return cover_of(*archive.acceptance(record, serial))


def soonest_end(record: Sheet, today: date) -> date | None:
    """The first warranty of this project still to end; None where none is running."""
    serials = [piece.serial for piece in archive.equipment(record)] or [""]
    ends: Iterable[date] = (known.ends_on for serial in serials if (known := cover(record, serial)) and known.covers(today))
    return min(ends, default=None)


def ends_soon(record: Sheet, today: date) -> bool:
    end = soonest_end(record, today)
    return end is not None and (end - today).days <= SOON


def CoverMark(known: Cover | None, today: date) -> ft.Control:
    if known is None:
        return Mark("plain", ft.Icons.HELP_OUTLINE, _("warranty unknown"))
    if not known.covers(today):
        return Mark("amber", ft.Icons.PAYMENTS_OUTLINED, _("ended {day}", day=known.ends_on))
    left = (known.ends_on - today).days
    if left <= SOON:
        return Mark("amber", ft.Icons.SCHEDULE, n_("{n} day left", "{n} days left", left))
    return Mark("green", ft.Icons.VERIFIED_USER_OUTLINED, _("to {day}", day=known.ends_on))
