"""The cases behind one number (P9.4)."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.domain.indicators import BY_CODE
from field_app.domain.measures import Measure, measure, repeats
from field_app.domain.policy import POLICY_SHEET
from field_app.papers import figures
from field_app.ui.components import Caption, DeskPage, EmptyState, screen
from field_app.ui.hooks import use_address, use_services, use_sheet, use_sheets
from field_app.ui.office.figures import asked, picture
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.routes import not_found
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.words import _, n_, speak

SHOWN = 200


@screen
def IndicatorScreen() -> ft.View:
    services, repairs, at = use_services(), use_sheets("repair"), use_address()
    code = ft.use_route_params().get("code", "")
    rules = use_sheet(POLICY_SHEET)
    every = [one for sheet in repairs if (one := measure(sheet, rules))]
    cases = picture(every, asked(at.__getitem__), services.today()).cases
    if code == "repeats":
        again = {after for _before, after in repeats(cases)}
        name, definition, listed = _("Repeat repairs within 30 days"), "", [one for one in cases if one.sheet in again]
    elif (known := BY_CODE.get(code)) is not None:
        name, definition, listed = speak(known.name), speak(known.definition), list(filter(known.lists, cases))
    else:
        return not_found()
    listed.sort(key=lambda one: one.reported_on, reverse=True)
    return DeskPage(
        _("Indicators"),
        Caption(definition) if definition else None,
        Panel(
            name,
            _list(services, listed[:SHOWN]),
            note=n_("{n} case", "{n} cases", len(listed)),
            trail=ExportMenu(lambda: figures.cases(listed, name, around(services))),
            flush=True,
        ),
        back="/indicators",
        crumb=name,
    )


def _list(services: Services, listed: Sequence[Measure]) -> ft.Control:
    empty = EmptyState(_("No case behind this number"), _("Cases appear here as soon as the number counts them."))
    if not wide():
        return Listed(*(_tile(services, one) for one in listed), empty=empty)
    cols = [Col(_("Sheet number"), 132), Col(_("Customer, equipment"), 5), Col(_("Technician"), 2), Col(_("Reported"), 120)]
    return Table(cols, [_line(services, one) for one in listed], empty=empty)


def _line(services: Services, one: Measure) -> Line:
    who = services.name_of(one.technician) if one.technician else "–"
    return Line(
        (one.number, Two(one.customer, one.equipment), who, one.reported_on.isoformat()),
        on_open=lambda: services.go(f"/sheets/{one.sheet}"),
        label=_("Open {number}", number=one.number),
        key=one.sheet,
    )


def _tile(services: Services, one: Measure) -> ft.Control:
    return Tile(
        Two(dotted(one.customer, one.equipment), one.number),
        Caption(one.reported_on.isoformat()),
        on_open=lambda: services.go(f"/sheets/{one.sheet}"),
        label=_("Open {number}", number=one.number),
    )
