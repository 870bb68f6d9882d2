"""Sign-in and lock: the password, the second factor for office roles, the screen lock, and what protects the data here."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from field_app.domain.errors import say
from field_app.ui.components import Banner, Card, Heading, PhonePage, Secondary, TextInput, Tonal, Waiting, component, screen, snack
from field_app.ui.components.layout import Wrapped
from field_app.ui.hooks import Field, use_services
from field_app.ui.hooks.asking import use_asking
from field_app.ui.roles import works_in_office
from field_app.ui.shared.my_devices import MyDevicesCard
from field_app.ui.shared.pin import PinCard
from field_app.ui.shared.second_factor import SecondFactorCard
from field_app.ui.words import _


@screen
def SafetyScreen() -> ft.View:
    services = use_services()
    return PhonePage(
        _("Sign-in and lock"),
        PinCard(),
        PasswordCard(),
        MyDevicesCard(),
        SecondFactorCard() if works_in_office(services.me.roles) else None,
        Card(
            Heading(_("What protects the data here")),
            Secondary(_("The app's storage isn't encrypted by the app. Keep this device locked with its own lock; that encrypts it.")),
            Secondary(_in_a_browser() if ft.context.page.web else _installed()),
            Secondary(_("Lost it? Tell the administrator at once: the office can have it cleared.")),
            gap=8,
        ),
        back="/me",
    )


def _in_a_browser() -> str:
    return _(
        "In a browser, whoever uses this computer unlocked can read what is kept here, and sign in with it; the PIN only covers the screen."
        " On a computer others use too, choose to keep nothing when you sign in."
    )


def _installed() -> str:
    return _("What opens your account lies in this device's own keystore, where it has one: copied files alone let nobody in.")


@dataclass
class _Typed:
    old: str = ""
    new: str = ""

    def field(self, name: str) -> Field:
        return Field(getattr(self, name), change=lambda value: setattr(self, name, value))


@component
def PasswordCard() -> ft.Control:
    """A new password with the old one."""
    services = use_services()
    asking = use_asking()
    typed, renew = ft.use_state(_Typed())
    hints = ft.AutofillHint

    async def change() -> None:
        if len(typed.new) < 8:
            asking.refuse(say("A password has 8 to 256 characters."))
        elif await asking.ask(lambda: services.office.change_password(typed.old, typed.new)):
            renew(_Typed())
            snack(_("The password is changed"))

    none_yet = _("Leave it empty if you have none yet.")
    return Card(
        Heading(_("Password")),
        TextInput(_("Password now"), typed.field("old"), password=True, autofill=hints.PASSWORD, longest=200, help=none_yet),
        TextInput(_("New password"), typed.field("new"), password=True, autofill=hints.NEW_PASSWORD, longest=200, on_submit=change),
        Banner("amber", asking.problem) if asking.problem else None,
        Waiting(_("Asking the office")) if asking.busy else Wrapped(Tonal(_("Change the password"), change)),
        gap=12,
    )
