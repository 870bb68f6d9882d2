"""Indicators over HTTP: who may ask, what is answered, what is refused (P9.4)."""

from datetime import date, timedelta

import pytest
from attrs import asdict, evolve

from field_app.domain.indicators import added
from field_app.domain.policy import POLICY_SHEET, PolicyApproved, TimeLimits
from field_app.domain.repair.appointment import Departed, VisitAgreed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.intake import Cancelled
from sync.server.measures import Wanted, report
from tests.cast import CAST, CLERK, DIRECTOR, SUPERVISOR, WANG, Company
from tests.cast_domain import POLICY
from tests.sync.doors import Doors

DAYS = "since=2026-01-01&until=2026-12-31"


EVER = Wanted(date(2020, 1, 1), date(2030, 1, 1))


def test_p9_4_what_changes_on_a_sheet_changes_the_sum_once(here: Company) -> None:
    def count() -> int:
        return report(here.office.database, here.office.settings.company, EVER).total.cases

    first, second = here.open_case(), here.open_case()
    assert count() == 2
    here.record(CLERK, first, Cancelled("客户自己修好了"))
    assert count() == 1
    here.record(CLERK, second, Cancelled("客户自己修好了"))
    assert (count(), count()) == (0, 0)


@pytest.mark.parametrize(("minutes", "on_time"), [(10, 1), (11, 0)])
def test_p9_4_an_arrival_the_rules_tolerate_is_on_time_at_the_office_too(here: Company, minutes: int, on_time: int) -> None:
    case, now = here.open_case(), here.clock()
    rules = evolve(POLICY, label="2026-2", effective_on=now.date(), limits=TimeLimits(late_minutes=10))
    here.record(DIRECTOR, POLICY_SHEET, PolicyApproved(rules))
    here.record(WANG, case, VisitAgreed(now + timedelta(hours=1), now + timedelta(hours=2), warranty_told=True))
    here.clock.forward(hours=2, minutes=minutes)
    here.record(WANG, case, Departed(), Arrived())
    total = report(here.office.database, here.office.settings.company, EVER).total
    assert (total.with_window, total.on_time) == (1, on_time)


@pytest.fixture
def doors(here: Company) -> Doors:
    return Doors(here)


def test_p9_4_supervisor_and_director_see_them_and_for_others_they_are_not_there(doors: Doors) -> None:
    answers = {person.role: doors.of(person).get(f"/v1/indicators?{DAYS}").status_code for person in CAST}
    assert {role for role, status in answers.items() if status == 200} == {"supervisor", "director"}
    assert set(answers.values()) == {200, 404}


def test_p9_4_an_answer_has_every_sum(doors: Doors) -> None:
    doors.here.open_case()
    answer = doors.of(SUPERVISOR).get(f"/v1/indicators?{DAYS}&by=technician").json()
    assert answer["total"] == asdict(added([])) | {"cases": 1}
    assert [group["name"] for group in answer["groups"]] == [WANG.user]


@pytest.mark.parametrize("code", ["moon", "%2e%2e", "on_time;drop"])
def test_an_indicator_nobody_has_is_not_there(doors: Doors, code: str) -> None:
    assert doors.of(DIRECTOR).get(f"/v1/indicators/{code}?{DAYS}").status_code == 404


@pytest.mark.parametrize("query", ["since=monday&until=2026-12-31", DAYS + "&by=moon", DAYS + "&customer=" + "x" * 300])
def test_a_question_that_makes_no_sense_is_refused_in_words(doors: Doors, query: str) -> None:
    assert doors.of(DIRECTOR).get(f"/v1/indicators?{query}").status_code == 400


def test_any_customer_can_be_asked_for(doors: Doors) -> None:
    for name in ("%00", "%F0%9F%98%80", "'; drop table facts; --", "%25"):
        assert doors.of(DIRECTOR).get(f"/v1/indicators?{DAYS}&customer={name}").json()["total"]["cases"] == 0
