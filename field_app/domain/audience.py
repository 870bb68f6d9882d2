"""Who may read a sheet and act on it: one answer for sync, search and export.

A reader is a token: `role:clerk` or `user:<id>`. Whoever reads a sheet by a `user:` token reads its links too (the archive of an
assigned case, P2.2).
"""

from typing import Any

from field_app.domain import archive, person
from field_app.domain.days import day_of
from field_app.domain.facts import EVERYONE, Role, SheetId, UserId
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Sheet

_CASES: tuple[Role, ...] = ("clerk", "supervisor", "accountant", "director")
_READ_BY_ROLE: dict[str, tuple[Role, ...]] = {
    "repair": _CASES,
    "archive": _CASES,
    "documents": ("accountant", "supervisor", "director"),
    "person": tuple(sorted(EVERYONE)),
    "policy": tuple(sorted(EVERYONE)),
}


def audience(sheet: Sheet) -> frozenset[str]:
    """Everybody who may read this sheet, as tokens."""
    roles = {f"role:{role}" for role in _READ_BY_ROLE.get(sheet.kind, ())}
    return frozenset(roles | {f"user:{user}" for user in _people(sheet)})


def _people(sheet: Sheet) -> frozenset[UserId]:
    if sheet.kind != "repair":
        return frozenset()
    team = dispatch.team(sheet)
    # Until someone is assigned, whoever took the request sees it: a relayed one stays on its sender's phone (P1.4).
    opener = sheet.entries[0].by if sheet.entries and not team else None
    return team | ({opener} if opener else frozenset())


def tokens(user: UserId, roles: frozenset[Role]) -> frozenset[str]:
    """The tokens a person reads by."""
    return frozenset({f"user:{user}", *(f"role:{role}" for role in roles)})


def links(sheet: Sheet) -> frozenset[SheetId]:
    """Sheets read along with this one."""
    archived = intake.request(sheet).archive if sheet.kind == "repair" else ""
    return frozenset({SheetId(archived)} if archived else ())


def may_act(sheet: Sheet, user: UserId, roles: frozenset[Role]) -> bool:
    """True for whoever may read it, and for the first fact of a new sheet."""
    return not sheet.entries or bool(audience(sheet) & tokens(user, roles))


def was_assigned(sheet: Sheet, user: UserId) -> bool:
    """True for someone who has had the sheet: what they recorded is kept as `late` (P10.2)."""
    return sheet.kind == "repair" and user in dispatch.ever_assigned(sheet)


def columns(sheet: Sheet) -> dict[str, Any]:
    """The few columns lists and reports need: number, status, title, assigned, due."""
    if sheet.kind == "repair":
        at_a_glance = row(sheet)
        due = day_of(at_a_glance.starts_at).isoformat() if at_a_glance.starts_at else None
        title = " · ".join(filter(None, (at_a_glance.customer, at_a_glance.project)))
        return {"number": at_a_glance.number, "status": at_a_glance.status, "title": title, "assigned": at_a_glance.assigned, "due": due}
    return {"number": None, "status": None, "title": _title(sheet), "assigned": None, "due": None}


def _title(sheet: Sheet) -> str | None:
    if sheet.kind == "archive" and (known := archive.project(sheet)):
        return f"{known.customer} · {known.project}"
    if sheet.kind == "person" and (who := person.account(sheet)):
        return who.name
    return None
