"""A draft of the rules while it is typed: values of a form, what they mean, and what is wrong with them beside which place (P9.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from attrs import evolve, frozen

from field_app.domain.errors import Objection, say
from field_app.domain.money import parse_yuan, yuan
from field_app.domain.policy import (
    CheckItem,
    Exclusion,
    Fee,
    Policy,
    PolicyProposed,
    PolicyReturned,
    Question,
    in_force,
    proposed,
    version,
    versions,
)
from field_app.domain.policy_changes import PART_OF, Part
from field_app.domain.sheets import Entry, Ground, Sheet, objections
from field_app.ui.office.policy.terms import TERM, TERMS, with_value

Values = Mapping[str, Any]
Rows = list[dict[str, Any]]

EMPTY = Policy("", date.min, (), (), (), 50_000)
_CHECK = {"code": "", "text": "", "english": "", "camera_only": False}
_LINE = {"code": "", "text": "", "english": ""}
NEW_ROW: Mapping[str, dict[str, Any]] = {
    "fees": {"code": "", "kind": "part", "name": "", "unit": "", "price": "", "english": ""},
    "checklist": _CHECK,
    "exclusions": _LINE,
    "questions": _LINE,
}


@frozen
class Draft:
    """What is typed, read: a policy, and everything that speaks against sending it."""

    policy: Policy
    note: str
    wrong: tuple[Objection, ...]

    def wrong_in(self, part: Part) -> tuple[Objection, ...]:
        return tuple(one for one in self.wrong if part_of(one.field or "") == part)


def part_of(field: str) -> Part | None:
    """The part of the rules a place stands in; None for name and day."""
    return PART_OF.get(field.split(".")[0])


def values_of(policy: Policy) -> dict[str, Any]:
    """The policy as a form holds it."""
    return {
        "label": policy.label,
        "effective_on": policy.effective_on.isoformat(),
        **{term.code: term.written(term.of(policy)) for term in TERMS},
        "fees": fee_rows(policy.fees),
        "checklist": [{"code": c.code, "text": c.text, "english": c.english, "camera_only": c.camera_only} for c in policy.checklist],
        "exclusions": [{"code": e.code, "text": e.text, "english": e.english} for e in policy.exclusions],
        "questions": [{"code": q.code, "text": q.text, "english": q.english} for q in policy.questions],
    }


def fee_rows(fees: tuple[Fee, ...]) -> Rows:
    return [
        {"code": f.code, "kind": f.kind, "name": f.name, "unit": f.unit, "price": yuan(f.price_fen), "english": f.english} for f in fees
    ]


def first_values(rules: Sheet | None, today: date) -> dict[str, Any]:
    """What a draft begins with: the one that waits or was returned, else the rules in force under a new name, from the next month on."""
    before = begun(rules) if rules else None
    if before:
        return {**values_of(before), "note": ""}
    base = (in_force(rules, today) if rules else None) or EMPTY
    starts = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return {**values_of(evolve(base, label=_name(rules, starts), effective_on=starts)), "note": ""}


def begun(rules: Sheet) -> Policy | None:
    """The draft that waits, or the one last returned while nothing was approved since."""
    waiting = proposed(rules)
    if waiting:
        return waiting
    sent, back = rules.last(PolicyProposed), returned(rules)
    return sent.body.policy if sent and back else None


def returned(rules: Sheet) -> Entry[PolicyReturned] | None:
    """The director's answer to the newest draft, where it was no."""
    sent, back = rules.last(PolicyProposed), rules.last(PolicyReturned)
    answered = back and sent and back.body.label == sent.body.policy.label and rules.place(back) > rules.place(sent)
    return back if answered and version(rules, back.body.label) is None else None  # type: ignore[union-attr]


def _name(rules: Sheet | None, starts: date) -> str:
    name = f"{starts.year} 年 {starts.month} 月版"
    taken = {known.label for known in versions(rules)} if rules else set()
    return next(one for n in range(1, 1000) if (one := name if n == 1 else f"{name}（{n}）") not in taken)


def read(values: Values, rules: Sheet, ground: Ground) -> Draft:
    """The draft, and what the gate says to it. Where something can't be read, only that is said of the place."""
    policy, unreadable = _policy(values)
    said = {one.field for one in unreadable}
    note = str(values["note"]).strip()
    broken = objections(rules, PolicyProposed(policy, note), ground)
    return Draft(policy, note, (*unreadable, *(one for one in broken if one.field not in said)))


def _policy(values: Values) -> tuple[Policy, tuple[Objection, ...]]:
    wrong: list[Objection] = []
    policy = evolve(EMPTY, label=str(values["label"]).strip(), effective_on=date.fromisoformat(values["effective_on"]))
    for code, term in TERM.items():
        value = term.read(values[code])
        if value is None:
            words = say("Write an amount in yuan, like 440 or 440.50.") if term.shape == "money" else say("Write whole numbers here.")
            wrong.append(Objection("P9.1", words, code))
        else:
            policy = with_value(policy, code, value)
    fees, unreadable = read_fees(values["fees"], "fees")
    return evolve(
        policy,
        fees=fees,
        checklist=tuple(CheckItem(*_words(row), camera_only=row["camera_only"]) for row in values["checklist"]),
        exclusions=tuple(Exclusion(*_words(row)) for row in values["exclusions"]),
        questions=tuple(Question(*_words(row)) for row in values["questions"]),
    ), (*wrong, *unreadable)


def _words(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["code"], row["text"].strip(), row["english"].strip()


def read_fees(rows: Rows, at: str) -> tuple[tuple[Fee, ...], tuple[Objection, ...]]:
    """Typed prices; one that is no amount is said beside its row."""
    wrong = tuple(
        Objection("P9.1", say("Write an amount in yuan, like 440 or 440.50."), f"{at}.{place}.price_fen")
        for place, row in enumerate(rows)
        if parse_yuan(row["price"]) is None
    )
    return tuple(_fees(rows)), wrong


def _fees(rows: Rows) -> Iterator[Fee]:
    for row in rows:
        price = parse_yuan(row["price"]) or 0
        yield Fee(row["code"].strip(), row["kind"], row["name"].strip(), row["unit"].strip(), price, row["english"].strip())


def new_row(name: str, rows: Rows) -> dict[str, Any]:
    """An empty line of a list. Those without a visible code get one of their own."""
    taken = {row["code"] for row in rows}
    code = "" if name == "fees" else next(one for n in range(1, 10_000) if (one := f"{name[0]}{n}") not in taken)
    return {**NEW_ROW[name], "code": code}
