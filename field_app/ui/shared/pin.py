"""Setting and clearing the screen lock."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from field_app.domain.errors import Words, say
from field_app.ui.components import Banner, Card, Heading, Plain, Secondary, TextInput, Tonal, component, snack
from field_app.ui.components.layout import Wrapped
from field_app.ui.hooks import Field, use_services
from field_app.ui.state.lock import LONGEST, SHORTEST
from field_app.ui.words import _

NO_PROBLEM: Words | None = None


@dataclass
class _Typed:
    pin: str = ""
    again: str = ""

    def field(self, name: str) -> Field:
        return Field(getattr(self, name), change=lambda value: setattr(self, name, value))

    def wrong(self) -> Words | None:
        if not (self.pin.isascii() and self.pin.isdigit() and SHORTEST <= len(self.pin) <= LONGEST):
            return say("A PIN is 4 to 8 digits.")
        return say("Write the same PIN twice.") if self.pin != self.again else None


@component
def PinCard() -> ft.Control:
    """Who sets it may clear it: they are past the lock already."""
    lock = use_services().lock
    is_set, turn = ft.use_state(lock.is_set)
    typed, renew = ft.use_state(_Typed())
    problem, tell = ft.use_state(NO_PROBLEM)

    def keep() -> None:
        wrong = typed.wrong()
        tell(wrong)
        if wrong is None:
            lock.set(typed.pin)
            renew(_Typed())
            turn(True)
            snack(_("The screen lock is on"))

    def clear() -> None:
        lock.clear()
        turn(False)
        snack(_("The screen lock is off"))

    what = Secondary(
        _("The app asks for a PIN when it starts and after five minutes away. It keeps eyes off the screen; it encrypts nothing.")
    )
    if is_set:
        off = Plain(_("Switch the screen lock off"), clear, icon=ft.Icons.LOCK_OPEN)
        return Card(Heading(_("Screen lock")), what, ft.Row([off]), gap=12)
    digits = ft.KeyboardType.NUMBER
    return Card(
        Heading(_("Screen lock")),
        what,
        TextInput(_("PIN, 4 to 8 digits"), typed.field("pin"), password=True, keyboard=digits, longest=LONGEST),
        TextInput(_("The same PIN again"), typed.field("again"), password=True, keyboard=digits, longest=LONGEST, on_submit=keep),
        Banner("amber", problem) if problem else None,
        Wrapped(Tonal(_("Switch the screen lock on"), keep)),
        gap=12,
    )
