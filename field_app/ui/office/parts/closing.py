"""Signing off, or sending back: top right of the page, with every passed rule it must answer (P7.3, P10.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.domain.errors import Words
from field_app.domain.repair import signoff, takeback
from field_app.domain.repair.signoff import SentBack, SignedOff
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Across, Body, Caption, Down, Glyph, Mark, Refusal, TextInput, component
from field_app.ui.hooks import use_form, use_now, use_services
from field_app.ui.office.describe import describe
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.keys import use_keys
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.reason import use_reason
from field_app.ui.services import Services
from field_app.ui.theme import RADIUS_CHIP, TONES
from field_app.ui.words import _, moment, n_, speak


@component
def SignOff(sheet: Sheet, next_one: str | None) -> ft.Control:
    """`next_one` is the sheet to go on with after this one."""
    services, now = use_services(), use_now()
    form = use_form(f"signoff:{sheet.id}", {"comment": ""})

    def on() -> None:
        services.go(f"/signoff/{next_one}" if next_one else "/signoff")

    def sign() -> None:
        form.submit(lambda: SignedOff(form.text("comment")), on=sheet.id, then=on)

    def send_back(reason: str) -> None:
        form.submit(lambda: SentBack(reason), on=sheet.id, then=on)

    ask = use_reason(
        _("Send back to the technician"),
        _("It opens again on the phone with your words on top."),
        label=_("What is to be done"),
        yes=_("Send back"),
        on_reason=send_back,
    )
    use_keys({"ctrl+enter": sign, "r": ask})
    report = signoff.reported(sheet)
    waits = Mark("amber", ft.Icons.SCHEDULE, _("since {when}", when=moment(report.at, now))) if report else None
    passed = signoff.exceptions(sheet)
    return Panel(
        _("Sign-off"),
        _reported(sheet, services),
        *(_to_answer(entry, sheet, services) for entry in passed),
        _still_here(sheet),
        TextInput(_("What you think of it") if passed else _("Comment, if any"), form.field("comment"), lines=2),
        Refusal(form) if form.refusals else None,
        _acts(sign, ask, next_one),
        note=_("signing off closes the sheet"),
        trail=waits,
        gap=10,
    )


def _acts(sign: Callable[[], None], ask: Callable[[], None], next_one: str | None) -> ft.Control:
    words = _("Sign off, show the next") if next_one else _("Sign off")
    return Acts(
        Act(_("Send back"), ask, kind="danger", icon=ft.Icons.UNDO, key="R"),
        Act(words, sign, kind="primary", icon=ft.Icons.DRAW_OUTLINED, key="Ctrl Enter"),
    )


def _reported(sheet: Sheet, services: Services) -> ft.Control | None:
    report = signoff.reported(sheet)
    if report is None:
        return None
    customer = Caption(_("Customer: {words}", words=report.body.customer)) if report.body.customer else None
    return Down(Caption(_("Report of {name}", name=services.name_of(report.by))), Body(report.body.case, 14), customer, gap=2)


def _to_answer(entry: Entry[Any], sheet: Sheet, services: Services) -> ft.Control:
    told = describe(entry, sheet, services.name_of)
    passed = entry.fact.exception
    reason = _("{rule}, reason: {reason}", rule=passed.rule, reason=passed.reason) if passed else ""
    return _red(_("{what}; wants your word", what=told.sentence), reason)


def _still_here(sheet: Sheet) -> ft.Control | None:
    here = takeback.still_here(sheet)
    if not here:
        return None
    names = _(", ").join(piece.piece for piece in here)
    return _red(n_("{n} piece is still with us: {names}", "{n} pieces are still with us: {names}", len(here), names=names), "")


def _red(words: str | Words, reason: str) -> ft.Control:
    ground, ink, _line = TONES["red"]
    text = Down(Body(speak(words), 13, color=ink), Caption(reason, color=ink) if reason else None, gap=1, expand=True)
    row = Across(Glyph(ft.Icons.REPORT_OUTLINED, 18, ink), text, gap=10, top=True)
    return ft.Container(row, bgcolor=ground, border_radius=RADIUS_CHIP, padding=ft.Padding.symmetric(horizontal=12, vertical=8))
