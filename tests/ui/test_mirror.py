"""What the client shows is what was drawn, however rows change places: Flet's differences told it otherwise."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from field_app.domain.sheets import Sheet
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.office.scene import DESK, PHONE, SUPERVISOR, arrive, desk, told
from tests.ui.stand_ins import identity

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


def repairs() -> list[Sheet]:
    return [sheet for sheet in told().values() if sheet.kind == "repair"]


def watch(route: str, size: tuple[int, int], story: Callable[[AppUnderTest], Awaitable[None]], *, held_back: int = 0) -> None:
    """As the supervisor, with every so many-th case still to come."""
    later = repairs()[1::held_back] if held_back else []
    shelf = desk(SUPERVISOR)
    if later:
        shelf = shelf_with(identity(SUPERVISOR.id, SUPERVISOR.name, *SUPERVISOR.roles))
        arrive(shelf.current(), *(sheet for sheet in told().values() if sheet not in later))  # type: ignore[arg-type]

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1], mirrored=True) as app:
            await story(app)
            app.shows_what_was_drawn()

    asyncio.run(run())


@SIZES
def test_who_is_proposed_for_one_case_after_another(size: tuple[int, int]) -> None:
    async def story(app: AppUnderTest) -> None:
        for sheet in repairs():
            await app.arrive(f"/assign/{sheet.id}")
            app.shows_what_was_drawn()

    watch("/assign", size, story)


@SIZES
@pytest.mark.parametrize("page", ["todo", "assign", "sheets", "search?q=1", "board", "board?view=week", "receipts", "returns"])
def test_cases_that_come_in_among_those_shown(page: str, size: tuple[int, int]) -> None:
    async def story(app: AppUnderTest) -> None:
        for sheet in reversed(repairs()[1::3]):
            arrive(app.services.store, sheet)
            await app.settle()

    watch(f"/{page}", size, story, held_back=3)
