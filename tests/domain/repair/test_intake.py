"""Chapter 1: a request comes in."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from field_app.domain.errors import RuleBroken
from field_app.domain.facts import TYPES, Role, dump_body, load_body
from field_app.domain.repair import intake
from field_app.domain.repair.intake import (
    NEEDED,
    CallbackMade,
    Cancelled,
    HandedOver,
    Request,
    RequestAmended,
    RequestTaken,
    is_phone,
    missing_in,
    same_case,
)
from field_app.domain.repair.signoff import status
from tests.cast_domain import CLERK, EMPLOYEE, SUPERVISOR, WANG
from tests.domain.cases import REQUEST, case, in_warranty, said

HALF = Request(customer="海天酒店", fault="道闸不落杆", phone="13800138000")


def test_p1_1_a_request_says_how_it_came_who_took_it_and_when() -> None:
    told = case().does(RequestTaken("261123-Q1-01", "relayed", REQUEST), by=EMPLOYEE)
    taken = told.last(RequestTaken)
    assert (taken.body.way, taken.by, taken.at) == ("relayed", EMPLOYEE.user, told.sheet.entries[0].at)


@pytest.mark.parametrize("role", ["clerk", "employee", "supervisor", "technician"])
def test_p1_1_any_colleague_a_customer_tells_of_a_fault_may_take_the_request(role: Role) -> None:
    assert role in TYPES["request_taken"].by


def test_p1_2_a_request_is_complete_with_all_eight() -> None:
    assert len(NEEDED) == 8
    assert missing_in(REQUEST) == ()
    assert missing_in(Request()) == tuple(NEEDED)


@pytest.mark.parametrize("name", NEEDED)
def test_p1_2_each_of_the_eight_is_missed_when_it_isnt_there(name: str) -> None:
    empty: Any = None if name in ("accepted_on", "warranty_months") else "  "
    assert missing_in(evolve(REQUEST, **{name: empty})) == (name,)


def test_p1_2_a_warranty_of_no_months_is_known_and_not_missing() -> None:
    assert missing_in(evolve(REQUEST, warranty_months=0)) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "1234"}, "phone"),
        ({"accepted_on": date(2026, 11, 24)}, "accepted_on"),
        ({"warranty_months": -1}, "warranty_months"),
        ({"warranty_months": 601}, "warranty_months"),
        ({"fault": "坏" * 4001}, "fault"),
        ({"customer": "海" * 4001}, "customer"),
        ({"address": "路" * 4001}, "address"),
    ],
)
def test_p1_2_what_cant_be_so_is_refused_beside_its_field(wrong: dict[str, object], field: str) -> None:
    request = evolve(REQUEST, **wrong)  # type: ignore[arg-type]
    assert said(case().objections(RequestTaken("261123-A7-01", "phone", request), by=CLERK)) == [("P1.2", field, False)]
    assert said(case().taken(HALF).objections(RequestAmended(request), by=CLERK)) == [("P1.2", field, False)]


def test_p1_2_an_acceptance_of_today_is_not_in_the_future() -> None:
    assert case().objections(RequestTaken("261123-A7-01", "phone", evolve(REQUEST, accepted_on=date(2026, 11, 23))), by=CLERK) == ()


@pytest.mark.parametrize(
    "text",
    ["13800138000", "138 0013 8000", "138-0013-8000", "021-62345678", "(0571)88886666", "（010）62345678", "02162345678转801",
     "4008001234", "400-800-1234", "+85223456789", "+86 138 0013 8000"],
)  # fmt: skip
def test_p1_2_a_number_that_can_be_dialled_is_a_phone_number(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text", ["", "12345678901", "1380013800", "138001380000", "电话", "110", "１３８００１３８０００", "13800138000x", "+86", "--"]
)
def test_p1_2_anything_else_is_no_phone_number(text: str) -> None:
    assert not is_phone(text)


def test_p1_3_an_incomplete_request_is_kept_and_listed_with_what_is_missing() -> None:
    kept = case().taken(HALF)
    assert intake.missing(kept.sheet) == ("project", "contact", "wanted", "accepted_on", "warranty_months")
    assert status(kept.sheet) == "incomplete"


def test_p1_3_a_request_of_nothing_is_none() -> None:
    nothing = RequestTaken("261123-A7-01", "phone", Request(contact="刘"))
    assert said(case().objections(nothing, by=CLERK)) == [("P1.3", "customer", False)]


def test_p1_3_an_incomplete_request_cant_be_handed_over() -> None:
    kept = case().taken(HALF)
    assert said(kept.objections(HandedOver(), by=CLERK)) == [("P1.3", name, True) for name in intake.missing(kept.sheet)]
    with pytest.raises(RuleBroken, match="Missing: project name"):
        kept.handed_over()


def test_p1_3_an_incomplete_request_goes_on_with_a_reason() -> None:
    hurried = case().taken(HALF).does(HandedOver(), by=CLERK, passing="P1.3")
    assert hurried.last(HandedOver).fact.exception is not None
    assert status(hurried.sheet) == "to_assign"


def test_p1_3_the_callback_completes_it_and_it_can_be_handed_over() -> None:
    kept = case().taken(HALF).does(CallbackMade("not_reached"), by=CLERK)
    complete = kept.does(CallbackMade("reached", "周三上午"), RequestAmended(REQUEST), by=CLERK)
    assert intake.missing(complete.sheet) == ()
    assert complete.objections(HandedOver(), by=CLERK) == ()


def test_p1_3_a_customer_reached_said_something() -> None:
    assert said(case().taken(HALF).objections(CallbackMade("reached", " "), by=CLERK)) == [("P1.3", "note", False)]


def test_p1_3_a_complete_request_waits_for_the_supervisor_even_before_it_is_handed_over() -> None:
    assert status(case().taken().sheet) == "to_assign"


def test_p1_4_a_clerk_writes_the_name_of_the_colleague_who_relayed_it() -> None:
    assert said(case().objections(RequestTaken("261123-A7-01", "relayed", HALF), by=CLERK)) == [("P1.4", "relayed_by", False)]
    assert case().objections(RequestTaken("261123-A7-01", "relayed", HALF, "钱师傅"), by=CLERK) == ()
    assert case().objections(RequestTaken("261123-Q1-01", "relayed", HALF), by=EMPLOYEE) == ()


def test_p1_5_a_sheet_has_one_request_and_one_number() -> None:
    taken = case().taken(number="261123-A7-01")
    assert intake.number(taken.sheet) == "261123-A7-01"
    assert said(taken.objections(RequestTaken("261123-A7-02", "phone", REQUEST), by=CLERK)) == [("P1.5", None, False)]
    assert said(case().objections(RequestTaken("", "phone", REQUEST), by=CLERK)) == [("P1.5", "number", False)]


def test_p1_6_an_open_sheet_of_the_same_project_is_pointed_out_newest_first() -> None:
    older, newer = case("case-1").taken(), case("case-2").taken()
    assert [sheet.id for sheet in same_case(REQUEST, [older.sheet, newer.sheet])] == ["case-2", "case-1"]
    assert [sheet.id for sheet in same_case(REQUEST, [older.sheet, newer.sheet], but=older.sheet.id)] == ["case-2"]


def test_p1_6_closed_and_cancelled_sheets_and_other_projects_are_no_same_case() -> None:
    closed = in_warranty().worked().signed().left().reported().signed_off()
    cancelled = case().taken().cancelled()
    assert same_case(REQUEST, [closed.sheet, cancelled.sheet]) == ()
    assert same_case(evolve(REQUEST, project="二期"), [case().taken().sheet]) == ()


def test_p1_6_the_archive_knows_better_than_names_which_project_it_is() -> None:
    listed = case().taken(evolve(REQUEST, archive="p-1"))
    assert same_case(evolve(REQUEST, customer="海天大酒店", archive="p-1"), [listed.sheet])
    assert not same_case(evolve(REQUEST, archive="p-2"), [listed.sheet])
    assert same_case(REQUEST, [listed.sheet])


def test_p1_6_two_nameless_projects_are_not_the_same() -> None:
    assert same_case(Request(fault="坏了"), [case().taken(Request(fault="坏了")).sheet]) == ()


def test_p10_3_a_case_is_cancelled_with_a_reason() -> None:
    assert said(case().taken().objections(Cancelled(" "), by=CLERK)) == [("P10.3", "reason", False)]
    assert status(case().taken().cancelled().sheet) == "cancelled"


@pytest.mark.parametrize("body", [RequestAmended(REQUEST), CallbackMade("not_reached"), HandedOver(), Cancelled("重复")])
def test_p10_2_a_closed_sheet_takes_more_only_with_a_reason(body: object) -> None:
    closed = case().taken().cancelled()
    assert said(closed.objections(body, by=CLERK)) == [("P10.2", None, True)]
    assert closed.objections(body, by=CLERK, passing="P10.2") == ()


def test_p10_2_a_request_amended_by_the_office_is_the_request_from_then_on() -> None:
    amended = case().taken().amended(by=SUPERVISOR, phone="13900139000")
    assert intake.request(amended.sheet).phone == "13900139000"
    assert [known.phone for known in intake.requests(amended.sheet)] == ["13900139000", "13800138000"]
    assert amended.voided(RequestAmended, by=SUPERVISOR).sheet.last(RequestAmended) is None


def test_p10_2_of_two_who_amend_different_things_at_once_nothing_is_lost() -> None:
    begun = case().taken(evolve(REQUEST, accepted_on=None))
    read = intake.request(begun.sheet)
    (dated,) = intake.amending(read, evolve(read, accepted_on=date(2025, 3, 18)))
    (rung,) = intake.amending(read, evolve(read, phone="13900139000"))
    both = begun.does(dated, by=CLERK).arrives(rung, by=WANG)
    known = intake.request(both.sheet)
    assert (known.accepted_on, known.phone) == (date(2025, 3, 18), "13900139000")
    assert intake.request(both.voided(RequestAmended, by=SUPERVISOR).sheet).phone == REQUEST.phone


def test_p10_2_what_an_older_app_amended_stands_as_it_was_written() -> None:
    written = dump_body(RequestAmended(evolve(REQUEST, phone="13900139000")))["request"]
    old = load_body("request_amended", 1, {"request": written})
    assert intake.request(case().taken().does(old, by=CLERK).sheet) == evolve(REQUEST, phone="13900139000")


def test_p10_2_amending_says_nothing_where_nothing_is_new_to_what_was_read() -> None:
    stale = evolve(REQUEST, phone="13900139000")
    assert intake.amending(stale, REQUEST, was=REQUEST) == ()
    assert intake.amending(REQUEST, REQUEST) == ()


def test_p10_2_a_request_read_before_there_is_one_is_empty() -> None:
    assert intake.request(case().sheet) == Request()
    assert intake.number(case().sheet) == ""
    assert intake.taken(case().sheet) is None
    assert WANG.user not in {entry.by for entry in case().taken().sheet.entries}
