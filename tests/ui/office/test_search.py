"""Search and the paged list: the office over everything, this device while the office is away."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from field_app.domain import archive
from field_app.domain.listing import Listed, as_values
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet, dump_sheet
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import DESK, SUPERVISOR, desk, told, with_status
from tests.ui.stand_ins import FakeNetwork

FAR = Listed("250101-A1-01", "closed", "", 0, None, None, "远山酒店", "客梯", "按钮不亮")


def at(route: str, story: Callable[[AppUnderTest], Awaitable[None]], network: FakeNetwork, *, only: Sheet | None = None) -> None:
    shelf = desk(SUPERVISOR, *([only] if only else []), only=only is not None)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=DESK[0], height=DESK[1], network=network) as app:
            await story(app)

    asyncio.run(run())


def office(**said: Mapping[str, Any]) -> FakeNetwork:
    network = FakeNetwork()
    network.said = {f"/v1/{path.replace('__', '/')}": answer for path, answer in said.items()}
    return network


def lines(*known: Listed, count: int | None = None, more: bool = False) -> dict[str, Any]:
    rows = [{"id": f"far-{place}", "kind": "repair", **as_values(one)} for place, one in enumerate(known)]
    return {"p": 1, "rows": rows, "count": len(rows) if count is None else count, "more": more}


async def until(app: AppUnderTest, words: str) -> None:
    for _ in range(200):
        if app.sees(words):
            return
        await asyncio.sleep(0.01)
        await app.settle()
    app.see(words)


def test_search_shows_at_once_what_is_here_and_then_what_the_office_finds() -> None:
    one = with_status("closed")

    async def story(app: AppUnderTest) -> None:
        await app.write("Number, customer, phone, project, serial", intake.request(one).customer)
        app.see(intake.number(one))
        await until(app, "远山酒店")

    at("/search", story, office(search=lines(FAR)))


def test_without_the_office_this_device_alone_is_searched_and_it_says_so() -> None:
    one = with_status("closed")

    async def story(app: AppUnderTest) -> None:
        await app.write("Number, customer, phone, project, serial", intake.request(one).phone[-4:])
        await until(app, "only this device was searched")
        app.see(intake.number(one))

    at("/search", story, FakeNetwork("offline"))


def test_a_project_that_was_found_opens() -> None:
    project = next(sheet for sheet in told().values() if sheet.kind == "archive")
    known = archive.project(project)
    assert known

    async def story(app: AppUnderTest) -> None:
        await app.write("Number, customer, phone, project, serial", known.customer)
        await app.tap(f"Open {known.customer} · {known.project}")
        assert app.page.route == f"/archive/{project.id}"
        app.see(known.contact)

    at("/search", story, FakeNetwork("offline"))


def test_what_is_nowhere_is_said_to_be_nowhere() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.write("Number, customer, phone, project, serial", "没有这家公司")
        await until(app, "Nothing like it")

    at("/search", story, office(search=lines()))


def test_ctrl_k_opens_search_from_anywhere() -> None:
    async def story(app: AppUnderTest) -> None:
        pressed = {"key": "K", "shift": False, "ctrl": True, "alt": False, "meta": False}
        await app.page.session.dispatch_event(app.page._i, "keyboard_event", pressed)
        await app.settle()
        assert app.page.route == "/search"

    at("/todo", story, FakeNetwork("offline"))


def test_the_list_shows_what_the_office_has_beyond_this_device_and_pages_there() -> None:
    async def story(app: AppUnderTest) -> None:
        await until(app, "远山酒店")
        app.see("more than 1000 sheets", "1 to 1")
        await app.tap("Older page")
        assert "skip=50" in app.page.route

    at("/sheets?status=all", story, office(sheets=lines(FAR, count=1001, more=True)))


def test_what_the_list_is_filtered_and_sorted_by_stands_in_the_address() -> None:
    network = FakeNetwork("offline")

    async def story(app: AppUnderTest) -> None:
        await app.choose("Status", "closed")
        await app.tap("Visit")
        assert "status=closed" in app.page.route
        assert "sort=-due" in app.page.route
        app.see("on this device", intake.number(with_status("closed")))

    at("/sheets", story, network)


def test_a_sheet_this_device_doesnt_hold_is_asked_of_the_office_and_kept() -> None:
    away = with_status("closed")

    async def story(app: AppUnderTest) -> None:
        await until(app, intake.request(away).customer)
        assert app.services.store.sheet(away.id)

    answer = {"p": 1, "sheet": dump_sheet(away)}
    at(f"/sheets/{away.id}", story, office(**{f"sheets__{away.id}": answer}), only=with_status("agreed"))


def test_a_sheet_that_is_nowhere_here_while_the_office_is_away_says_so() -> None:
    away = with_status("closed")

    async def story(app: AppUnderTest) -> None:
        await until(app, "this sheet isn't on this device")

    at(f"/sheets/{away.id}", story, FakeNetwork("offline"), only=with_status("agreed"))
