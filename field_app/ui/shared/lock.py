"""The screen lock: the PIN, or signing in with the password as the way out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import flet as ft

from field_app.domain.errors import Words, say
from field_app.ui.components.buttons import Plain, Primary
from field_app.ui.components.inputs import TextInput
from field_app.ui.components.layout import Wrapped
from field_app.ui.components.notice import Banner
from field_app.ui.components.text import Figure, Secondary
from field_app.ui.hooks.form import Field
from field_app.ui.safely import leave_off, screen, use_effect
from field_app.ui.services import Locked
from field_app.ui.shared.sign_in import entrance_page
from field_app.ui.state.lock import LONGEST, PinLock
from field_app.ui.words import _, n_

NOTHING: Words | None = None


@dataclass
class _Typed:
    pin: str = ""


@screen
def LockScreen(locked: Locked) -> ft.View:
    typed = ft.use_memo(_Typed, [])
    problem, tell = ft.use_state(NOTHING)
    tries, _tried = ft.use_state(0)
    wait = _use_wait(locked.lock)

    def go() -> None:
        if locked.lock.open_with(typed.pin):
            locked.open()
            return
        typed.pin = ""
        _tried(lambda before: before + 1)
        tell(say("This PIN isn't right."))

    field = Field(typed.pin, change=lambda value: setattr(typed, "pin", value))
    return entrance_page(
        Figure(locked.name),
        Secondary(_("The screen is locked. What was recorded is kept and goes on to the office.")),
        Banner("amber", problem) if problem else None,
        _PinField(field, go, key=f"pin-{tries}"),  # type: ignore[call-arg]
        Secondary(_waiting(wait)) if wait else ft.Row([Primary(_("Unlock"), go, icon=ft.Icons.LOCK_OPEN)]),
        Wrapped(Plain(_("PIN forgotten: sign in with the password"), locked.sign_in)),
    )


@ft.component
def _PinField(field: Field, go: object) -> ft.Control:
    return TextInput(_("PIN"), field, password=True, focus=True, keyboard=ft.KeyboardType.NUMBER, longest=LONGEST, on_submit=go)  # type: ignore[arg-type]


def _use_wait(lock: PinLock) -> int:
    """The seconds to wait, counted down while one looks."""
    wait, set_wait = ft.use_state(lock.wait_seconds)

    async def count() -> None:
        while lock.is_locked:
            await asyncio.sleep(1)
            lock.tick()
            set_wait(lock.wait_seconds)

    use_effect(count, [], leave_off)
    return lock.wait_seconds if lock.wait_seconds > wait else wait


def _waiting(seconds: int) -> str:
    return n_("Wait {n} second with the app open, then try again.", "Wait {n} seconds with the app open, then try again.", seconds)
