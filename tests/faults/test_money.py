"""Cash and its numbers when two act at once, each without the other: impossible, or flagged the same day at both (F59)."""

from collections.abc import Iterator

import pytest

from field_app.domain.cash import CashHandedOver, cash_sheet, handovers, held, troubles
from field_app.domain.documents import RECEIPT_BOOK, NumberAllotted, NumbersIssued, NumberVoided, allotted_twice, free_numbers, skipped
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Voided
from tests.cast import ACCOUNTANT, LI, WANG, Company, company
from tests.faults import oracle


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    here.record(ACCOUNTANT, RECEIPT_BOOK, NumbersIssued("receipt", 101, 110))
    yield here
    here.office.close()


def test_f59_a_number_given_out_at_two_desks_at_once_is_flagged_at_both(here: Company):
    first, second = here.open_case(WANG), here.open_case(LI)
    one, other = here.phone(ACCOUNTANT), here.phone(ACCOUNTANT)
    oracle.quiet(one, other)
    one.record(RECEIPT_BOOK, NumberAllotted("receipt", 101, first))
    other.record(RECEIPT_BOOK, NumberAllotted("receipt", 101, second))
    oracle.quiet(one, other)
    assert [allotted_twice(desk.sees(RECEIPT_BOOK)) for desk in (one, other)] == [{101}, {101}]
    assert [verdict for verdict, _ in here.verdicts_of(one) + here.verdicts_of(other)] == ["ok", "suspect"]
    assert oracle.findings(here, one, other) == []


def test_f59_a_number_left_out_is_a_gap_at_every_desk_until_it_is_void(here: Company):
    case, one, other = here.open_case(WANG), here.phone(ACCOUNTANT), here.phone(ACCOUNTANT)
    oracle.quiet(one, other)
    one.record(RECEIPT_BOOK, NumberAllotted("receipt", 103, case))
    oracle.quiet(one, other)
    assert skipped(other.sees(RECEIPT_BOOK), "receipt") == (101, 102)
    other.record(RECEIPT_BOOK, NumberVoided(101, "印坏了"), NumberVoided(102, "印坏了"))
    oracle.quiet(one, other)
    assert skipped(one.sees(RECEIPT_BOOK), "receipt") == ()
    assert free_numbers(one.sees(RECEIPT_BOOK), "receipt")[0] == 104


def test_f59_cash_corrected_away_on_two_devices_goes_back_once(here: Company):
    case, phone, tablet = here.open_case(WANG), here.phone(WANG), here.phone(WANG)
    (cash,) = phone.record(case, CashReceived(12000, 12000, "0000101"))
    oracle.quiet(phone, tablet)
    for device, why in ((phone, "写错"), (tablet, "又写错")):
        device.record(case, Voided(cash.key, why))
    oracle.quiet(phone, tablet)
    assert [held(WANG.user, [device.sees(case)], None) for device in (phone, tablet)] == [(), ()]
    assert (phone.sees(case).live(CashReceived), oracle.cash_in_log(here)) == ((), 0)
    assert oracle.findings(here, phone, tablet) == []


def test_f59_cash_corrected_on_one_device_while_it_is_handed_in_on_the_other_stands_out_at_the_accountants(here: Company):
    case, phone, tablet, desk = here.open_case(WANG), here.phone(WANG), here.phone(WANG), here.phone(ACCOUNTANT)
    (cash,) = phone.record(case, CashReceived(12000, 12000, "0000101"))
    oracle.quiet(phone, tablet)
    phone.record(case, Voided(cash.key, "写错"))
    tablet.record(cash_sheet(WANG.user), CashHandedOver(held(WANG.user, [tablet.sees(case)], None), 12000))
    oracle.quiet(phone, tablet, desk)
    custody = desk.sees(cash_sheet(WANG.user))
    (handover,) = handovers(custody)
    assert [trouble for _, trouble in troubles(handover, [desk.sees(case)], custody)] == ["void"]
    assert oracle.findings(here, phone, tablet, desk) == []
