"""Assigning at the supervisor's desk (P2.1 to P2.4)."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from field_app.domain.person import account
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.dispatch import Analysed, Assigned, Unassigned
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from field_app.ui.office import crew
from sync.demo import LI, WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, PHONE, SUPERVISOR, arrive, desk, more, sheet_on, told, with_status
from tests.ui.stand_ins import NOW


def plain() -> Sheet:
    """A request handed over and not yet looked at."""
    return next(s for s in told().values() if s.kind == "repair" and intake.was_handed_over(s) and not s.live(Analysed))


def at(route: str, story: Callable[[AppUnderTest], Awaitable[None]], *changed: Sheet, size: tuple[int, int] = DESK) -> Shelf:
    shelf = desk(SUPERVISOR, *changed)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


async def name_the_cause(app: AppUnderTest, cause: str = "皮带松") -> None:
    await app.type("Suspected cause", cause)


def test_p2_1_analysis_and_assignment_are_recorded_in_one_tap() -> None:
    async def story(app: AppUnderTest) -> None:
        await name_the_cause(app)
        await app.choose("Urgency", "urgent")
        await app.tap(f"Choose {WANG.name}")
        await app.tap(f"Assign to {WANG.name}")
        assert app.page.route.startswith("/assign")
        assert plain().id not in app.page.route

    sheet = sheet_on(at(f"/assign/{plain().id}", story), plain().id)
    assert [type(entry.body) for entry in sheet.entries[-2:]] == [Analysed, Assigned]
    assert (dispatch.assigned_to(sheet), dispatch.urgency(sheet)) == (WANG.id, "urgent")


def test_p2_1_without_a_cause_it_is_said_beside_the_field_and_nothing_is_recorded() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap(f"Choose {WANG.name}")
        await app.tap(f"Assign to {WANG.name}")
        assert "suspected cause" in str(app.find(ft.TextField, "Suspected cause").error)

    assert dispatch.assigned_to(sheet_on(at(f"/assign/{plain().id}", story), plain().id)) is None


def test_p2_1_without_a_person_the_words_ask_for_one() -> None:
    async def story(app: AppUnderTest) -> None:
        await name_the_cause(app)
        await app.tap("Choose a technician")
        app.see("Choose the technician responsible.")
        assert app.find(ft.TextField, "Suspected cause").value == "皮带松"

    assert dispatch.assigned_to(sheet_on(at(f"/assign/{plain().id}", story), plain().id)) is None


def test_p2_1_others_may_go_along() -> None:
    async def story(app: AppUnderTest) -> None:
        await name_the_cause(app)
        await app.tap(f"Choose {WANG.name}")
        await app.event(app.find(ft.Checkbox, "goes along"), "change", True, value=True)
        await app.tap(f"Assign to {WANG.name}")

    assigned = dispatch.assignment(sheet_on(at(f"/assign/{plain().id}", story), plain().id))
    assert assigned
    assert (assigned.technician, assigned.accompanying) == (WANG.id, (LI.id,))


def test_p2_3_each_technician_is_shown_with_load_skills_district_and_last_visit() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("王建军", "李志强", "visits today", "open cases", "滨江", "never was here")

    at(f"/assign/{plain().id}", story)


def test_p2_3_who_was_there_before_or_has_the_skill_stands_first() -> None:
    door = with_status("to_assign")
    people = [who for who in (account(s) for s in told().values() if s.kind == "person") if who]
    ranked = crew.candidates(people, [s for s in told().values() if s.kind == "repair"], door, NOW.date())
    assert ranked[0].knows
    assert [one.knows for one in ranked] == sorted((one.knows for one in ranked), reverse=True)


def test_p2_4_an_assigned_sheet_is_reassigned_with_a_reason() -> None:
    agreed = with_status("agreed")
    other = LI if dispatch.assigned_to(agreed) == WANG.id else WANG

    async def story(app: AppUnderTest) -> None:
        app.see("Now with")
        await app.tap(f"Choose {other.name}")
        await app.type("Why it moves to someone else", "王工病了")
        await app.tap(f"Assign to {other.name}")

    assigned = dispatch.assignment(sheet_on(at(f"/assign/{agreed.id}", story), agreed.id))
    assert assigned
    assert (assigned.technician, assigned.reason) == (other.id, "王工病了")


def test_the_word_that_it_was_done_lies_over_the_title_and_no_button() -> None:
    agreed = with_status("agreed")

    async def story(app: AppUnderTest) -> None:
        await app.tap(f"Choose {(LI if dispatch.assigned_to(agreed) == WANG.id else WANG).name}")
        await app.tap("Assign to")
        around = app.find(ft.SnackBar).margin
        assert (around.left, around.right) > (0, DESK[0] / 2)
        assert around.bottom > DESK[1] - 70

    at(f"/assign/{agreed.id}", story)


def test_p2_4_taking_a_sheet_back_wants_a_reason() -> None:
    agreed = with_status("agreed")

    async def story(app: AppUnderTest) -> None:
        await app.tap("Take the sheet back")
        app.see("Write why, then go on.")
        await app.write("Why", "客户要换人")
        await app.tap("Take it back")

    back = sheet_on(at(f"/assign/{agreed.id}", story), agreed.id).said(Unassigned)
    assert back
    assert back.reason == "客户要换人"


def test_a_request_handed_over_elsewhere_appears_without_a_reload() -> None:
    waiting = next(s for s in told().values() if s.kind == "repair" and intake.missing(s) == ("wanted",))

    async def story(app: AppUnderTest) -> None:
        app.see_not(intake.number(waiting))
        arrive(app.services.store, more(waiting, CLERK.id, intake.HandedOver()))
        await app.settle()
        app.see(intake.number(waiting))

    at("/assign", story, size=PHONE)


def test_p1_3_a_case_handed_over_incomplete_says_what_it_lacks() -> None:
    waiting = next(s for s in told().values() if s.kind == "repair" and intake.missing(s) == ("wanted",))

    async def story(app: AppUnderTest) -> None:
        app.see("Handed over without: wanted service time")

    at(f"/assign/{waiting.id}", story, more(waiting, CLERK.id, intake.HandedOver()))


def test_the_analysis_alone_can_be_kept() -> None:
    async def story(app: AppUnderTest) -> None:
        await name_the_cause(app, "要到现场看")
        await app.tap("Keep, don't assign")
        app.see(intake.number(plain()))

    sheet = sheet_on(at(f"/assign/{plain().id}", story), plain().id)
    analysed = sheet.said(Analysed)
    assert analysed
    assert analysed.suspected_cause == "要到现场看"
    assert dispatch.assigned_to(sheet) is None
