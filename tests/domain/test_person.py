"""Who works here."""

import pytest
from attrs import evolve

from field_app.domain.facts import UserId
from field_app.domain.person import Account, PersonAdded, PersonDisabled, RolesGiven, account
from tests.cast_domain import ADMIN
from tests.domain.cases import said
from tests.domain.others import other


def test_a_person_is_known_by_name_and_roles() -> None:
    known = account(other("person").joined("technician", "bench").sheet)
    assert known == Account("person-1", "wang", "王工", "", frozenset({"technician", "bench"}), ("道闸",), "", disabled=False)  # type: ignore[arg-type]
    assert account(other("person").sheet) is None


def test_new_roles_take_the_place_of_the_old() -> None:
    promoted = account(other("person").joined("technician").joined("supervisor").sheet)
    assert promoted is not None
    assert promoted.roles == {"supervisor"}


def test_a_role_newer_than_this_app_is_no_role_here() -> None:
    known = account(other("person").joined("technician").arrives(RolesGiven(("pilot", "clerk")), by=ADMIN).sheet)
    assert known is not None
    assert known.roles == {"clerk"}


def test_a_person_who_left_is_disabled_until_given_roles_again() -> None:
    left = other("person").joined("technician").disabled()
    assert account(left.sheet).disabled  # type: ignore[union-attr]
    assert not account(left.joined("technician").sheet).disabled  # type: ignore[union-attr]


@pytest.mark.parametrize("login", ["", "w", "Wang", "wang li", "王工", "-wang", "w" * 33, "wang\n"])
def test_an_account_name_is_small_letters_and_digits(login: str) -> None:
    assert said(other("person").objections(PersonAdded(login, "王工"), by=ADMIN)) == [("people", "login", False)]


@pytest.mark.parametrize(
    ("body", "field"), [(PersonAdded("wang", " "), "name"), (RolesGiven(("pilot",)), "roles"), (PersonDisabled(""), "reason")]
)
def test_what_is_missing_or_unknown_is_refused_beside_its_field(body: object, field: str) -> None:
    assert said(other("person").objections(body, by=ADMIN)) == [("people", field, False)]


def test_nobody_shuts_themselves_out() -> None:
    mine = other("person")
    assert said(mine.objections(PersonDisabled("离职"), by=evolve(ADMIN, user=UserId("person-1")))) == [("people", "reason", False)]
    assert said(mine.objections(PersonDisabled("离职"), by=ADMIN)) == []
