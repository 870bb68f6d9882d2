"""Papers from the screens: the customer's copy on the phone, the office's papers and lists as files, what was written on paper."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft
import pytest

from field_app.domain.repair.intake import number
from field_app.domain.repair.paper import PaperEntered, papers_behind
from field_app.domain.repair.takeback import TakenPiece
from field_app.domain.sheets import Sheet
from field_app.papers.reading import photos_in
from field_app.papers.verify import verify
from field_app.ui import words
from tests.papers.scene import FONTS, read
from tests.pictures import named, scene
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, PHONE, SUPERVISOR, DemoPerson, desk, with_status
from tests.ui.office.test_complaints import ANSWERED, planned, received
from tests.ui.stand_ins import FakeNetwork
from tests.ui.technician.scene import CASE
from tests.ui.technician.visit_scene import inside, phone_with, play, quoted, recorded, screen


async def saved(app: AppUnderTest) -> tuple[str, bytes]:
    """The file the app hands over, once it is made."""
    for _ in range(400):
        await app.settle()
        for name, args in app.connection.calls:
            if name == "save_file":
                return args["file_name"], args["src_bytes"]
        await asyncio.sleep(0.01)
    raise AssertionError(f"nothing was saved: {app.texts()}")


def at(who: DemoPerson, route: str, story: Callable[[AppUnderTest], Awaitable[None]], size: tuple[int, int] = DESK, **how: Any) -> None:
    async def run() -> None:
        async with running(None, route, shelf=desk(who), width=size[0], height=size[1], **how) as app:
            await story(app)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("page", "told", "title"),
    [
        ("sign", quoted().consented().worked().signed(), "Customer repair record"),
        ("consent", quoted().consented(), "Quote"),
        ("take-back", inside().taken_back(), "Take-back slip"),
    ],
)
def test_the_customers_copy_is_made_on_the_phone_without_a_network(page: str, told: Any, title: str) -> None:
    """P6.1, P7.2: shared where the phone can share, saved where it can't."""

    async def story() -> None:
        async with screen(page, told) as app:
            await app.tap("Copy for the customer")
            name, content = await saved(app)
            assert [call for call, _ in app.connection.calls if call == "share_files"]
            assert name.startswith(title) and name.endswith(".pdf")
            assert verify(content, FONTS).is_unchanged

    play(story)


@pytest.mark.parametrize("state", ["idle", "offline"])
def test_the_customers_copy_shows_the_photos_of_this_phone_and_while_it_is_reached_those_of_the_office(state: Any) -> None:
    """P6.1: without a network it is made all the same."""
    here, there, gone = scene(64, 48), scene(48, 64), scene(32, 32)
    piece = TakenPiece("电梯门机", "一角有磕痕", "DJ-0417", photos=tuple(map(named, (here, there, gone))))
    network = FakeNetwork(state=state)
    network.photos[named(there).sha256] = there

    async def story() -> None:
        async with screen("take-back", inside().taken_back(piece), network=network) as app:
            await app.services.store.blobs.keep(here)
            await app.tap("Copy for the customer")
            _name, content = await saved(app)
            assert set(photos_in(content).values()) == ({here, there} if state == "idle" else {here})
            assert verify(content, FONTS).is_unchanged

    play(story)


def test_a_cases_papers_are_listed_and_handed_over_one_by_one() -> None:
    async def story() -> None:
        async with screen("papers", inside().taken_back()) as app:
            app.see("Customer repair record", "Take-back slip")
            app.see_not("Invoice acknowledgement")
            await app.tap("Take-back slip")
            _name, content = await saved(app)
            assert "Customer'scopy" in read(content)

    play(story)


def test_what_was_typed_from_a_paper_is_marked_with_which_paper_and_when() -> None:
    told = inside()

    async def story() -> None:
        async with screen("from-paper", told) as app:
            app.see("Typed today, from this paper")
            await app.type("Number on the paper", "0017")
            await app.tap("Mark as entered from paper")
            app.see("Photograph the paper; the photo is kept with it.")
            await app.tap("Special case")
            await app.type("Reason; the supervisor sees it", "纸单被客户留下了")
            await app.tap("Go on with this reason")
            entered = recorded(app, PaperEntered)
            assert (entered.form, entered.number) == ("FW-01", "0017")
            sheet = app.services.sheet(CASE)
            assert sheet and set(papers_behind(sheet)) == set(entered.keys) and entered.keys

    play(story)


def test_the_office_prints_a_sheet_with_its_records_inside() -> None:
    sheet = with_status("closed")

    async def story(app: AppUnderTest) -> None:
        app.see(number(sheet), "Customer repair record")
        await app.tap("PDF")
        name, content = await saved(app)
        assert name.endswith(f"{number(sheet)}.pdf")
        assert verify(content, FONTS).is_unchanged

    at(SUPERVISOR, f"/papers/{sheet.id}", story)


def test_a_closed_sheet_still_leads_to_its_papers() -> None:
    sheet = with_status("closed")

    async def story(app: AppUnderTest) -> None:
        await app.tap("Papers")
        assert app.page.route == f"/papers/{sheet.id}"

    at(CLERK, f"/sheets/{sheet.id}", story, PHONE)


@pytest.mark.parametrize(
    ("route", "sheet", "form", "said"),
    [
        ("/complaints", received(ANSWERED), "客户投诉单", "师傅没穿鞋套"),
        ("/return-visits", planned(), "客户回访单", "客房门锁与监控"),
    ],
    ids=["complaint", "return visit"],
)
def test_p9_2_complaint_and_return_visit_print_as_the_companys_form_with_what_was_said(
    route: str, sheet: Sheet, form: str, said: str
) -> None:
    async def story() -> None:
        async with running(None, f"{route}/{sheet.id}", shelf=desk(SUPERVISOR, sheet), language="zh", width=1440, height=900) as app:
            await app.tap(form)
            name, content = await saved(app)
            assert name.startswith(form) and name.endswith(".pdf")
            assert "云栖酒店" in read(content) and said in read(content)

    play(story)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_registers_and_blank_forms_are_one_tap_away(size: tuple[int, int]) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("返修登记表", "维修人员工作安排表（周）", "现金交接登记表", "客户维修记录单", "客户回访单")
        await app.tap("CSV")
        name, content = await saved(app)
        assert name.endswith(".csv")
        assert "客户" in content.decode("utf-8-sig").splitlines()[0]

    at(SUPERVISOR, "/papers", story, size, language="zh")


def test_a_list_is_exported_as_it_is_filtered_on_screen() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.write("Number, customer, phone, serial, fault", "海晟")
        item = next(one for one in app.controls() if isinstance(one, ft.PopupMenuItem) and one.content == "CSV")
        await app.event(item, "click")
        _name, content = await saved(app)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) > 1 and all("海晟" in "".join(row) for row in rows[1:])

    at(CLERK, "/sheets", story)
    assert words.language() == "en"


def test_a_technician_gets_a_private_calendar_address_and_takes_it_back() -> None:
    async def story() -> None:
        async with running(None, "/me/calendar", shelf=phone_with(inside())) as app:
            await app.tap("Make an address")
            app.see("https://office.example/calendar/secret-1.ics")
            await app.tap("Take the address back")
            app.see("The address has ended")
            app.see_not("secret-1")

    play(story)
