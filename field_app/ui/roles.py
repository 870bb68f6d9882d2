"""The roles of the procedure, as people are told theirs."""

from field_app.domain.errors import Words, say
from field_app.domain.facts import Role
from field_app.ui.words import listed

ROLES: dict[Role, Words] = {
    "clerk": say("Clerk"),
    "employee": say("Employee"),
    "supervisor": say("Supervisor"),
    "technician": say("Technician"),
    "bench": say("Bench technician"),
    "accountant": say("Accountant"),
    "director": say("Director"),
    "admin": say("Administrator"),
}


OFFICE_ROLES: frozenset[Role] = frozenset({"clerk", "supervisor", "accountant", "director", "admin"})


def works_in_office(roles: frozenset[Role]) -> bool:
    return bool(roles & OFFICE_ROLES)


def role_names(roles: frozenset[Role]) -> str:
    """All of them, in the order of the procedure."""
    return listed([words for role, words in ROLES.items() if role in roles])
