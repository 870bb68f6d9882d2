"""Whether the place is recorded with an arrival: where the company allows it, until this person switches it off (P3.6)."""

from __future__ import annotations

from field_app.ui.services import Services

_KEY = "arrival_place"


def is_allowed(services: Services) -> bool:
    """By the company's rules in force today."""
    policy = services.policy()
    return policy is not None and policy.arrival_place


def is_wanted(services: Services) -> bool:
    return is_allowed(services) and services.store.setting(_KEY) is not False


def want(services: Services, wanted: bool) -> None:
    services.store.keep_setting(_KEY, wanted)
