"""A tap reaches what it was aimed at, though the page is drawn anew while the tap is on its way."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.intake import RequestAmended
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from field_app.ui.office.parts.table import once_each
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.office.scene import CLERK, DESK, PHONE, SUPERVISOR, DemoPerson, arrive, desk, more, sheet_on, told
from tests.ui.stand_ins import identity


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


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("page", ["todo", "assign", "sheets", "search?q=1", "receipts", "owed", "return-visits"])
def test_what_comes_from_colleagues_hands_no_tap_to_its_neighbour(page: str, size: tuple[int, int]) -> None:
    later = [sheet for place, sheet in enumerate(s for s in told().values() if s.kind == "repair") if place % 3 == 1]
    shelf = shelf_with(identity(SUPERVISOR.id, SUPERVISOR.name, *SUPERVISOR.roles))
    device = shelf.current()
    assert device
    arrive(device, *(sheet for sheet in told().values() if sheet not in later))

    async def run() -> None:
        async with running(None, f"/{page}", shelf=shelf, width=size[0], height=size[1]) as app:
            before = app.targets()
            arrive(app.services.store, *later)
            await app.settle()
            after = app.targets()
        passed = {words: after[at] for at, words in before.items() if at in after and after[at] != words and words in after.values()}
        assert passed == {}

    asyncio.run(run())


def test_rows_of_the_same_name_keep_apart() -> None:
    assert once_each(["a", "b", "a", "", ""]) == ["a", "b", "a 1", None, None]
