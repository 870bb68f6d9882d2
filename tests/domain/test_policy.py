"""What the company decides and may change (P9.1)."""

from datetime import date

import pytest
from attrs import evolve

from field_app.domain.policy import CheckItem, Fee, Policy, PolicyApproved, in_force, version, versions
from tests.cast_domain import DIRECTOR, POLICY
from tests.domain.cases import said
from tests.domain.others import other

NEW_YEAR, SPRING = date(2026, 1, 1), date(2026, 3, 1)


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


@pytest.mark.parametrize(
    "wrong",
    [
        evolve(POLICY, label=" "),
        evolve(POLICY, fees=(POLICY.fees[0], POLICY.fees[0])),
        evolve(POLICY, fees=(evolve(POLICY.fees[0], price_fen=0),)),
        evolve(POLICY, cash_limit_fen=-1),
    ],
    ids=["no name", "one price twice", "a price of nothing", "a limit below zero"],
)
def test_p9_1_a_policy_that_cant_be_is_not_approved(wrong: Policy) -> None:
    assert said(other("policy").objections(PolicyApproved(wrong), by=DIRECTOR)) == [("P9.1", "policy", False)]


def test_p9_1_a_name_is_given_once() -> None:
    known = other("policy").approved(POLICY.label, NEW_YEAR)
    assert said(known.objections(PolicyApproved(POLICY), by=DIRECTOR)) == [("P9.1", "policy", False)]


def test_p9_1_a_price_is_found_by_its_code() -> None:
    assert POLICY.fee("labour") == Fee("labour", "labour", "人工", "小时", 12_000)
    assert POLICY.fee("gold") is None
    assert CheckItem("neat", "仪容整洁") in POLICY.checklist
