"""A tap reaches what it was aimed at, though the page is drawn anew while the tap is on its way."""

import asyncio
from collections.abc import Awaitable, Callable

from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.intake import RequestAmended
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from field_app.ui.office.parts.table import once_each
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, SUPERVISOR, DemoPerson, arrive, desk, more, sheet_on, told


def at(who: DemoPerson, route: str, story: Callable[[AppUnderTest], Awaitable[None]]) -> Shelf:
    shelf = desk(who)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=DESK[0], height=DESK[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def queued() -> list[Sheet]:
    """The requests that wait to be assigned."""
    return [s for s in told().values() if s.kind == "repair" and intake.was_handed_over(s) and not dispatch.assigned_to(s)]


def lacking() -> Sheet:
    return next(s for s in told().values() if s.kind == "repair" and intake.missing(s) == ("wanted",))


def test_a_row_that_moves_under_the_thumb_is_still_the_row_that_opens() -> None:
    async def story(app: AppUnderTest) -> None:
        aimed = {sheet.id: app.aim(f"Open {intake.number(sheet)}") for sheet in queued()}
        arrive(app.services.store, more(lacking(), CLERK.id, intake.HandedOver(), hours_ago=-1))
        arrive(app.services.store, more(queued()[0], SUPERVISOR.id, dispatch.Assigned(CLERK.id)))
        await app.settle()
        for sheet in queued()[1:]:
            await app.event(aimed[sheet.id], "click")
            assert app.page.route == f"/assign/{sheet.id}"

    assert len(queued()) > 2
    at(SUPERVISOR, f"/assign/{queued()[-1].id}", story)


def test_a_button_is_the_same_when_the_last_word_that_was_missing_takes_its_neighbour_away() -> None:
    async def story(app: AppUnderTest) -> None:
        keep = app.aim("Keep")
        app.see("Hand over with a reason")
        await app.type("6 wanted service time", "下周一上午")
        app.see_not("Hand over with a reason")
        await app.event(keep, "click")

    sheet = sheet_on(at(CLERK, f"/callbacks/{lacking().id}", story), lacking().id)
    assert intake.request(sheet).wanted == "下周一上午"
    assert isinstance(sheet.entries[-1].body, RequestAmended)


def test_rows_of_the_same_name_keep_apart() -> None:
    assert once_each(["a", "b", "a", "", ""]) == ["a", "b", "a 1", None, None]
