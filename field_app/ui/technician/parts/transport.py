"""Small questions of getting there: the company's rule, and a fare as it is typed."""

from __future__ import annotations

from field_app.domain.money import yuan
from field_app.domain.policy import TransportRule
from field_app.domain.sheets import Sheet
from field_app.ui.services import Services


def rule_of(sheet: Sheet, services: Services) -> TransportRule:
    policy = services.policy_for(sheet)
    return policy.transport if policy else TransportRule()


def typed_fare(fare_fen: int) -> str:
    """Empty for none, so that nobody has to delete a zero."""
    return yuan(fare_fen).replace(",", "") if fare_fen else ""
