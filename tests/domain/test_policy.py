"""What the company decides and may change (P9.1)."""

from datetime import date, timedelta

import pytest
from attrs import evolve

from field_app.domain.contradictions import contradictions
from field_app.domain.policy import (
    CheckItem,
    Exclusion,
    Fee,
    Policy,
    PolicyApproved,
    PolicyProposed,
    PolicyReturned,
    Question,
    ReplacementRule,
    ReturnVisitRule,
    TimeLimits,
    TransportRule,
    in_force,
    proposed,
    version,
    versions,
)
from tests.cast_domain import DIRECTOR, POLICY, SUPERVISOR
from tests.domain.cases import MORNING, said
from tests.domain.others import other

NEW_YEAR, SPRING = date(2026, 1, 1), date(2026, 3, 1)


RANGES = {
    "cash_limit_fen": (0, 100_000_000), "travel_minutes": (0, 600), "warranty_months": (0, 600),
    "replacement.years": (1, 100), "replacement.repairs": (1, 100), "replacement.percent_of_new": (1, 100),
    "return_visits.every_nth": (0, 1000), "return_visits.after_days": (0, 365), "return_visits.before_warranty_days": (0, 365),
    "return_visits.bad_mark": (0, 5), "limits.late_minutes": (0, 240),
}  # fmt: skip


def with_number(name: str, value: int) -> Policy:
    group, _dot, attribute = name.rpartition(".")
    if not group:
        return evolve(POLICY, **{attribute: value})  # type: ignore[arg-type]
    return evolve(POLICY, **{group: evolve(getattr(POLICY, group), **{attribute: value})})  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "least", "most"), [(name, *edges) for name, edges in RANGES.items()])
def test_p9_1_a_number_of_the_rules_is_held_within_what_can_be(name: str, least: int, most: int) -> None:
    found = {value: [o.field for o in contradictions(with_number(name, value))] for value in (least - 1, least, most, most + 1)}
    assert found == {least - 1: [name], least: [], most: [], most + 1: [name]}


@pytest.mark.parametrize("name", ["limits.agree_hours", "limits.arrive_hours", "limits.close_hours"])
def test_p9_1_a_time_limit_is_from_an_hour_to_a_year(name: str) -> None:
    assert all(name in [o.field for o in contradictions(with_number(name, hours))] for hours in (0, 8761))


def test_p9_1_a_version_is_in_force_from_its_day_until_a_later_one_is() -> None:
    two = other("policy").approved("2026-1", NEW_YEAR).approved("2026-2", SPRING)
    assert in_force(two.sheet, date(2025, 12, 31)) is None
    assert in_force(two.sheet, NEW_YEAR).label == "2026-1"  # type: ignore[union-attr]
    assert in_force(two.sheet, date(2026, 2, 28)).label == "2026-1"  # type: ignore[union-attr]
    assert in_force(two.sheet, SPRING).label == "2026-2"  # type: ignore[union-attr]
    assert in_force(two.sheet, date.max).label == "2026-2"  # type: ignore[union-attr]


def test_p9_1_a_version_approved_later_for_an_earlier_day_doesnt_push_out_the_newer() -> None:
    late = other("policy").approved("2026-2", SPRING).approved("2026-1", NEW_YEAR)
    assert in_force(late.sheet, SPRING).label == "2026-2"  # type: ignore[union-attr]


def test_p9_1_of_two_from_the_same_day_the_one_approved_later_is_in_force() -> None:
    twice = other("policy").approved("2026-1", NEW_YEAR).approved("2026-1b", NEW_YEAR, cash_limit_fen=80_000)
    assert in_force(twice.sheet, NEW_YEAR).cash_limit_fen == 80_000  # type: ignore[union-attr]


def test_p9_1_older_versions_are_kept_and_found_by_name() -> None:
    two = other("policy").approved("2026-1", NEW_YEAR).approved("2026-2", SPRING)
    assert [known.label for known in versions(two.sheet)] == ["2026-1", "2026-2"]
    assert version(two.sheet, "2026-1") == evolve(POLICY, label="2026-1", effective_on=NEW_YEAR)
    assert version(two.sheet, "2025-9") is None


