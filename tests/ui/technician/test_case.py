"""工单: what was done, what is missing, and the next step as one big button."""

import flet as ft
from attrs import evolve

from field_app.domain.archive import ContractRecorded, DocumentFiled
from field_app.domain.facts import SheetId
from field_app.domain.photo import Photo
from field_app.domain.policy import Fee
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import Assigned, NoteAdded
from field_app.domain.repair.intake import Cancelled
from field_app.domain.repair.settlement import CashReceived, LeftSite
from field_app.domain.repair.signoff import Reported, SentBack
from field_app.domain.sheets import Voided
from field_app.ui import theme
from tests.cast_domain import CLERK, SUPERVISOR, WANG
from tests.ui.technician.scene import (
    REQUEST,
    archived,
    assigned,
    at,
    finished,
    goes_on_with,
    nothing_recorded,
    on_phone,
    on_site,
    play,
    recorded,
    sheet_of,
    visit,
)
from tests.ui.technician.visit_scene import phone_with, quoted
from tests.ui.technician.visit_scene import visit as visit_begun

CASE_PAGE = "/case/case-1"


def test_the_page_says_who_where_what_is_broken_and_what_the_supervisor_thinks() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(), language="zh") as app:
            app.see("海晟大厦物业服务处", "滨江区海晟路 88 号 2 号楼", "周敏", "关门到一半反弹，一上午好几次")
            app.see("主管估计：皮带打滑", "安排：带皮带和控制板", "紧急", "保修到 2027-03-18", "261122-C1-03")

    play(story)


def test_calling_and_the_map_are_links_opened_inside_the_tap_p3_5() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned()) as app:
            assert app.find(ft.FilledButton, "Call").action.url == "tel:13800001111"
            assert app.find(ft.FilledButton, "Map").action.url.startswith("https://uri.amap.com/search?keyword=%E6%BB%A8")

    play(story)


def test_the_one_big_button_names_the_next_step_and_goes_there() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned()) as app:
            await app.tap("Next: Agree the visit")
            assert app.page.route == "/case/case-1/agree"

    play(story)


def test_a_locked_step_says_what_is_missing() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(), language="zh") as app:
            app.see("缺：约定上门", "缺：到场检查")

    play(story)


def test_arriving_is_one_tap_on_the_page_p4_1() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, *on_site(at(10))[:3])) as app:
            await app.tap("Next: Arrive")
            assert recorded(app, Arrived) == Arrived()
            app.see("Next: Arrival checks", "on time")

    play(story)


def test_leaving_unpaid_is_refused_in_the_gates_words_and_possible_with_a_reason_p8_5() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, shelf=phone_with(quoted().consented().worked().signed())) as app:
            await app.tap("Special case")
            await app.tap("Leave")
            app.see("Take the cash, or have the invoice acknowledgement signed, before you leave.")
            assert nothing_recorded(app, LeftSite)
            await goes_on_with(app, "客户晕倒送医院了")
            left = sheet_of(app).last(LeftSite)
            assert left and left.fact.exception and left.fact.exception.rule == "P8.5"

    play(story)


def test_leaving_is_one_tap_when_it_is_the_next_step() -> None:
    async def story() -> None:
        another_day = (*on_site(at(8, 30)), (WANG, Diagnosed("电梯门机", "缺件", "another_day", "", "带新皮带来")))
        async with on_phone(CASE_PAGE, assigned(REQUEST, *another_day)) as app:
            await app.tap("Next: Leave")
            assert recorded(app, LeftSite) == LeftSite()
            # Another day means another visit: it is agreed next.
            app.see("Next: Agree the visit")

    play(story)


def test_a_sheet_sent_back_shows_the_reason_on_top_and_leads_to_a_new_report_p7_3() -> None:
    async def story() -> None:
        back = (SUPERVISOR, SentBack("没写换下来的零件号，补上再报。"))
        async with on_phone(CASE_PAGE, finished(REQUEST, back, start=at(8, 30)), language="zh") as app:
            app.see("主管退回了这张单", "没写换下来的零件号，补上再报。")
            await app.tap("已补好：再次汇报")
            assert app.page.route == "/case/case-1/report"

    play(story)


def test_a_reported_sheet_waits_for_the_supervisor_and_asks_nothing_more() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, finished(start=at(8, 30))) as app:
            app.see("The supervisor signs off or sends it back.")
            app.see_not("Next:")

    play(story)


