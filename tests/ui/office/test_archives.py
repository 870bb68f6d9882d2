"""The customer archive at the desk: found, read, corrected, merged, taken from a spreadsheet (P2.2)."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from field_app.domain import archive
from field_app.domain.archive import ContractRecorded, DocumentFiled, Equipment, EquipmentInstalled, ProjectRecorded, equipment
from field_app.domain.facts import SheetId
from field_app.domain.policy import Fee
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet, new_sheet
from field_app.store.shelf import Shelf
from sync.demo import LI, archive_sheet
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, DIRECTOR, PHONE, SUPERVISOR, DemoPerson, desk, more, sheet_on, told
from tests.ui.office.test_rules import book, choose

Story = Callable[[AppUnderTest], Awaitable[None]]
HAISHENG, SCHOOL = archive_sheet(0), archive_sheet(2)


def at(who: DemoPerson, route: str, story: Story, *sheets: Sheet, size: tuple[int, int] = DESK) -> Shelf:
    shelf = desk(who, *sheets)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def twin() -> Sheet:
    """The school again, under another name, with a piece the first record doesn't know."""
    known = ProjectRecorded("启航小学校", "监控二期", contact="陈老师", phone="13851506633")
    return more(new_sheet(SheetId("twin"), "archive"), CLERK.id, known, EquipmentInstalled(Equipment("NVR-9", "录像机")))


def test_p2_2_a_project_is_found_by_any_word_and_the_list_stays_in_the_address() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("10 projects", "海晟大厦物业服务处", "宏达机械厂")
        await app.type("Customer, project, phone, serial, contract", "PS-0093")
        app.see("启航小学", "1 project")
        app.see_not("宏达机械厂")
        assert app.page.route == "/archive?q=PS-0093"

    at(CLERK, "/archive", story)


def test_p2_2_a_link_to_a_filtered_list_shows_just_that() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("3 projects", "海晟大厦物业服务处")
        app.see_not("启航小学")

    at(DIRECTOR, "/archive?district=%E6%BB%A8%E6%B1%9F&order=warranty", story)


def test_p2_2_what_a_technician_found_is_shown_to_be_checked_and_confirmed() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Found on site, to check")
        app.see("1 piece to check", "1 project")
        await app.tap("Open 启航小学")
        app.see("found on site")
        await app.tap("Open PS-0094")
        app.see("Found on site by 李志强")
        await app.tap("It is right")
        app.see("Confirmed")
        app.see_not("found on site")

    record = sheet_on(at(CLERK, "/archive", story), SCHOOL)
    assert record.live(EquipmentInstalled)[-1].by == CLERK.id


def test_p2_2_the_past_of_a_piece_stands_beside_it_over_all_sheets() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("1 号客梯开门慢，有异响", "门滑块磨损", "History: 1 case")

    at(SUPERVISOR, f"/archive/{HAISHENG}?piece=DM25-01187", story)


def test_p5_3_the_contracts_prices_stand_beside_the_fee_standards() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("HS-2025-031", "360.00 / 人天", "fee standard 400.00", "¥145.00, by contract", "¥60.00, by fee standard")

    at(SUPERVISOR, f"/archive/{HAISHENG}", story)


def test_p2_2_particulars_are_entered_anew_and_what_cant_be_is_said_beside_its_field() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Acceptance, like", "soon")
        await app.tap("Keep the project")
        app.see("Write the day like 2025-03-18.")
        await app.type("Acceptance, like", "2025-03-18")
        await app.type("Warranty, like", "3年")
        await app.tap("Keep the project")
        app.see("Kept", "36 months")

    known = archive.project(sheet_on(at(CLERK, f"/archive/{SCHOOL}?edit=project", story), SCHOOL))
    assert known
    assert (known.warranty_months, known.phone) == (36, "13851506633")


def test_p2_2_a_new_project_is_entered_with_its_first_piece() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Customer", "东城幼儿园")
        await app.type("Project", "门禁")
        await app.tap("Keep the project")
        await app.tap("Add a piece")
        await app.tap("Keep the piece")
        app.see("Write the serial number; it says which piece is meant.", "Name the piece of equipment.")
        await app.type("Serial number", "AC-77")
        await app.type("Piece of equipment", "门禁控制器")
        await app.tap("Keep the piece")
        app.see("AC-77", "门禁控制器")

    at(CLERK, "/archive/new", story, size=PHONE)


def test_p2_2_a_piece_is_taken_out_with_a_reason_and_its_cases_stay() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Take it out")
        await app.write("Why: replaced", "换了新的")
        await app.event(app.find(ft.FilledButton, "Take it out"), "click")
        app.see("Taken out; its cases stay readable.", "1 号客梯开门慢，有异响")

    record = sheet_on(at(CLERK, f"/archive/{HAISHENG}?piece=DM25-01187", story), HAISHENG)
    assert [piece.serial for piece in equipment(record)] == ["DM25-01188"]


