"""Word gets around: what is new for somebody who is online is heard, once, and never what they did or know already."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import flet as ft
import pytest

from field_app.domain.facts import FactKey
from field_app.domain.repair.dispatch import Analysed, Assigned
from field_app.domain.repair.intake import Cancelled, HandedOver
from field_app.domain.sheets import Sheet, dump_sheet
from field_app.store.door import Answer, Judged
from sync.demo import LI, WANG, DemoPerson
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, SUPERVISOR, arrive, desk, more, with_status
from tests.ui.stand_ins import NOW, Clock

Story = Callable[[AppUnderTest], Awaitable[None]]


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the system around the app was asked for a sound."""
    heard: list[int] = []
    monkeypatch.setattr("field_app.main.ring", lambda: heard.append(1))
    return heard


def at_work(story: Story, who: DemoPerson = SUPERVISOR, *, before: tuple[Sheet, ...] = ()) -> None:
    """Signed in yesterday; today's first round brings `before`."""

    async def run() -> None:
        async with running(None, "/me", shelf=desk(who), clock=Clock()) as app:
            first = tuple(dump_sheet(sheet) for sheet in before)
            app.services.store.take(Answer("epoch", 0, 0, "epoch:1", NOW + timedelta(seconds=1), sheets=first))
            app.network.runners[-1].turn("idle")
            await app.settle()
            await story(app)

    asyncio.run(run())


def handed_over() -> Sheet:
    return more(with_status("incomplete"), CLERK.id, HandedOver())


def given(who: DemoPerson) -> Sheet:
    return more(with_status("to_assign"), SUPERVISOR.id, Analysed("皮带松", "normal"), Assigned(who.id))


async def comes(app: AppUnderTest, *sheets: Sheet) -> None:
    arrive(app.services.store, *sheets)
    await app.settle()


def test_what_a_colleague_hands_over_is_heard_once(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        assert rung == []
        await comes(app, handed_over())
        assert rung == [1]
        await comes(app, handed_over())
        assert rung == [1]

    at_work(story)


def test_a_technician_hears_of_a_case_that_became_theirs_and_of_nobody_elses(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        await comes(app, given(LI))
        assert rung == []
        await comes(app, given(WANG))
        assert rung == [1]

    at_work(story, WANG)


def test_a_technician_hears_that_a_case_was_cancelled_before_driving_there(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        await comes(app, more(given(LI), SUPERVISOR.id, Cancelled("客户自己修好了")))
        assert rung == []
        await comes(app, more(mine, SUPERVISOR.id, Cancelled("客户自己修好了")))
        assert rung == [1]

    mine = more(with_status("to_agree"), SUPERVISOR.id, Assigned(WANG.id))
    at_work(story, WANG, before=(mine,))


def test_a_record_that_was_refused_is_heard(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        sheet = with_status("agreed")
        app.services.record(sheet.id, Analysed("皮带松", "urgent"))
        device = app.services.me.device
        app.services.store.take(Answer("epoch", 1, 0, "epoch:2", NOW, judged=(Judged(FactKey(device, 1), 9, "refused", "role"),)))
        assert rung == [1]

    at_work(story)


def test_what_one_does_oneself_makes_no_sound(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        app.services.record(with_status("agreed").id, Analysed("皮带松", "urgent"))
        await app.settle()
        assert rung == []

    at_work(story)


def test_what_was_there_before_the_office_was_reached_makes_no_sound(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        assert rung == []
        await comes(app, handed_over())
        assert rung == []

    at_work(story, before=(handed_over(),))


def test_much_at_once_is_one_sound(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        first, second = with_status("incomplete"), with_status("to_agree")
        await comes(app, more(first, CLERK.id, HandedOver()))
        await comes(app, more(second, WANG.id, HandedOver(), verdict="late"))
        assert rung == [1]
        clock = app.assembly.clock
        assert isinstance(clock, Clock)
        clock.later(minutes=1)
        await comes(app, more(with_status("agreed"), WANG.id, HandedOver(), verdict="late"))
        assert rung == [1, 1]

    at_work(story)


def test_switched_off_nothing_is_heard_and_switched_on_it_is_tried(rung: list[int]) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("A sound for what is new for me")
        await app.event(app.find(ft.Switch), "change", False, value=False)
        await comes(app, handed_over())
        assert rung == []
        await app.event(app.find(ft.Switch), "change", True, value=True)
        assert rung == [1]

    at_work(story)
