"""Prices as they are told on the phone (P3.1): what things cost, and what the chosen ones come to."""

from __future__ import annotations

from field_app.domain.money import Fen, parse_yuan, yuan
from field_app.domain.policy import Fee
from field_app.ui.words import _, language, money


def fee_name(fee: Fee) -> str:
    """The company's own word, in English where it gave one and English is spoken."""
    return fee.english if language() == "en" and fee.english else fee.name


def fee_price(fee: Fee) -> str:
    return _("{price} per {unit}", price=money(fee.price_fen), unit=fee.unit)


def added(amount: str, fee: Fee) -> str:
    """What is typed in the amount with this price on top, as it would be typed."""
    return yuan(Fen((parse_yuan(amount) or 0) + fee.price_fen)).replace(",", "")
