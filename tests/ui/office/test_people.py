"""People and devices: who comes in by which code, what each way of ending a session means, and who is shut out (F27 to F29)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import flet as ft
import pytest
from attrs import evolve

from field_app.domain.facts import SheetId
from field_app.domain.person import PersonDisabled
from field_app.ui.doors import Session
from field_app.ui.office import devices
from sync.demo import WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import ACCOUNTANT, ADMIN, DESK, PHONE, SUPERVISOR, DemoPerson, desk
from tests.ui.stand_ins import NOW, FakeNetwork

Story = Callable[[AppUnderTest], Awaitable[None]]
PHONE_OF_WANG = Session(
    device="dev1", user=WANG.id, name="王建国", tag="A7", label="华为 P60", state="active", made_at=NOW - timedelta(days=30), head=31,
    seen_at=NOW - timedelta(minutes=20), app="0.1.0", unsent=2, wiped_at=None,
)  # fmt: skip


def at_the_desk(story: Story, *sessions: Session, state: str = "idle", size: tuple[int, int] = DESK) -> None:
    async def told() -> None:
        network = FakeNetwork(state)  # type: ignore[arg-type]
        network.door.known = list(sessions)
        network.door.second = {WANG.id}
        async with running(None, "/people", shelf=desk(ADMIN), network=network, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(told())


async def open_wang(app: AppUnderTest) -> None:
    await app.tap(f"Open {WANG.name}")


def test_two_people_do_not_get_one_account_name() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Name", "新来的")
        await app.type("Account: small letters and digits", WANG.login)
        await app.tap("Keep")
        app.see("Somebody has this account name already.")
        await app.type("Account: small letters and digits", "xinlai")
        await app.tap("Keep")
        app.see("Kept.", "xinlai")

    at_the_desk(story)


def test_an_administrator_does_not_shut_themselves_out_by_a_tick() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap(f"Open {ADMIN.name}")
        await app.event(app.find(ft.Checkbox, "Administrator"), "change", False, value=False)
        await app.tap("Keep")
        app.see("Let another administrator do that: you would shut yourself out.")

    at_the_desk(story)


def test_a_sign_in_code_is_shown_to_be_scanned_and_to_be_typed() -> None:
    async def story(app: AppUnderTest) -> None:
        await open_wang(app)
        await app.tap("Make a sign-in code")
        app.see("k3x9m-4t7pq", "https://office.example/#/in/k3x9m-4t7pq", "until 9:52")

    at_the_desk(story)


def test_devices_are_listed_with_what_they_last_said() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("华为 P60", "A7", "9:22", "version 0.1.0", "In use", "1 device")

    at_the_desk(story, PHONE_OF_WANG)


def test_on_a_phone_too() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("2 records waiting there", "In use")

    at_the_desk(story, PHONE_OF_WANG, size=PHONE)


def test_without_any_device_the_list_says_how_one_gets_there() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("No device is signed in", "A device appears here when somebody signs in on it.")

    at_the_desk(story)


def test_each_way_to_end_a_session_says_what_it_means_and_what_would_be_lost() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Open device A7")
        app.see("They must sign in again.", "set apart to be looked at", "Nothing is taken from it any more", "2 records waited there")
        await app.tap("Clear at once")
        assert app.network.door.ordered == [("dev1", "wipe")]
        app.see("To be cleared, not confirmed yet")

    at_the_desk(story, PHONE_OF_WANG)


def test_f13_a_device_whose_journal_was_copied_is_listed_as_stopped() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("Stopped: its records no longer fit")

    at_the_desk(story, evolve(PHONE_OF_WANG, state="frozen"))


def test_f28_a_cleared_device_is_listed_as_confirmed_or_not() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("To be cleared, not confirmed yet", "Cleared 9:00")

    cleared = evolve(PHONE_OF_WANG, device="dev2", state="wipe", wiped_at=NOW.replace(hour=9, minute=0))
    at_the_desk(story, evolve(PHONE_OF_WANG, state="wipe"), cleared)


def test_f28_the_page_waits_for_the_device_to_confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "LOOK_AGAIN_SECONDS", 0)

    async def story(app: AppUnderTest) -> None:
        app.see("To be cleared, not confirmed yet")
        app.network.door.known = [evolve(PHONE_OF_WANG, state="wipe", wiped_at=NOW)]
        await app.settle()
        app.see("Cleared 9:42")

    at_the_desk(story, evolve(PHONE_OF_WANG, state="wipe"))


def test_an_order_to_clear_is_not_taken_back() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Open device A7")
        app.see("Nothing more can be ordered of this device.")

    at_the_desk(story, evolve(PHONE_OF_WANG, state="wipe"))


def test_a_person_is_signed_out_everywhere_after_a_question() -> None:
    async def story(app: AppUnderTest) -> None:
        await open_wang(app)
        await app.tap("Sign out everywhere")
        app.see("On every device 王建国 must sign in again.".replace("王建国", WANG.name))
        await app.tap("Sign out everywhere")
        app.see("1 session ended", "Signed out")

    at_the_desk(story, PHONE_OF_WANG)


def test_the_second_factor_of_who_lost_it_is_removed() -> None:
    async def story(app: AppUnderTest) -> None:
        await open_wang(app)
        await app.tap("Remove the second factor")
        await app.tap("Remove the second factor")
        app.see_not("Remove the second factor")
        assert app.network.door.second == set()

    at_the_desk(story)


def test_f29_who_no_longer_works_here_is_shut_out_with_a_reason() -> None:
    async def story(app: AppUnderTest) -> None:
        await open_wang(app)
        await app.tap("No longer works here")
        await app.tap("End the account and all its sessions")
        app.see("Say why this person may no longer sign in.")
        await app.type(f"Why may {WANG.name} no longer sign in?", "离职")
        await app.tap("End the account and all its sessions")
        app.see("May no longer sign in.", "Let them sign in again")
        sheet = app.services.sheet(SheetId(WANG.id))
        assert sheet and sheet.said(PersonDisabled) == PersonDisabled("离职")

    at_the_desk(story)


def test_without_network_the_page_says_so_and_the_people_are_there() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see(WANG.name, "The office was not reached.", "Try again")
        await open_wang(app)
        await app.tap("Make a sign-in code")
        app.see_not("k3x9m")

    at_the_desk(story, state="offline")


STOPPED = {"stopped": [{"user": WANG.id, "name": "王建国", "tag": "A7"}]}


def at_to_do(who: DemoPerson, story: Story, network: FakeNetwork, size: tuple[int, int] = DESK) -> None:
    async def told() -> None:
        async with running(None, "/todo", shelf=desk(who), network=network, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(told())


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_f13_the_supervisor_sees_on_the_first_page_that_a_device_was_stopped_and_what_to_do(size: tuple[int, int]) -> None:
    network = FakeNetwork()

    async def story(app: AppUnderTest) -> None:
        app.see_not("was stopped")
        network.said["/v1/stopped-devices"] = STOPPED
        app.assembly.window.minute += timedelta(minutes=5)
        await app.settle()
        app.see("1 device was stopped", "王建国, device A7", "Nothing recorded is lost", "have them sign in anew")
        network.state = "offline"
        app.assembly.window.minute += timedelta(minutes=5)
        await app.settle()
        app.see("1 device was stopped")

    at_to_do(SUPERVISOR, story, network, size)


def test_f13_who_does_not_look_after_the_cases_is_not_asked_to() -> None:
    network = FakeNetwork()
    network.said["/v1/stopped-devices"] = STOPPED

    async def story(app: AppUnderTest) -> None:
        app.see("To do")
        app.see_not("was stopped")
        assert "/v1/stopped-devices" not in network.read_paths

    at_to_do(ACCOUNTANT, story, network)
