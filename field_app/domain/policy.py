"""What the company decides and may change: checklist, fee standard, cash limit, exclusions (P9.1).

One sheet holds every version; a version is in force from its day until a later one is. Repair facts name the version they applied.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from attrs import evolve, frozen

from field_app.domain.contradictions import contradictions
from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import SheetId, fact, widened
from field_app.domain.sheets import Ground, Sheet

POLICY_SHEET = SheetId("00000000-0000-7000-8000-000000000001")

FeeKind = Literal["labour", "part", "wear_part", "travel", "lodging", "meals"]


@frozen
class CheckItem:
    """One arrival check (P4.1): the company's own words, in Chinese and English. With `camera_only` a photo from the gallery won't do."""

    code: str
    text: str
    english: str = ""
    camera_only: bool = False


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
class Question:
    """One question of the return visit's questionnaire, marked from 1 to 5 (P9.3)."""

    code: str
    text: str
    english: str = ""


@frozen
class TransportRule:
    """What is proposed besides the bus (P3.4): by urgency, and for districts the bus serves badly. Modes as in `appointment.Mode`."""

    important: str = "motorcycle_taxi"
    urgent: str = "taxi"
    far_districts: tuple[str, ...] = ()
    far: str = "company_car"


@frozen
class ReplacementRule:
    """When a piece isn't worth repairing (P5.4): its age, repairs before, or what the repair costs against a new one."""

    years: int = 10
    repairs: int = 3
    percent_of_new: int = 50


@frozen
class ReturnVisitRule:
    """Whom to ask (P9.3): every so many-th closed case, always after charges or a take-back, before a warranty ends, by season."""

    every_nth: int = 5
    after_days: int = 7
    after_charges: bool = True
    after_takeback: bool = True
    before_warranty_days: int = 30
    season_months: tuple[int, ...] = (4, 10)
    bad_mark: int = 2


@frozen
class TimeLimits:
    """How long things may take before they stand out, in hours, and what a kept appointment is, in minutes (P3.6, P9.4)."""

    agree_hours: int = 4
    arrive_hours: int = 48
    close_hours: int = 168
    late_minutes: int = 0


@frozen
class Policy:
    """One approved version. `cash_limit_fen` is where the cash rule turns round (P8.4); `arrival_place` lets technicians record
    where they arrived (P3.6).
    """

    label: str
    effective_on: date
    checklist: tuple[CheckItem, ...]
    fees: tuple[Fee, ...]
    exclusions: tuple[Exclusion, ...]
    cash_limit_fen: int
    travel_minutes: int = 30
    warranty_months: int = 24
    questions: tuple[Question, ...] = ()
    transport: TransportRule = TransportRule()
    replacement: ReplacementRule = ReplacementRule()
    return_visits: ReturnVisitRule = ReturnVisitRule()
    limits: TimeLimits = TimeLimits()
    warranty_terms: str = ""
    arrival_place: bool = False

    def fee(self, code: str) -> Fee | None:
        return next((fee for fee in self.fees if fee.code == code), None)


def _may_propose(sheet: Sheet, body: "PolicyProposed", ground: Ground) -> Iterable[Objection]:
    yield from _cant_follow(sheet, body.policy, ground)


@fact("policy_proposed", on="policy", by=("supervisor",), gate=_may_propose, version=2, lifts={1: widened})
@frozen
class PolicyProposed:
    """The supervisor's draft of the next version, sent to the director to be approved or returned (P9.1). `note` says why."""

    policy: Policy
    note: str = ""


def _may_return(sheet: Sheet, body: "PolicyReturned", _ground: Ground) -> Iterable[Objection]:
    waiting = proposed(sheet)
    if waiting is None or waiting.label != body.label:
        yield Objection("P9.1", say("No draft of this name waits for approval."), "label")
    if not body.reason.strip():
        yield Objection("P9.1", say("Say what is to be changed."), "reason")


@fact("policy_returned", on="policy", by=("director",), gate=_may_return)
@frozen
class PolicyReturned:
    """The director sends a draft back with a reason (P9.1)."""

    label: str
    reason: str


def _may_approve(sheet: Sheet, body: "PolicyApproved", ground: Ground) -> Iterable[Objection]:
    yield from _cant_follow(sheet, body.policy, ground)
    waiting = proposed(sheet)
    # A company's first rules come before anybody could draft any.
    if waiting is None and sheet.last(PolicyProposed):
        yield Objection("P9.1", say("No draft of this name waits for approval."), "label")
    if waiting and evolve(waiting, effective_on=body.policy.effective_on) != body.policy:
        yield Objection("P9.1", say("The draft has changed since you read it. Read it again, then decide."), "policy")


def _cant_follow(sheet: Sheet, policy: Policy, ground: Ground) -> Iterable[Objection]:
    if not policy.label.strip():
        yield Objection("P9.1", say("Give this version a name."), "label")
    if version(sheet, policy.label):
        yield Objection("P9.1", say("A version of this name is already there; give it another name."), "label")
    # The very first may say since when the company has worked by it.
    if versions(sheet) and policy.effective_on < day_of(ground.at):
        yield Objection("P9.1", say("Rules can't begin in the past: what was done then went by the old ones."), "effective_on")
    yield from contradictions(policy)


@fact("policy_approved", on="policy", by=("director",), gate=_may_approve, version=2, lifts={1: widened})
@frozen
class PolicyApproved:
    """The director's word that this version is in force from its day."""

    policy: Policy


def versions(sheet: Sheet) -> tuple[Policy, ...]:
    """Every approved version, in order of approval."""
    return tuple(entry.body.policy for entry in sheet.live(PolicyApproved))


def proposed(sheet: Sheet) -> Policy | None:
    """The draft that waits for the director, None once it was approved or returned (P9.1)."""
    last = sheet.last(PolicyProposed)
    answered = max(sheet.place(sheet.last(PolicyReturned)), sheet.place(sheet.last(PolicyApproved)))
    return last.body.policy if last and sheet.place(last) > answered else None


def in_force(sheet: Sheet, day: date, at: datetime | None = None) -> Policy | None:
    """The version in force on a day: the latest effective one; of two from the same day, the one approved later. With `at`, as it was
    then: what was approved afterwards doesn't count.
    """
    approved = (entry.body.policy for entry in sheet.live(PolicyApproved) if at is None or entry.at <= at)
    effective = [policy for policy in approved if policy.effective_on <= day]
    return max(reversed(effective), key=lambda policy: policy.effective_on, default=None)


def version(sheet: Sheet, label: str) -> Policy | None:
    """The version of this name."""
    return next((policy for policy in versions(sheet) if policy.label == label), None)
