"""The draft that waits: what it changes, what it would have meant, and the director's word on it (P9.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import flet as ft
from attrs import evolve

from field_app.domain.money import hundredths, yuan
from field_app.domain.policy import POLICY_SHEET, Policy, PolicyApproved, PolicyProposed, PolicyReturned, in_force, proposed
from field_app.domain.policy_changes import Effect, PriceEffect, changes, effect
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Across,
    Body,
    Caption,
    DateInput,
    DeskPage,
    EmptyState,
    Option,
    Pair,
    Refusal,
    Segments,
    TextInput,
    component,
    screen,
    snack,
)
from field_app.ui.hooks import Field, use_address, use_form, use_services, use_sheet, use_sheets, use_today
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.keys import use_keys
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.policy.changed import Changes
from field_app.ui.office.policy.parts import Parted, Reading, known_part
from field_app.ui.words import _, money, n_, short_day

MONTHS = timedelta(days=92)


@screen
def ProposalScreen() -> ft.View:
    services, rules, today, address = use_services(), use_sheet(POLICY_SHEET), use_today(), use_address()
    cases = use_sheets("repair")
    waiting = proposed(rules) if rules else None
    if rules is None or waiting is None:
        none = EmptyState(_("No draft waits"), _("The supervisor sends one here for approval."), _back(services.go))
        return DeskPage(_("Draft of the rules"), none, crumb=_("Rules"), back="/rules")
    current = in_force(rules, today)
    found = changes(current, waiting)
    meant = effect(cases, current, waiting, today - MONTHS)
    whole, part = address["show"] == "all", known_part(address["part"])
    body = Parted(part, lambda to: address.set(part=to), {}, Reading(waiting, part)) if whole else Changes(found)
    same = None if found else EmptyState(_("Nothing differs from the rules in force"), _("Only name and day are new."))
    note = n_("{n} difference to {label}", "{n} differences to {label}", len(found), label=current.label if current else "–")
    return DeskPage(
        waiting.label,
        Across(Body(note, 15, expand=True), _showing(whole, address.set)),
        body,
        same,
        None if whole else _where_from(meant),
        side=[_meant(meant, current), _why(rules, services.name_of), _Deciding(waiting, "director" in services.me.roles)],
        crumb=_("Rules"),
        back="/rules",
    )


def _back(go: Callable[[str], None]) -> ft.Control:
    return Act(_("To the rules"), lambda: go("/rules"), kind="tonal")


def _showing(whole: bool, go: Callable[..., None]) -> ft.Control:
    options = [Option("", _("Changes only")), Option("all", _("All of it"))]
    field = Field("all" if whole else "", None, lambda value: go(show=value or ""))
    return ft.Container(Segments(_("What is shown"), field, options, may_be_empty=False), width=320 if wide() else 220)


def _meant(meant: Effect, current: Policy | None) -> ft.Control:
    title = _("Laid on the last three months")
    if not meant.cases:
        return Panel(title, Caption(_("No case was charged by the fee standard in this time.")))
    share = _("{amount} a case", amount=money(meant.total_fen // meant.cases))
    return Panel(
        title,
        Pair(_("Charged cases"), str(meant.cases)),
        Pair(_("The same work would bring"), signed(meant.total_fen), strong=True),
        Caption(share),
        Pair(_("Dearer, cheaper, the same"), f"{meant.dearer} / {meant.cheaper} / {meant.unchanged}"),
        Pair(_("Quoted and not closed"), str(meant.still_open)),
        Caption(_("They go on by {label}.", label=current.label)) if current and meant.still_open else None,
        gap=6,
    )


def signed(amount_fen: int) -> str:
    return f"+{money(amount_fen)}" if amount_fen > 0 else money(amount_fen)


def _where_from(meant: Effect) -> ft.Control | None:
    """Where the difference in money comes from, the largest first."""
    if not meant.prices:
        return None
    title, note = _("Where the difference comes from"), _("in all {amount}", amount=signed(meant.total_fen))
    if not wide():
        tiles = [(Two(one.name, f"{_used(one)} × {signed(one.each_fen)}"), Body(signed(one.total_fen), 14)) for one in meant.prices]
        return Panel(title, Listed(*(Tile(words, trail=total) for words, total in tiles)), note=note, flush=True)
    cols = [
        Col(_("Code"), 80),
        Col(_("Item"), 5),
        Col(_("Used in three months"), 160, right=True),
        Col(_("Each"), 112, right=True),
        Col(_("Difference, yuan"), 128, right=True),
    ]
    lines = [Line((one.code, one.name, _used(one), _yuan(one.each_fen), _yuan(one.total_fen)), high=40) for one in meant.prices]
    return Panel(title, Table(cols, lines), note=note, flush=True)


def _used(one: PriceEffect) -> str:
    return f"{hundredths(one.quantity)} {one.unit}"


def _yuan(amount_fen: int) -> str:
    return f"+{yuan(amount_fen)}" if amount_fen > 0 else yuan(amount_fen)


def _why(rules: Sheet, name_of: Callable[..., str]) -> ft.Control | None:
    sent = rules.last(PolicyProposed)
    if sent is None:
        return None
    return Panel(_("Why"), Body(sent.body.note or _("No reason was written."), 14), note=name_of(sent.by))


@component
def _Deciding(waiting: Policy, decides: bool) -> ft.Control:
    """Approve from a day on, or send it back with a reason. Others read when it would begin."""
    services = use_services()
    today = use_today()
    starts = max(waiting.effective_on, today)
    form = use_form(f"proposal:{waiting.label}", {"effective_on": starts.isoformat(), "reason": ""})
    chosen = date.fromisoformat(form["effective_on"])

    def approve() -> None:
        body = PolicyApproved(evolve(waiting, effective_on=chosen))
        form.submit(lambda: body, on=POLICY_SHEET, then=lambda: _done(_("{label} approved", label=waiting.label)))

    def send_back() -> None:
        body = PolicyReturned(waiting.label, form.text("reason"))
        form.submit(lambda: body, on=POLICY_SHEET, then=lambda: _done(_("{label} returned", label=waiting.label)))

    def _done(said: str) -> None:
        services.go("/rules")
        snack(said)

    use_keys({"ctrl+enter": approve} if decides else {})
    if not decides:
        change = Act(_("Change the draft"), lambda: services.go("/rules/draft"), kind="outlined")
        words = _("In force from {day}, once the director has approved it.", day=waiting.effective_on)
        return Panel(_("Approval"), Body(words, 14), change if "supervisor" in services.me.roles else None)
    day = _("today") if chosen == today else short_day(chosen)
    return Panel(
        _("Approval"),
        DateInput(_("In force from"), form.field("effective_on"), first=today, quick=(0,)),
        Caption(_("Phones have it with the next exchange. A visit that has begun, and figures a customer has signed, keep the old rules.")),
        Refusal(form) if form.refusals else None,
        Act(_("Approve, in force from {day}", day=day), approve, kind="primary", icon=ft.Icons.CHECK, key="Ctrl Enter"),
        TextInput(_("What is to be changed (to return it)"), form.field("reason"), lines=3, longest=1000),
        Act(_("Return the draft"), send_back, kind="danger", icon=ft.Icons.UNDO),
        note=services.me.name,
        gap=12,
    )
