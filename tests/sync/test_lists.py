"""Search over everything and lists page by page: what is found, and that nobody finds what they may not see."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from field_app.domain.archive import Equipment, EquipmentInstalled
from field_app.domain.facts import SheetId
from field_app.domain.listing import matches, plain, words
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.repair.intake import Cancelled, Request, RequestAmended
from sync.client import connect
from sync.server import derived, feed, lists
from sync.server.app import create_app
from sync.server.lists import Wanted
from sync.server.truth import rebuild
from tests.cast import (
    ACCOUNTANT,
    ADMIN,
    CLERK,
    DIRECTOR,
    EMPLOYEE,
    LI,
    MORNING,
    SUPERVISOR,
    WANG,
    ZHAO,
    Company,
    Person,
    company,
    company_at,
)

KINDS = ("repair", "archive", "complaint", "return_visit", "person")


def found(here: Company, typed: str, person: Person = CLERK, **more: Any) -> list[SheetId]:
    return [row["id"] for row in asked(here, person, Wanted(KINDS, typed, **more), search=True).rows]


def asked(here: Company, person: Person, wanted: Wanted, *, search: bool = False) -> lists.Listing:
    with here.office.database.read() as connection:
        who = feed.reader(connection, here.office.settings.company, person.user)
        return (lists.search if search else lists.page)(connection, who, wanted)


def case_of(here: Company, customer: str, **known: Any) -> SheetId:
    """A case of this customer, with what else is known of it."""
    sheet = here.open_case(None)
    request = Request(customer, "电梯", "周海燕", "13851506601", "门不开", "今天", None, None)
    here.record(CLERK, sheet, RequestAmended(evolve(request, **known)))
    return sheet


@pytest.mark.parametrize("typed", ["宏达", "达机械", "宏达机械厂", "厂", "138-5150-6602", "6602", "SN-88", "sn88", "宏达 6602"])
def test_a_sheet_is_found_by_any_part_of_what_it_is_known_by(here: Company, typed: str):
    sheet = case_of(here, "宏达机械厂", phone="13851506602", serial="SN-88")
    case_of(here, "海晟大厦")
    assert found(here, typed) == [sheet]


def test_an_archive_is_found_by_the_serial_of_a_piece_in_it(here: Company):
    archive = here.open_archive()
    here.record(CLERK, archive, EquipmentInstalled(Equipment("EVC-60/3", "充电桩")))
    assert archive in found(here, "evc603")


ODD = ["", "   ", "%", "_", "'", '"', "\\", "*", "AND", "\x00", "😀", "a" * 5000, "宏" * 3000, "x " * 900, "NEAR(", "𠮷野"]


@pytest.mark.parametrize("typed", ODD)
def test_a_search_of_any_length_and_characters_answers(here: Company, typed: str):
    case_of(here, "宏达机械厂")
    assert found(here, typed) == []


def test_a_rare_character_is_found_like_any_other(here: Company):
    sheet = case_of(here, "𠮷野家")
    assert found(here, "𠮷野") == [sheet]


def test_what_changes_on_a_sheet_is_found_by_its_new_words_and_no_more_by_the_old(here: Company):
    sheet = case_of(here, "宏达机械厂")
    here.record(CLERK, sheet, RequestAmended(Request("启航小学", "监控", fault="黑屏")))
    assert found(here, "启航") == [sheet]
    assert found(here, "宏达") == []


@pytest.mark.parametrize(
    ("person", "sees"),
    [(one, True) for one in (WANG, SUPERVISOR, CLERK, ACCOUNTANT, DIRECTOR)] + [(one, False) for one in (LI, ZHAO, EMPLOYEE, ADMIN)],
)
def test_nobody_finds_what_they_may_not_see(here: Company, person: Person, sees: bool):
    sheet = here.open_case(WANG)
    assert (sheet in found(here, "海晟", person)) is sees
    assert bool(asked(here, person, Wanted()).rows) is sees


def test_who_loses_a_case_finds_it_no_longer(here: Company):
    sheet = here.open_case(WANG)
    here.assign(sheet, LI)
    assert found(here, "海晟", WANG) == []
    assert found(here, "海晟", LI) == [sheet]


def test_those_who_see_few_and_those_who_see_many_find_the_same(here: Company, monkeypatch: pytest.MonkeyPatch):
    sheets = {here.open_case(WANG) for _ in range(3)}
    few = found(here, "海晟", WANG)
    monkeypatch.setattr(lists, "FEW", 0)
    assert set(few) == set(found(here, "海晟", WANG)) == sheets


def test_a_list_pages_without_a_gap_or_a_repeat(here: Company):
    sheets = [case_of(here, f"客户{n}") for n in range(5)]
    pages = [asked(here, CLERK, Wanted(skip=skip, limit=2)) for skip in (0, 2, 4)]
    assert [row["id"] for page in pages for row in page.rows] == sheets[::-1]
    assert [(page.count, page.more) for page in pages] == [(5, True), (5, True), (5, False)]


def test_a_list_is_filtered_by_status_and_by_who_has_the_sheet(here: Company):
    mine, free, over = here.open_case(WANG), here.open_case(None), here.open_case(LI)
    here.record(CLERK, over, Cancelled("客户撤回"))

    def ids(**filters: str) -> set[str]:
        return {row["id"] for row in asked(here, CLERK, Wanted(**filters)).rows}

    assert ids(status="open") == {mine, free}
    assert ids(status="cancelled") == {over}
    assert ids(assigned=WANG.user) == {mine}
    assert ids(status="open", assigned=LI.user) == set()


@pytest.mark.parametrize("sort", ["due", "-due", "number", "-number", "at", "-at"])
def test_a_list_is_sorted_by_what_it_is_asked_for(here: Company, sort: str):
    for hours in (5, 2, 8):
        sheet = here.open_case(WANG)
        here.clock.forward(minutes=1)
        here.record(WANG, sheet, VisitAgreed(MORNING + timedelta(hours=hours), MORNING + timedelta(hours=hours + 1), warranty_told=True))
    rows = asked(here, CLERK, Wanted(sort=sort)).rows
    values = [row[sort.removeprefix("-")] for row in rows]
    assert len(values) == 3
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_a_rebuilt_office_lists_what_it_listed(here: Company):
    sheet = here.open_case(WANG)
    before = asked(here, CLERK, Wanted()).rows
    rebuild(here.office.log)
    assert asked(here, CLERK, Wanted()).rows == before
    assert found(here, "海晟") == [sheet]


def test_what_is_missing_from_the_lists_is_filled_in(here: Company):
    sheet = here.open_case(WANG)
    with here.office.database.write() as connection:
        derived.empty(connection)
    assert found(here, "海晟") == []
    assert lists.fill(here.office.database, here.office.settings.company) > 0
    assert found(here, "海晟") == [sheet]
    assert lists.fill(here.office.database, here.office.settings.company) == 0


def test_an_office_of_an_older_release_lists_its_sheets_after_its_first_start(tmp_path: Any):
    old = company_at(tmp_path)
    sheet = old.open_case(WANG)
    with old.office.database.write() as connection:
        connection.execute(text("drop table listed_1"))
        connection.execute(text("drop table grams_1"))
    old.office.close()
    again = company_at(tmp_path)
    assert sheet in found(again, "海晟")
    again.office.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4), at=st.integers(0, 6), long=st.integers(1, 4))
def test_search_finds_exactly_the_sheets_that_hold_the_words(wide: Company, names: list[str], at: int, long: int):
    for name in names:
        case_of(wide, name)
    typed = plain(names[0])[at : at + long]
    if not words(typed):
        return
    with wide.office.database.read() as connection:
        every = connection.execute(text("select sheet, text from listed_1 where kind in ('repair','archive','person')")).all()
    assert set(found(wide, typed, limit=1000)) == {sheet for sheet, known in every if matches(known, words(typed))}


@pytest.fixture(scope="module")
def wide() -> Any:
    here = company()
    yield here
    here.office.close()


def get(here: Company, path: str, token: str = "") -> httpx.Response:
    async def story() -> httpx.Response:
        async with connect(httpx.ASGITransport(app=create_app(here.office.settings, here.office))) as client:
            return await client.get("http://office" + path, headers={"authorization": f"Bearer {token}"} if token else {})

    return asyncio.run(story())


@pytest.fixture
def office() -> Any:
    here = company()
    yield here
    here.office.close()


def test_the_office_answers_search_lists_and_one_sheet(office: Company):
    sheet, token = office.open_case(WANG), office.enrol(WANG).token
    hits = get(office, "/v1/search?q=海晟&limit=5", token).json()
    assert [(row["id"], row["kind"], row["customer"]) for row in hits["rows"]] == [(sheet, "repair", "海晟大厦")]
    assert get(office, "/v1/sheets?status=open&sort=-due", token).json()["count"] == 1
    assert get(office, f"/v1/sheets/{sheet}", token).json()["sheet"]["id"] == sheet


@pytest.mark.parametrize("path", ["/v1/search?q=a", "/v1/sheets", "/v1/sheets/x"])
def test_a_stranger_is_told_nothing(office: Company, path: str):
    assert get(office, path).status_code == 401
    assert get(office, path, "x" * 40).status_code == 401


def test_a_sheet_one_may_not_see_is_as_unknown_as_one_that_isnt(office: Company):
    sheet, token = office.open_case(WANG), office.enrol(ZHAO).token
    forbidden, unknown = get(office, f"/v1/sheets/{sheet}", token), get(office, "/v1/sheets/nothing", token)
    assert (forbidden.status_code, forbidden.content) == (404, unknown.content)


@pytest.mark.parametrize("query", ["sort=x", "skip=-1", "limit=0", "limit=101", "kind=cash", "skip=99999999999999999999"])
def test_a_list_asked_for_wrongly_says_so(office: Company, query: str):
    assert get(office, f"/v1/sheets?{query}", office.enrol(CLERK).token).status_code == 400


def test_a_long_search_is_answered(office: Company):
    office.open_case(WANG)
    assert get(office, "/v1/search?q=" + "海" * 6000, office.enrol(CLERK).token).json()["rows"] == []
