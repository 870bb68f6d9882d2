"""P8.6: what each technician holds is known at any moment, handovers are counted by both, differences are never hidden."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain import cash
from field_app.domain.cash import (
    CashCounted,
    CashHandedOver,
    DifferenceExplained,
    Item,
    cash_sheet,
    custody,
    handovers,
    held,
    owner,
    troubles,
)
from field_app.domain.facts import Draft, Fact, SheetId
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Sheet, Stamp, Verdict, Voided, fold, new_sheet, provisional
from tests.cast_domain import ACCOUNTANT, LI, WANG, Person
from tests.domain.arbitrary import quick
from tests.domain.cases import MORNING, Case, chargeable, said


def paid() -> Case:
    """150.00 and 200.00 taken in cash by 王工 on one case."""
    return chargeable().worked().signed().cash(15_000).cash(20_000, "0000102")


def purse(who: Person = WANG) -> Case:
    return Case(new_sheet(cash_sheet(who.user), "cash"))


def items(*repairs: Sheet, who: Person = WANG) -> tuple[Item, ...]:
    return held(who.user, repairs, None)


def handed(told: Case, counted_fen: int = 35_000, note: str = "") -> Case:
    return purse().does(CashHandedOver(items(told.sheet), counted_fen, note))


def counted(told: Case, fen: int, note: str = "") -> CashCounted:
    key = told.last(CashHandedOver).key
    return CashCounted((key.device, key.n), fen, note)


def test_p8_6_a_technician_holds_the_cash_he_took_and_nobody_elses() -> None:
    told = paid()
    assert [item.amount_fen for item in held(WANG.user, [told.sheet], None)] == [15_000, 20_000]
    assert held(LI.user, [told.sheet], None) == ()


def test_p8_6_what_is_handed_over_is_held_no_longer() -> None:
    told = paid()
    assert held(WANG.user, [told.sheet], handed(told).sheet) == ()
    part = purse().does(CashHandedOver(items(told.sheet)[:1], 15_000))
    assert [item.amount_fen for item in held(WANG.user, [told.sheet], part.sheet)] == [20_000]


def test_p8_6_cash_voided_is_not_held() -> None:
    assert [item.amount_fen for item in held(WANG.user, [paid().voided(CashReceived).sheet], None)] == [15_000]


def test_p8_6_the_count_that_differs_needs_a_word_and_is_kept_as_counted() -> None:
    told = paid()
    short = CashHandedOver(items(told.sheet), 34_000)
    assert said(purse().objections(short)) == [("P8.6", "note", False)]
    (one,) = handovers(handed(told, 34_000, "找零少算 10 元").sheet)
    assert (one.due_fen, one.difference_fen) == (35_000, -1_000)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"items": ()}, "items"), ({"counted_fen": -1}, "counted_fen")],
    ids=["nothing", "less than nothing"],
)
def test_p8_6_a_handover_is_of_something_counted(changes: dict[str, object], field: str) -> None:
    body = evolve(CashHandedOver(items(paid().sheet), 35_000), **changes)  # type: ignore[arg-type]
    assert ("P8.6", field, False) in said(purse().objections(body))


def test_p8_6_nothing_is_handed_over_twice() -> None:
    told = paid()
    done = handed(told)
    again = CashHandedOver(items(told.sheet)[:1], 15_000)
    assert said(done.objections(again)) == [("P8.6", "items", False)]
    both = (*items(told.sheet), items(told.sheet)[0])
    assert said(purse().objections(CashHandedOver(both, 50_000))) == [("P8.6", "items", False)]


def test_p8_6_nobody_hands_over_for_somebody_else() -> None:
    body = CashHandedOver(items(paid().sheet), 35_000)
    assert said(purse(LI).objections(body, by=WANG)) == [("P8.6", "items", False)]


def test_p8_6_the_accountant_counts_once_and_both_counts_stay() -> None:
    done = handed(paid())
    agreed = done.does(counted(done, 35_000), by=ACCOUNTANT)
    (one,) = handovers(agreed.sheet)
    assert one.counted is not None
    assert (one.counted.body.counted_fen, one.counted.by, one.difference_fen) == (35_000, ACCOUNTANT.user, 0)
    assert said(agreed.objections(counted(done, 35_000), by=ACCOUNTANT)) == [("P8.6", "handover", False)]


def test_p8_6_nobody_counts_what_they_handed_in_themselves() -> None:
    done = handed(paid())
    both = evolve(WANG, roles=WANG.roles | ACCOUNTANT.roles)
    assert said(done.objections(counted(done, 35_000), by=both)) == [("P8.6", "handover", True)]
    alone = done.does(counted(done, 35_000), by=both, passing="P8.6", because="会计休假，主管在场")
    assert handovers(alone.sheet)[0].counted is not None


def test_p8_6_two_counts_that_differ_are_both_kept_with_a_word() -> None:
    done = handed(paid())
    assert said(done.objections(counted(done, 34_000), by=ACCOUNTANT)) == [("P8.6", "note", False)]
    short = done.does(counted(done, 34_000, "两人点了两遍，少 10 元"), by=ACCOUNTANT)
    (one,) = handovers(short.sheet)
    assert (one.entry.body.counted_fen, one.difference_fen, one.explained) == (35_000, -1_000, ())
    key = one.entry.key
    told = short.does(DifferenceExplained((key.device, key.n), "王工补交"), by=WANG)
    assert [entry.body.text for entry in handovers(told.sheet)[0].explained] == ["王工补交"]
    assert handovers(told.sheet)[0].difference_fen == -1_000


def test_p8_6_only_a_handover_that_is_there_is_counted_or_explained() -> None:
    done = handed(paid())
    assert said(done.objections(CashCounted(("nobody", 1), 100), by=ACCOUNTANT)) == [("P8.6", "handover", False)]
    assert said(done.objections(DifferenceExplained(("nobody", 1), " "), by=WANG)) == [
        ("P8.6", "handover", False),
        ("P8.6", "text", False),
    ]


def test_p8_6_a_receipt_voided_after_it_was_handed_over_stands_out_at_the_handover() -> None:
    told = paid()
    done, voided = handed(told), told.voided(CashReceived)
    (one,) = handovers(done.sheet)
    assert troubles(one, [told.sheet], done.sheet) == ()
    assert [trouble for _item, trouble in troubles(one, [voided.sheet], done.sheet)] == ["void"]
    assert custody(WANG.user, [voided.sheet], done.sheet).handed_over_fen == 15_000


def test_f59_a_handover_that_tells_of_other_sums_receipts_or_of_one_twice_is_flagged() -> None:
    told = paid()
    first, second = items(told.sheet)
    lied = (evolve(first, amount_fen=5_000), Item("case-9", ("phone-wang", 99), 100))
    done = purse().arrives(CashHandedOver(lied, 5_100), CashHandedOver((first, second), 35_000))
    one, two = handovers(done.sheet)
    assert [trouble for _item, trouble in troubles(one, [told.sheet], done.sheet)] == ["amount", "unknown"]
    assert [trouble for _item, trouble in troubles(two, [told.sheet], done.sheet)] == ["twice"]


def test_p8_6_a_custody_sheet_is_its_first_authors_and_the_same_on_every_device() -> None:
    assert owner(handed(paid()).sheet) == WANG.user
    assert owner(purse().sheet) is None
    assert cash_sheet(WANG.user) == cash_sheet(WANG.user) != cash_sheet(LI.user)


AMOUNTS = st.integers(1, 100_000)
VERDICTS = st.sampled_from(["ok", "late", "suspect", "refused"])


@quick
@given(
    st.lists(st.tuples(AMOUNTS, st.sampled_from([WANG, LI]), VERDICTS), min_size=1, max_size=8),
    st.lists(st.integers(0, 7), max_size=5),
    st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=4),
    st.randoms(use_true_random=False),
)
def test_p8_6_received_less_voided_is_held_plus_handed_over_whatever_the_order(
    receipts: list[tuple[int, Person, Verdict]], voids: list[int], handings: list[list[int]], chance: object
) -> None:
    facts = [(CashReceived(fen, fen, ""), who, verdict) for fen, who, verdict in receipts]
    laid = [_laid(n, body, who, verdict) for n, (body, who, verdict) in enumerate(facts, 1)]
    laid += [_laid(100 + n, Voided((WANG.device, 1 + place), "记错了"), WANG, "ok") for n, place in enumerate(voids)]
    chance.shuffle(laid)  # type: ignore[attr-defined]
    repair = fold(new_sheet(SheetId("case-1"), "repair"), laid)
    told = [tuple(Item("case-1", (WANG.device, 1 + place), 1) for place in places) for places in handings]
    gone = purse().arrives(*(CashHandedOver(one, 0) for one in told))
    for who in (WANG, LI):
        mine = custody(who.user, [repair], gone.sheet)
        assert mine.received_fen - mine.voided_fen == mine.held_fen + mine.handed_over_fen


def _laid(n: int, body: object, who: Person, verdict: Verdict) -> tuple[Fact, Stamp]:
    return provisional(Draft(SheetId("case-1"), body, MORNING), n, WANG.device), Stamp(who.user, n, MORNING, verdict)


def test_p8_6_the_words_of_a_difference_name_both_sums() -> None:
    objections = purse().objections(CashHandedOver(items(paid().sheet), 100))
    assert "You counted 1.00, the receipts say 350.00" in str(objections[0].words)
    assert cash.handed_over(purse().sheet) == frozenset()
