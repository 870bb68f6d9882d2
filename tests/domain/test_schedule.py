"""Who is where and when (P2.3, P3.2)."""

from datetime import date, datetime, timedelta

import pytest

from field_app.domain.days import SHANGHAI
from field_app.domain.facts import SheetId
from field_app.domain.repair.appointment import ContactAttempted
from field_app.domain.repair.intake import Request
from field_app.domain.schedule import Load, Slot, clashes, load, slots
from tests.cast_domain import LI, WANG, ZHAO
from tests.domain.cases import MORNING, REQUEST, Case, case, in_warranty, ready

TRAVEL = timedelta(minutes=30)
TODAY = date(2026, 11, 23)


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=SHANGHAI)


def _slot(start: datetime, end: datetime, sheet: str = "case-1", technician: str = WANG.user) -> Slot:
    return Slot(SheetId(sheet), technician, start, end, "海天酒店")  # type: ignore[arg-type]


TEN = _slot(_at(10), _at(11), "case-2")


@pytest.mark.parametrize(
    ("start", "end", "clashing"),
    [
        (_at(8), _at(9, 30), False),
        (_at(8), _at(9, 31), True),
        (_at(10, 15), _at(10, 30), True),
        (_at(9), _at(12), True),
        (_at(11, 29), _at(12), True),
        (_at(11, 30), _at(12), False),
    ],
)
def test_p3_2_visits_clash_when_there_is_no_time_for_the_way_between_them(start: datetime, end: datetime, clashing: bool) -> None:
    assert bool(clashes(_slot(start, end), [TEN], TRAVEL)) == clashing
    assert bool(clashes(TEN, [_slot(start, end)], TRAVEL)) == clashing


def test_p3_2_a_colleagues_visit_and_the_same_case_moved_are_no_clash() -> None:
    assert clashes(_slot(_at(10), _at(11), technician=LI.user), [TEN], TRAVEL) == ()
    assert clashes(_slot(_at(10), _at(11), "case-2"), [TEN], TRAVEL) == ()


def test_p3_2_an_agreed_visit_stands_on_the_schedule_until_the_site_is_left() -> None:
    agreed = ready().agreed()
    window = agreed.sheet.entries[-1].body
    assert slots([agreed.sheet]) == (Slot(SheetId("case-1"), WANG.user, window.starts_at, window.ends_at, "海天酒店"),)
    left = in_warranty().worked().signed().left()
    assert slots([left.sheet]) == ()


@pytest.mark.parametrize(
    "off",
    [
        ready(),
        ready().agreed().cancelled(),
        ready().agreed().does(ContactAttempted("postponed", again_at=MORNING + timedelta(days=2))),
        case().taken(),
    ],
    ids=["no visit agreed", "cancelled", "put off", "not assigned"],
)
def test_p3_2_what_isnt_ahead_is_not_on_the_schedule(off: Case) -> None:
    assert slots([off.sheet]) == ()


def test_p3_2_the_schedule_runs_by_the_clock() -> None:
    later, sooner = ready().agreed(hours=5), _other("case-2").agreed(hours=2)
    assert [slot.sheet for slot in slots([later.sheet, sooner.sheet])] == ["case-2", "case-1"]


def _other(sheet_id: str) -> Case:
    return case(sheet_id).taken().handed_over().analysed().assigned()


def test_p2_3_a_technicians_load_is_open_cases_visits_that_day_and_the_last_time_here() -> None:
    open_today = _other("case-2").agreed(hours=2)
    open_some_day = _other("case-3")
    been_here = in_warranty().worked().signed().left().reported().signed_off()
    known = load(WANG.user, [open_today.sheet, open_some_day.sheet, been_here.sheet], TODAY, REQUEST)
    assert known == Load(WANG.user, open_cases=2, visits_that_day=1, last_here=TODAY)


def test_p2_3_who_was_sent_and_never_came_was_not_here() -> None:
    handed_on = ready(to=LI).assigned(WANG).on_site()
    assert load(LI.user, [handed_on.sheet], TODAY, REQUEST).last_here is None
    assert load(WANG.user, [handed_on.sheet], TODAY, REQUEST).last_here == TODAY


def test_p2_3_other_projects_are_no_visit_here() -> None:
    elsewhere = in_warranty()
    here = Request(customer="海天酒店", project="二期")
    assert load(WANG.user, [elsewhere.sheet], TODAY, here) == Load(WANG.user, 1, 1, None)
    assert load(ZHAO.user, [elsewhere.sheet], TODAY, here) == Load(ZHAO.user, 0, 0, None)
