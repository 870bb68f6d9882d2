"""A project's contract: its own prices come before the fee standard (P5.3), its wear parts are charged even in warranty (P8.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import flet as ft

from field_app.domain import archive
from field_app.domain.archive import ContractRecorded
from field_app.domain.contradictions import fees_wrong
from field_app.domain.errors import Objection, RuleBroken
from field_app.domain.money import yuan
from field_app.domain.policy import Fee, Policy
from field_app.imports.tables import Trouble
from field_app.ui.components import (
    Across,
    Banner,
    Body,
    Caption,
    Down,
    Mark,
    Pair,
    Refusal,
    TextInput,
    component,
    snack,
)
from field_app.ui.hooks import Form, use_form, use_services
from field_app.ui.office.labels import comma, dotted
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.choosing import ChooseFile, Troubles
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.rows import LineList, Lines
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.office.policy.drafting import fee_rows, new_row, read_fees
from field_app.ui.office.policy.terms import named
from field_app.ui.office.records.particulars import Desk, typed_day
from field_app.ui.words import _, money, n_

NONE: tuple[Trouble, ...] = ()


def Terms(desk: Desk, policy: Policy | None, today: Any) -> ft.Control:
    """The terms in force, each price beside the fee standard's."""
    terms = archive.contract(desk.record, today)
    if terms is None:
        none = _("No contract terms: charges go by the fee standard, else by a service agreement signed on site.")
        return Panel(_("Contract"), Caption(none), trail=desk.changer("contract"))
    begins, ends = terms.starts_on, terms.ends_on
    span = f"{begins or '…'} – {ends or '…'}" if begins or ends else ""
    return Panel(
        _("Contract"),
        Pair(_("Number"), terms.number),
        Pair(_("Holds"), span) if span else None,
        Body(terms.terms, 14) if terms.terms else None,
        _own_prices(terms, policy),
        _wear_parts(terms, policy),
        trail=desk.changer("contract"),
        gap=8,
    )


def _own_prices(terms: ContractRecorded, policy: Policy | None) -> ft.Control | None:
    if not terms.fees:
        return None
    head = Caption(n_("{n} price of its own, before the fee standard", "{n} prices of its own, before the fee standard", len(terms.fees)))
    return Down(head, Listed(*(_price(fee, policy) for fee in terms.fees)), gap=4, stretch=True)


def _price(fee: Fee, policy: Policy | None) -> ft.Control:
    standard = policy.fee(fee.code) if policy else None
    beside = _("fee standard {price}", price=yuan(standard.price_fen)) if standard else _("not in the fee standard")
    return Tile(Two(named(fee), dotted(fee.code, beside)), trail=Body(f"{yuan(fee.price_fen)} / {fee.unit}", 14))


def _wear_parts(terms: ContractRecorded, policy: Policy | None) -> ft.Control | None:
    """What is charged even in warranty, at which price and on what basis."""
    if not terms.wear_parts:
        return None
    rows = [Tile(Body(name, 14), trail=Caption(wear_basis(name, terms, policy))) for name in terms.wear_parts]
    head = Across(Mark("amber", ft.Icons.SETTINGS_OUTLINED, _("Wear parts, charged even in warranty")))
    return Down(head, Listed(*rows), gap=4, stretch=True)


def wear_basis(name: str, terms: ContractRecorded, policy: Policy | None) -> str:
    """Where the price of a wear part comes from: the contract, else the fee standard, else an agreement on site."""
    for fee in terms.fees:
        if name in (fee.name, fee.code):
            return _("{price}, by contract", price=money(fee.price_fen))
    for fee in policy.fees if policy else ():
        if name in (fee.name, fee.code):
            return _("{price}, by fee standard", price=money(fee.price_fen))
    return _("agreed on site")


@component
def TermsForm(desk: Desk) -> ft.Control:
    """New terms: they are recorded beside the old ones, which stay readable."""
    services = use_services()
    form = use_form(f"contract:{desk.record.id}", _values(archive.contract(desk.record, services.today())))
    wrong, tell = ft.use_state(NONE)
    typed, unreadable = read_fees(form["fees"], "fees")
    said = {one.field for one in unreadable}
    against = (*unreadable, *(one for one in fees_wrong(typed, "fees") if one.field not in said))

    def take(file: str, data: bytes) -> None:
        from field_app.imports import fees

        found = fees.read_fees(file, data)
        tell(found.troubles)
        if not found.troubles:
            form.change("fees", fee_rows(found.fees))

    def keep() -> None:
        form.submit(lambda: _read(form, against), on=desk.record.id, then=kept)

    def kept() -> None:
        desk.close()
        snack(_("The terms hold from now on; sheets already quoted keep their prices."))

    def drop() -> None:
        form.reset()
        desk.close()

    lines = Lines(form, "fees", against)
    file = ChooseFile(_("Take prices from XLSX or CSV"), take)
    return Panel(
        _("Contract terms"),
        TextInput(_("Number of the contract"), form.field("number"), longest=60),
        TextInput(_("Begins, like 2025-03-18"), form.field("starts_on"), longest=20),
        TextInput(_("Ends, empty for open"), form.field("ends_on"), longest=20),
        TextInput(_("Terms in words"), form.field("terms"), lines=3),
        TextInput(_("Wear parts charged in warranty"), form.field("wear_parts"), help=_("with commas between"), longest=1000),
        LineList(lines, _("Prices of its own"), _("Add a price"), lambda rows: new_row("fees", rows), file),
        Troubles(wrong, lambda: tell(NONE)),
        Banner("amber", _("Mend the marked prices first.")) if against else None,
        Refusal(form) if form.refusals else None,
        Acts(Act(_("Cancel"), drop), Act(_("Keep the terms"), keep, kind="primary")),
        gap=10,
    )


def _values(terms: ContractRecorded | None) -> dict[str, Any]:
    if terms is None:
        return {"number": "", "starts_on": "", "ends_on": "", "terms": "", "wear_parts": "", "fees": []}
    days = {name: day.isoformat() if (day := getattr(terms, name)) else "" for name in ("starts_on", "ends_on")}
    return {"number": terms.number, **days, "terms": terms.terms, "wear_parts": comma(*terms.wear_parts), "fees": fee_rows(terms.fees)}


def _read(form: Form, against: Sequence[Objection]) -> ContractRecorded:
    fees, unreadable = read_fees(form["fees"], "fees")
    if unreadable:
        raise RuleBroken(against)
    wear_parts = tuple(part for part in re.split(r"\s*[,，、;；]\s*", form.text("wear_parts")) if part)
    starts, ends = typed_day(form, "starts_on"), typed_day(form, "ends_on")
    return ContractRecorded(form.text("number"), starts, ends, fees, wear_parts, form.text("terms"))
