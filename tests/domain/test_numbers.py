"""P1.5: numbers people can say on the phone, unique also when they are made offline."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.numbers import next_number
from tests.domain.arbitrary import quick

DAY = date(2026, 11, 23)


def test_p1_5_the_first_number_of_a_day_says_date_device_and_one() -> None:
    assert next_number(DAY, "A7", []) == "261123-A7-01"


def test_p1_5_the_next_follows_the_highest_of_this_day_and_device() -> None:
    taken = ["261123-A7-01", "261123-A7-09", "261123-B2-33", "261122-A7-50"]
    assert next_number(DAY, "A7", taken) == "261123-A7-10"


def test_p1_5_a_hundredth_sheet_of_a_day_has_a_number_too() -> None:
    assert next_number(DAY, "A7", ["261123-A7-99"]) == "261123-A7-100"


def test_p1_5_numbers_others_made_up_dont_stop_the_counting() -> None:
    odd = ["", "261123-A7-", "261123-A7-²", "261123-A7-٣", "261123-A7-x", "261123-A7-01-T1", "261123-A7-" + "9" * 5000]
    assert next_number(DAY, "A7", [*odd, "261123-A7-02"]) == "261123-A7-03"


@quick
@given(st.lists(st.tuples(st.sampled_from(["A7", "A", "7", "B2"]), st.integers(0, 2)), max_size=30))
def test_p1_5_devices_apart_never_make_the_same_number(opened: list[tuple[str, int]]) -> None:
    made: list[str] = []
    for tag, days in opened:
        own = [number for number in made if number.split("-")[1] == tag]
        made.append(next_number(DAY + timedelta(days=days), tag, own))
    assert len(set(made)) == len(made)
