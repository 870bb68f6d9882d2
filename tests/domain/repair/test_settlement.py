"""Chapter 8 on site: the receipt beforehand, cash or an agreement, and not leaving before one of three."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from attrs import evolve

from field_app.domain.errors import RuleBroken
from field_app.domain.repair import settlement
from field_app.domain.repair.charges import Line, Quoted
from field_app.domain.repair.settlement import (
    CashReceived,
    DebtChased,
    LeftSite,
    PaidOtherwise,
    PaymentAgreed,
    PaymentBooked,
    ReceiptAllotted,
    agreed_fen,
    due_fen,
    overpaid_fen,
    owed,
    owed_fen,
    received_fen,
    unsettled_fen,
)
from tests.cast_domain import ACCOUNTANT, POLICY
from tests.domain.cases import LABOUR, NO_SIGNATURE, SLIP_OF_THE_FINGER, Case, agreement, chargeable, in_warranty, ready, said, voids

DUE = 60_000
NEXT_MONTH = date(2026, 12, 23)


def owing(amount_fen: int = DUE) -> Case:
    """The work is done and signed; this much is due; receipts 101 and 102 are at hand."""
    line = Line("labour", "合同价", "次", amount_fen, 100, "contract")
    on_site = ready().allotted("0000101", "0000102").on_site().diagnosed().decided("outside")
    return on_site.quoted(line).consented().worked().signed()


def test_p8_4_what_is_due_is_the_quote_agreed_to() -> None:
    assert due_fen(owing().sheet) == DUE
    assert due_fen(in_warranty().worked().signed().sheet) == 0


@pytest.mark.parametrize("amount_fen", [0, -1, DUE + 1])
@pytest.mark.parametrize("way", [CashReceived, PaidOtherwise])
def test_p8_4_an_amount_that_cant_be_is_refused_beside_it(amount_fen: int, way: type) -> None:
    body = CashReceived(amount_fen, amount_fen, "0000101") if way is CashReceived else PaidOtherwise(amount_fen, "wechat", "0000101")
    assert ("P8.4", "amount_fen", False) in said(owing().objections(body))


def test_p8_4_the_money_handed_over_is_at_least_the_amount() -> None:
    assert said(owing(40_000).objections(CashReceived(40_000, 39_999, "0000101"))) == [("P8.4", "tendered_fen", False)]
    assert owing(40_000).objections(CashReceived(40_000, 50_000, "0000101")) == ()


@pytest.mark.parametrize(("due", "passable"), [(50_000, False), (50_001, True)])
def test_p8_4_up_to_exactly_500_yuan_cash_is_the_rule_and_above_it_needs_a_reason(due: int, passable: bool) -> None:
    cash = CashReceived(due, due, "0000101")
    assert said(owing(due).objections(cash)) == [("P8.4", "amount_fen", True)] * passable
    assert owing(due).objections(cash, passing="P8.4") == ()


@pytest.mark.parametrize(("due", "passable"), [(50_000, True), (50_001, False)])
def test_p8_4_up_to_exactly_500_yuan_another_way_needs_a_reason_and_above_it_is_the_rule(due: int, passable: bool) -> None:
    other = PaidOtherwise(due, "transfer", "0000101")
    assert said(owing(due).objections(other)) == [("P8.4", "method", True)] * passable
    assert owing(due).objections(other, passing="P8.4") == ()


def test_p8_4_the_limit_is_the_companys_to_set() -> None:
    strict = evolve(owing(), policy=evolve(POLICY, cash_limit_fen=10_000))
    assert said(strict.objections(CashReceived(10_001, 10_001, "0000101"))) == [("P8.4", "amount_fen", True)]
    lawless = evolve(owing(50_000), policy=None)
    assert lawless.objections(CashReceived(50_000, 50_000, "0000101")) == ()


def test_p8_4_cash_in_two_halves_is_still_above_the_limit() -> None:
    half = owing(80_000).cash(40_000)
    assert said(half.objections(CashReceived(40_000, 40_000, "0000102"))) == [("P8.4", "amount_fen", True)]


def test_p8_4_a_large_sum_may_be_paid_partly_in_cash_and_partly_otherwise() -> None:
    mixed = owing(80_000).cash(40_000).paid_otherwise(40_000, "0000102")
    assert unsettled_fen(mixed.sheet) == 0
    assert mixed.objections(LeftSite()) == ()


@pytest.mark.parametrize(("receipt", "passable"), [("0000999", False), ("", True)])
@pytest.mark.parametrize("way", [CashReceived, PaidOtherwise])
def test_p8_3_money_is_taken_against_a_receipt_allotted_to_this_sheet(receipt: str, passable: bool, way: type) -> None:
    body = CashReceived(40_000, 40_000, receipt) if way is CashReceived else PaidOtherwise(60_000, "wechat", receipt)
    assert said(owing().objections(body)) == [("P8.3", "receipt", passable)]


def test_p8_3_a_receipt_is_used_once() -> None:
    half = owing().cash(40_000)
    assert ("P8.3", "receipt", False) in said(half.objections(CashReceived(10_000, 10_000, "0000101")))
    assert half.objections(CashReceived(10_000, 10_000, "0000102")) == ()


def test_p8_3_two_payments_without_any_receipt_are_two_exceptions_and_no_double_use() -> None:
    bare = owing().cash(20_000, "", passing="P8.3").cash(20_000, "", passing="P8.3")
    assert received_fen(bare.sheet) == 40_000
    assert settlement.used_receipts(bare.sheet) == frozenset()


@pytest.mark.parametrize("number", ["", "0000101"])
def test_p8_3_the_accountant_allots_a_number_once_to_a_sheet(number: str) -> None:
    allotted = ready().allotted("0000101")
    assert said(allotted.objections(ReceiptAllotted(number, "receipt"), by=ACCOUNTANT)) == [("P8.3", "number", False)]


def test_p8_3_an_allotment_voided_is_no_receipt_any_more() -> None:
    withdrawn = owing().voided(ReceiptAllotted, by=ACCOUNTANT)
    assert [known.number for known in settlement.allotted(withdrawn.sheet)] == ["0000101"]


@pytest.mark.parametrize(
    ("wrong", "rule_field"),
    [
        ({"payer": " "}, ("P8.5", "payer", False)),
        ({"signer": ""}, ("P8.5", "signer", False)),
        ({"signature": NO_SIGNATURE}, ("P8.5", "signature", False)),
        ({"signature": SLIP_OF_THE_FINGER}, ("P8.5", "signature", False)),
        ({"amount_fen": DUE - 1}, ("P8.5", "shown", False)),
        ({"method": "cheque"}, ("P8.5", "shown", False)),
        ({"due_on": NEXT_MONTH + timedelta(days=1)}, ("P8.5", "shown", False)),
        ({"payer": "别人"}, ("P8.5", "shown", False)),
        ({"amount_fen": DUE + 1}, ("P8.4", "amount_fen", False)),
        ({"amount_fen": 0}, ("P8.4", "amount_fen", False)),
        ({"amount_fen": 2**53 - 1}, ("P8.4", "amount_fen", False)),
        ({"due_on": date(2026, 11, 22)}, ("P8.5", "due_on", False)),
    ],
)
def test_p8_5_an_agreement_says_how_much_how_when_and_by_whom_and_is_signed_as_shown(
    wrong: dict[str, object], rule_field: tuple[str, str, bool]
) -> None:
    case = owing()
    signed = evolve(agreement(case.sheet, DUE, NEXT_MONTH), **wrong)  # type: ignore[arg-type]
    assert rule_field in said(case.objections(signed))


def test_p8_5_what_is_agreed_today_may_be_paid_today() -> None:
    case = owing()
    assert case.objections(agreement(case.sheet, DUE, date(2026, 11, 23))) == ()


def test_p8_5_the_agreement_is_shown_with_capitals_and_the_invoice() -> None:
    case = owing().does(ReceiptAllotted("0000900", "invoice"), by=ACCOUNTANT)
    shown = settlement.shown_agreement(case.sheet, DUE, "transfer", NEXT_MONTH, "财务")
    assert (shown["amount"], shown["capitals"], shown["invoice"]) == ("600.00", "人民币陆佰元整", "0000900")


@pytest.mark.parametrize(
    "settled",
    [
        lambda: in_warranty().worked().signed(),
        lambda: owing().cash(DUE, passing="P8.4"),
        lambda: owing().paid_otherwise(DUE),
        lambda: owing().payment_agreed(DUE),
        lambda: owing().cash(20_000).payment_agreed(40_000),
        lambda: owing().cash(20_000).paid_otherwise(20_000, "0000102").payment_agreed(20_000),
        lambda: ready().on_site().diagnosed().decided("outside").quoted().refused(),
    ],
    ids=["nothing to pay", "cash", "another way", "agreed", "part in cash, the rest agreed", "all three", "refused"],
)
def test_p8_5_who_has_nothing_to_pay_has_paid_or_has_signed_may_be_left(settled: Callable[[], Case]) -> None:
    case = settled()
    assert unsettled_fen(case.sheet) == 0
    assert case.objections(LeftSite()) == ()


@pytest.mark.parametrize(
    "open_account",
    [lambda: owing(), lambda: owing().cash(20_000), lambda: owing().payment_agreed(DUE - 1)],
    ids=["nothing paid", "a part paid", "a fen not agreed"],
)
def test_p8_5_nobody_leaves_with_an_open_account_unless_a_reason_is_given(open_account: Callable[[], Case]) -> None:
    case = open_account()
    with pytest.raises(RuleBroken, match=r"P8\.5"):
        case.left()
    assert case.left(passing="P8.5").last(LeftSite).fact.exception is not None


def test_p8_5_work_that_goes_on_another_day_is_settled_at_its_end() -> None:
    unfinished = chargeable().worked("unfinished").signed()
    assert unsettled_fen(unfinished.sheet) == DUE
    assert unfinished.objections(LeftSite()) == ()
    finished = unfinished.left().on_site().worked().signed()
    assert said(finished.objections(LeftSite())) == [("P8.5", None, True)]


def test_p8_5_leaving_is_recorded_once_a_visit_and_only_after_arriving() -> None:
    left = in_warranty().worked().signed().left()
    assert said(left.objections(LeftSite())) == [("P8.5", None, False)]
    assert said(ready().agreed().objections(LeftSite())) == [("P4.1", None, True)]


def test_p8_5_an_agreement_made_anew_takes_the_place_of_the_one_before() -> None:
    anew = owing().payment_agreed(DUE).payment_agreed(20_000)
    assert agreed_fen(anew.sheet) == 20_000
    assert unsettled_fen(anew.sheet) == 40_000


def test_p8_5_what_is_paid_after_all_is_no_longer_owed() -> None:
    paid = owing().payment_agreed(DUE).paid_otherwise(DUE)
    assert (received_fen(paid.sheet), agreed_fen(paid.sheet), unsettled_fen(paid.sheet)) == (DUE, 0, 0)


def test_p10_3_a_payment_voided_is_owed_again() -> None:
    assert unsettled_fen(owing().paid_otherwise(DUE).voided(PaidOtherwise).sheet) == DUE
    assert unsettled_fen(owing().payment_agreed(DUE).voided(PaymentAgreed).sheet) == DUE


def test_p8_6_money_taken_for_a_quote_voided_later_shows_as_overpaid_and_nothing_is_due() -> None:
    voided = owing(40_000).cash(40_000).voided(Quoted)
    assert (due_fen(voided.sheet), unsettled_fen(voided.sheet), overpaid_fen(voided.sheet)) == (0, 0, 40_000)
    assert said(voided.objections(CashReceived(1, 1, "0000102"))) == [("P8.4", "amount_fen", False)]
    assert "Only 0.00" in str(voided.objections(CashReceived(1, 1, "0000102"))[0].words)


def test_p8_6_a_smaller_quote_after_payment_shows_the_difference() -> None:
    smaller = owing(60_000).paid_otherwise(60_000).quoted(evolve(LABOUR, quantity=100))
    assert (overpaid_fen(smaller.sheet), unsettled_fen(smaller.sheet)) == (48_000, 0)


def test_f24_money_taken_by_who_no_longer_has_the_case_is_money_taken() -> None:
    late = owing().arrives(CashReceived(DUE, DUE, "0000101"), verdict="late")
    assert (received_fen(late.sheet), unsettled_fen(late.sheet)) == (DUE, 0)


def test_p10_2_on_a_closed_sheet_money_needs_a_reason() -> None:
    closed = owing().left(passing="P8.5").reported().signed_off("知道了")
    bodies = (CashReceived(20_000, 20_000, "0000101"), PaidOtherwise(DUE, "wechat", "0000101"), agreement(closed.sheet, DUE, NEXT_MONTH))
    for body in bodies:
        assert said(closed.objections(body)) == [("P10.2", None, True)]
        assert closed.objections(body, passing="P10.2") == ()


def done_owing() -> Case:
    """The work is done, the technician gone, 600.00 agreed for 23 December."""
    return owing().payment_agreed(DUE).left()


def test_p8_7_what_is_agreed_is_owed_from_the_day_the_technician_left_until_it_is_paid() -> None:
    told = done_owing()
    debt = owed(told.sheet)
    assert debt is not None
    assert (debt.amount_fen, debt.due_on, debt.payer) == (DUE, date(2026, 12, 23), "海天酒店财务")
    assert (debt.days_over(date(2026, 12, 23)), debt.days_over(date(2026, 12, 26))) == (0, 3)
    assert owed(owing().payment_agreed(DUE).sheet) is None
    part = told.does(booked(20_000), by=ACCOUNTANT)
    assert owed_fen(part.sheet) == 40_000
    assert owed(part.does(booked(40_000), by=ACCOUNTANT).sheet) is None


def test_p8_7_without_an_agreement_it_was_due_the_day_the_technician_left() -> None:
    debt = owed(owing().left(passing="P8.5").sheet)
    assert debt is not None
    assert (debt.due_on, debt.payer) == (date(2026, 11, 23), "海天酒店")


def test_p8_7_a_payment_is_booked_on_a_closed_sheet_too() -> None:
    closed = done_owing().reported().signed_off("知道了")
    assert closed.objections(booked(DUE), by=ACCOUNTANT) == ()
    assert owed(closed.does(booked(DUE), by=ACCOUNTANT).sheet) is None


@pytest.mark.parametrize(
    ("body", "rule", "field"),
    [
        (lambda: booked(DUE + 1), "P8.4", "amount_fen"),
        (lambda: booked(0), "P8.4", "amount_fen"),
        (lambda: booked(DUE, date(2026, 11, 24)), "P8.7", "paid_on"),
        (lambda: DebtChased(" "), "P8.7", "note"),
        (lambda: DebtChased("说月底付", date(2026, 11, 22)), "P8.7", "next_on"),
    ],
    ids=["more than is owed", "nothing", "paid tomorrow", "no word of the customer", "the next step yesterday"],
)
def test_p8_7_what_cant_be_so_is_refused_beside_its_field(body: Callable[[], object], rule: str, field: str) -> None:
    assert said(done_owing().objections(body(), by=ACCOUNTANT)) == [(rule, field, False)]


def test_p8_7_a_debt_is_chased_with_the_customers_word_and_a_next_step() -> None:
    chased = done_owing().does(DebtChased("财务下周排款", date(2026, 11, 30)), by=ACCOUNTANT)
    debt = owed(chased.sheet)
    assert debt is not None
    assert debt.next_on == date(2026, 11, 30)
    paid = chased.does(booked(DUE), by=ACCOUNTANT)
    assert said(paid.objections(DebtChased("再问一次"), by=ACCOUNTANT)) == [("P8.7", None, False)]


def test_f59_a_payment_is_taken_back_whole_and_once_so_never_more_goes_back_than_came() -> None:
    paid = owing().paid_otherwise(DUE)
    voided = paid.voided(PaidOtherwise)
    assert received_fen(voided.sheet) == 0
    again = voids(paid.last(PaidOtherwise).key)
    assert said(voided.objections(again)) == [("P10.3", "fact", False)]
    assert received_fen(voided.arrives(again).sheet) == 0


def booked(amount_fen: int, on: date = date(2026, 11, 23)) -> PaymentBooked:
    return PaymentBooked(amount_fen, "transfer", on, "银行 1123")
