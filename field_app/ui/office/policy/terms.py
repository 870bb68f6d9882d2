"""Every single rule by its attribute: what it is called, how its value is written, read and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Literal

import flet as ft
from attrs import evolve, frozen

from field_app.domain.money import parse_yuan, yuan
from field_app.domain.policy import CheckItem, Exclusion, Fee, Policy, Question
from field_app.domain.policy_changes import PART_OF, Part
from field_app.ui.office.labels import TRANSPORT, Word, word
from field_app.ui.words import _, language, money, n_

Shape = Literal["money", "whole", "flag", "mode", "months", "words", "text"]
Line = CheckItem | Exclusion | Fee | Question

PARTS: Mapping[Part, tuple[ft.IconData, Word]] = {
    "fees": (ft.Icons.SELL_OUTLINED, lambda: _("Fee standard")),
    "checklist": (ft.Icons.CHECKLIST, lambda: _("Arrival checks")),
    "money": (ft.Icons.PAYMENTS_OUTLINED, lambda: _("Cash limit")),
    "warranty": (ft.Icons.VERIFIED_USER_OUTLINED, lambda: _("Warranty terms")),
    "transport": (ft.Icons.DIRECTIONS_BUS_OUTLINED, lambda: _("Transport rule")),
    "return_visits": (ft.Icons.RECORD_VOICE_OVER_OUTLINED, lambda: _("Return visits")),
    "limits": (ft.Icons.SCHEDULE, lambda: _("Time limits")),
}


@frozen
class Term:
    """One rule that is a single value. `code` is its attribute in the policy, `unit` what its number counts."""

    code: str
    shape: Shape
    name: Word
    unit: Callable[[int], str] | None = None

    @property
    def part(self) -> Part:
        return PART_OF[self.code.split(".")[0]]

    def of(self, policy: Policy) -> Any:
        return reduce(getattr, self.code.split("."), policy)

    def shown(self, value: Any) -> str:
        """The value for reading."""
        if self.shape == "mode":
            return word(TRANSPORT, value)
        if self.shape == "flag":
            return _("Yes") if value else _("No")
        if self.shape == "money":
            return money(value)
        return self.unit(value) if self.unit else self.written(value) or _("none")

    def written(self, value: Any) -> Any:
        """The value as it stands in a field."""
        if self.shape == "money":
            return yuan(value)
        if self.shape in ("months", "words"):
            return _(", ").join(map(str, value))
        return str(value) if self.shape == "whole" else value

    def read(self, typed: Any) -> Any:
        """The value of what was typed; None for what can't be read."""
        if self.shape == "money":
            return parse_yuan(str(typed))
        if self.shape == "whole":
            return _whole(str(typed))
        if self.shape == "words":
            return _parts(str(typed))
        if self.shape == "months":
            months = [_whole(part) for part in _parts(str(typed))]
            return None if None in months else tuple(months)
        return typed.strip() if isinstance(typed, str) else typed


def _whole(typed: str) -> int | None:
    cleaned = typed.strip()
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 6 else None


def _parts(typed: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[\s,，、;；]+", typed) if part)


def _minutes(n: int) -> str:
    return n_("{n} minute", "{n} minutes", n)


def _hours(n: int) -> str:
    return n_("{n} hour", "{n} hours", n)


def _share(n: int) -> str:
    return _("{n} % of a new one", n=n)


def _days(n: int) -> str:
    return n_("{n} day", "{n} days", n)


TERMS: tuple[Term, ...] = (
    Term("arrival_place", "flag", lambda: _("Technicians may record where they arrived")),
    Term("cash_limit_fen", "money", lambda: _("Cash is the rule up to")),
    Term("warranty_months", "whole", lambda: _("Warranty where the contract says nothing"), lambda n: n_("{n} month", "{n} months", n)),
    Term("warranty_terms", "text", lambda: _("Warranty terms in words")),
    Term("replacement.years", "whole", lambda: _("Advise a new one from an age of"), lambda n: n_("{n} year", "{n} years", n)),
    Term("replacement.repairs", "whole", lambda: _("Advise a new one after"), lambda n: n_("{n} repair", "{n} repairs", n)),
    Term("replacement.percent_of_new", "whole", lambda: _("Advise a new one when the repair costs"), _share),
    Term("transport.important", "mode", lambda: _("Important cases")),
    Term("transport.urgent", "mode", lambda: _("Urgent cases")),
    Term("transport.far_districts", "words", lambda: _("Districts the bus serves badly")),
    Term("transport.far", "mode", lambda: _("There one goes")),
    Term("travel_minutes", "whole", lambda: _("Time for the way between two visits"), _minutes),
    Term("return_visits.every_nth", "whole", lambda: _("Sample: one case in"), lambda n: n_("{n} case", "{n} cases", n)),
    Term("return_visits.after_days", "whole", lambda: _("Asked after closing by"), _days),
    Term("return_visits.after_charges", "flag", lambda: _("Always after a charged repair")),
    Term("return_visits.after_takeback", "flag", lambda: _("Always after a take-back")),
    Term("return_visits.before_warranty_days", "whole", lambda: _("Before the warranty ends by"), _days),
    Term("return_visits.season_months", "months", lambda: _("Months of the season's visits")),
    Term("return_visits.bad_mark", "whole", lambda: _("Marks that open a complaint: up to"), lambda n: _("mark {n}", n=n)),
    Term("limits.agree_hours", "whole", lambda: _("From the report to the agreed visit"), _hours),
    Term("limits.arrive_hours", "whole", lambda: _("From the report to the arrival"), _hours),
    Term("limits.close_hours", "whole", lambda: _("From the report to the close"), _hours),
    Term("limits.late_minutes", "whole", lambda: _("On time still means up to"), _minutes),
)
TERM: Mapping[str, Term] = {term.code: term for term in TERMS}
LISTS: Mapping[str, Word] = {
    "fees": lambda: _("Prices"),
    "checklist": lambda: _("Checks"),
    "exclusions": lambda: _("What the warranty doesn't cover"),
    "questions": lambda: _("Questionnaire"),
}


def terms_of(part: Part) -> tuple[Term, ...]:
    return tuple(term for term in TERMS if term.part == part)


def lists_of(part: Part) -> tuple[str, ...]:
    return tuple(name for name in LISTS if PART_OF[name] == part)


def with_value(policy: Policy, code: str, value: Any) -> Policy:
    """The policy with one rule set."""
    group, _dot, attribute = code.partition(".")
    if not attribute:
        return evolve(policy, **{group: value})
    return evolve(policy, **{group: evolve(getattr(policy, group), **{attribute: value})})


def named(one: Line) -> str:
    """The company's own words; English where it has written them and English is spoken."""
    chinese = one.name if isinstance(one, Fee) else one.text
    return one.english if language() == "en" and one.english else chinese
