"""The app starts for everyone, in both languages, with what the device holds; nothing a screen does brings it down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import get_args

import flet as ft
import pytest

from field_app.domain.facts import FactKey, Role
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import Ground, decide, new_sheet
from field_app.main import say_why_not
from field_app.store.door import AlreadyOpen, Answer, Judged, NoStorage, StorageFull, StoreTrouble
from field_app.store.memory import Faults, MemoryPlaces
from field_app.store.shelf import Shelf
from field_app.ui.components.text import ems
from tests.ui import gallery
from tests.ui.harness import connect, running, shelf_with, texts_on
from tests.ui.stand_ins import NOW, FakeNetwork, identity

WANG = identity("wang", "王工", "technician")
Story = Callable[[], Awaitable[None]]


def play(story: Story) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", get_args(Role))
def test_the_app_starts_for_every_role_in_both_languages(role: Role, language: str) -> None:
    async def story() -> None:
        async with running(identity("u", "某人", role), language=language) as app:
            assert app.texts()
            assert not app.assembly.log.text()

    play(story)


@pytest.mark.parametrize("width", [360, 800, 1440])
def test_my_page_fits_every_width(width: float) -> None:
    async def story() -> None:
        async with running(WANG, "/me", width=width, language="zh") as app:
            app.see("我的", "王工", "维修人员", "字号")
            assert not app.assembly.log.text()

    play(story)


def test_nobody_signed_in_is_asked_for_account_and_password() -> None:
    async def story() -> None:
        async with running(None, network=FakeNetwork(people={("wang", "demo"): WANG})) as app:
            await app.type("Account", "wang")
            await app.type("Password", "wrong")
            await app.tap("Sign in")
            app.see("Account and password don't go together. Look at both again.")
            assert app.find(ft.TextField, "Account").value == "wang"
            await app.type("Password", "demo")
            await app.tap("Sign in")
            assert app.services.me == WANG
            assert app.network.runners[0].kicks == 1

    play(story)


def test_the_first_sign_in_without_network_says_what_to_do() -> None:
    async def story() -> None:
        async with running(None, network=FakeNetwork("offline"), language="zh") as app:
            await app.type("账号", "wang")
            await app.type("密码", "demo")
            await app.tap("登录")
            app.see("没连上公司。第一次登录要有网络，换个信号好的地方再试。")

    play(story)


def test_local_data_is_there_before_any_network() -> None:
    async def story() -> None:
        async with running(WANG, network=FakeNetwork("offline")) as app:
            app.see("My page")
            app.see("No network, work as usual")

    play(story)


def test_the_language_changes_while_the_app_runs_and_stays_changed() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(WANG, "/me", places=places) as app:
            await app.choose("Language", "zh")
            app.see("我的", "退出登录")
        assert Shelf(places.restarted()).setting("language") == "zh"

    play(story)


def test_larger_text_is_drawn_larger_at_once() -> None:
    async def story() -> None:
        async with running(WANG, "/me") as app:
            before = app.find(ft.Text, "Technician").style.size
            await app.choose("Text size", 1.8)
            assert app.find(ft.Text, "Technician").style.size == pytest.approx(before * 1.8)

    play(story)


def test_signing_out_is_refused_while_a_record_is_here_only() -> None:
    async def story() -> None:
        shelf = shelf_with(WANG)
        _note(shelf, "a word")
        async with running(None, "/me", shelf=shelf) as app:
            await app.tap("Sign out")
            app.see("1 record is on this device only; signing out now would lose it.")
            assert shelf.current() is not None

    play(story)


def test_signing_out_leaves_nothing_of_the_person_on_the_device() -> None:
    async def story() -> None:
        shelf = shelf_with(WANG)
        async with running(None, "/me", shelf=shelf) as app:
            await app.tap("Sign out")
            app.see("Everything recorded here is at the office.")
            await app.tap("Sign out")
            app.see("Account", "Password")
            assert shelf.current() is None
            assert app.network.signed_out == [WANG]

    play(story)


def test_being_signed_out_by_the_office_leads_to_signing_in_again_with_everything_kept() -> None:
    async def story() -> None:
        shelf = shelf_with(WANG)
        _note(shelf, "a word")
        again = identity("wang", "王工", "technician", device="D2")
        async with running(None, "/data", shelf=shelf, network=FakeNetwork("signed_out", {("wang", "demo"): again})) as app:
            app.see("1 record waiting, sign in again")
            await app.tap("Sign in again")
            app.see("1 record of yours is on this device")
            await app.type("Account", "wang")
            await app.type("Password", "demo")
            await app.tap("Sign in")
            assert app.services.me == again
            assert app.services.store.sending().unsent == 1

    play(story)


def test_who_was_signed_out_by_the_office_may_go_on_working_without_it_p10_4() -> None:
    async def story() -> None:
        async with running(WANG, "/data", network=FakeNetwork("signed_out")) as app:
            await app.tap("Sign in again")
            await app.tap("Go on working without signing in")
            app.see("Where the data is")
            assert app.services.me == WANG

    play(story)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (AlreadyOpen(), "这个应用已经在另一个标签页或窗口里打开了。"),
        (NoStorage(), "这个浏览器不给应用存储空间。"),
        (StorageFull(), "这台设备的存储现在读不出来。"),
    ],
)
def test_an_app_that_cannot_start_says_why(trouble: StoreTrouble, words: str) -> None:
    async def story() -> None:
        connection = connect()
        say_why_not(connection.session.page, trouble)
        assert any(words in text for text in texts_on(connection.session.page))

    play(story)


def test_the_data_page_tells_offline_as_a_state_and_counts_what_waits() -> None:
    async def story() -> None:
        shelf = shelf_with(WANG)
        _note(shelf, "a word")
        async with running(None, "/data", shelf=shelf, network=FakeNetwork("offline"), language="zh") as app:
            app.see("现在没有网络，照常工作", "条在本机等上传", "再试一次上传", "存备份")
            await app.tap("再试一次上传")
            assert app.network.runners[0].kicks == 2

    play(story)


def test_from_the_data_page_one_goes_back_to_where_one_was(gallery_pages: None) -> None:
    async def story() -> None:
        async with running(WANG, "/form") as app:
            await app.tap("Where the data is")
            app.see("Nothing recorded on this device yet")
            await app.tap("Where the data is")
            await app.tap("Back")
            app.see("What happened")

    play(story)


def test_what_the_office_sent_back_stands_first_with_reason_and_what_to_do() -> None:
    async def story() -> None:
        shelf = shelf_with(WANG)
        _note(shelf, "a word")
        device = shelf.current()
        assert device
        refused = Judged(FactKey(WANG.device, 1), 7, "refused", "role,P4.2")
        device.take(Answer("e1", 1, 7, "e1:7", NOW, judged=(refused,)))
        async with running(None, "/data", shelf=shelf) as app:
            app.see("Record 1 was sent back", "Reason: your role can't record this, rule P4.2", "What to do: ask your supervisor.")

    play(story)


def test_an_unknown_address_is_a_sentence_and_a_way_home() -> None:
    async def story() -> None:
        async with running(WANG, "/nowhere/at/all") as app:
            app.see("There is no such page, or this device doesn't have it any more.")
            await app.tap("Back to the start")
            app.see("My page")

    play(story)


def test_a_page_of_another_role_is_not_shown() -> None:
    async def story() -> None:
        async with running(WANG, "/people") as app:
            app.see("This page belongs to another role.")

    play(story)


@pytest.mark.parametrize("button", ["Fall", "Fall later"])
def test_a_handler_that_fails_says_a_sentence_and_keeps_the_details(gallery_pages: None, button: str) -> None:
    async def story() -> None:
        async with running(WANG, "/trouble", troubled=True) as app:
            await app.tap(button)
            app.see("Something went wrong on this page. What was saved is safe; please send the log.")
            assert "slip" in app.assembly.log.text()
            await app.tap("Understood")
            app.see_not("Something went wrong")

    play(story)


def test_a_broken_rule_outside_a_form_is_said_in_its_own_words(gallery_pages: None) -> None:
    async def story() -> None:
        async with running(WANG, "/trouble", troubled=True) as app:
            await app.tap("Break a rule")
            app.see("Write the cause.")
            assert "RuleBroken" not in app.assembly.log.text()

    play(story)


def test_a_part_that_cannot_be_drawn_leaves_the_rest_of_the_page(gallery_pages: None) -> None:
    async def story() -> None:
        async with running(WANG, "/trouble", troubled=True, width=1440) as app:
            app.see("This part can't be shown just now.", "Break a rule")

    play(story)


def test_a_page_that_cannot_be_drawn_is_a_sentence_and_a_way_on(gallery_pages: None) -> None:
    async def story() -> None:
        async with running(WANG, "/failing", troubled=True) as app:
            app.see("This page can't be shown just now. Nothing is lost; please send the log.")
            await app.tap("Send the log")
            app.see("Save the log as a file")

    play(story)


def test_a_full_storage_says_that_nothing_was_saved_and_keeps_what_was_typed(gallery_pages: None) -> None:
    faults = Faults()

    async def story() -> None:
        async with running(WANG, "/form", places=MemoryPlaces(faults), troubled=True) as app:
            await app.type("What happened", "the belt is torn")
            await app.type("Received", "440")
            faults.room = 0
            await app.tap("Save it")
            app.see("The storage of this device is full.", "Nothing was saved. What you typed is still here.")
            assert app.find(ft.TextField, "What happened").value == "the belt is torn"
            faults.room = None
            await app.tap("Save it")
            assert app.services.store.sheet(gallery.SHEET)

    play(story)


def test_the_rail_counts_what_waits_and_marks_where_one_is(gallery_pages: None) -> None:
    async def story() -> None:
        async with running(WANG, "/trouble", troubled=True, width=1440) as app:
            marks = [control for control in app.controls() if isinstance(control, ft.Semantics) and control.selected is not None]
            assert [mark.selected for mark in marks] == [False, False, False, True, False, False, False]
            assert marks[3].label == "Log, 4 waiting for you"

    play(story)


def test_below_on_a_phone_stand_five_pages_and_the_rest_on_my_page(gallery_pages: None) -> None:
    async def story() -> None:
        async with running(WANG, "/me") as app:
            bar = next(control for control in app.controls() if isinstance(control, ft.NavigationBar))
            assert len(bar.destinations) == 5
            assert bar.selected_index == 4

    play(story)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["technician", "clerk", "supervisor", "director", "accountant"])
def test_at_twice_the_text_size_no_name_below_runs_into_the_next(role: Role, language: str) -> None:
    async def story() -> None:
        shelf = shelf_with(identity("x", "周敏", role))
        shelf.keep_setting("scale", 2.0)
        async with running(None, "/me", shelf=shelf, language=language) as app:
            around = next(c for c in app.controls() if isinstance(c, ft.Container) and isinstance(c.content, ft.NavigationBar))
            assert isinstance(around.content, ft.NavigationBar) and around.theme and around.theme.navigation_bar_theme
            styles = around.theme.navigation_bar_theme.label_text_style
            assert isinstance(styles, dict)
            each = 390 / len(around.content.destinations)
            for name in (str(one.label) for one in around.content.destinations):
                assert all(style.size >= 12 and ems(name) * style.size <= each for style in styles.values()), name

    play(story)


def _note(shelf: Shelf, text: str) -> None:
    device = shelf.current()
    assert device
    ground = Ground(NOW, WANG.user, WANG.roles)
    device.record(decide(new_sheet(gallery.SHEET, "repair"), NoteAdded(text), ground=ground))
