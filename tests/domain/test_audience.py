"""Who may read a sheet and act on it, person by person."""

from collections.abc import Callable

import pytest

from field_app.domain.audience import audience, columns, links, may_act, tokens, was_assigned
from field_app.domain.facts import EVERYONE, SheetKind, UserId
from field_app.domain.repair.dispatch import Unassigned
from field_app.domain.repair.intake import RequestTaken
from field_app.domain.sheets import Sheet
from tests.cast_domain import ACCOUNTANT, ADMIN, CLERK, DIRECTOR, EMPLOYEE, EVERYBODY, LI, SUPERVISOR, WANG, ZHAO, Person
from tests.domain.cases import REQUEST, Case, case, in_warranty, ready
from tests.domain.others import other

OFFICE = {CLERK, SUPERVISOR, ACCOUNTANT, DIRECTOR}


def readers(sheet: Sheet) -> set[Person]:
    """Everybody of the cast who may read this sheet."""
    return {person for person in EVERYBODY if audience(sheet) & tokens(person.user, person.roles)}


def test_a_case_is_read_by_the_office_and_the_one_who_has_it() -> None:
    assert readers(ready(to=WANG).sheet) == OFFICE | {WANG}


def test_a_second_technician_sees_nothing_of_it() -> None:
    assert not {LI, ZHAO, EMPLOYEE, ADMIN} & readers(ready(to=WANG).sheet)


def test_p2_1_who_accompanies_reads_it_too() -> None:
    assert readers(ready(WANG, LI).sheet) == OFFICE | {WANG, LI}


def test_p2_4_reassigned_it_leaves_the_one_and_reaches_the_other() -> None:
    assert readers(ready(to=WANG).agreed().assigned(LI).sheet) == OFFICE | {LI}


def test_p1_4_who_relayed_a_request_sees_it_until_somebody_is_assigned() -> None:
    relayed = case().does(RequestTaken("261123-Q1-01", "relayed", REQUEST), by=EMPLOYEE)
    assert readers(relayed.sheet) == OFFICE | {EMPLOYEE}
    assert EMPLOYEE not in readers(relayed.handed_over().analysed().assigned(WANG).sheet)


def test_p2_4_taken_away_it_is_the_offices_alone() -> None:
    assert readers(ready().does(Unassigned("王工病了"), by=SUPERVISOR).sheet) == OFFICE


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("archive", OFFICE),
        ("documents", {ACCOUNTANT, SUPERVISOR, DIRECTOR}),
        ("person", set(EVERYBODY)),
        ("policy", set(EVERYBODY)),
    ],
)
def test_the_other_sheets_are_read_by_role(kind: SheetKind, who: set[Person]) -> None:
    assert readers(other(kind).sheet) == who


def test_nobody_acts_on_what_they_cant_read_and_everybody_may_begin_a_sheet() -> None:
    sheet = ready(to=WANG).sheet
    assert {person for person in EVERYBODY if may_act(sheet, person.user, person.roles)} == readers(sheet)
    assert all(may_act(case().sheet, person.user, person.roles) for person in EVERYBODY)


def test_p10_2_who_has_had_a_case_is_remembered() -> None:
    moved = ready(to=WANG).assigned(LI)
    assert was_assigned(moved.sheet, WANG.user)
    assert was_assigned(moved.sheet, LI.user)
    assert not was_assigned(moved.sheet, ZHAO.user)
    assert not was_assigned(other("archive").sheet, WANG.user)


def test_p2_2_a_case_brings_its_archive_along() -> None:
    assert links(case().taken().amended(archive="project-1").sheet) == {"project-1"}
    assert links(case().taken().sheet) == frozenset()
    assert links(other("archive").sheet) == frozenset()


def test_a_token_names_one_person_or_one_role_and_never_both() -> None:
    # A person whose id looks like a role gets nothing by it.
    sly = tokens(UserId("role:clerk"), frozenset())
    assert not audience(ready().sheet) & sly
    assert tokens(UserId("x"), EVERYONE) & audience(ready().sheet)


@pytest.mark.parametrize(
    ("told", "status", "assigned", "due"),
    [
        (lambda: case().taken(), "to_assign", None, None),
        (lambda: ready().agreed(), "agreed", "wang", "2026-11-23"),
        (lambda: in_warranty().worked().signed().left().reported().signed_off(), "closed", "wang", "2026-11-23"),
    ],
)
def test_lists_and_reports_get_their_few_columns(told: Callable[[], Case], status: str, assigned: str | None, due: str | None) -> None:
    assert columns(told().sheet) == {
        "number": "261123-A7-01", "status": status, "title": "海天酒店 · 地下车库道闸", "assigned": assigned, "due": due,
    }  # fmt: skip


def test_the_other_sheets_have_a_title_where_they_have_a_name() -> None:
    assert columns(other("archive").recorded().sheet)["title"] == "海天酒店 · 地下车库道闸"
    assert columns(other("person").joined().sheet)["title"] == "王工"
    assert columns(other("policy").sheet)["title"] is None
