"""What a sheet is found by and what a list shows of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.listing import Listed, as_values, from_values, listed, matches, plain, searchable, words
from tests.cast_domain import WANG
from tests.domain.cases import MORNING, in_warranty, ready

NUMBERS = ["261123-A7-01", "1123 a7 01", "１１２３", "a701", "138-0013", "13800138000"]


@pytest.mark.parametrize("typed", [*NUMBERS, "海天", "天酒", "刘经理", "道闸 海天", "人民路8号", "不落杆"])
def test_a_case_is_found_by_number_names_phone_fault_and_address(typed: str) -> None:
    assert matches(searchable(ready().sheet), words(typed))


@pytest.mark.parametrize("typed", ["天海", "海天 没有", "261124", "刘经理1380"])
def test_what_doesnt_stand_together_in_one_field_is_not_found(typed: str) -> None:
    assert not matches(searchable(ready().sheet), words(typed))


def test_a_piece_taken_back_is_found_by_its_serial() -> None:
    taken = in_warranty().taken_back().sheet
    assert matches(searchable(taken), words("sn-1"))


def test_a_list_shows_where_the_case_stands() -> None:
    agreed = ready().agreed(hours=2)
    known = listed(agreed.sheet)
    assert (known.number, known.status, known.assigned) == ("261123-A7-01", "agreed", WANG.user)
    assert known.at == MORNING
    assert known.due == agreed.now - timedelta(minutes=10) + timedelta(hours=2)


def test_a_row_survives_the_wire() -> None:
    known = listed(ready().agreed().sheet)
    assert from_values(as_values(known) | {"new": 1}) == known
    assert from_values(as_values(Listed())) == Listed()


@given(st.text())
def test_any_text_gives_words_that_are_plain(typed: str) -> None:
    assert all(word and plain(word) == word for word in words(typed))


@given(st.text(max_size=400))
def test_what_was_written_is_found_by_any_part_of_it(written: str) -> None:
    whole = plain(written)
    assert matches(whole, words(whole[3:9]))
