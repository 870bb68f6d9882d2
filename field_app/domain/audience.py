"""Who may read a sheet and act on it: one answer for sync, search and export.

A reader is a token: `role:clerk` or `user:<id>`. Whoever reads a sheet by a `user:` token reads its links too (the archive of an
assigned case, P2.2).
"""

from typing import Any

from field_app.domain import archive, cash, person
from field_app.domain.days import day_of
from field_app.domain.facts import EVERYONE, Role, SheetId, UserId
from field_app.domain.followup import complaint, return_visit
from field_app.domain.repair import dispatch, intake, register
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Sheet

_CASES: tuple[Role, ...] = ("clerk", "supervisor", "accountant", "director")
_READ_BY_ROLE: dict[str, tuple[Role, ...]] = {
    "repair": _CASES,
    "archive": _CASES,
    "cash": ("accountant", "supervisor", "director"),
    "complaint": ("clerk", "supervisor", "director"),
    "return_visit": ("clerk", "supervisor", "director"),
    "documents": ("accountant", "supervisor", "director"),
    "person": tuple(sorted(EVERYONE)),
    "policy": tuple(sorted(EVERYONE)),
}


def audience(sheet: Sheet) -> frozenset[str]:
    """Everybody who may read this sheet, as tokens."""
    roles = {f"role:{role}" for role in _READ_BY_ROLE.get(sheet.kind, ())}
    if sheet.kind == "repair" and register.lines(sheet):
        # Whoever repairs what was taken back needs the case it belongs to (P6.2).
        roles.add("role:bench")
    return frozenset(roles | {f"user:{user}" for user in _people(sheet)})


def _people(sheet: Sheet) -> frozenset[UserId]:
    if sheet.kind == "cash":
        return _some(cash.owner(sheet))
    if sheet.kind == "complaint":
        return _some(complaint.responsible(sheet)) | _some(sheet.entries[0].by if sheet.entries else None)
    if sheet.kind == "return_visit":
        return _some(return_visit.caller(sheet))
    return _team(sheet) if sheet.kind == "repair" else frozenset()


def _some(user: UserId | None) -> frozenset[UserId]:
    return frozenset({user} if user else ())


def _team(sheet: Sheet) -> frozenset[UserId]:
    team = dispatch.team(sheet)
    # Until someone is assigned, whoever took the request sees it: a relayed one stays on its sender's phone (P1.4).
    opener = sheet.entries[0].by if sheet.entries and not team else None
    return team | _some(opener)


def tokens(user: UserId, roles: frozenset[Role]) -> frozenset[str]:
    """The tokens a person reads by."""
    return frozenset({f"user:{user}", *(f"role:{role}" for role in roles)})


def links(sheet: Sheet) -> frozenset[SheetId]:
    """Sheets read along with this one."""
    return frozenset(SheetId(one) for one in _linked(sheet) if one)


def _linked(sheet: Sheet) -> tuple[str, ...]:
    if sheet.kind == "repair":
        given = dispatch.assignment(sheet)
        return (intake.request(sheet).archive, *(given.earlier if given else ()))
    if sheet.kind == "complaint" and (complained := complaint.received(sheet)):
        return (complained.archive, complained.repair)
    if sheet.kind == "return_visit" and (plan := return_visit.planned(sheet)):
        return (plan.archive, plan.repair)
    return ()


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
    plain = {"number": None, "status": None, "title": _title(sheet), "assigned": None, "due": None}
    return plain | _follow_up(sheet)


def _follow_up(sheet: Sheet) -> dict[str, Any]:
    if sheet.kind == "complaint" and (complained := complaint.received(sheet)):
        due, who = complaint.due_on(sheet), complaint.responsible(sheet)
        return {"number": complained.number, "status": complaint.status(sheet), "assigned": who, "due": due.isoformat() if due else None}
    if sheet.kind == "return_visit" and (due := return_visit.due_on(sheet)):
        return {"status": return_visit.status(sheet), "assigned": return_visit.caller(sheet), "due": due.isoformat()}
    return {}


def _title(sheet: Sheet) -> str | None:
    if sheet.kind == "archive" and (known := archive.project(sheet)):
        return f"{known.customer} · {known.project}"
    if sheet.kind == "complaint" and (complained := complaint.received(sheet)):
        return complained.customer
    if sheet.kind == "return_visit" and (plan := return_visit.planned(sheet)):
        return plan.customer
    if sheet.kind == "person" and (who := person.account(sheet)):
        return who.name
    return None
