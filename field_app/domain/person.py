"""Who works here: one sheet a person; a person's id is the sheet's id."""

import re
from collections.abc import Iterable

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import EVERYONE, Role, SheetId, UserId, fact
from field_app.domain.sheets import Ground, Sheet

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


@frozen
class Account:
    """A person as colleagues see them."""

    user: UserId
    login: str
    name: str
    phone: str
    roles: frozenset[Role]
    skills: tuple[str, ...]
    district: str
    disabled: bool


def _may_add(_sheet: Sheet, body: "PersonAdded", _ground: Ground) -> Iterable[Objection]:
    if not _LOGIN.fullmatch(body.login):
        yield Objection("people", say("An account name is 2 to 32 small letters or digits."), "login")
    if not body.name.strip():
        yield Objection("people", say("Write the person's name."), "name")


@fact("person_added", on="person", by=("admin",), gate=_may_add)
@frozen
class PersonAdded:
    """A person joins, or their particulars change."""

    login: str
    name: str
    phone: str = ""
    skills: tuple[str, ...] = ()
    district: str = ""


def _known_roles(sheet: Sheet, body: "RolesGiven", ground: Ground) -> Iterable[Objection]:
    if set(body.roles) - EVERYONE:
        yield Objection("people", say("Choose from the roles of the procedure."), "roles")
    if sheet.id == SheetId(ground.by) and "admin" not in body.roles:
        yield Objection("people", say("Let another administrator do that: you would shut yourself out."), "roles")


@fact("roles_given", on="person", by=("admin",), gate=_known_roles)
@frozen
class RolesGiven:
    """All the roles a person has from now on."""

    roles: tuple[str, ...]


def _may_disable(sheet: Sheet, body: "PersonDisabled", ground: Ground) -> Iterable[Objection]:
    if sheet.id == SheetId(ground.by):
        yield Objection("people", say("Let another administrator do that: you would shut yourself out."), "reason")
    if not body.reason.strip():
        yield Objection("people", say("Say why this person may no longer sign in."), "reason")


@fact("person_disabled", on="person", by=("admin",), gate=_may_disable)
@frozen
class PersonDisabled:
    """The person may no longer sign in; what they recorded stays."""

    reason: str


def account(sheet: Sheet) -> Account | None:
    """The person a sheet describes, None before they were added."""
    added = sheet.said(PersonAdded)
    if added is None:
        return None
    given = sheet.said(RolesGiven)
    roles = frozenset(role for role in (given.roles if given else ()) if role in EVERYONE)
    disabled = sheet.place(sheet.last(PersonDisabled)) > sheet.place(sheet.last(RolesGiven))
    user = UserId(sheet.id)
    return Account(user, added.login, added.name, added.phone, roles, added.skills, added.district, disabled)
