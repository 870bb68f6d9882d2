"""How a person comes in, and how they are shut out: one-time code, sessions, second factor, the end of the account."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.person import Account, PersonDisabled
from field_app.ui.components import Banner, Body, Caption, Refusal, Secondary, Strong, TextInput, Waiting, component, confirm, snack
from field_app.ui.components.qr import QrCode
from field_app.ui.doors import CodeMade
from field_app.ui.hooks import use_form, use_services
from field_app.ui.hooks.asking import Asking, use_asking
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.words import _, clock, n_

NO_CODE: CodeMade | None = None
Ask = Callable[[], Awaitable[Any]]


@component
def Entering(person: Account, has_second_factor: bool, changed: Callable[[], None]) -> ft.Control:
    """`changed` is called after anything that changes who is signed in."""
    asking = use_asking()
    parts = [_ShutOut(person, changed)]
    if not person.disabled:
        parts = [_Code(person, asking), _Sessions(person, has_second_factor, asking, changed), *parts]
    problem = Banner("amber", asking.problem) if asking.problem else None
    return Panel(_("Ways in"), problem, *parts, Waiting(_("Asking the office")) if asking.busy else None, gap=12)


@component
def _Code(person: Account, asking: Asking) -> ft.Control:
    doors = use_services().doors
    made, show = ft.use_state(NO_CODE)

    async def make() -> None:
        async def ask() -> None:
            show(await doors.make_code(person.user))

        await asking.ask(ask)

    name = person.name
    words = _("{name} scans or types it on the phone and is signed in, without a password. It works once, for ten minutes.", name=name)
    parts: list[ft.Control] = [Secondary(words), Act(_("Make a sign-in code"), make, kind="tonal", icon=ft.Icons.QR_CODE)]
    if made:
        parts += [
            QrCode(made.address, _("QR code that opens the app with the sign-in code")),
            Strong(made.code, 22),
            Caption(_("until {time}", time=clock(made.until))),
            Caption(made.address, selectable=True),
        ]
    return ft.Column(parts, spacing=8, tight=True)


@component
def _Sessions(person: Account, has_second_factor: bool, asking: Asking, changed: Callable[[], None]) -> ft.Control:
    doors = use_services().doors

    async def end_all() -> None:
        ended: list[int] = []

        async def ask() -> None:
            ended.append(await doors.sign_out_everywhere(person.user))

        if await asking.ask(ask):
            snack(n_("{n} session ended", "{n} sessions ended", ended[0]))
            changed()

    async def drop() -> None:
        if await asking.ask(lambda: doors.drop_second_factor(person.user)):
            snack(_("The second factor is off"))
            changed()

    def sure(title: str, words: str, act: Callable[[], Awaitable[None]]) -> Callable[[], None]:
        return lambda: confirm(title, words, yes=title, on_yes=lambda: ft.context.page.run_task(act))

    everywhere = _("On every device {name} must sign in again. What is recorded there stays there until then.", name=person.name)
    gone = _("For someone who lost phone and recovery codes: from then on the password alone lets {name} in.", name=person.name)
    out, off = _("Sign out everywhere"), _("Remove the second factor")
    acts = [Act(out, sure(out, everywhere, end_all), icon=ft.Icons.LOGOUT)]
    if has_second_factor:
        acts.append(Act(off, sure(off, gone, drop), icon=ft.Icons.NO_ENCRYPTION_OUTLINED))
    return ft.Column(list[ft.Control](acts), spacing=4, tight=True)


@component
def _ShutOut(person: Account, changed: Callable[[], None]) -> ft.Control:
    """The account ends by a fact, and with it every session at once (F29)."""
    form = use_form(f"disable:{person.user}", {"reason": ""})
    asked, ask = ft.use_state(False)

    def after() -> None:
        ask(False)
        snack(_("{name} may no longer sign in", name=person.name))
        changed()

    def shut_out() -> None:
        form.submit(lambda: PersonDisabled(form.text("reason")), on=SheetId(person.user), then=after)

    if person.disabled:
        return Body(_("May no longer sign in. What is still unsent on a device comes in by “Hand over and clear” below its name."), 14)
    if not asked:
        return ft.Row([Act(_("No longer works here"), lambda: ask(True), kind="seldom", icon=ft.Icons.PERSON_OFF)])
    return ft.Column(
        [
            TextInput(_("Why may {name} no longer sign in?", name=person.name), form.field("reason"), focus=True, longest=200),
            Refusal(form),
            Act(_("End the account and all its sessions"), shut_out, kind="danger"),
            Act(_("Cancel"), lambda: ask(False)),
        ],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
