"""Amounts in capitals 大写金额 (P8.4) against a spelling of our own, by the rules 正确填写票据 and not by the library."""

import random

from field_app.domain.money import capitals

FIGURES = "零壹贰叁肆伍陆柒捌玖"


def spelt(amount_fen: int) -> str:
    """整 follows a whole amount only; behind 角 it may be left out, and is."""
    yuan, cents = divmod(amount_fen, 100)
    jiao, fen = divmod(cents, 10)
    said = _groups(yuan) + "元" if yuan else ""
    if not cents:
        return f"人民币{said}整"
    between = "零" if yuan and not jiao else ""
    return f"人民币{said}{between}{FIGURES[jiao] + '角' if jiao else ''}{FIGURES[fen] + '分' if fen else ''}"


def _groups(yuan: int) -> str:
    """Groups of four figures; where figures left out stand between others, one 零."""
    if yuan < 10_000:
        return _four(yuan)
    size, name = (100_000_000, "亿") if yuan >= 100_000_000 else (10_000, "万")
    upper, lower = divmod(yuan, size)
    between = "零" if lower and lower < size // 10 else ""
    return _groups(upper) + name + between + (_groups(lower) if lower else "")


def _four(number: int) -> str:
    said = ""
    for place, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        figure, number = divmod(number, place)
        if figure:
            said += FIGURES[figure] + name
        elif said and number and not said.endswith("零"):
            said += "零"
    return said


def test_ten_thousand_amounts_agree_with_an_independent_spelling():
    chance = random.Random(2026)  # noqa: S311 - the same amounts in every run
    chosen = [1, 7, 10, 100, 1_000, 100_000, 100_500, 1_000_000_000, 10_000_000_001]
    drawn = [chance.randrange(1, 10 ** chance.randint(2, 12)) for _ in range(10_000)]
    wrong = [(amount, capitals(amount), spelt(amount)) for amount in chosen + drawn if capitals(amount) != spelt(amount)]
    assert not wrong, wrong[:5]
