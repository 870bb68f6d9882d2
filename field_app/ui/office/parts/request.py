"""The eight things of a request as fields, in the order of a call (P1.2): used when it is taken and when it is completed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import flet as ft

from field_app.domain.repair import intake, warranty_rule
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components import Across, Caption, Down, Glyph, Mark, PhoneInput, TextInput, Wrapped
from field_app.ui.hooks import Form, use_services
from field_app.ui.office import calling, finding
from field_app.ui.office.parts.acts import Act, Kind
from field_app.ui.office.parts.space import wide
from field_app.ui.theme import SECONDARY, TICK, TONES
from field_app.ui.words import _, speak

PLACES = tuple(intake.NEEDED)


def RequestFields(form: Form, archived: Sheet | None, *, focus: str = "") -> ft.Control:
    """All eight, then the address. What is missing is amber; what came from the archive says so."""
    beside = wide()
    request = calling.heard(form.values)
    known = finding.look_up(archived) if archived else None
    source = finding.filled(known, form["serial"]) if known else {}

    def asked(name: str, *, lines: int = 1, hint: str = "", note: str = "") -> ft.Control:
        return _asked(form, name, source, lines=lines, hint=hint, note=note, focus=focus == name)

    def pair(*fields: ft.Control) -> ft.Control:
        if not beside:
            return Down(*fields, gap=12, stretch=True)
        for field in fields:
            field.expand = True
        return Across(*fields, gap=16, top=True)

    return Down(
        pair(asked("customer"), asked("project")),
        pair(asked("contact"), asked("phone")),
        asked("fault", lines=2 if beside else 3),
        asked("wanted", hint=_("Like: today before 14:00")),
        _times(form),
        pair(
            asked("accepted_on", hint="2025-03-18"),
            asked("warranty_months", hint=_("24 months"), note=_until(request, use_services().today())),
        ),
        TextInput(_("Address"), form.field("address"), longest=200),
        gap=12,
        stretch=True,
    )


def _asked(form: Form, name: str, source: Mapping[str, str], *, lines: int, hint: str, note: str, focus: bool) -> ft.Control:
    words = f"{PLACES.index(name) + 1} {speak(intake.NEEDED[name])}"
    make = PhoneInput if name == "phone" else TextInput
    there = str(form[name] or "").strip()
    archived = bool(there) and source.get(name) == there
    mark, ink = _state(bool(there), archived), SECONDARY if there else TONES["amber"][1]
    return make(words, form.field(name), lines=lines, hint=hint, help=note, focus=focus, mark=mark, ink=ink)


def _state(there: bool, archived: bool) -> ft.Control:
    if not there:
        return ft.Container(Glyph(ft.Icons.ERROR_OUTLINE, 18, TONES["amber"][2]), tooltip=_("Not asked yet"), width=40)
    tick = Glyph(ft.Icons.CHECK_CIRCLE, 18, TICK)
    if not archived:
        return ft.Container(tick, width=40)
    return ft.Container(
        Across(Mark("info", ft.Icons.INVENTORY_2_OUTLINED, _("Archive")), tick, gap=6, tight=True), padding=ft.Padding(right=11)
    )


def _until(request: intake.Request, today: date) -> str:
    """Until when the warranty runs, as soon as both are known, and what that means today."""
    cover = warranty_rule.cover_of(request.accepted_on, request.warranty_months)
    if cover is None:
        return ""
    if cover.covers(today):
        return _("to {day}: in warranty", day=cover.ends_on)
    return _("ended {day}: out of warranty", day=cover.ends_on)


def _times(form: Form) -> ft.Control:
    """Quick answers: one tap instead of typing."""
    said = (_("As soon as possible"), _("This morning"), _("This afternoon"), _("Tomorrow morning"), _("Phone first"))
    return Wrapped(*(_time(form, words) for words in said))


def _time(form: Form, words: str) -> ft.Control:
    kind: Kind = "tonal" if form["wanted"] == words else "outlined"
    return Act(words, lambda: form.set(wanted=words), kind=kind, small=True)


def MissingLine(request: intake.Request) -> ft.Control:
    """How many of the eight there are and which are missing, in words."""
    missing = [speak(intake.NEEDED[name]) for name in intake.missing_in(request)]
    if len(missing) == len(intake.NEEDED):
        return Across(
            Glyph(ft.Icons.HEARING, 20), Caption(_("Type while the customer speaks. With all eight it can be assigned."), expand=True)
        )
    if not missing:
        return Across(Glyph(ft.Icons.CHECK_CIRCLE, 20, TICK), Caption(_("All eight are there; the supervisor can assign it."), expand=True))
    title = _("{have} of 8 are there. Missing: {what}", have=8 - len(missing), what=_(", ").join(missing))
    why = _("It can't be assigned before that. Kept, it goes on the call-back list with what is missing.")
    words = Down(ft.Text(title, style=theme.style(14, theme.W6)), Caption(why), gap=1, expand=True)
    return Across(Glyph(ft.Icons.ERROR_OUTLINE, 20, TONES["amber"][2]), words)
