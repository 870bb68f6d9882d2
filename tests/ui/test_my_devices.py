"""Where one is signed in oneself: seen, and signed out there, with network; and never another person's devices."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import flet as ft
import pytest

from field_app.ui.doors import Session
from tests.ui.harness import AppUnderTest, running
from tests.ui.stand_ins import NOW, FakeNetwork, identity

WANG = identity("wang", "王工", "technician")
Story = Callable[[AppUnderTest, FakeNetwork], Awaitable[None]]


def device(name: str, label: str, user: str = "wang", **more: Any) -> Session:
    known: dict[str, Any] = {"state": "active", "seen_at": NOW - timedelta(hours=3), "unsent": 0, "tag": name.upper(), "wiped_at": None}
    return Session(device=name, user=user, name="王工", label=label, made_at=NOW - timedelta(days=9), head=3, app="0.1.0", **known | more)


HERE, OLD, DESK = device("here", "这台"), device("b2", "旧手机", unsent=2), device("c3", "办公室电脑", seen_at=None)
LOST, OTHERS = device("d4", "丢了的", state="wipe"), device("e5", "李工的手机", user="li")


def told(story: Story, *sessions: Session, state: str = "idle") -> None:
    async def whole() -> None:
        network = FakeNetwork(state)  # type: ignore[arg-type]
        network.door.known = list(sessions)
        async with running(WANG, "/me/safety", network=network) as app:
            await story(app, network)

    asyncio.run(whole())


def test_other_devices_are_listed_with_what_they_last_said_and_only_ones_own() -> None:
    async def story(app: AppUnderTest, _: FakeNetwork) -> None:
        app.see("Where I am signed in", "旧手机 · B2", "办公室电脑 · C3", "2 records waiting there", "No contact yet")
        app.see_not("李工的手机", "丢了的", "这台 ·")

    told(story, HERE, OLD, DESK, LOST, OTHERS)


def test_who_is_signed_in_nowhere_else_is_told_so_and_offered_nothing() -> None:
    async def story(app: AppUnderTest, _: FakeNetwork) -> None:
        app.see("Only on this device.")
        app.see_not("Sign out everywhere but here")

    told(story, HERE, OTHERS)


def test_one_device_is_signed_out_after_asking_and_is_gone_from_the_list() -> None:
    async def story(app: AppUnderTest, network: FakeNetwork) -> None:
        await app.tap("Sign out on 旧手机 · B2")
        app.see("What was recorded there and isn't sent yet stays there")
        assert network.door.ordered == []
        await app.tap("Sign out there")
        assert network.door.ordered == [("b2", "signed_out")]
        app.see("办公室电脑 · C3")
        app.see_not("旧手机 · B2")

    told(story, HERE, OLD, DESK)


def test_all_others_are_signed_out_at_once_and_this_one_stays() -> None:
    async def story(app: AppUnderTest, network: FakeNetwork) -> None:
        await app.tap("Sign out everywhere but here")
        await app.tap("Sign out there")
        assert sorted(network.door.ordered) == [("b2", "signed_out"), ("c3", "signed_out")]
        app.see("Only on this device.")

    told(story, HERE, OLD, DESK)


def test_without_network_it_says_so_and_can_be_tried_again() -> None:
    async def story(app: AppUnderTest, network: FakeNetwork) -> None:
        app.see("The office was not reached.")
        network.state = "idle"
        await app.tap("Try again")
        app.see("旧手机 · B2")

    told(story, HERE, OLD, state="offline")


@pytest.mark.parametrize("sessions", [(HERE,), (HERE, OLD, DESK)])
def test_every_row_is_a_target_of_48_with_a_name(sessions: tuple[Session, ...]) -> None:
    async def story(app: AppUnderTest, _: FakeNetwork) -> None:
        for one in sessions[1:]:
            assert app.find(ft.Semantics, f"Sign out on {one.label} · {one.tag}").button

    told(story, *sessions)
