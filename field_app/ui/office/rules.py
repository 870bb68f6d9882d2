"""The company's rules in force, part by part, and the versions before and after (P9.1)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.policy import POLICY_SHEET, Policy, PolicyApproved, in_force, proposed, version
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Banner, Body, Caption, Chip, DeskPage, EmptyState, Mark, screen
from field_app.ui.hooks import use_address, use_services, use_sheet, use_today
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.office.policy.drafting import returned
from field_app.ui.office.policy.parts import Parted, Reading, known_part
from field_app.ui.services import Services
from field_app.ui.words import _


@screen
def RulesScreen() -> ft.View:
    services, rules, today, address = use_services(), use_sheet(POLICY_SHEET), use_today(), use_address()
    current = in_force(rules, today) if rules else None
    drafts = "supervisor" in services.me.roles
    begin = Act(_("Draft new rules"), lambda: services.go("/rules/draft"), kind="primary") if drafts else None
    if rules is None or current is None:
        none = _("They come from the office once the director has approved them.")
        return DeskPage(_("Rules"), EmptyState(_("No rules are in force yet"), none, begin))
    shown = version(rules, address["version"]) or current
    part = known_part(address["part"])

    def turn_to(wanted: str) -> None:
        address.set(part=wanted)

    return DeskPage(
        _("Rules"),
        _waiting(services, rules),
        _head(shown, current, begin),
        Parted(part, turn_to, {}, Reading(shown, part)),
        side=[_versions(services, rules, shown, current, lambda label: address.set(version=label))],
    )


def _head(shown: Policy, current: Policy, begin: ft.Control | None) -> ft.Control:
    chip = (
        Chip("green", ft.Icons.CHECK_CIRCLE, _("in force"))
        if shown is current
        else Chip("plain", ft.Icons.HISTORY, _("not in force today"))
    )
    name = Body(shown.label, 20, weight=ft.FontWeight.W_600)
    words = ft.Row([name, chip, Caption(_("from {day}", day=shown.effective_on))], wrap=True, spacing=12, run_spacing=4, expand=True)
    return Across(words, begin, gap=12)


def _waiting(services: Services, rules: Sheet) -> ft.Control | None:
    """What the director is to decide, or has sent back."""
    waiting, back = proposed(rules), returned(rules)
    if waiting:
        look = Act(_("Read the draft"), lambda: services.go("/rules/proposal"), kind="tonal")
        return Banner("info", _("From {day}, once the director has approved it.", day=waiting.effective_on),
                      title=_("{label} waits for approval", label=waiting.label), actions=(look,), icon=ft.Icons.HOURGLASS_TOP)  # fmt: skip
    if back and "supervisor" in services.me.roles:
        mend = Act(_("Mend the draft"), lambda: services.go("/rules/draft"), kind="tonal")
        return Banner("amber", back.body.reason, title=_("{name} returned {label}", name=services.name_of(back.by), label=back.body.label),
                      actions=(mend,), icon=ft.Icons.UNDO)  # fmt: skip
    return None


def _versions(services: Services, rules: Sheet, shown: Policy, current: Policy, show: Callable[[str], None]) -> ft.Control:
    tiles = []
    for entry in reversed(rules.live(PolicyApproved)):
        policy = entry.body.policy
        mark = Mark("green", ft.Icons.CHECK_CIRCLE, _("in force")) if policy is current else None
        two = Two(policy.label, _("from {day}, approved by {name}", day=policy.effective_on, name=services.name_of(entry.by)))
        words = Across(ft.Container(two, expand=True), mark)
        label = _("Show {label}", label=policy.label)
        tiles.append(Tile(words, on_open=_shower(show, policy.label), label=label, chosen=policy.label == shown.label))
    return Panel(_("Versions"), Listed(*tiles), note=_("older ones are kept"), flush=True)


def _shower(show: Callable[[str], None], label: str) -> Callable[[], None]:
    return lambda: show(label)
