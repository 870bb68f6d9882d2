"""Who and where, what is broken, and what the supervisor thinks: the head of a case."""

from __future__ import annotations

import flet as ft

from field_app.domain import archive
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.appointment import agreed
from field_app.domain.repair.arrival import arrived
from field_app.domain.repair.diagnosis import diagnosed_now
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components.buttons import Tonal
from field_app.ui.components.layout import Across, Card, Down, Gap, Part, Rule, Wrapped, pad
from field_app.ui.components.text import Body, Caption, Glyph, Secondary, Strong
from field_app.ui.hooks import use_services
from field_app.ui.office.labels import dotted
from field_app.ui.safely import component
from field_app.ui.services import Services
from field_app.ui.technician.parts.archived import archive_of
from field_app.ui.technician.parts.chips import along_chip, equipment_of, urgency_chip, warranty_end_chip
from field_app.ui.technician.parts.links import CallButton, MapButton
from field_app.ui.technician.parts.paths import below
from field_app.ui.theme import W6
from field_app.ui.words import _


@component
def CustomerCard(sheet: Sheet) -> ft.Control:
    """The customer, the ways there, the fault in the customer's words."""
    services = use_services()
    known = intake.request(sheet)
    where = dotted(known.address or known.district, known.contact)
    return Card(
        Body(known.customer, 18, weight=W6),
        Secondary(dotted(known.project, where)),
        ft.Container(_ways(sheet, services), padding=ft.Padding.symmetric(vertical=8, horizontal=0)),
        Rule(),
        Gap(4),
        _Fault(sheet),
        _plan(sheet),
        _directions(sheet, services),
        padding=pad(16, 12, 16, 12),
        gap=2,
    )


@component
def CustomerInBrief(sheet: Sheet) -> ft.Control:
    """At large text: the name and the two buttons, so that the next step stays on the first screen."""
    known = intake.request(sheet)
    ways = Wrapped(CallButton(known, expand=False), MapButton(known, expand=False), gap=8)
    return Card(Body(known.customer, 18, weight=W6), Gap(4), ways, padding=12)


@component
def AboutTheCase(sheet: Sheet) -> ft.Control:
    """At large text, below the steps: what the brief head leaves out."""
    services = use_services()
    known = intake.request(sheet)
    return Card(
        Secondary(dotted(known.project, known.address or known.district, known.contact)),
        _Fault(sheet),
        _plan(sheet),
        _directions(sheet, services),
        Across(_archive(sheet, services)),
        padding=12,
    )


def _ways(sheet: Sheet, services: Services) -> ft.Control:
    known = intake.request(sheet)
    return Across(CallButton(known), MapButton(known), _archive(sheet, services))


def _archive(sheet: Sheet, services: Services) -> ft.Control:
    return Tonal(_("Files"), lambda: services.go(below(sheet.id, "archive")), icon=ft.Icons.FOLDER_OUTLINED, expand=True)


@component
def _Fault(sheet: Sheet) -> ft.Control:
    services = use_services()
    known = intake.request(sheet)
    chips = Wrapped(urgency_chip(sheet), warranty_end_chip(sheet), along_chip(sheet, services.me.user))
    wanted = Caption(_("Wanted: {when}", when=known.wanted)) if known.wanted and agreed(sheet) is None else None
    words = Down(Strong(equipment_of(known)), Secondary(known.fault), wanted, gap=1, expand=True, stretch=True)
    large = theme.large()
    head = Across(None if large else Glyph(ft.Icons.BUILD_OUTLINED, 24), words, gap=12, top=True)
    return Down(head, ft.Container(chips, padding=pad(0 if large else 36, 4)), gap=2, stretch=True)


def _plan(sheet: Sheet) -> Part:
    """The supervisor's suspected cause and plan (P2.1), until the diagnosis has answered them."""
    analysed = sheet.said(dispatch.Analysed)
    if analysed is None or diagnosed_now(sheet):
        return None
    cause = _("Supervisor suspects: {cause}", cause=analysed.suspected_cause)
    plan = Secondary(_("Plan: {plan}", plan=analysed.plan)) if analysed.plan else None
    return ft.Container(Down(Rule(), Secondary(cause), plan, gap=4, stretch=True), padding=pad(0, 6))


def _directions(sheet: Sheet, services: Services) -> Part:
    """How to find the place, from earlier visits (P3.5), until one is there."""
    if arrived(sheet):
        return None
    found = archive_of(sheet, services)
    noted = found.said(archive.DirectionsNoted) if found else None
    return Secondary(_("Way there: {directions}", directions=noted.text)) if noted else None
