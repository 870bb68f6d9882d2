"""What the company decides and may change: checklist, fee standard, cash limit, exclusions (P9.1).

One sheet holds every version; a version is in force from its day until a later one is. Repair facts name the version they applied.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import SheetId, fact
from field_app.domain.sheets import Ground, Sheet

POLICY_SHEET = SheetId("00000000-0000-7000-8000-000000000001")

FeeKind = Literal["labour", "part", "wear_part", "travel", "lodging", "meals"]


@frozen
class CheckItem:
    """One arrival check (P4.1): the company's own words, in Chinese and English."""

    code: str
    text: str
    english: str = ""


@frozen
class Fee:
    """One line of the fee standard: `price_fen` for one `unit`."""

    code: str
    kind: FeeKind
    name: str
    unit: str
    price_fen: int
    english: str = ""


@frozen
class Exclusion:
    """Damage the warranty terms exclude (P5.2)."""

    code: str
    text: str
    english: str = ""


@frozen
class Policy:
    """One approved version. `cash_limit_fen` is where the cash rule turns round (P8.4)."""

    label: str
    effective_on: date
    checklist: tuple[CheckItem, ...]
    fees: tuple[Fee, ...]
    exclusions: tuple[Exclusion, ...]
    cash_limit_fen: int
    travel_minutes: int = 30
    warranty_months: int = 24

    def fee(self, code: str) -> Fee | None:
        return next((fee for fee in self.fees if fee.code == code), None)


def _may_approve(sheet: Sheet, body: "PolicyApproved", _ground: Ground) -> Iterable[Objection]:
    policy = body.policy
    if not policy.label.strip():
        yield Objection("P9.1", say("Give this version a name."), "policy")
    codes = [fee.code for fee in policy.fees]
    if len(codes) != len(set(codes)):
        yield Objection("P9.1", say("One price stands twice; keep one of them."), "policy")
    if any(fee.price_fen <= 0 for fee in policy.fees) or policy.cash_limit_fen < 0:
        yield Objection("P9.1", say("Prices must be above zero."), "policy")
    if any(version.label == policy.label for version in versions(sheet)):
        yield Objection("P9.1", say("A version of this name is already there; give it another name."), "policy")


@fact("policy_approved", on="policy", by=("director",), gate=_may_approve)
@frozen
class PolicyApproved:
    """The director's word that this version is in force from its day."""

    policy: Policy


def versions(sheet: Sheet) -> tuple[Policy, ...]:
    """Every approved version, in order of approval."""
    return tuple(entry.body.policy for entry in sheet.live(PolicyApproved))


def in_force(sheet: Sheet, day: date) -> Policy | None:
    """The version in force on a day: the latest effective one; of two from the same day, the one approved later."""
    effective = [policy for policy in versions(sheet) if policy.effective_on <= day]
    return max(reversed(effective), key=lambda policy: policy.effective_on, default=None)


def version(sheet: Sheet, label: str) -> Policy | None:
    """The version of this name."""
    return next((policy for policy in versions(sheet) if policy.label == label), None)
