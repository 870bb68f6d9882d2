"""Reports signed off in one pass (P7.3): the next comes by itself, at a desk beside the queue, on a phone one after another."""

import asyncio
from collections.abc import Awaitable, Callable

from attrs import evolve

from field_app.domain.facts import SheetId
from field_app.domain.repair import intake, signoff
from field_app.domain.repair.signoff import Reported, SentBack, SignedOff
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from sync.demo import WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import DESK, PHONE, SUPERVISOR, arrive, desk, more, sheet_on, told, with_status

Story = Callable[[AppUnderTest], Awaitable[None]]


def three_reports() -> tuple[Sheet, ...]:
    """Finished cases reported an hour apart; the one that waited longest comes first."""
    return tuple(more(finished(n), WANG.id, Reported(f"第{n}份：已修好", "满意"), hours_ago=9 - n) for n in (1, 2, 3))


def finished(n: int) -> Sheet:
    """One more case like a closed one, before the supervisor's word."""
    like = with_status("closed")
    entries = [entry for entry in like.entries if not isinstance(entry.body, SignedOff)]
    taken = evolve(entries[0], fact=evolve(entries[0].fact, body=evolve(entries[0].body, number=f"261123-B1-{n:02d}")))
    return Sheet(SheetId(f"report-{n}"), "repair", 1, (taken, *entries[1:]))


def signing(story: Story, *reports: Sheet, route: str = "/signoff", size: tuple[int, int] = DESK) -> Shelf:
    others = [s for s in told().values() if s.kind == "repair" and signoff.status(s) == "to_sign_off"]
    closed = [more(s, SUPERVISOR.id, SignedOff("好")) for s in others]
    shelf = desk(SUPERVISOR, *closed, *reports)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def test_p7_3_the_next_report_comes_by_itself_until_none_is_left() -> None:
    reports = three_reports()

    async def story(app: AppUnderTest) -> None:
        app.see("3 to go", "第1份：已修好")
        await app.tap("Sign off, show the next")
        app.see("2 to go", f"Report of {WANG.name}")
        assert report_read(app) == "第2份：已修好"
        await app.tap("Sign off, show the next")
        app.see("1 to go")
        await app.tap("Sign off")
        app.see("No report waits for your word", "appears here by itself")

    shelf = signing(story, *reports)
    assert [sheet_on(shelf, one.id).said(SignedOff) for one in reports] == [SignedOff("")] * 3


def report_read(app: AppUnderTest) -> str:
    texts = app.texts()
    return texts[texts.index(f"Report of {WANG.name}") + 1]


def test_p7_3_what_is_sent_back_leaves_the_pass_too() -> None:
    reports = three_reports()

    async def story(app: AppUnderTest) -> None:
        await app.tap("Send back")
        await app.write("What is to be done", "补照片")
        await app.tap("Send back")
        app.see("2 to go")
        assert report_read(app) == "第2份：已修好"

    assert sheet_on(signing(story, *reports), reports[0].id).said(SentBack) == SentBack("补照片")


def test_p7_3_the_pass_goes_on_where_one_began_in_the_middle_and_ends_with_the_first() -> None:
    reports = three_reports()

    async def story(app: AppUnderTest) -> None:
        assert report_read(app) == "第2份：已修好"
        await app.tap("Sign off, show the next")
        assert report_read(app) == "第3份：已修好"
        await app.tap("Sign off, show the next")
        assert report_read(app) == "第1份：已修好"

    signing(story, *reports, route=f"/signoff/{reports[1].id}")


def test_p7_3_on_a_phone_one_report_comes_after_another() -> None:
    reports = three_reports()

    async def story(app: AppUnderTest) -> None:
        app.see("3 to go")
        app.see_not("signing off closes the sheet")
        await app.tap(f"Open {intake.number(reports[0])}")
        app.see("signing off closes the sheet", "第1份：已修好")
        app.see_not("3 to go")
        await app.tap("Sign off, show the next")
        app.see("第2份：已修好")

    signing(story, *reports, size=PHONE)


def test_p7_3_a_report_a_colleague_signed_meanwhile_makes_way_for_the_next() -> None:
    reports = three_reports()

    async def story(app: AppUnderTest) -> None:
        arrive(app.services.store, more(reports[0], "director", SignedOff("好")))
        await app.settle()
        app.see("2 to go")
        assert report_read(app) == "第2份：已修好"

    signing(story, *reports, route=f"/signoff/{reports[0].id}")


def test_p7_3_a_comment_begun_on_one_report_never_stands_on_another() -> None:
    reports = three_reports()

    async def story(app: AppUnderTest) -> None:
        await app.type("Comment, if any", "配件价再核一下")
        await app.arrive(f"/signoff/{reports[1].id}")
        await app.tap("Sign off, show the next")
        await app.arrive(f"/signoff/{reports[0].id}")
        await app.tap("Sign off, show the next")

    shelf = signing(story, *reports)
    assert [sheet_on(shelf, one.id).said(SignedOff) for one in reports[:2]] == [SignedOff("配件价再核一下"), SignedOff("")]
