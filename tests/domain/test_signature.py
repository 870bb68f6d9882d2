"""A signature is its strokes, exactly; what is too little ink or no stroke at all is no signature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.signature import LEAST_INK, Signature, decode, encode, ink, unsigned
from tests.domain.arbitrary import quick
from tests.domain.cases import NO_SIGNATURE, SIGNATURE, SLIP_OF_THE_FINGER, said

POINTS = st.tuples(st.integers(-2000, 4000), st.integers(-2000, 4000), st.integers(0, 600_000))
STROKES = st.lists(st.lists(POINTS, max_size=12), max_size=5)


@quick
@given(STROKES)
def test_strokes_come_back_point_by_point(strokes: list[list[tuple[int, int, int]]]) -> None:
    assert decode(encode(strokes)) == tuple(tuple(stroke) for stroke in strokes)


def test_400_points_take_less_than_two_kilobytes() -> None:
    strokes = [[(20 + 3 * i, 100 + i * i % 37, 16 * i) for i in range(400)]]
    assert len(encode(strokes)) < 2_000


@quick
@given(st.text(max_size=40) | st.text("ABCDwxyz0189-_", max_size=40))
def test_any_text_is_strokes_or_a_value_error_and_never_hangs(text: str) -> None:
    try:
        strokes = decode(text)
    except ValueError:
        return
    assert ink(strokes) >= 0
    assert decode(encode(strokes)) == strokes


@pytest.mark.parametrize("text", ["Ag", "____", "_" * 60_000, "AAA A", "A+/A", "签字", "gA", "A" * 5])
def test_damaged_strokes_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(text)


def test_a_full_name_is_a_signature() -> None:
    assert ink(decode(SIGNATURE.strokes)) > LEAST_INK
    assert not list(unsigned(SIGNATURE, "P7.2"))


@pytest.mark.parametrize(
    "signature",
    [
        NO_SIGNATURE,
        SLIP_OF_THE_FINGER,
        Signature(640, 320, encode([[(5, 5, 0)], [(400, 300, 900)]])),
        Signature(640, 320, "nonsense!"),
        Signature(0, 320, SIGNATURE.strokes),
        Signature(640, -1, SIGNATURE.strokes),
    ],
    ids=["an empty box", "a slip of the finger", "two dots", "nonsense", "a box without width", "a box turned inside out"],
)
def test_what_is_no_signature_is_refused_beside_the_box(signature: Signature) -> None:
    assert said(tuple(unsigned(signature, "P7.2"))) == [("P7.2", "signature", False)]


def test_only_an_empty_box_can_be_gone_past_where_life_forces_it() -> None:
    assert said(tuple(unsigned(NO_SIGNATURE, "P6.1", passable=True))) == [("P6.1", "signature", True)]
    assert said(tuple(unsigned(SLIP_OF_THE_FINGER, "P6.1", passable=True))) == [("P6.1", "signature", False)]
