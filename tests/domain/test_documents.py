"""P8.3: numbers are issued before the visit, never reused, never skipped, never deleted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.documents import (
    NumberAllotted,
    NumbersIssued,
    NumberVoided,
    allotted_twice,
    books,
    free_numbers,
    printed,
    skipped,
)
from field_app.domain.errors import RuleBroken
from field_app.domain.facts import TYPES
from tests.cast_domain import ACCOUNTANT
from tests.domain.arbitrary import quick
from tests.domain.cases import said
from tests.domain.others import Other, other


def book() -> Other:
    return other("documents").issued("receipt", 101, 105)


def test_p8_3_a_book_is_a_run_of_numbers_first_to_last() -> None:
    assert books(book().sheet) == (NumbersIssued("receipt", 101, 105),)
    assert free_numbers(book().sheet, "receipt") == (101, 102, 103, 104, 105)
    assert free_numbers(book().sheet, "invoice") == ()


@pytest.mark.parametrize(("first", "last"), [(0, 5), (-1, 5), (10, 9), (1, 1001)])
def test_p8_3_a_book_nobody_could_print_is_refused(first: int, last: int) -> None:
    assert said(other("documents").objections(NumbersIssued("receipt", first, last), by=ACCOUNTANT)) == [("P8.3", "last", False)]


@pytest.mark.parametrize(("first", "last"), [(105, 110), (90, 101), (103, 103), (1, 500)])
def test_p8_3_no_number_is_issued_twice(first: int, last: int) -> None:
    assert said(book().objections(NumbersIssued("invoice", first, last), by=ACCOUNTANT)) == [("P8.3", "first", False)]


def test_p8_3_books_lie_side_by_side() -> None:
    assert free_numbers(book().issued("receipt", 106, 107).sheet, "receipt") == (101, 102, 103, 104, 105, 106, 107)


@pytest.mark.parametrize("number", [100, 106, 102, 103])
def test_p8_3_a_number_is_allotted_once_and_only_if_it_is_there(number: int) -> None:
    used = book().given(102).spoilt(103)
    assert said(used.objections(NumberAllotted("receipt", number, "case-2"), by=ACCOUNTANT)) == [("P8.3", "number", False)]
    assert free_numbers(used.sheet, "receipt") == (101, 104, 105)


def test_p8_3_a_receipt_is_no_invoice() -> None:
    assert said(book().objections(NumberAllotted("invoice", 101, "case-2"), by=ACCOUNTANT)) == [("P8.3", "number", False)]


@pytest.mark.parametrize(
    ("body", "field"),
    [(NumberVoided(100, "写坏了"), "number"), (NumberVoided(103, "写坏了"), "number"), (NumberVoided(101, " "), "reason")],
)
def test_p8_3_a_number_is_voided_once_with_a_reason_and_stays_in_the_book(body: NumberVoided, field: str) -> None:
    assert said(book().spoilt(103).objections(body, by=ACCOUNTANT)) == [("P8.3", field, False)]


@quick
@given(st.lists(st.tuples(st.booleans(), st.integers(99, 107)), max_size=20))
def test_p8_3_every_number_is_free_allotted_or_void_and_never_two_of_them(deeds: list[tuple[bool, int]]) -> None:
    told = book()
    given_out: set[int] = set()
    void: set[int] = set()
    for allot, number in deeds:
        try:
            told = told.given(number) if allot else told.spoilt(number)
        except RuleBroken:
            continue
        (given_out if allot else void).add(number)
    assert len(told.sheet.live(NumberAllotted)) == len(given_out)
    assert set(free_numbers(told.sheet, "receipt")) == set(range(101, 106)) - given_out - void


def test_p8_3_a_number_is_printed_with_seven_digits() -> None:
    assert printed(101) == "0000101"


def test_f59_a_number_two_people_gave_out_at_once_is_flagged() -> None:
    one = book().given(101)
    assert allotted_twice(one.sheet) == frozenset()
    both = one.arrives(NumberAllotted("receipt", 101, "case-2"), by=ACCOUNTANT)
    assert allotted_twice(both.sheet) == {101}
    assert free_numbers(both.sheet, "receipt") == (102, 103, 104, 105)


def test_f59_a_number_left_out_below_one_that_is_gone_is_a_gap_until_it_is_used_or_void() -> None:
    assert skipped(book().given(101).given(102).sheet, "receipt") == ()
    left_out = book().given(101).given(104)
    assert skipped(left_out.sheet, "receipt") == (102, 103)
    assert skipped(left_out.given(102).spoilt(103).sheet, "receipt") == ()
    assert skipped(left_out.issued("receipt", 201, 205).sheet, "receipt") == (102, 103)


def test_f59_no_fact_takes_a_number_out_of_the_book_again() -> None:
    kinds = {known.name for known in TYPES.values() if known.kind == "documents"}
    assert kinds == {"numbers_issued", "number_allotted", "number_voided"}
    spoilt = book().given(101).spoilt(101)
    assert said(spoilt.objections(NumberAllotted("receipt", 101, "case-2"), by=ACCOUNTANT)) == [("P8.3", "number", False)]
