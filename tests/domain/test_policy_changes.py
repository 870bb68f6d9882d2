"""How a draft differs from the rules in force, and what it would have meant (P9.1)."""

from datetime import date, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.money import Fen
from field_app.domain.policy import CheckItem, Fee, Policy, TimeLimits
from field_app.domain.policy_changes import Change, changes, effect
from field_app.domain.repair.charges import Line
from tests.cast_domain import POLICY
from tests.domain.cases import MORNING, chargeable, ready

LONG_AGO, TOMORROW = date(2026, 1, 1), (MORNING + timedelta(days=1)).date()
LABOUR, BOARD, FILTER = POLICY.fees


def only(after: Policy) -> Change:
    (change,) = changes(POLICY, after)
    return change


def priced(**prices: int) -> Policy:
    return evolve(POLICY, fees=tuple(evolve(fee, price_fen=prices.get(fee.code, fee.price_fen)) for fee in POLICY.fees))


def test_p9_1_a_price_goes_up_or_down_by_so_much() -> None:
    dearer, cheaper = only(priced(labour=12_600)), only(priced(board=34_500))
    assert (dearer.part, dearer.code, dearer.kind, dearer.permille) == ("fees", "labour", "raised", 50)
    assert (cheaper.part, cheaper.code, cheaper.kind, cheaper.permille) == ("fees", "board", "lowered", -42)


def test_p9_1_a_new_price_and_a_dropped_one_are_told_as_such() -> None:
    new = Fee("cable", "part", "枪线", "根", 52_000)
    added, dropped = changes(POLICY, evolve(POLICY, fees=(LABOUR, BOARD, new)))
    assert (added.kind, added.before, added.after) == ("added", None, new)
    assert (dropped.kind, dropped.before, dropped.after) == ("dropped", FILTER, None)


def test_p9_1_other_words_for_the_same_price_are_a_change_too() -> None:
    assert only(evolve(POLICY, fees=(evolve(LABOUR, unit="半天"), BOARD, FILTER))).kind == "changed"
    assert only(evolve(POLICY, checklist=(*POLICY.checklist[:2], CheckItem("asked", "先问故障")))).kind == "changed"


def test_p9_1_a_limit_is_compared_as_a_number_and_a_text_as_a_text() -> None:
    assert only(evolve(POLICY, cash_limit_fen=80_000)).kind == "raised"
    assert only(evolve(POLICY, limits=TimeLimits(agree_hours=2))).code == "limits.agree_hours"
    assert only(evolve(POLICY, warranty_terms="人为损坏不保")).kind == "changed"


def test_p9_1_the_name_and_the_day_of_a_version_are_no_change() -> None:
    assert changes(POLICY, evolve(POLICY, label="2027-1", effective_on=date(2027, 1, 1))) == ()


def test_p9_1_before_the_first_version_all_is_new() -> None:
    found = changes(None, POLICY)
    assert {change.kind for change in found} == {"added"}
    assert {fee.code for fee in POLICY.fees} <= {change.code for change in found}


def test_p9_1_the_same_work_at_the_drafts_prices() -> None:
    quoted = chargeable()  # 2 hours of labour, one board
    draft = priced(labour=13_000, board=35_000)
    found = effect([quoted.sheet, ready().sheet], POLICY, draft, LONG_AGO)
    assert (found.cases, found.total_fen, found.dearer, found.cheaper, found.unchanged) == (1, 1_000, 1, 0, 0)
    assert [(one.code, one.quantity, one.each_fen, one.total_fen) for one in found.prices] == [
        ("labour", 200, 1_000, 2_000),
        ("board", 100, -1_000, -1_000),
    ]


def test_p9_1_a_case_quoted_and_not_closed_goes_on_by_its_own_prices() -> None:
    assert effect([chargeable().sheet], POLICY, priced(labour=13_000), LONG_AGO).still_open == 1


def test_p9_1_what_was_quoted_before_or_by_agreement_or_cancelled_doesnt_count() -> None:
    agreed = ready().on_site().diagnosed().decided("outside").quoted(Line("part", "主板", "块", 30_000, 100, "agreement"))
    assert effect([chargeable().sheet], POLICY, priced(labour=13_000), TOMORROW).cases == 0
    assert effect([agreed.sheet], POLICY, priced(board=1), LONG_AGO).cases == 0
    assert effect([chargeable().cancelled().sheet], POLICY, priced(labour=1), LONG_AGO).cases == 0


def test_p9_1_a_price_that_is_dropped_makes_no_difference_that_could_be_told() -> None:
    found = effect([chargeable().sheet], POLICY, evolve(POLICY, fees=(BOARD, FILTER)), LONG_AGO)
    assert (found.total_fen, found.unchanged) == (0, 1)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10_000))
def test_p9_1_the_effect_there_and_back_is_nothing(old: int, new: int, quantity: int) -> None:
    before, after = priced(labour=old), priced(labour=new)
    line = Line("labour", "人工", "小时", Fen(12_000), quantity, "standard", "labour")
    one = ready().on_site().diagnosed().decided("outside").quoted(line).sheet
    there, back = effect([one], before, after, LONG_AGO), effect([one], after, before, LONG_AGO)
    assert there.total_fen == -back.total_fen
    assert there.dearer + there.cheaper + there.unchanged == there.cases == 1


@given(st.permutations(POLICY.fees), st.sets(st.sampled_from([fee.code for fee in POLICY.fees])))
def test_p9_1_a_draft_differs_only_where_it_was_changed(order: list[Fee], touched: set[str]) -> None:
    draft = evolve(POLICY, fees=tuple(evolve(fee, price_fen=fee.price_fen + (fee.code in touched)) for fee in order))
    assert {change.code for change in changes(POLICY, draft)} == touched
