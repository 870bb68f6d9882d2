"""Which version of the company's rules a case goes by (P9.1)."""

from datetime import date, timedelta

import pytest
from attrs import evolve

from field_app.domain.policy import CheckItem, Policy, PolicyApproved, TimeLimits
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.version import applied, late_by
from field_app.domain.sheets import Sheet
from tests.cast_domain import DIRECTOR, POLICY
from tests.domain.cases import LABOUR, MORNING, Case, chargeable, ready
from tests.domain.others import other

DEARER = evolve(
    POLICY,
    label="2026-2",
    effective_on=MORNING.date(),
    checklist=(CheckItem("power", "断电并挂牌"),),
    fees=tuple(evolve(fee, price_fen=fee.price_fen + 1_000) for fee in POLICY.fees),
)


def rules(*, hours_later: float) -> Sheet:
    """The company's rules: a dearer version, in force from today on, was approved so many hours after the morning began."""
    company = other("policy").approved(POLICY.label, date(2026, 1, 1))
    return company.later(hours=hours_later).does(PolicyApproved(DEARER), by=DIRECTOR).sheet


def by(case: Case, company: Sheet) -> Policy:
    found = applied(case.sheet, company, case.now + timedelta(hours=5))
    assert found
    return found


def late(minutes: int, tolerated: int) -> int | None:
    """How late a visit counts that began so many minutes after its window, by rules that tolerate so many."""
    came = ready().agreed()
    ends_at = came.last(VisitAgreed).body.ends_at
    came = evolve(came, now=ends_at + timedelta(minutes=minutes)).does(Arrived())
    kind = evolve(POLICY, limits=TimeLimits(late_minutes=tolerated))
    return late_by(came.sheet, other("policy").does(PolicyApproved(kind), by=DIRECTOR).sheet)


@pytest.mark.parametrize(("minutes", "tolerated", "counts"), [(10, 10, 0), (11, 10, 11), (0, 0, 0), (1, 0, 1), (-5, 10, 0)])
def test_p3_6_on_time_still_means_the_minutes_the_company_tolerates(minutes: int, tolerated: int, counts: int) -> None:
    assert late(minutes, tolerated) == counts


def test_p3_6_without_rules_every_minute_counts_and_without_an_arrival_none() -> None:
    assert late_by(ready().sheet, None) is None
    came = ready().agreed()
    came = evolve(came, now=came.last(VisitAgreed).body.ends_at + timedelta(minutes=3)).does(Arrived())
    assert late_by(came.sheet, None) == 3


def test_p9_1_a_case_nobody_has_begun_goes_by_what_is_in_force() -> None:
    assert by(ready(), rules(hours_later=4)).label == DEARER.label


def test_p9_1_what_is_approved_in_the_middle_of_a_visit_changes_nothing_in_it() -> None:
    company = rules(hours_later=4)
    for begun in (ready().agreed().departed().arrived(), ready().on_site(), ready().on_site().diagnosed().decided("outside").quoted()):
        assert begun.now < MORNING + timedelta(hours=4)
        assert by(begun, company).label == POLICY.label


def test_p9_1_who_arrives_afterwards_goes_by_the_new_rules() -> None:
    assert by(ready().agreed().departed().later(hours=4).arrived(), rules(hours_later=1)).label == DEARER.label


def test_p9_1_figures_the_customer_agreed_to_keep_their_version_over_further_visits() -> None:
    again = chargeable().worked("unfinished").signed().left(passing="P8.5").reported().later(days=3).agreed().departed().arrived()
    assert by(again, rules(hours_later=4)).label == POLICY.label


def test_p9_1_without_agreed_figures_another_visit_goes_by_what_is_in_force_then() -> None:
    again = ready().on_site().diagnosed(way="another_day").left().reported().later(days=3).agreed().departed().arrived()
    assert by(again, rules(hours_later=4)).label == DEARER.label


def test_p9_1_a_quote_may_be_made_again_at_the_prices_the_visit_began_with() -> None:
    quoted = ready().on_site().diagnosed().decided("outside").quoted()
    company = rules(hours_later=4)
    late = evolve(quoted, now=MORNING + timedelta(hours=5))
    again = evolve(late, policy=applied(late.sheet, company, late.now)).quoted(LABOUR)
    assert by(again, company).label == POLICY.label


def test_p5_3_on_a_visit_that_began_later_the_old_prices_are_refused() -> None:
    late = ready().agreed().departed().later(hours=4).arrived().arrives(Diagnosed("道闸主板", "电容鼓包", "on_site")).decided("outside")
    now = evolve(late, policy=applied(late.sheet, rules(hours_later=1), late.now))
    against = {objection.rule for objection in now.objections(Quoted((LABOUR,), POLICY.label))}
    assert against == {"P5.3", "P9.1"}


def test_p9_1_without_any_rules_there_are_none() -> None:
    assert applied(ready().sheet, None, MORNING) is None
    assert applied(ready().sheet, other("policy").sheet, MORNING) is None
