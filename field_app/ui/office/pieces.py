"""How a piece on the return-repair register stands, in marks and words (P6.2, P6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import flet as ft

from field_app.domain.repair import register
from field_app.domain.repair.register import Line
from field_app.domain.sheets import Sheet
from field_app.ui.components import Mark
from field_app.ui.office.labels import BENCH_STATES, word
from field_app.ui.office.remembered import remembered
from field_app.ui.theme import Tone
from field_app.ui.words import _, n_, near_day, short_day

SOON = 3
_FACES: Mapping[str, tuple[Tone, ft.IconData]] = {
    "taken": ("info", ft.Icons.LOCAL_SHIPPING_OUTLINED),
    "received": ("info", ft.Icons.MOVE_TO_INBOX),
    "in_repair": ("next", ft.Icons.HANDYMAN_OUTLINED),
    "waiting_parts": ("amber", ft.Icons.HOURGLASS_TOP),
    "repaired": ("green", ft.Icons.BUILD_CIRCLE_OUTLINED),
    "not_worth": ("plain", ft.Icons.REMOVE_CIRCLE_OUTLINE),
    "ready": ("green", ft.Icons.CHECK_CIRCLE_OUTLINE),
    "returned": ("green", ft.Icons.ASSIGNMENT_TURNED_IN_OUTLINED),
}


def state_mark(line: Line) -> ft.Control:
    tone, icon = _FACES[line.state]
    return Mark(tone, icon, word(BENCH_STATES, line.state))


def due_mark(line: Line, today: date) -> ft.Control:
    """How long is left of the date the customer was told, or how long it is past (P6.3)."""
    if not line.is_here:
        on = short_day(line.returned_on) if line.returned_on else ""
        return Mark("green", ft.Icons.CHECK_CIRCLE_OUTLINE, _("back on {day}", day=on))
    over, left = line.days_over(today), (line.promised_on - today).days
    if over:
        return Mark("red", ft.Icons.ERROR_OUTLINE, n_("{n} day over", "{n} days over", over))
    if left == 0:
        return Mark("amber", ft.Icons.SCHEDULE, _("due today"))
    return Mark("amber" if left <= SOON else "plain", ft.Icons.SCHEDULE, n_("{n} day left", "{n} days left", left))


def told_mark(line: Line, today: date) -> ft.Control:
    """Whether the customer knows the date we expect (P6.3)."""
    if line.is_to_tell:
        tried = n_("not told yet, {n} call in vain", "not told yet, {n} calls in vain", line.tries)
        return Mark("red", ft.Icons.PHONE_MISSED_OUTLINED, tried if line.tries else _("not told yet"))
    if line.told_on:
        return Mark("green", ft.Icons.CHECK, _("told {day}", day=near_day(line.told_on, today)))
    return Mark("plain", ft.Icons.REMOVE, _("as on the slip"))


Found = tuple[Sheet, Line]


@remembered
def on_register(sheets: tuple[Sheet, ...]) -> tuple[Found, ...]:
    """Every line with its sheet, what is here first, by promised date."""
    by_id = {sheet.id: sheet for sheet in sheets}
    return tuple((by_id[line.sheet], line) for line in register.register(sheets))


def named(found: Sequence[Found], code: str) -> Found | None:
    """The line an address names."""
    return next(((sheet, line) for sheet, line in found if line.code == code), None)
