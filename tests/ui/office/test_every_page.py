"""Every office page draws, at a desk, on a tablet and on a phone, in both languages, with the demo company on it and with nothing."""

import asyncio

import pytest

from sync.demo import archive_sheet
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.office.scene import ACCOUNTANT, ADMIN, BENCH, CLERK, DESK, DIRECTOR, PHONE, SUPERVISOR, TABLET, DemoPerson, desk, told
from tests.ui.reading import doubled
from tests.ui.stand_ins import identity

PAGES = {
    "todo": SUPERVISOR,
    "call": CLERK,
    "callbacks": CLERK,
    "assign": SUPERVISOR,
    "signoff": SUPERVISOR,
    "board": SUPERVISOR,
    "board?view=week": SUPERVISOR,
    "board?view=two": SUPERVISOR,
    "sheets": SUPERVISOR,
    "search?q=1": SUPERVISOR,
    "receipts": ACCOUNTANT,
    "cash": ACCOUNTANT,
    "owed": ACCOUNTANT,
    "returns": SUPERVISOR,
    "bench": BENCH,
    "rules": DIRECTOR,
    "rules?part=return_visits": SUPERVISOR,
    "rules/draft": SUPERVISOR,
    "rules/draft?part=limits": SUPERVISOR,
    "rules/proposal": DIRECTOR,
    "rules/proposal?show=all": SUPERVISOR,
    "archive": CLERK,
    "archive/new": CLERK,
    "archive/import": CLERK,
    f"archive/{archive_sheet(0)}?piece=DM25-01187": CLERK,
    f"archive/{archive_sheet(0)}?edit=contract": SUPERVISOR,
    f"archive/{archive_sheet(0)}?edit=project": CLERK,
    f"archive/{archive_sheet(0)}?edit=document": CLERK,
    f"archive/{archive_sheet(0)}?edit=piece": DIRECTOR,
    "people": ADMIN,
    "set-apart": SUPERVISOR,
}
BROKEN = ("This page can't be shown", "This part can't be shown", "这一页暂时显示不了", "这一块暂时显示不了")


def whole(app: AppUnderTest) -> None:
    app.see_not(*BROKEN)
    assert doubled(app.controls()) == []
    assert not app.services.log.text(), app.services.log.text()


async def looked_at(who: DemoPerson, route: str, size: tuple[int, int], language: str, *, empty: bool) -> None:
    shelf = shelf_with(identity(who.id, who.name, *who.roles)) if empty else desk(who)
    async with running(None, route, shelf=shelf, width=size[0], height=size[1], language=language) as app:
        whole(app)


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_with_the_company_on_it(page: str, size: tuple[int, int]) -> None:
    asyncio.run(looked_at(PAGES[page], f"/{page}", size, "zh", empty=False))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_with_nothing_on_the_device(page: str) -> None:
    asyncio.run(looked_at(PAGES[page], f"/{page}", DESK, "en", empty=True))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_sheet_of_the_company_has_a_page(size: tuple[int, int]) -> None:
    async def look() -> None:
        async with running(None, "/sheets", shelf=desk(SUPERVISOR), width=size[0], height=size[1]) as app:
            for sheet in told().values():
                if sheet.kind == "repair":
                    await app.arrive(f"/sheets/{sheet.id}")
                    whole(app)

    asyncio.run(look())
