"""Money is whole fen; 100 fen are one yuan."""

import re
from decimal import Decimal
from typing import NewType

Fen = NewType("Fen", int)

# Sixteen digits of yuan are what 仟万亿 can say.
_NAMELESS = 10**18
_HUNDRED_MILLION = 10**8

# What Chinese keyboards write for digits and points.
_AS_ASCII = str.maketrans("０１２３４５６７８９．。，￥", "0123456789..,¥")
# A comma stands before three digits: where "440,50" means a point, taking it away would make a hundred times as much.
_AMOUNT = re.compile(r"¥*([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,2}))?")


def yuan(amount_fen: int) -> str:
    """`123456` as `1,234.56`, always two decimals."""
    sign = "-" if amount_fen < 0 else ""
    whole, cents = divmod(abs(amount_fen), 100)
    return f"{sign}{whole:,}.{cents:02d}"


def parse_yuan(text: str) -> Fen | None:
    """Fen from what a person types (`1,234.5`, `￥440`), or None when it is no amount of yuan and fen."""
    found = _AMOUNT.fullmatch(text.translate(_AS_ASCII).strip())
    if found is None:
        return None
    return Fen(int(found[1].replace(",", "")) * 100 + int(f"{found[2] or ''}00"[:2]))


def times(price_fen: int, quantity_hundredths: int) -> Fen:
    """Price times a quantity counted in hundredths, rounded half up to the fen."""
    return Fen((price_fen * quantity_hundredths + 50) // 100)


def hundredths(count: int) -> str:
    """A quantity counted in hundredths, exactly: `150` as `1.5`, `200` as `2`."""
    sign = "-" if count < 0 else ""
    whole, rest = divmod(abs(count), 100)
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".")


def capitals(amount_fen: int) -> str:
    """The amount in Chinese capitals 大写金额, with 人民币 before it (P8.4). Figures beyond what has a name."""
    import cn2an  # costs a tenth of a second in the browser, wanted on money screens only

    if amount_fen == 0:
        return "人民币零元整"
    if abs(amount_fen) >= _NAMELESS:
        return f"人民币{yuan(amount_fen)}"
    words = str(cn2an.an2cn(str(Decimal(amount_fen) / 100), "rmb"))
    whole = abs(amount_fen) // 100
    if whole >= _HUNDRED_MILLION and not whole % _HUNDRED_MILLION // 10_000 and whole % 10_000 >= 1000:
        # cn2an leaves out the 零 that stands for a whole section of nothing, where the next begins with thousands.
        words = words.replace("亿", "亿零", 1)
    return f"人民币{words}"