def test_p5_3_contract_terms_are_recorded_with_prices_of_their_own() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Number of the contract", "QH-1")
        await app.type("Wear parts charged", "电池，滤网")
        await app.tap("Add a price")
        await app.tap("Keep the terms")
        app.see("Mend the marked prices first.")
        await app.type("Code", "L-01")
        await app.type("Unit", "人天")
        await app.type("Price", "350")
        await app.type("Item", "人工")
        await app.tap("Keep the terms")
        app.see("350.00 / 人天")

    terms = archive.contract(sheet_on(at(CLERK, f"/archive/{SCHOOL}?edit=contract", story), SCHOOL))
    assert terms == ContractRecorded("QH-1", fees=(Fee("L-01", "part", "人工", "人天", 35_000),), wear_parts=("电池", "滤网"))


def test_p2_2_a_document_is_filed() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("File it")
        app.see("Give the document a title.")
        await app.type("Title", "接线图")
        await app.type("What it says", "红正黑负")
        await app.tap("File it")
        app.see("接线图", "红正黑负")

    filed = sheet_on(at(SUPERVISOR, f"/archive/{SCHOOL}?edit=document", story), SCHOOL).said(DocumentFiled)
    assert filed == DocumentFiled("接线图", "红正黑负")


def test_p2_2_a_duplicate_is_merged_nothing_is_lost_and_its_readers_are_led_on() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("Perhaps the same project", "启航小学校")
        await app.tap("Merge here")
        app.see("what only it knows comes over here")
        await app.tap("Merge, this one stays")
        app.see("Merged; this record stays.", "NVR-9")
        await app.arrive("/archive/twin")
        app.see("This record was a duplicate", "启航小学")
        app.see_not("Add a piece")
        await app.tap("To the record that stays")
        app.see("NVR-A2209-0417")

    case = next(sheet for sheet in told().values() if sheet.kind == "repair" and intake.request(sheet).archive == SCHOOL)
    shelf = at(CLERK, f"/archive/{SCHOOL}", story, twin(), case)
    assert archive.merged_into(sheet_on(shelf, SheetId("twin"))) == SCHOOL
    assert "NVR-9" in {piece.serial for piece in equipment(sheet_on(shelf, SCHOOL))}


def test_p2_2_who_may_only_read_changes_nothing() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("NVR-A2209-0417", "启航小学校")
        app.see_not("Correct it", "Merge here", "Add a piece", "File a document", "It is right")

    at(DIRECTOR, f"/archive/{SCHOOL}?piece=PS-0094&edit=project", story, twin())


HEAD = ("客户", "项目", "电话", "序列号", "设备")


def test_p2_2_a_spreadsheet_shows_what_it_would_do_and_is_taken_whole() -> None:
    async def story(app: AppUnderTest) -> None:
        data = book(HEAD, ("启航小学", "校园监控", "13900000000", "PS-0095", "电源"), ("东城幼儿园", "门禁", "", "AC-77", "控制器"))
        choose(app, "档案.xlsx", data)
        await app.tap("Choose an XLSX or CSV file")
        app.see("New projects", "Changed projects", "电话 13851506633 → 13900000000", "PS-0095 电源", "Nothing is taken until you say so.")
        await app.tap("Take 2 projects into the archive")
        app.see("2 projects taken into the archive", "东城幼儿园")

    record = sheet_on(at(CLERK, "/archive/import", story), SCHOOL)
    assert "PS-0095" in {piece.serial for piece in equipment(record)}


def test_p2_2_a_spreadsheet_with_a_wrong_line_changes_nothing() -> None:
    async def story(app: AppUnderTest) -> None:
        choose(app, "档案.xlsx", book(HEAD, ("启航小学", "校园监控", "", "PS-0095", "电源"), ("东城幼儿园", "", "", "", "")))
        await app.tap("Choose an XLSX or CSV file")
        app.see("Nothing was taken from this file", "档案.xlsx, line 3, 项目: Nothing stands here")
        app.see_not("What the file would do")

    record = sheet_on(at(CLERK, "/archive/import", story, size=PHONE), SCHOOL)
    assert "PS-0095" not in {piece.serial for piece in equipment(record)}


def test_p2_2_the_office_is_known_by_role_and_a_technician_isnt_of_it() -> None:
    async def story(app: AppUnderTest) -> None:
        from field_app.ui.office.archives import of_office

        assert not of_office(app.services, LI.id)
        assert of_office(app.services, SUPERVISOR.id)

    at(CLERK, "/archive", story)
