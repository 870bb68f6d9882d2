"""What doesn't fit and what went past a rule, settled one by one with a word; the second of two decisions is asked (P10.1, P10.2)."""

from __future__ import annotations

from typing import Any

import flet as ft

from field_app.domain.repair import signoff
from field_app.domain.repair.rival import first_instead
from field_app.domain.repair.signoff import OddSettled
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Banner, Body, Caption, Down, Mark, Refusal, TextInput, component, snack
from field_app.ui.hooks import use_form, use_services
from field_app.ui.office.describe import describe
from field_app.ui.office.labels import VERDICT
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.words import _, moment, n_


@component
def Settling(sheet: Sheet) -> ft.Control:
    """Every entry of this sheet nobody has said a word about; what a sign-off has still to answer is answered there."""
    services = use_services()
    odd = unsettled_here(sheet)
    may = "supervisor" in services.me.roles
    shown = [_Odd(sheet, entry, may, key=f"{entry.key}") for entry in odd]  # type: ignore[call-arg]
    return Panel(n_("{n} record to settle", "{n} records to settle", len(odd)), *shown, gap=12)


def unsettled_here(sheet: Sheet) -> tuple[Entry[Any], ...]:
    """What is to be settled beside the sign-off: that answers the passed rules by its own comment."""
    over = signoff.status(sheet) in ("to_sign_off", "closed", "cancelled")
    return tuple(entry for entry in signoff.unsettled(sheet) if entry.stamp.verdict != "ok" or not over)


@component
def _Odd(sheet: Sheet, entry: Entry[Any], may: bool) -> ft.Control:
    services = use_services()
    form = use_form(f"settle:{sheet.id}:{entry.key.device}:{entry.key.n}", {"note": ""})
    first = first_instead(sheet, entry)

    stands, knowing = _("The first decision stands") if first else "", _("Decided again, knowing the first decision")

    def settle() -> None:
        form.submit(lambda: OddSettled(entry.key, form.text("note") or stands), on=sheet.id, then=lambda: snack(_("Settled")))

    def again() -> None:
        settled = OddSettled(entry.key, form.text("note") or knowing)
        form.submit(lambda: (entry.body, settled), on=sheet.id, then=lambda: snack(_("Decided again")))

    told = describe(entry, sheet, services.name_of)
    who = _("{name}, {when}", name=services.name_of(entry.by), when=moment(entry.at, services.now()))
    acts = Acts(
        Act(_("Do it all the same"), again, kind="outlined", small=True) if first else None,
        Act(_("Let the first stand"), settle, kind="tonal", small=True) if first else Act(_("Settle it"), settle, kind="tonal", small=True),
    )
    field = TextInput(_("What is decided about it"), form.field("note"), lines=1)
    answer = (field, Refusal(form) if form.refusals else None, acts) if may else ()
    return Down(Body(told.sentence, 14), Caption(who), _why(entry), _first(sheet, first), *answer, gap=4, stretch=True)


def _why(entry: Entry[Any]) -> ft.Control | None:
    if entry.fact.exception:
        passed = entry.fact.exception
        return Mark("red", ft.Icons.REPORT_OUTLINED, _("{rule}, reason: {reason}", rule=passed.rule, reason=passed.reason))
    tone, icon, verdict = VERDICT[entry.stamp.verdict]
    return Mark(tone, icon, verdict())


def _first(sheet: Sheet, first: Entry[Any] | None) -> ft.Control | None:
    """Somebody else decided the same before, and that stands."""
    if first is None:
        return None
    services = use_services()
    told = describe(first, sheet, services.name_of)
    title = _("{name} had decided before; that stands", name=services.name_of(first.by))
    return Banner("amber", told.sentence, title=title)
