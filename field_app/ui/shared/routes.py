"""Pages everyone has."""

from __future__ import annotations

import flet as ft

from field_app.domain.errors import say
from field_app.ui.routes import Nav, Page

ROUTES = (
    Page(
        "me",
        "field_app.ui.shared.me:MeScreen",
        say("My page"),
        nav=Nav(90, ft.Icons.PERSON_OUTLINE, ft.Icons.PERSON),
        children=(
            Page("log", "field_app.ui.shared.log:LogScreen", say("Log")),
            Page("calendar", "field_app.ui.shared.calendar:CalendarScreen", say("Visits in my calendar")),
            Page("safety", "field_app.ui.shared.safety:SafetyScreen", say("Sign-in and lock")),
        ),
    ),
    Page("tray", "field_app.ui.shared.tray:TrayScreen", say("What the office sees differently")),
    Page("data", "field_app.ui.shared.data:DataScreen", say("Where the data is"), modal=True),
    Page("in/:code", "field_app.ui.shared.by_code:ByCodeScreen", say("Sign in with a code")),
)