FEE, CHECK = POLICY.fees[0], POLICY.checklist[0]
NEXT = evolve(POLICY, label="2027-1", effective_on=date(2026, 12, 1))
WRONG: tuple[tuple[str, Policy], ...] = (
    ("label", evolve(NEXT, label=" ")),
    ("effective_on", evolve(NEXT, effective_on=date(2026, 11, 22))),
    ("fees", evolve(NEXT, fees=())),
    ("fees.1.code", evolve(NEXT, fees=(FEE, evolve(FEE, name="另一项")))),
    ("fees.1.name", evolve(NEXT, fees=(FEE, evolve(FEE, code="L-09")))),
    ("fees.0.code", evolve(NEXT, fees=(evolve(FEE, code=" "),))),
    ("fees.0.kind", evolve(NEXT, fees=(evolve(FEE, kind="gold"),))),
    ("fees.0.unit", evolve(NEXT, fees=(evolve(FEE, unit=""),))),
    ("fees.0.price_fen", evolve(NEXT, fees=(evolve(FEE, price_fen=0),))),
    ("checklist", evolve(NEXT, checklist=())),
    ("checklist.0.text", evolve(NEXT, checklist=(evolve(CHECK, text=" "),))),
    ("checklist.1.code", evolve(NEXT, checklist=(CHECK, evolve(CHECK, text="另一条")))),
    ("checklist.1.text", evolve(NEXT, checklist=(CHECK, evolve(CHECK, code="other")))),
    ("exclusions.1.code", evolve(NEXT, exclusions=(Exclusion("a", "雷击"), Exclusion("a", "进水")))),
    ("questions.0.text", evolve(NEXT, questions=(Question("a", ""),))),
    ("cash_limit_fen", evolve(NEXT, cash_limit_fen=-1)),
    ("warranty_months", evolve(NEXT, warranty_months=601)),
    ("replacement.percent_of_new", evolve(NEXT, replacement=ReplacementRule(percent_of_new=101))),
    ("transport.far", evolve(NEXT, transport=TransportRule(far="helicopter"))),
    ("return_visits.season_months", evolve(NEXT, return_visits=ReturnVisitRule(season_months=(13,)))),
    ("limits.arrive_hours", evolve(NEXT, limits=TimeLimits(agree_hours=48, arrive_hours=4))),
    ("limits.close_hours", evolve(NEXT, limits=TimeLimits(close_hours=24))),
)


@pytest.mark.parametrize(("place", "wrong"), WRONG, ids=[place for place, _wrong in WRONG])
@pytest.mark.parametrize("body", [PolicyProposed, PolicyApproved])
def test_p9_1_a_draft_that_contradicts_itself_is_neither_sent_nor_approved_and_the_place_is_named(
    body: type, place: str, wrong: Policy
) -> None:
    by = SUPERVISOR if body is PolicyProposed else DIRECTOR
    assert said(other("policy").approved("2026-1", NEW_YEAR).objections(body(wrong), by=by)) == [("P9.1", place, False)]


def test_p9_1_the_very_first_version_may_say_since_when_the_company_works_by_it() -> None:
    assert not other("policy").objections(PolicyApproved(evolve(POLICY, effective_on=NEW_YEAR)), by=DIRECTOR)


def test_p9_1_a_name_is_given_once() -> None:
    known = other("policy").approved(NEXT.label, NEW_YEAR)
    assert said(known.objections(PolicyApproved(NEXT), by=DIRECTOR)) == [("P9.1", "label", False)]


def test_p9_1_a_draft_waits_for_the_director_until_it_is_approved_or_returned() -> None:
    sent = other("policy").approved("2026-1", NEW_YEAR).proposed("2027-1", date(2026, 12, 1))
    assert proposed(sent.sheet) == NEXT
    assert in_force(sent.sheet, date(2026, 12, 1)).label == "2026-1"  # type: ignore[union-attr]
    returned = sent.does(PolicyReturned("2027-1", "人工再议"), by=DIRECTOR)
    assert proposed(returned.sheet) is None
    assert said(returned.objections(PolicyApproved(NEXT), by=DIRECTOR)) == [("P9.1", "label", False)]
    again = returned.does(PolicyProposed(NEXT), by=SUPERVISOR)
    assert proposed(again.does(PolicyApproved(NEXT), by=DIRECTOR).sheet) is None


@pytest.mark.parametrize(("body", "place"), [(PolicyReturned("2027-1", " "), "reason"), (PolicyReturned("2026-9", "人工再议"), "label")])
def test_p9_1_a_draft_is_returned_by_name_and_with_a_reason(body: PolicyReturned, place: str) -> None:
    sent = other("policy").approved("2026-1", NEW_YEAR).proposed("2027-1", date(2026, 12, 1))
    assert said(sent.objections(body, by=DIRECTOR)) == [("P9.1", place, False)]


def test_p9_1_the_director_may_choose_another_day_and_nothing_else() -> None:
    sent = other("policy").approved("2026-1", NEW_YEAR).proposed("2027-1", date(2026, 12, 1))
    assert not sent.objections(PolicyApproved(evolve(NEXT, effective_on=date(2027, 1, 1))), by=DIRECTOR)
    assert said(sent.objections(PolicyApproved(evolve(NEXT, cash_limit_fen=1)), by=DIRECTOR)) == [("P9.1", "policy", False)]


def test_p9_1_what_was_approved_afterwards_was_not_in_force_before() -> None:
    two = other("policy").approved("2026-1", NEW_YEAR)
    today = two.does(PolicyApproved(evolve(NEXT, effective_on=date(2026, 11, 23))), by=DIRECTOR)
    assert in_force(today.sheet, date(2026, 11, 23), MORNING - timedelta(minutes=1)).label == "2026-1"  # type: ignore[union-attr]
    assert in_force(today.sheet, date(2026, 11, 23), MORNING).label == "2027-1"  # type: ignore[union-attr]


def test_p9_1_a_price_is_found_by_its_code() -> None:
    assert POLICY.fee("labour") == Fee("labour", "labour", "人工", "小时", 12_000)
    assert POLICY.fee("gold") is None
    assert CheckItem("neat", "仪容整洁") in POLICY.checklist
