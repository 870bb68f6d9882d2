"""Whole fen in, words for people out; checked against converters written another way."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from field_app.domain.money import capitals, hundredths, parse_yuan, times, yuan
from tests.domain.arbitrary import quick

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def _spoken(amount_fen: int) -> str:
    """The bank clerks' way: read off four digits at a time, then let zeros fall together.

    A zero before a thousands digit or before 角, and 整 after 角, may be left out (支付结算办法, annex 1); we leave them out.
    """
    whole, rest = divmod(amount_fen, 100)
    jiao, fen = divmod(rest, 10)
    text = ""
    for group in range(3, -1, -1):
        four = whole // 10 ** (4 * group) % 10_000
        for place in range(3, -1, -1):
            digit = four // 10**place % 10
            text += DIGITS[digit] + PLACES[place] if digit else "" if place == 3 and not four else "零"
        text += GROUPS[group] if four else ""
    text = "".join("零" if key == "零" else "".join(run) for key, run in groupby(text)).strip("零")
    for unit in ("万亿", "亿", "万"):
        text = text.replace("零" + unit, unit)
    text = text.replace("万亿", "万")
    text += "元" if whole else ""
    text += DIGITS[jiao] + "角" if jiao else "零" if whole and fen else ""
    return "人民币" + text + (DIGITS[fen] + "分" if fen else "" if jiao else "整")


@quick
@given(st.integers(1, 10**9) | st.integers(1, 10**6).map(lambda n: n * 1_000) | st.integers(1, 10**7).map(lambda n: n * 10**5))
@example(44_000)
@example(1)
@example(10_005)
@example(10_000_100_000)
def test_p8_4_capitals_say_the_amount_as_the_clerks_write_it(amount_fen: int) -> None:
    assert capitals(amount_fen) == _spoken(amount_fen)


@pytest.mark.parametrize(
    ("amount_fen", "words"),
    [
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角"),
        (44_000, "人民币肆佰肆拾元整"),
        (140_950, "人民币壹仟肆佰零玖元伍角"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
        (-500, "人民币负伍元整"),
        (10_000_100_000, "人民币壹亿零壹仟元整"),
        (1_000_000_500_000, "人民币壹佰亿零伍仟元整"),
        (10**18, "人民币10,000,000,000,000,000.00"),
    ],
)
def test_p8_4_capitals_by_example(amount_fen: int, words: str) -> None:
    assert capitals(amount_fen) == words


@given(st.integers(-(10**12), 10**12))
@quick
def test_yuan_has_thousands_and_always_two_decimals(amount_fen: int) -> None:
    shown = yuan(amount_fen)
    assert Decimal(shown.replace(",", "")) == Decimal(amount_fen) / 100
    assert shown == f"{Decimal(amount_fen) / 100:,.2f}"


@quick
@given(st.integers(0, 99_999_999_999))
def test_what_is_shown_can_be_typed_again(amount_fen: int) -> None:
    assert parse_yuan(yuan(amount_fen)) == amount_fen
    assert parse_yuan(f" ￥{yuan(amount_fen)} ") == amount_fen


@pytest.mark.parametrize(
    ("typed", "amount_fen"),
    [
        ("440", 44_000),
        ("440.5", 44_050),
        ("440.05", 44_005),
        ("1,234.50", 123_450),
        ("1，234", 123_400),
        ("¥0", 0),
        ("007", 700),
        ("440。5", 44_050),
        ("４４０．５０", 44_050),
        ("￥440", 44_000),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, amount_fen: int) -> None:
    assert parse_yuan(typed) == amount_fen


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "¥",
        ".",
        "-5",
        "+5",
        "1.234",
        "1.",
        ".5",
        "4 40",
        "abc",
        "1e3",
        "٣",
        "440,50",
        "440,5",
        "1,23,456",
        "NaN",
        "1.2.3",
        "9" * 10,
    ],
)
def test_what_is_no_amount_is_no_amount(typed: str) -> None:
    assert parse_yuan(typed) is None


@quick
@given(st.text(max_size=12))
def test_anything_typed_is_an_amount_or_none(typed: str) -> None:
    read = parse_yuan(typed)
    assert read is None or read >= 0


@quick
@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_price_times_quantity_is_rounded_half_up_to_the_fen(price_fen: int, quantity: int) -> None:
    exact = Decimal(price_fen) * Decimal(quantity) / 100
    assert times(price_fen, quantity) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@quick
@given(st.integers(-(10**9), 10**9))
def test_a_quantity_is_shown_exactly_and_without_idle_zeros(count: int) -> None:
    shown = hundredths(count)
    assert Decimal(shown) * 100 == count
    assert not (("." in shown) and shown.endswith(("0", ".")))
