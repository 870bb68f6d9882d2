"""A project's particulars: read, and entered anew as a new fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain import archive
from field_app.domain.archive import ProjectRecorded
from field_app.domain.errors import say
from field_app.domain.facts import SheetId
from field_app.domain.sheets import Sheet
from field_app.ui.components import Caption, Pair, PhoneInput, Refusal, TextInput, component, snack
from field_app.ui.hooks import Address, Form, use_form
from field_app.ui.office.calling import read_day, read_months
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.words import _, n_

TEXTS = ("customer", "project", "address", "district", "contact", "phone", "contract")


@frozen
class Desk:
    """What the parts of a record's page work on. `edits` is False for those who may only read."""

    record: Sheet
    address: Address
    edits: bool

    def changer(self, what: str) -> ft.Control | None:
        """The small act that opens the form of one panel."""
        if not self.edits:
            return None
        return Act(_("Correct it"), lambda: self.address.set(edit=what), small=True)

    def close(self) -> None:
        self.address.set(edit="")


def Particulars(desk: Desk) -> ft.Control:
    if desk.edits and desk.address["edit"] == "project":
        return ProjectForm(desk.record.id, archive.project(desk.record), desk.close, desk.close)
    known = archive.project(desk.record)
    if known is None:
        return Panel(_("Project"), Caption(_("Nothing is recorded yet.")))
    months = known.warranty_months
    return Panel(
        _("Project"),
        Pair(_("Customer"), known.customer),
        Pair(_("Project"), known.project),
        Pair(_("Contact"), dotted(known.contact, known.phone)) if known.contact or known.phone else None,
        Pair(_("Address"), dotted(known.district, known.address)) if known.address or known.district else None,
        Pair(_("Acceptance"), known.accepted_on.isoformat() if known.accepted_on else _("unknown")),
        Pair(_("Warranty"), n_("{n} month", "{n} months", months) if months is not None else _("unknown")),
        Pair(_("Contract terms"), known.contract) if known.contract else None,
        trail=desk.changer("project"),
        gap=6,
    )


@component
def ProjectForm(record: SheetId, known: ProjectRecorded | None, done: Callable[[], None], leave: Callable[[], None]) -> ft.Control:
    form = use_form(f"project:{record if known else 'new'}", _values(known))

    def keep() -> None:
        form.submit(lambda: _read(form), on=record, then=kept)

    def kept() -> None:
        done()
        snack(_("Kept"))

    def drop() -> None:
        form.reset()
        leave()

    field = form.field
    return Panel(
        _("Change the particulars") if known else _("New project"),
        TextInput(_("Customer"), field("customer"), longest=100),
        TextInput(_("Project"), field("project"), longest=100),
        TextInput(_("Contact"), field("contact"), longest=40),
        PhoneInput(_("Phone"), field("phone")),
        TextInput(_("District"), field("district"), longest=40),
        TextInput(_("Address"), field("address"), lines=2, longest=200),
        TextInput(_("Acceptance, like 2025-03-18"), field("accepted_on"), longest=20),
        TextInput(_("Warranty, like 24 months or 2 years"), field("warranty_months"), longest=20),
        TextInput(_("Contract terms in a word"), field("contract"), longest=200),
        Refusal(form) if form.refusals else None,
        Acts(Act(_("Cancel"), drop), Act(_("Keep the project"), keep, kind="primary")),
        gap=10,
    )


def _values(known: ProjectRecorded | None) -> dict[str, Any]:
    texts = {name: getattr(known, name) if known else "" for name in TEXTS}
    accepted = known.accepted_on.isoformat() if known and known.accepted_on else ""
    months = str(known.warranty_months) if known and known.warranty_months is not None else ""
    return {**texts, "accepted_on": accepted, "warranty_months": months}


def _read(form: Form) -> ProjectRecorded:
    return ProjectRecorded(
        **{name: form.text(name) for name in TEXTS}, accepted_on=typed_day(form, "accepted_on"), warranty_months=typed_months(form)
    )


def typed_day(form: Form, name: str) -> date | None:
    """The day typed, None for nothing; what is neither is said beside its field."""
    return form.read(name, read_day, say("Write the day like 2025-03-18."))


def typed_months(form: Form) -> int | None:
    return form.read("warranty_months", read_months, say("Write the warranty period in months, like 24."))
