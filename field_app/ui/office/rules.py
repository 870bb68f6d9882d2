"""The company's rules in force, to be read: checklist, fee standard, limits, exclusions, and the versions before (P9.1)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.money import yuan
from field_app.domain.policy import POLICY_SHEET, CheckItem, Exclusion, Fee, Policy, PolicyApproved, in_force
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Body, Caption, Chip, DeskPage, Down, EmptyState, Mark, Pair, screen
from field_app.ui.hooks import use_services, use_sheet, use_today
from field_app.ui.office.labels import FEES, dotted, word
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.services import Services
from field_app.ui.words import _, language, money, n_


@screen
def RulesScreen() -> ft.View:
    services, sheet, today = use_services(), use_sheet(POLICY_SHEET), use_today()
    shown, show = ft.use_state("")
    current = in_force(sheet, today) if sheet else None
    if sheet is None or current is None:
        return DeskPage(
            _("Rules"), EmptyState(_("No rules are in force yet"), _("They come from the office once the director has approved them."))
        )
    policy = next((entry.body.policy for entry in sheet.live(PolicyApproved) if entry.body.policy.label == shown), current)
    chip = (
        Chip("green", ft.Icons.CHECK_CIRCLE, _("in force"))
        if policy is current
        else Chip("plain", ft.Icons.HISTORY, _("not in force today"))
    )
    head = Across(Body(policy.label, 20, weight=ft.FontWeight.W_600), chip, Caption(_("from {day}", day=policy.effective_on)), gap=12)
    side = [_limits(policy), _checklist(policy), _exclusions(policy), _versions(services, sheet, policy, current, show)]
    return DeskPage(_("Rules"), head, _fees(policy), side=side)


def named(one: CheckItem | Fee | Exclusion) -> str:
    """The company's own words; English where it has written them and English is spoken."""
    chinese = one.name if isinstance(one, Fee) else one.text
    return one.english if language() == "en" and one.english else chinese


def _fees(policy: Policy) -> ft.Control:
    note = n_("{n} price", "{n} prices", len(policy.fees))
    if not wide():
        tiles = [
            Tile(Two(named(fee), dotted(word(FEES, fee.kind), fee.code)), trail=Body(f"{yuan(fee.price_fen)} / {fee.unit}", 14))
            for fee in policy.fees
        ]
        return Panel(_("Fee standard outside warranty"), Listed(*tiles), note=note, flush=True)
    cols = [Col(_("Code"), 96), Col(_("Kind"), 120), Col(_("Item"), 5), Col(_("Unit"), 80), Col(_("Price, yuan"), 112, right=True)]
    lines = [Line((fee.code, word(FEES, fee.kind), named(fee), fee.unit, yuan(fee.price_fen)), high=40) for fee in policy.fees]
    return Panel(_("Fee standard outside warranty"), Table(cols, lines), note=note, flush=True)


def _checklist(policy: Policy) -> ft.Control:
    tiles = [
        Tile(Across(Caption(str(place)), Body(named(item), 14, expand=True), gap=12)) for place, item in enumerate(policy.checklist, 1)
    ]
    note = n_("{n} item", "{n} items", len(policy.checklist))
    return Panel(_("Arrival checks"), Listed(*tiles), note=note, flush=True)


def _exclusions(policy: Policy) -> ft.Control:
    tiles = [Tile(Body(named(one), 14)) for one in policy.exclusions]
    return Panel(
        _("What the warranty doesn't cover"), Listed(*tiles, empty=ft.Container(Caption(_("nothing excluded")), padding=16)), flush=True
    )


def _limits(policy: Policy) -> ft.Control:
    return Panel(
        _("Limits"),
        Down(
            Pair(_("Cash is the rule up to"), money(policy.cash_limit_fen)),
            Pair(_("Warranty where the contract says nothing"), n_("{n} month", "{n} months", policy.warranty_months)),
            Pair(_("Time for the way between two visits"), n_("{n} minute", "{n} minutes", policy.travel_minutes)),
            gap=8,
            stretch=True,
        ),
    )


def _versions(services: Services, sheet: Sheet, shown: Policy, current: Policy, show: Callable[[str], None]) -> ft.Control:
    tiles = []
    for entry in reversed(sheet.live(PolicyApproved)):
        policy = entry.body.policy
        mark = Mark("green", ft.Icons.CHECK_CIRCLE, _("in force")) if policy is current else None
        two = Two(policy.label, _("from {day}, approved by {name}", day=policy.effective_on, name=services.name_of(entry.by)))
        tiles.append(
            Tile(
                Across(ft.Container(two, expand=True), mark),
                on_open=_shower(show, policy.label),
                label=_("Show {label}", label=policy.label),
                chosen=policy.label == shown.label,
            )
        )
    return Panel(_("Versions"), Listed(*tiles), note=_("older ones are kept"), flush=True)


def _shower(show: Callable[[str], None], label: str) -> Callable[[], None]:
    return lambda: show(label)