def test_a_cancelled_sheet_says_so_and_keeps_what_was_recorded_p10_2() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, (WANG, visit(at(10))), (CLERK, Cancelled("客户自己修好了")))) as app:
            app.see("This case was cancelled", "客户自己修好了")
            app.see_not("Next:")

    play(story)


def test_a_case_given_to_someone_else_is_said_to_be_gone() -> None:
    async def story() -> None:
        async with on_phone("/case/unknown") as app:
            app.see("This case isn't on this phone any more.")

    play(story)


def test_a_finished_chapter_is_one_row_that_opens_to_its_entries() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, *on_site(at(10))), language="zh") as app:
            app.see("准时·检查 3 项已记")
            app.see_not("更正")
            await app.tap("准时·检查 3 项已记")
            app.see("更正", "重做：到场检查")

    play(story)


def test_a_wrong_entry_is_struck_with_a_reason_and_its_step_is_open_again_p10_3() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, (WANG, visit(at(10)))), language="zh") as app:
            await app.tap("看约定上门的记录")
            await app.tap("更正")
            await app.tap("划掉这条记录")
            app.see("请写更正的原因。")
            assert nothing_recorded(app, Voided)
            await app.type("哪里记错了", "记成了别家的时间")
            await app.tap("划掉这条记录")
            assert recorded(app, Voided).reason == "记成了别家的时间"
            assert sheet_of(app).last(VisitAgreed) is None
            app.see("下一步：约定上门")

    play(story)


def test_notes_are_read_on_the_page_and_written_in_two_taps_p2_2() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, (SUPERVISOR, NoteAdded("客户怕吵，别在午休去")))) as app:
            app.see("客户怕吵，别在午休去")
            await app.tap("Note")
            await app.tap("Save the note")
            app.see("Write something first.")
            await app.type("What you noticed or want to ask", "好，十点半再去")
            await app.tap("Save the note")
            assert recorded(app, NoteAdded).text == "好，十点半再去"
            assert app.page.route == CASE_PAGE

    play(story)


def test_a_note_half_written_is_there_again_after_a_restart() -> None:
    async def story() -> None:
        async with on_phone("/case/case-1/note", assigned()) as app:
            await app.write("What you noticed or want to ask", "写到一半")
            await app.put_away()
            shelf = app.assembly.shelf
        async with on_phone("/case/case-1/note", shelf=shelf) as again:
            assert again.find(ft.TextField, "What you noticed").value == "写到一半"

    play(story)


def test_the_archive_is_one_tap_away_and_needs_no_network_p2_2() -> None:
    async def story() -> None:
        earlier = assigned(REQUEST, (CLERK, Cancelled("误报")), on=SheetId("older"), number="260301-C1-01")
        async with on_phone(CASE_PAGE, earlier, assigned(), language="zh") as app:
            await app.tap("档案")
            app.see("DJ-0417", "光幕·GM-1", "从地库 B 口进，找门岗登记", "260301-C1-01", "2025-03-18", "24 个月")

    play(story)


def test_at_large_text_the_head_shrinks_and_what_is_done_is_one_row() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, *on_site(at(10))), language="zh") as app:
            app.services.appearance.enlarge(1.8)
            await app.settle()
            app.see("步已完成", "下一步：诊断")
            texts = app.texts()
            assert texts.index("诊断") < texts.index("关门到一半反弹，一上午好几次")
            assert theme.large()

    play(story)


def test_someone_reassigned_meanwhile_still_reads_the_sheet_until_it_leaves_the_phone_p2_4() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, (SUPERVISOR, Assigned("li", (), "换人")))) as app:
            app.see(REQUEST.customer)

    play(story)


def test_what_the_office_found_odd_is_said_on_the_page_and_beside_the_entry_p10_2() -> None:
    async def story() -> None:
        sheet = assigned(REQUEST, *on_site(at(10)))
        *before, came, checks = sheet.entries
        late = evolve(came, stamp=evolve(came.stamp, verdict="late"))
        async with on_phone(CASE_PAGE, evolve(sheet, entries=(*before, late, checks)), language="zh") as app:
            app.see("1 条记录主管要再看")

    play(story)


