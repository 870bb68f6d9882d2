"""What the office makes of a fact: never a refusal to take it, always a judgement that stays beside it.

refused > late > suspect > ok: the gravest is said, with the reasons of the others behind it.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from typing import Literal, NamedTuple

from attrs import field, frozen

from field_app.domain import audience
from field_app.domain.facts import (
    TYPES,
    DeviceId,
    Fact,
    MalformedLine,
    Opaque,
    Role,
    UserId,
    encode,
    from_array,
)
from field_app.domain.policy import Policy
from field_app.domain.repair.rival import overtaken
from field_app.domain.sheets import Ground, Sheet, Verdict, objections
from sync.protocol import CLOCK_TOLERANCE, Malformed

log = logging.getLogger(__name__)

BEFORE_US = datetime(2020, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
Standing = Literal["acts", "acted", "foreign"]
PolicyFor = Callable[[Sheet, datetime], Policy | None]
_SHEET_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class Line(NamedTuple):
    """One line as it came: its fact, or None with the reason why it is none."""

    n: int
    raw: bytes
    text: str
    fact: Fact | None
    reason: str = ""


@frozen
class Actor:
    """Who recorded the facts of one push, having read up to `seen` (None: all). `former` are roles held before; facts from before
    `restored_at` may lean on lost ones.
    """

    user: UserId
    roles: frozenset[Role]
    former: frozenset[Role]
    skew: timedelta
    received_at: datetime
    restored_at: datetime | None = None
    seen: int | None = None
    revoked: bool = False
    clock_is_right: bool = field(init=False)
    latest: datetime = field(init=False)

    @clock_is_right.default
    def _judge_clock(self) -> bool:
        return abs(self.skew) <= CLOCK_TOLERANCE

    @latest.default
    def _allow(self) -> datetime:
        return self.received_at + CLOCK_TOLERANCE


@frozen
class Judgement:
    verdict: Verdict = "ok"
    reason: str = ""


OK = Judgement()


def read_line(device: DeviceId, n: int, raw: bytes) -> Line:
    """The line at place n of a journal. Malformed when these bytes can't be a line at all; what is a line and can't be
    read as a fact is kept and refused, so that it doesn't block those behind it.
    """
    try:
        text = raw.decode()
        array = json.loads(text)
        canonical = encode(array) == raw
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"fact {n}: {problem}") from problem
    if not canonical or type(array) is not list or array[:1] != [n] or type(array[0]) is not int:
        raise Malformed(f"fact {n}: not the line it is said to be")
    try:
        fact = from_array(device, array, strict=True)
    except MalformedLine as problem:
        return Line(n, raw, text, None, f"body: {problem}"[:200])
    if not _SHEET_ID.fullmatch(fact.sheet) or len(fact.type) > 64:
        return Line(n, raw, text, None, "body: sheet or type out of shape")
    return Line(n, raw, text, fact)


def standing(sheet: Sheet, actor: Actor, *, linked: bool, read_before: bool) -> Standing:
    """What this person is to a sheet (empty for a new one). `linked`: they read it through another one."""
    if linked or audience.may_act(sheet, actor.user, actor.roles):
        return "acts"
    once = read_before or audience.was_assigned(sheet, actor.user) or audience.may_act(sheet, actor.user, actor.roles | actor.former)
    return "acted" if once else "foreign"


def judge(fact: Fact, sheet: Sheet, actor: Actor, its: Standing, policy_for: PolicyFor) -> Judgement:
    """The verdict on a fact about to be laid on `sheet`."""
    refusal = _refusal(fact, sheet, actor)
    if refusal:
        return Judgement("refused", refusal)
    doubts = [*_clock_doubts(fact, actor), *_broken_gates(fact, sheet, actor, policy_for)]
    if its == "acted":
        return Judgement("late", ",".join(["foreign", *doubts]))
    if its == "foreign":
        # The assignment that made it lawful may be among what a restore lost, and has not come up again yet (F35).
        if not (actor.restored_at and fact.at < actor.restored_at):
            return Judgement("refused", "foreign")
        doubts.append("restored")
    if _only_once_allowed(fact, actor):
        return Judgement("late", ",".join(["role", *doubts]))
    if actor.seen is not None and overtaken(sheet, fact, actor.user, actor.seen):
        return Judgement("late", ",".join(["overtaken", *doubts]))
    return Judgement("suspect", ",".join(doubts)) if doubts else OK


def _refusal(fact: Fact, sheet: Sheet, actor: Actor) -> str:
    known = TYPES.get(fact.type)
    if actor.revoked:
        return "revoked"
    if known is None:
        return ""
    if known.kind != sheet.kind:
        return "kind"
    return "" if known.by & (actor.roles | actor.former) else "role"


def _only_once_allowed(fact: Fact, actor: Actor) -> bool:
    known = TYPES.get(fact.type)
    return known is not None and not known.by & actor.roles


def _clock_doubts(fact: Fact, actor: Actor) -> tuple[str, ...]:
    is_believed = actor.clock_is_right and BEFORE_US <= fact.at <= actor.latest
    return () if is_believed else ("clock",)


def _broken_gates(fact: Fact, sheet: Sheet, actor: Actor, policy_for: PolicyFor) -> Iterable[str]:
    if isinstance(fact.body, Opaque):
        return ()
    try:
        ground = Ground(fact.at, actor.user, actor.roles | actor.former, policy_for(sheet, fact.at))
        return dict.fromkeys(against.rule for against in objections(sheet, fact.body, ground, fact.exception))
    except Exception:
        # A rule that trips over an odd sheet must not block the facts behind this one.
        log.exception("the gate of %s failed on sheet %s", fact.type, sheet.id)
        return ("gate",)


def nowhere(fact: Fact, actor: Actor) -> Judgement:
    """The verdict on a fact of a type newer than this server on a sheet nobody knows: kept, applied once both are known."""
    if actor.revoked:
        return Judgement("refused", "revoked")
    return Judgement("suspect", "clock") if _clock_doubts(fact, actor) else OK
