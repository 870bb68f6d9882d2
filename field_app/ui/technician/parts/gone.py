"""In place of a case that isn't on this phone."""

from __future__ import annotations

import flet as ft

from field_app.ui.components.frames import PhonePage
from field_app.ui.components.notice import EmptyState
from field_app.ui.words import _


def GonePage() -> ft.View:
    """The case was given to someone else, or the link is wrong. What was recorded is at the office."""
    words = EmptyState(_("This case isn't on this phone any more."), _("It was given to someone else. What you recorded is kept."))
    return PhonePage(_("Case"), words, back="/")