def test_a_gate_passed_with_a_reason_is_shown_where_it_was_passed_p10_1() -> None:
    async def story() -> None:
        sheet = assigned(REQUEST, *on_site(at(10))[:3])
        async with on_phone("/case/case-1/diagnose", sheet) as app:
            await app.type("Cause", "皮带断")
            await app.tap("Save the diagnosis")
            await goes_on_with(app, "电梯困人，先救人")
            app.see("Special case: 电梯困人，先救人")

    play(story)


def test_a_case_handed_on_waits_for_the_supervisor_to_choose_p5_1() -> None:
    async def story() -> None:
        handed = (*on_site(at(8, 30)), (WANG, Diagnosed("电梯门机", "要专用工具", "another_technician", "", "李工有工具")))
        whole = (*handed, (WANG, LeftSite()), (WANG, Reported("要李工来", "同意")))
        async with on_phone(CASE_PAGE, assigned(REQUEST, *whole)) as app:
            app.see("The supervisor chooses another technician.")

    play(story)


def test_after_a_take_back_the_way_home_stands_beside_the_next_visit_and_is_then_its_step_p6_4() -> None:
    async def story() -> None:
        away = visit_begun().diagnosed("电梯门机", "take_back").decided("inside", "电梯门机").taken_back().left().reported()
        async with on_phone("/today", shelf=phone_with(away)) as app:
            app.see("In repair with us", "promised by")
            app.see_not("Customers to contact")
            await app.arrive(CASE_PAGE)
            app.see("Next: Agree the visit", "Give back")
        again = away.agreed().departed().arrived().checked()
        async with on_phone(CASE_PAGE, shelf=phone_with(again)) as app:
            await app.tap("Next: Give the equipment back")
            assert app.page.route == "/case/case-1/return"

    play(story)


def test_arriving_by_mistake_is_taken_back_by_one_tap_p10_3() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, *on_site(at(10))[:3])) as app:
            await app.tap("Next: Arrive")
            await app.event(app.find(ft.SnackBar).action, "click")
            assert sheet_of(app).last(Arrived) is None
            app.see("Next: Arrive")

    play(story)


def test_money_received_beyond_what_is_due_stands_out_p8_6() -> None:
    paid = quoted().allotted("0024817").consented().worked().signed().does(CashReceived(20_000, 20_000, "0024817"))

    async def story() -> None:
        async with on_phone(CASE_PAGE, shelf=phone_with(paid.voided(Quoted))) as app:
            app.see("¥200.00 too much received")

    play(story)


def test_p5_2_what_was_decided_of_the_pieces_goes_before_what_the_request_promised() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, shelf=phone_with(visit_begun().diagnosed("电梯门机"))) as app:
            app.see("In warranty to 2027-03-18")
        async with on_phone(CASE_PAGE, shelf=phone_with(quoted())) as app:
            app.see("Out of warranty")
            app.see_not("In warranty to")

    play(story)


def test_the_archive_names_contract_documents_and_what_was_found_in_a_piece_before_p2_2() -> None:
    terms = ContractRecorded("HT-2026-08", fees=(Fee("labour", "labour", "人工", "人天", 30_000),), wear_parts=("门机皮带",))
    known = archived((CLERK, terms), (CLERK, DocumentFiled("验收单", "一切正常", (Photo("a" * 64, 180_000, 1600, 1200, "gallery"),))))
    earlier = assigned(REQUEST, (WANG, Diagnosed("电梯门机", "皮带老化", "on_site", "DJ-0417")), on=SheetId("older"), number="260301-C1-01")

    async def story() -> None:
        async with on_phone("/case/case-1/archive", known, earlier, assigned()) as app:
            app.see("Contract HT-2026-08", "¥300.00 per 人天", "门机皮带", "验收单", "260301-C1-01 · 皮带老化")
            app.see("Photo, from the gallery")

    play(story)


def test_the_way_back_is_only_ever_that_of_the_last_step_p10_3() -> None:
    async def story() -> None:
        async with on_phone(CASE_PAGE, assigned(REQUEST, *on_site(at(10))[:3])) as app:
            await app.tap("Next: Arrive")
            await app.tap("Next: Arrival checks")
            await app.tap("All others: yes")
            await app.tap("Save the checks")
            shown = [bar for bar in app.controls() if isinstance(bar, ft.SnackBar)]
            assert len(shown) == 1
            app.see("Checks saved.")
            app.see_not("Arrived at")
            assert shown[0].persist is False

    play(story)
