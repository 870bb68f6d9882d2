"""Complaints and return visits at the desk: written down, handed over, answered, asked about, closed (P9.2, P9.3)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import cache

from field_app.domain.days import day_of
from field_app.domain.facts import DeviceId, Draft, SheetId, UserId
from field_app.domain.followup import complaint, return_visit
from field_app.domain.followup.complaint import ComplaintAnswered, ComplaintAssigned, ComplaintReceived, CustomerHeard
from field_app.domain.followup.return_visit import ReturnVisitPlanned
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet, Stamp, fold, new_sheet, provisional
from field_app.store.shelf import Shelf
from field_app.ui.office.figures import asked, span
from sync.demo import WANG
from tests.domain.cases import chargeable
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, DIRECTOR, PHONE, SUPERVISOR, DemoPerson, desk, sheet_on, with_status
from tests.ui.stand_ins import NOW

TODAY = day_of(NOW)
COMPLAINT, VISIT = SheetId("complaint-1"), SheetId("visit-1")
RECEIVED = ComplaintReceived("261123-A2C-01", "云栖酒店", "manner", "师傅没穿鞋套，地毯踩脏了", phone="13851506688")
PLANNED = ReturnVisitPlanned("云栖酒店", TODAY, "sample", "客房门锁与监控", "林珂", "13851506688")


def told(on: SheetId, kind: str, *said: tuple[DemoPerson, object]) -> Sheet:
    """A sheet of these facts, an hour ago."""
    facts = (
        (provisional(Draft(on, body, NOW - timedelta(hours=1)), n, DeviceId("desk")), Stamp(UserId(who.id), n, NOW))
        for n, (who, body) in enumerate(said, 9001)
    )
    return fold(new_sheet(on, kind), facts)  # type: ignore[arg-type]


def received(*more: tuple[DemoPerson, object]) -> Sheet:
    return told(COMPLAINT, "complaint", (CLERK, RECEIVED), *more)


def assigned(days: int = 3) -> tuple[DemoPerson, object]:
    return SUPERVISOR, ComplaintAssigned(WANG.id, TODAY + timedelta(days=days))


ANSWERED = (WANG, ComplaintAnswered("鞋套用完了", "当面道歉并清洗地毯"))
CONTENT = (CLERK, CustomerHeard(content=True, words="可以"))


@cache
def planned() -> Sheet:
    return told(VISIT, "return_visit", (CLERK, PLANNED))


Story = Callable[[AppUnderTest], Awaitable[None]]


def at(who: DemoPerson, route: str, story: Story, *sheets: Sheet, size: tuple[int, int] = DESK) -> Shelf:
    shelf = desk(who, *sheets)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def test_p9_2_a_complaint_is_written_down_while_the_customer_talks() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Customer", "云栖酒店")
        await app.type("What the customer says, in their words", "约好九点，十一点才到")
        await app.tap("Keep the complaint")
        await app.settle()
        app.see("Nobody responsible", "约好九点，十一点才到")

    shelf = at(CLERK, "/complaints", story)
    (kept,) = shelf.current().sheets("complaint")  # type: ignore[union-attr]
    assert complaint.status(kept) == "to_assign"


def test_p9_2_a_complaint_without_words_is_refused_and_keeps_what_was_typed() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Customer", "云栖酒店")
        await app.tap("Keep the complaint")
        app.see("Write what the customer complains of, in their words.")
        await app.type("What the customer says, in their words", "太慢")
        await app.tap("Keep the complaint")

    (kept,) = at(CLERK, "/complaints", story).current().sheets("complaint")  # type: ignore[union-attr]
    assert kept.said(ComplaintReceived).customer == "云栖酒店"  # type: ignore[union-attr]


def test_p9_2_the_supervisor_says_who_is_responsible_and_by_when() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.choose("Responsible", WANG.id)
        await app.tap("Hand it over")
        app.see("Waiting for a solution")

    sheet = sheet_on(at(SUPERVISOR, f"/complaints/{COMPLAINT}", story, received()), COMPLAINT)
    assert (complaint.responsible(sheet), complaint.due_on(sheet)) == (WANG.id, TODAY + timedelta(days=3))


def test_p9_2_whoever_is_responsible_answers_it_on_the_phone() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("What caused it", "鞋套用完了")
        await app.type("What was done about it", "道歉并清洗")
        await app.tap("Keep the solution")
        app.see("Customer to be asked")

    at(WANG, f"/complaints/{COMPLAINT}", story, received(assigned()), size=PHONE)


def test_p9_2_a_complaint_to_answer_stands_on_the_technicians_day() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("师傅没穿鞋套，地毯踩脏了")
        await app.tap("Answer it")
        assert app.page.route == f"/complaints/{COMPLAINT}"

    at(WANG, "/today", story, received(assigned()), size=PHONE)


def test_p9_2_a_complaint_about_a_case_begins_on_its_sheet() -> None:
    closed = with_status("closed")

    async def story(app: AppUnderTest) -> None:
        await app.tap("Write down a complaint")
        await app.type("What the customer says, in their words", "又坏了")
        await app.tap("Keep the complaint")

    (kept,) = at(CLERK, f"/sheets/{closed.id}", story).current().sheets("complaint")  # type: ignore[union-attr]
    told = complaint.received(kept)
    assert told and (told.repair, told.customer) == (closed.id, intake.request(closed).customer)


def test_p9_2_the_customers_word_comes_before_closing() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see_not("Close it")
        await app.choose("Is the customer content?", "yes")
        await app.type("What the customer said", "可以，下次注意")
        await app.tap("Keep the customer's word")
        await app.type("Does the remedy work?", "备足鞋套后没再发生")
        await app.tap("Close it")
        app.see("Closed")

    sheet = sheet_on(at(SUPERVISOR, f"/complaints/{COMPLAINT}", story, received(assigned(), ANSWERED)), COMPLAINT)
    assert complaint.status(sheet) == "closed"


def test_p9_2_the_list_shows_the_overdue_first_and_filters_by_state_in_the_address() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("2 days over")
        await app.tap("Nobody responsible")
        app.see("No complaint here")
        assert "state=to_assign" in app.page.route

    at(SUPERVISOR, "/complaints", story, received(assigned(-2)))


def test_p9_2_an_unknown_complaint_is_no_dead_end() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("There is no such page", "Back to the start")

    at(CLERK, "/complaints/gone", story)


def test_p9_3_the_rule_proposes_and_one_tap_plans() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("The rule wants these asked")
        await app.tap("Plan all")
        app.see_not("The rule wants these asked")

    paid = chargeable().worked().signed().cash(50_000).payment_agreed(10_000).left().reported().signed_off().sheet
    visits = at(CLERK, "/return-visits", story, paid).current().sheets("return_visit")  # type: ignore[union-attr]
    assert len(visits) > 1
    assert {return_visit.status(sheet) for sheet in visits} == {"planned"}


def test_p9_3_a_customer_who_is_content_is_asked_in_three_touches() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Very good")
        await app.tap("Keep the answers")
        app.see("5 / 5")

    sheet = sheet_on(at(CLERK, f"/return-visits/{VISIT}", story, planned()), VISIT)
    assert return_visit.status(sheet) == "done"


def test_p9_3_a_new_fault_opens_a_request_and_a_bad_mark_a_complaint() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Bad")
        app.see("A bad mark opens a complaint")
        await app.choose("Is there a new fault?", "yes")
        await app.type("What is broken", "客房 302 门锁打不开")
        await app.type("In their words", "修了三天又坏")
        await app.tap("Keep the answers")

    shelf = at(CLERK, f"/return-visits/{VISIT}", story, planned())
    device = shelf.current()
    assert device
    made = return_visit.made(sheet_on(shelf, VISIT))
    assert made
    opened = device.sheet(SheetId(made.opened))
    assert opened and intake.taken(opened).way == "return_visit"  # type: ignore[union-attr]
    assert intake.request(opened).fault == "客房 302 门锁打不开"
    complained = device.sheet(SheetId(made.complaint))
    assert complained and complaint.received(complained).text == "修了三天又坏"  # type: ignore[union-attr]


def test_p9_3_nobody_reached_is_tried_again_on_a_day() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Try again then")
        app.see("To try again")

    assert return_visit.due_on(sheet_on(at(CLERK, f"/return-visits/{VISIT}", story, planned()), VISIT)) == TODAY + timedelta(days=1)


def test_p9_4_each_number_stands_with_its_definition_and_opens_its_list() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("On-time arrival", "Share of closed cases that took one visit.")
        await app.arrive("/indicators/income")
        app.see("What customers paid", "宏达机械厂")

    at(SUPERVISOR, "/indicators", story)


def test_p9_4_grouping_stands_in_the_address() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("by technician")
        assert "by=technician" in app.page.route
        app.see(WANG.name)

    at(DIRECTOR, "/indicators", story)


def test_an_address_that_makes_no_sense_asks_for_the_usual() -> None:
    broken = {"months": "９９", "by": "moon"}
    assert (asked(lambda name: broken.get(name, "")).months, asked(lambda name: broken.get(name, "")).by) == (6, "month")
    assert span(6, TODAY).before().months() == ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
