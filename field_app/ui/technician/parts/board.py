"""A technician's day, read from the sheets on the phone: what was sent back, the visits in order of time, whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from attrs import evolve, frozen

from field_app.domain.days import day_of
from field_app.domain.facts import Role, UserId
from field_app.domain.repair import appointment, dispatch, register, signoff
from field_app.domain.repair.closing import in_visit, newest, visit_start
from field_app.domain.repair.steps import Step, next_steps
from field_app.domain.sheets import Sheet

Place = Literal["done", "now", "later"]

_OVER: tuple[signoff.Status, ...] = ("to_sign_off", "closed", "cancelled")
# Reported, or handed on to another technician the supervisor has yet to choose.
_WITH_SUPERVISOR: tuple[signoff.Status, ...] = ("to_sign_off", "to_assign")


@frozen
class Visit:
    """One case on the rail. `step` is what I am to do next on it, None when it isn't mine to do. `is_earlier`: this visit is over and
    the case goes on.
    """

    sheet: Sheet
    status: signoff.Status
    starts_at: datetime | None
    ends_at: datetime | None
    step: Step | None
    place: Place = "later"
    is_earlier: bool = False

    @property
    def is_over(self) -> bool:
        return self.is_earlier or self.status in _OVER

    @property
    def key(self) -> str:
        """Tells a visit from the next one of the same case."""
        return f"{self.sheet.id}~earlier" if self.is_earlier else self.sheet.id

    @property
    def day(self) -> date | None:
        return day_of(self.starts_at) if self.starts_at else None


@frozen
class Board:
    """`visits` are today's, those of cases that go on too, and whatever earlier ones aren't finished; `in_repair` waits for
    equipment that is with us (P6.2), `waiting` for the supervisor.
    """

    sent_back: tuple[Sheet, ...] = ()
    visits: tuple[Visit, ...] = ()
    to_contact: tuple[Sheet, ...] = ()
    coming: tuple[Visit, ...] = ()
    in_repair: tuple[Sheet, ...] = ()
    waiting: tuple[Sheet, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.sent_back or self.visits or self.to_contact or self.coming or self.in_repair or self.waiting)

    @property
    def done(self) -> int:
        return sum(visit.place == "done" and visit.status != "cancelled" for visit in self.visits)


def board(sheets: Iterable[Sheet], me: UserId, roles: Iterable[Role], now: datetime) -> Board:
    """The day of `me`, who is responsible for these cases or goes along."""
    mine = [sheet for sheet in sheets if me in dispatch.team(sheet)]
    today = day_of(now)
    seen = [_visit(sheet, frozenset(roles)) for sheet in mine]
    rail = [visit for visit in seen if _is_on_rail(visit, today)]
    over = [visit for sheet in mine if (visit := _over_today(sheet, me, today))]
    open_ones = [visit.sheet for visit in seen if visit.status == "to_agree"]
    return Board(
        sent_back=tuple(visit.sheet for visit in seen if visit.status == "sent_back"),
        visits=_placed([*over, *rail]),
        to_contact=tuple(sorted((s for s in open_ones if not is_in_repair(s)), key=lambda s: (not is_to_call_now(s, now), _by_urgency(s)))),
        coming=tuple(sorted((v for v in seen if _is_coming(v, today)), key=_start)),
        in_repair=tuple(sheet for sheet in open_ones if is_in_repair(sheet)),
        waiting=tuple(v.sheet for v in seen if v.status in _WITH_SUPERVISOR and v not in rail),
    )


def is_in_repair(sheet: Sheet) -> bool:
    """True while a piece of it is still being repaired here: nobody need be called before it is ready, unless its date moves (P6.3)."""
    here = [line for line in register.lines(sheet) if line.is_here]
    return any(line.state not in ("repaired", "not_worth", "ready") for line in here) and not any(line.is_to_tell for line in here)


def is_to_call_now(sheet: Sheet, now: datetime) -> bool:
    """True when the time to try again has come (P3.3)."""
    attempt = appointment.reminder(sheet)
    return attempt is not None and attempt.again_at is not None and attempt.again_at <= now


def _visit(sheet: Sheet, roles: frozenset[Role]) -> Visit:
    window = appointment.agreed(sheet)
    step = next(iter(next_steps(sheet, roles & {"technician"})), None)
    starts_at, ends_at = (window.body.starts_at, window.body.ends_at) if window else (None, None)
    return Visit(sheet, signoff.status(sheet), starts_at, ends_at, step)


def _over_today(sheet: Sheet, me: UserId, today: date) -> Visit | None:
    """The visit I ended today, where the case goes on: it was done all the same."""
    left = newest(sheet, 0, visit_start(sheet), "left_site")
    if left is None or left.by != me or day_of(left.at) != today:
        return None
    before = sheet.place(left)
    window, came = (newest(sheet, 0, before, name) for name in ("visit_agreed", "arrived"))
    if window and day_of(window.body.starts_at) == today:
        return Visit(sheet, signoff.status(sheet), window.body.starts_at, window.body.ends_at, None, is_earlier=True)
    return Visit(sheet, signoff.status(sheet), came.at if came else left.at, left.at, None, is_earlier=True)


def _is_on_rail(visit: Visit, today: date) -> bool:
    if visit.status in _OVER:
        return visit.starts_at is not None and day_of(visit.starts_at) == today
    if visit.status not in ("agreed", "on_site", "to_report"):
        return False
    return visit.status != "agreed" or visit.starts_at is None or day_of(visit.starts_at) <= today


def _is_coming(visit: Visit, today: date) -> bool:
    return visit.status == "agreed" and visit.starts_at is not None and day_of(visit.starts_at) > today


def _placed(rail: list[Visit]) -> tuple[Visit, ...]:
    ordered = sorted(rail, key=_start)
    current = min((v for v in ordered if not v.is_over), key=_under_way_first, default=None)
    return tuple(evolve(v, place="done" if v.is_over else "now" if v is current else "later") for v in ordered)


def _under_way_first(visit: Visit) -> tuple[int, float]:
    departed = in_visit(visit.sheet, "departed") is not None
    rank = 0 if visit.status == "on_site" else 1 if visit.status == "agreed" and departed else 2
    return rank, _start(visit)


def _start(visit: Visit) -> float:
    return visit.starts_at.timestamp() if visit.starts_at else 0.0


def _by_urgency(sheet: Sheet) -> int:
    return ("urgent", "important", "normal").index(dispatch.urgency(sheet))
