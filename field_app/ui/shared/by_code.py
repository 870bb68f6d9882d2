"""Where a one-time code leads on a device where somebody is signed in already."""

from __future__ import annotations

import flet as ft

from field_app.ui.components import MessageView, Plain, screen
from field_app.ui.hooks import use_services
from field_app.ui.words import _


@screen
def ByCodeScreen() -> ft.View:
    services = use_services()
    words = _("{name} is signed in on this device. Sign out on My page first, then open the code again.", name=services.me.name)
    return MessageView(words, Plain(_("To My page"), lambda: services.go("/me")), Plain(_("Back to the start"), lambda: services.go("/")))
