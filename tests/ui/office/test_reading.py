"""The list of sheets, the first page, the rules and the people."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft
import pytest

from field_app.domain.facts import SheetId
from field_app.domain.followup.complaint import ComplaintReceived
from field_app.domain.person import PersonAdded, RolesGiven, account
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet, new_sheet
from field_app.store.shelf import Shelf
from field_app.ui.lines import Filter, listed_here
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.office.scene import (
    ACCOUNTANT,
    ADMIN,
    CLERK,
    DESK,
    DIRECTOR,
    PHONE,
    SUPERVISOR,
    DemoPerson,
    arrive,
    desk,
    more,
    told,
    with_status,
)
from tests.ui.stand_ins import NOW, identity


def at(who: DemoPerson, route: str, story: Callable[[AppUnderTest], Awaitable[None]], size: tuple[int, int] = DESK) -> Shelf:
    shelf = desk(who)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def company() -> list[Sheet]:
    return [sheet for sheet in told().values() if sheet.kind == "repair"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_first_page_lists_what_waits_with_its_verb(size: tuple[int, int]) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("To assign", "Urgent", "Assign it", "To sign off", "Sign it off", intake.number(with_status("to_assign")))

    at(SUPERVISOR, "/todo", story, size)


def test_the_clerk_is_told_what_is_missing() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("To call back", "Missing: wanted service time", "Ring back")

    at(CLERK, "/todo", story)


def test_the_accountant_is_told_where_a_receipt_is_wanted() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("Receipt to allot", "Charges are expected on this visit", "Allot")

    at(ACCOUNTANT, "/todo", story)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_director_is_told_of_the_draft_that_waits_on_another_page(size: tuple[int, int]) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("No case waits for you", "Waiting on other pages")
        app.see_not("Nothing waits for you")
        await app.tap("Rules 1")
        assert app.page.route == "/rules"

    at(DIRECTOR, "/todo", story, size)


def test_who_has_nothing_waiting_anywhere_reads_so() -> None:
    async def story() -> None:
        async with running(None, "/todo", shelf=shelf_with(identity(CLERK.id, CLERK.name, *CLERK.roles))) as app:
            app.see("Nothing waits for you")
            app.see_not("Waiting on other pages")

    asyncio.run(story())


def test_what_comes_to_wait_on_another_page_is_counted_there_and_on_the_first_without_a_reload() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see_not("Complaints 1", "Complaints, 1 waiting for you")
        complaint = new_sheet(SheetId("complaint-2"), "complaint")
        arrive(app.services.store, more(complaint, CLERK.id, ComplaintReceived("261123-A2-09", "云栖酒店", "manner", "没穿鞋套")))
        await app.settle()
        app.see("Complaints 1", "Complaints, 1 waiting for you")

    at(SUPERVISOR, "/todo", story)


def test_what_is_handed_over_elsewhere_appears_on_the_first_page_without_a_reload() -> None:
    waiting = next(s for s in company() if intake.missing(s) == ("wanted",))

    async def story(app: AppUnderTest) -> None:
        app.see_not(intake.number(waiting))
        arrive(app.services.store, more(waiting, CLERK.id, intake.HandedOver()))
        await app.settle()
        app.see(intake.number(waiting))

    at(SUPERVISOR, "/todo", story)


def test_a_verb_opens_its_place() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Sign it off")
        assert app.page.route == f"/signoff/{with_status('to_sign_off').id}"

    at(SUPERVISOR, "/todo", story)


def test_a_queue_shows_only_its_own() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("To sign off")
        app.see(intake.number(with_status("to_sign_off")))
        app.see_not(intake.number(with_status("to_assign")))

    at(SUPERVISOR, "/todo", story)


def test_sheets_are_found_by_number_name_phone_and_fault() -> None:
    one = with_status("closed")
    for typed in (intake.number(one), intake.request(one).customer, intake.request(one).phone, intake.request(one).fault[:4]):
        assert one.id in [line.id for line in listed_here(company(), Filter(typed)).lines]
        assert one.id not in [line.id for line in listed_here(company(), Filter(typed, "open")).lines]


def test_the_newest_sheet_stands_first() -> None:
    reported = [line.known.at for line in listed_here(company(), Filter()).lines]
    assert reported == sorted(reported, key=lambda at: at or NOW, reverse=True)


def test_the_list_follows_what_is_typed_and_says_when_nothing_fits() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Number, customer, phone", "启航小学")
        app.see("1 sheet")
        await app.type("Number, customer, phone", "没有这家")
        app.see("No sheet like this")

    at(SUPERVISOR, "/sheets", story)


def test_a_person_is_added_with_roles_skills_and_district() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Name", "马晓东")
        await app.type("Account: small", "ma")
        await app.type("Skills, with commas", "门禁，UPS、 电梯")
        await app.event(app.find(ft.Checkbox, "Technician"), "change", True, value=True)
        await app.tap("Keep")
        app.see("马晓东")

    shelf = at(ADMIN, "/people", story)
    device = shelf.current()
    assert device
    added = next(a for a in (account(s) for s in device.sheets("person")) if a and a.login == "ma")
    assert (added.name, added.skills, added.roles) == ("马晓东", ("门禁", "UPS", "电梯"), frozenset({"technician"}))


def test_a_wrong_account_name_is_said_beside_the_field() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Name", "马晓东")
        await app.type("Account: small", "马")
        await app.tap("Keep")
        assert "2 to 32" in str(app.find(ft.TextField, "Account: small").error)
        assert app.find(ft.TextField, "Name").value == "马晓东"

    at(ADMIN, "/people", story)


def test_roles_of_a_person_can_be_changed() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Open 陈静")
        app.see("Change 陈静")
        await app.event(app.find(ft.Checkbox, "Clerk"), "change", True, value=True)
        await app.tap("Keep")

    device = at(ADMIN, "/people", story).current()
    assert device
    sheet = device.sheet(SheetId(ACCOUNTANT.id))
    assert sheet
    given = sheet.said(RolesGiven)
    assert given
    assert set(given.roles) == {"accountant", "clerk"}
    assert sheet.live(PersonAdded)
