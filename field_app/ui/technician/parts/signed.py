"""What was signed, by whom and when: in place of a page whose signature stands already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.domain.sheets import Entry
from field_app.ui.components import Banner, Card, Down, PhonePage, Primary, Secondary, Strong
from field_app.ui.components.layout import Across, Part
from field_app.ui.components.signature import SignatureView
from field_app.ui.components.text import Glyph
from field_app.ui.hooks import use_services
from field_app.ui.technician.parts.paper import Paper, Shown
from field_app.ui.theme import TICK
from field_app.ui.words import Said, _, moment


def SignedPage(
    title: Said, shown: Shown, entry: Entry[Any], *, on: Callable[[], Any], copy: Part, note: Said = "", beside: Part = None
) -> ft.View:
    """The paper with its signature; `note` is what is to be done with it, `copy` makes the customer's, `on` goes on to the case."""
    services = use_services()
    when = _("Signed {time}", time=moment(entry.at, services.now()))
    head = Across(Glyph(ft.Icons.CHECK_CIRCLE, 20, TICK), Secondary(when))
    name = Down(Strong(entry.body.signer), Secondary(entry.body.relation) if entry.body.relation else None, gap=0)
    card = Card(head, Across(SignatureView(entry.body.signature, width=176, height=80), name, gap=12, wrap=True), gap=8)
    go = Primary(_("Back to the case"), on)
    said = Banner("info", note) if note else None
    return PhonePage(title, said, Paper(shown), card, copy, number=shown["number"], beside=beside, primary=go)
