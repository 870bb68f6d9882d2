"""The service record's page: the story with its two times, charges, signatures, and the supervisor's word (P7.3, P10)."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from field_app.domain.repair import signoff
from field_app.domain.repair.appointment import TransportChosen
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import Cancelled
from field_app.domain.repair.signoff import SentBack, SignedOff
from field_app.domain.sheets import Sheet, Voided
from field_app.store.shelf import Shelf
from sync.demo import WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import ACCOUNTANT, CLERK, DESK, PHONE, SUPERVISOR, DemoPerson, arrive, desk, more, sheet_on, with_status


def on(sheet: Sheet, story: Callable[[AppUnderTest], Awaitable[None]], who: DemoPerson = SUPERVISOR, size: tuple[int, int] = DESK) -> Sheet:
    """The page of this sheet on someone's device; what stands on the sheet there afterwards."""
    shelf: Shelf = desk(who, sheet)

    async def run() -> None:
        async with running(None, f"/sheets/{sheet.id}", shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return sheet_on(shelf, sheet.id)


def reported() -> Sheet:
    return with_status("to_sign_off")


def looks(*words: str, sheet: Sheet | None = None, who: DemoPerson = SUPERVISOR, size: tuple[int, int] = DESK) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see(*words)

    on(sheet or reported(), story, who, size)


def test_the_chapters_say_where_the_case_stands() -> None:
    looks("Request", "Assigning", "Visit agreed", "On site", "Diagnosis", "Consent", "Repair", "Payment", "Sign-off", "To sign off")


def test_every_record_is_told_with_who_recorded_it() -> None:
    looks(
        "Assigned to 王建军",
        "Arrival checks: all 7 items answered",
        "Cash received ¥620.00",
        "Reported: 已修好，试用正常。",
        "王建军",
        "林晓燕",
        size=PHONE,
    )


def test_a_record_that_reached_the_office_later_says_when() -> None:
    late = more(with_status("agreed"), WANG.id, TransportChosen("bus"), hours_ago=3, late=2)
    looks("8:42 caught up", sheet=late)


def test_a_record_still_on_the_device_says_so() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Say something on the sheet", "好的")
        await app.tap("Say it")
        app.see("still on the device", "this device")

    on(reported(), story)


def test_p10_1_a_passed_gate_stands_there_with_rule_and_reason() -> None:
    looks("1 special case", "Passed P8.4 with a reason: 客户财务下班，当日无法转账")


def test_p10_2_a_late_fact_is_marked_and_asks_to_be_settled() -> None:
    late = more(with_status("agreed"), WANG.id, TransportChosen("bus"), verdict="late")
    looks("1 record to settle", "Recorded after the sheet had left", sheet=late)


def test_p10_3_a_corrected_record_stays_readable() -> None:
    noted = more(with_status("agreed"), WANG.id, TransportChosen("bus"))
    key = noted.entries[-1].key
    looks("Goes by bus", "Corrected later", "no longer counts", sheet=more(noted, WANG.id, Voided((key.device, key.n), "没坐公交")))


def test_p7_2_signatures_say_what_they_cover_and_that_it_is_unchanged() -> None:
    looks("Signatures", "Quote: 2 lines · ¥620.00", "Work, parts, costs; very satisfied", "unchanged since")


def test_p5_3_a_signature_under_changed_figures_no_longer_covers_them() -> None:
    quote = reported().said(Quoted)
    assert quote
    changed = more(reported(), WANG.id, Quoted(quote.lines[:1], quote.policy))
    looks("changed since: it doesn't cover this", "changed after signing", sheet=changed)


def test_p8_2_charges_show_basis_total_and_capitals() -> None:
    looks("Fee standard · P-201", "620.00", "人民币陆佰贰拾元整", "Cash 620.00, receipt 0024802", "as signed")


def test_p7_3_signing_off_with_a_passed_rule_wants_a_word_and_keeps_what_was_typed() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Sign off")
        assert "write what you think" in str(app.find(ft.TextField, "What you think of it").error)
        await app.type("What you think of it", "认可，下次先问付款方式")
        await app.tap("Sign off")

    signed = on(reported(), story).said(SignedOff)
    assert signed
    assert signed.comment == "认可，下次先问付款方式"


def test_p7_3_sending_back_wants_a_reason() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Send back")
        app.see("Write why, then go on.")
        await app.write("What is to be done", "补一张铭牌照片")
        await app.tap("Send back")

    sheet = on(reported(), story)
    back = sheet.said(SentBack)
    assert back
    assert (back.reason, signoff.status(sheet)) == ("补一张铭牌照片", "sent_back")


def test_p7_3_only_the_supervisor_signs_off() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see_not("signing off closes the sheet")

    on(reported(), story, CLERK)
    on(reported(), story, ACCOUNTANT)


def test_p2_2_a_word_on_the_sheet_is_recorded() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Say something on the sheet", "带长梯子")
        await app.tap("Say it")
        app.see("带长梯子")
        assert app.find(ft.TextField, "Say something on the sheet").value == ""

    note = on(with_status("agreed"), story).said(NoteAdded)
    assert note
    assert note.text == "带长梯子"


def test_cancelling_wants_a_reason_and_closes_the_sheet() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Cancel the sheet")
        await app.write("Why", "客户自己修好了")
        await app.tap("Cancel the sheet")

    sheet = on(with_status("to_assign"), story)
    assert sheet.said(Cancelled)
    assert signoff.status(sheet) == "cancelled"


def test_the_page_follows_what_arrives_from_the_field() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see_not("Set out by bike")
        arrive(app.services.store, more(with_status("agreed"), WANG.id, NoteAdded("Set out by bike")))
        await app.settle()
        app.see("Set out by bike")

    on(with_status("agreed"), story)


def test_only_the_field_records_can_be_shown() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("To look at")
        app.see("Cash received ¥620.00")
        app.see_not("Handed over to the supervisor")

    on(reported(), story)


def test_a_sheet_that_is_not_here_says_so() -> None:
    async def run() -> None:
        async with running(None, "/sheets/nowhere", shelf=desk(SUPERVISOR)) as app:
            app.see("There is no such page")

    asyncio.run(run())
