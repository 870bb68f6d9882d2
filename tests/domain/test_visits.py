"""The visits of a sheet as the work schedule shows them, and what lies between them (P3.2, P3.6)."""

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve

from field_app.domain.days import SHANGHAI
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair.appointment import Departed, VisitAgreed
from field_app.domain.schedule import Visit, gaps, in_the_way, visits
from tests.cast_domain import LI, WANG
from tests.domain.cases import MORNING, in_warranty, ready

TRAVEL = timedelta(minutes=30)


def _visit(start: float, end: float, sheet: str = "case-1", technician: UserId = WANG.user, project: str = "") -> Visit:
    at = [datetime(2026, 11, 23, int(hour), int(hour % 1 * 60), tzinfo=SHANGHAI) for hour in (start, end)]
    return Visit(SheetId(sheet), "261123-A7-01", technician, *at, "海天酒店", project or sheet, "不落杆", "agreed")


def test_p3_2_an_agreed_visit_stands_at_its_window_and_may_be_moved() -> None:
    agreed = ready().agreed().sheet
    (visit,) = visits(agreed)
    window = agreed.entries[-1].body
    assert (visit.starts_at, visit.ends_at, visit.technician) == (window.starts_at, window.ends_at, WANG.user)
    assert (visit.standing, visit.may_move) == ("agreed", True)


def test_p3_2_without_a_window_or_cancelled_there_is_nothing_on_the_schedule() -> None:
    assert visits(ready().sheet) == ()
    assert visits(ready().agreed().cancelled().sheet) == ()


def test_p2_4_what_has_begun_stays_where_it_happened() -> None:
    under_way = ready().agreed().does(Departed())
    on_site = in_warranty()
    over = on_site.worked().signed().left()
    assert [visits(case.sheet)[0].standing for case in (under_way, on_site, over)] == ["on_the_way", "on_site", "done"]
    assert not any(visits(case.sheet)[0].may_move for case in (under_way, on_site, over))


def test_p3_6_a_visit_that_is_over_stands_from_arrival_to_leaving() -> None:
    case = in_warranty().worked().signed().left().sheet
    (visit,) = visits(case)
    came, went = (entry.at for entry in case.entries if entry.fact.type in ("arrived", "left_site"))
    assert (visit.starts_at, visit.ends_at) == (came, went)


def test_p3_6_an_agreed_window_that_ended_without_arrival_is_late() -> None:
    (visit,) = visits(ready().agreed().sheet)
    assert not visit.is_late(visit.ends_at)
    assert visit.is_late(visit.ends_at + timedelta(minutes=1))


def test_the_visits_of_one_sheet_add_up() -> None:
    first = in_warranty().worked("unfinished").signed().left()
    again = first.does(VisitAgreed(first.now + timedelta(days=1), first.now + timedelta(days=1, hours=1), warranty_told=True))
    assert [visit.standing for visit in visits(again.sheet)] == ["done", "agreed"]


def test_p2_4_a_reassigned_visit_keeps_its_window_and_stands_with_the_other() -> None:
    (visit,) = visits(ready().agreed().assigned(LI).sheet)
    assert visit.technician == LI.user


@pytest.mark.parametrize(
    ("start", "clashes", "too_short"),
    [(10.5, True, False), (11, False, True), (11.25, False, True), (11.5, False, False)],
)
def test_p3_2_a_gap_clashes_below_zero_and_is_too_short_below_the_way(start: float, clashes: bool, too_short: bool) -> None:
    (gap,) = gaps([_visit(10, 11), _visit(start, 13, "case-2")], TRAVEL)
    assert (gap.clashes, gap.too_short) == (clashes, too_short)


def test_p3_2_to_the_same_project_there_is_no_way_to_go() -> None:
    (gap,) = gaps([_visit(10, 11, project="道闸"), _visit(11, 12, "case-2", project="道闸")], TRAVEL)
    assert not gap.too_short


def test_p3_2_a_wanted_visit_is_held_against_the_same_persons_other_visits_of_that_day() -> None:
    wanted = _visit(10, 11)
    clash = _visit(10.5, 12, "case-2")
    elsewhere = [_visit(10.5, 12, "case-3", LI.user), evolve(clash, starts_at=clash.starts_at + timedelta(days=1)), _visit(9, 12)]
    assert [gap.after.sheet for gap in in_the_way(wanted, [clash, *elsewhere], TRAVEL)] == ["case-2"]
    assert in_the_way(wanted, elsewhere, TRAVEL) == ()


def test_p3_2_a_long_visit_clashes_with_every_one_inside_it() -> None:
    long, one, two = _visit(9, 17), _visit(10, 11, "case-2"), _visit(12, 13, "case-3")
    assert [gap.clashes for gap in gaps([long, one, two], TRAVEL)] == [True, True]
    assert [gap.before for gap in in_the_way(two, [long, one], TRAVEL)] == [long]


def test_a_visit_is_of_the_shanghai_day_it_begins_on() -> None:
    assert visits(ready().agreed().sheet)[0].day == date(2026, 11, 23) == MORNING.date()
