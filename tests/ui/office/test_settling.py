"""What doesn't fit is settled on the sheet, one by one; of two who decide at once the second is asked; and word gets around."""

import asyncio
from collections.abc import Awaitable, Callable

from field_app.domain.repair import dispatch, intake, signoff
from field_app.domain.repair.dispatch import Assigned, NoteAdded
from field_app.domain.repair.signoff import OddSettled
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from sync.demo import LI, WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, SUPERVISOR, arrive, desk, more, sheet_on, told, with_status


def at(route: str, story: Callable[[AppUnderTest], Awaitable[None]], *changed: Sheet) -> Shelf:
    shelf = desk(SUPERVISOR, *changed)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=DESK[0], height=DESK[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def test_p10_2_a_late_fact_is_settled_with_a_word() -> None:
    late = more(with_status("agreed"), LI.id, NoteAdded("到过现场"), verdict="late")

    async def story(app: AppUnderTest) -> None:
        app.see("1 record to settle", "Recorded after the sheet had left")
        await app.tap("Settle it")
        app.see("Write what is decided about it.")
        await app.type("What is decided about it", "算他的工时")
        await app.tap("Settle it")
        app.see_not("1 record to settle")

    sheet = sheet_on(at(f"/sheets/{late.id}", story, late), late.id)
    assert sheet.entries[-1].body == OddSettled(late.entries[-1].key, "算他的工时")


def rivals() -> Sheet:
    first = more(with_status("to_assign"), "zhang", Assigned(WANG.id))
    return more(first, SUPERVISOR.id, Assigned(LI.id), verdict="late")


def test_p10_2_who_decided_second_is_shown_the_first_and_may_let_it_stand() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("had decided before; that stands", WANG.name)
        await app.tap("Let the first stand")

    sheet = sheet_on(at(f"/sheets/{rivals().id}", story, rivals()), rivals().id)
    assert dispatch.assigned_to(sheet) == WANG.id
    assert signoff.unsettled(sheet) == ()


def test_p10_2_who_decided_second_may_do_it_all_the_same() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Do it all the same")

    sheet = sheet_on(at(f"/sheets/{rivals().id}", story, rivals()), rivals().id)
    assert dispatch.assigned_to(sheet) == LI.id
    assert signoff.unsettled(sheet) == ()


def test_what_others_bring_is_said_on_whatever_page_i_am_with_the_way_there() -> None:
    coming = next(s for s in told().values() if s.kind == "repair" and intake.missing(s) == ("wanted",))

    async def story(app: AppUnderTest) -> None:
        app.see_not("new thing")
        arrive(app.services.store, more(coming, CLERK.id, intake.HandedOver()))
        await app.settle()
        app.see("1 new thing waits for you", intake.number(coming))
        await app.tap("Look at it")
        assert app.page.route == f"/assign/{coming.id}"
        app.see_not("new thing waits")

    at("/sheets", story)


def test_what_i_bring_myself_is_no_news() -> None:
    coming = next(s for s in told().values() if s.kind == "repair" and intake.missing(s) == ("wanted",))

    async def story(app: AppUnderTest) -> None:
        arrive(app.services.store, more(coming, SUPERVISOR.id, intake.HandedOver()))
        await app.settle()
        app.see_not("new thing")

    at("/sheets", story)
