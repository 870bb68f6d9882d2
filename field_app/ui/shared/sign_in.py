"""Signing in: account and password or a one-time code, the second factor, and the name of this device as the office lists it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import flet as ft

from field_app.domain.errors import Words, say
from field_app.store.door import StoreTrouble
from field_app.ui import theme
from field_app.ui.components.buttons import Plain, Primary
from field_app.ui.components.inputs import TextInput
from field_app.ui.components.layout import Down, Gap, Part, Wrapped
from field_app.ui.components.notice import Banner, Waiting
from field_app.ui.components.text import Figure, Secondary
from field_app.ui.doors import Proof
from field_app.ui.hooks.form import Field
from field_app.ui.refusals import said_of
from field_app.ui.safely import safely, screen
from field_app.ui.services import Entrance, OfficeTrouble, SecondFactorNeeded
from field_app.ui.words import LANGUAGES, Language, _, n_

NOTHING: tuple[Words, ...] = ()


@dataclass
class _Typed:
    """What is being typed; a password is never kept as a draft."""

    login: str
    label: str
    address: str
    code: str
    password: str = ""
    second: str = ""
    keep_nothing: bool = False

    def field(self, name: str) -> Field:
        return Field(getattr(self, name), change=lambda value: setattr(self, name, value))

    def proof(self, by_code: bool) -> Proof:
        """None of what isn't asked for just now."""
        login, password, code = ("", "", self.code.strip()) if by_code else (self.login.strip().lower(), self.password, "")
        return Proof(login, password, code, self.second.strip(), self.label.strip(), self.keep_nothing)


@screen
def SignInScreen(entrance: Entrance) -> ft.View:
    """Nothing works before this but changing the language: whose journal it is decides everything."""
    typed = ft.use_memo(lambda: _Typed(entrance.login, entrance.device_label, entrance.address or "", entrance.code), [])
    by_code, ask_code = ft.use_state(bool(entrance.code))
    asks_second, ask_second = ft.use_state(False)
    problem, tell = ft.use_state(NOTHING)
    busy, set_busy = ft.use_state(False)
    look, _set = ft.use_state(entrance.appearance)

    async def go() -> None:
        proof = typed.proof(by_code)
        if not (proof.code or (proof.login and proof.password)):
            tell((_missing(by_code),))
            return
        set_busy(True)
        tell(NOTHING)
        try:
            await entrance.sign_in(proof, typed.address.strip() if entrance.address is not None else None)
        except (OfficeTrouble, StoreTrouble) as trouble:
            ask_second(asks_second or isinstance(trouble, SecondFactorNeeded))
            tell((_said(trouble, first=not proof.second),))
        finally:
            set_busy(False)

    other: Language = "en" if look.language == "zh" else "zh"
    return entrance_page(
        Figure(_("Field service")),
        Secondary(_("Sign in once with network; after that everything works without.")),
        *_notices(entrance),
        Banner("amber", *problem) if problem else None,
        Gap(4),
        *([_code(typed, go)] if by_code else _account(typed, go)),
        _second(typed, go) if asks_second else None,
        TextInput(_("Name of this device"), typed.field("label"), help=_("The office lists it by this name."), longest=60),
        TextInput(_("Address of the office"), typed.field("address")) if entrance.address is not None else None,
        None if entrance.unsent else _KeepNothing(typed),
        Waiting(_("Signing in")) if busy else ft.Row([Primary(_("Sign in"), go, icon=ft.Icons.LOGIN)]),
        ft.Row([_other_way(by_code, ask_code)]),
        Wrapped(Plain(_("Go on working without signing in"), entrance.go_on)) if entrance.go_on else None,
        ft.Row([Plain(LANGUAGES[other], lambda: entrance.appearance.speak(other), icon=ft.Icons.LANGUAGE)]),
    )


def _missing(by_code: bool) -> Words:
    return say("Write the code the office gave you.") if by_code else say("Write your account and your password.")


def _other_way(by_code: bool, ask_code: Callable[[bool], None]) -> ft.Control:
    if by_code:
        return Plain(_("Sign in with account and password"), lambda: ask_code(False), icon=ft.Icons.PERSON_OUTLINE)
    return Plain(_("Sign in with a code from the office"), lambda: ask_code(True), icon=ft.Icons.QR_CODE)


def _account(typed: _Typed, go: Callable[[], Awaitable[None]]) -> list[ft.Control]:
    password, hint = _("Password"), ft.AutofillHint.PASSWORD
    return [
        TextInput(_("Account"), typed.field("login"), focus=not typed.login, autofill=ft.AutofillHint.USERNAME, longest=64),
        TextInput(password, typed.field("password"), password=True, autofill=hint, on_submit=go, longest=200),
    ]


def _code(typed: _Typed, go: Callable[[], Awaitable[None]]) -> ft.Control:
    help = _("Ten letters and digits. It works once, for ten minutes; the administrator makes it on the People page.")
    return TextInput(_("Code from the office"), typed.field("code"), focus=not typed.code, help=help, on_submit=go, longest=20)


def _second(typed: _Typed, go: Callable[[], Awaitable[None]]) -> ft.Control:
    help = _("Six digits from your authenticator app, or one of your recovery codes.")
    hint = ft.AutofillHint.ONE_TIME_CODE
    return TextInput(_("Second code"), typed.field("second"), focus=True, help=help, autofill=hint, on_submit=go, longest=20)


@ft.component
def _KeepNothing(typed: _Typed) -> ft.Control:
    chosen, choose = ft.use_state(typed.keep_nothing)

    def turn() -> None:
        typed.keep_nothing = not chosen
        choose(typed.keep_nothing)

    box = ft.Checkbox(
        label=_("Shared computer: keep nothing here"),
        value=chosen,
        on_change=safely(turn),
        label_style=theme.style(16, color=theme.TEXT),
    )
    note = _("Everything goes when this page is closed, also what isn't at the office yet.")
    return Down(ft.Container(box, height=theme.height(theme.TOUCH)), Secondary(note) if chosen else None, gap=0)


def entrance_page(*parts: Part) -> ft.View:
    column = ft.Column(
        [ft.Container(Down(*parts, gap=14, stretch=True), width=440)],
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    framed = ft.SafeArea(column, minimum_padding=ft.Padding.symmetric(horizontal=24, vertical=32))
    return ft.View(route="/sign-in", bgcolor=theme.PAGE, padding=0, horizontal_alignment=ft.CrossAxisAlignment.CENTER, controls=[framed])


def _notices(entrance: Entrance) -> list[ft.Control]:
    damaged = _("A part of this device's storage is damaged. Sign in again: what could be read goes on.")
    wiped = _("The office had this device cleared. Nothing of the work is kept here any more.")
    cleared = _("The browser has cleared what this app kept here. Sign in again: all that the office has comes back.")
    unsent = n_(
        "{n} record of yours is on this device and not yet at the office. Sign in again and it goes there.",
        "{n} records of yours are on this device and not yet at the office. Sign in again and they go there.",
        entrance.unsent,
    )
    return [
        *([Banner("amber", damaged)] if entrance.damaged else []),
        *([Banner("info", wiped)] if entrance.was_wiped else []),
        *([Banner("amber", cleared)] if entrance.was_cleared else []),
        *([Banner("info", unsent)] if entrance.unsent else []),
    ]


def _said(trouble: Exception, *, first: bool) -> Words:
    if isinstance(trouble, SecondFactorNeeded) and first:
        return say("One more step: write the code your authenticator app shows.")
    return said_of(trouble)
