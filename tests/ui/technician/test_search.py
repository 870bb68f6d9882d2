"""查找: everything on this phone by any word of it, without network."""

from field_app.domain.facts import SheetId
from field_app.domain.repair.intake import Request
from field_app.ui.technician.parts.searching import cases, pieces
from tests.ui.harness import running
from tests.ui.stand_ins import FakeNetwork
from tests.ui.technician.scene import archived, assigned, phone, play
from tests.ui.technician.visit_scene import inside

ELSEWHERE = Request(customer="启航小学", project="校园监控", contact="陈伟", phone="13900002222", fault="没画面", serial="NVR-9")
SCHOOL = assigned(ELSEWHERE, on=SheetId("school"), number="261120-C1-07")
HERE = assigned()


def test_a_case_is_found_by_number_customer_phone_fault_serial_and_what_was_done() -> None:
    worked = inside().worked().signed().sheet
    for text in ("261122-C1-03", "海晟", "13800001111", "反弹", "dj-0417", "海晟 反弹"):
        assert cases((HERE, SCHOOL), text) == (HERE,), text
    assert cases((worked, SCHOOL), "换主板") == (worked,)


def test_every_word_must_stand_in_it_and_no_word_finds_nothing() -> None:
    assert cases((HERE, SCHOOL), "海晟 没画面") == ()
    assert cases((HERE, SCHOOL), "  ") == ()


def test_the_newest_case_comes_first() -> None:
    assert cases((HERE, SCHOOL), "261") == (SCHOOL, HERE)


def test_an_installed_piece_is_found_by_its_serial_number() -> None:
    assert [one.piece.serial for one in pieces((archived(),), "gm-00")] == ["GM-0009"]


def test_search_is_one_tap_from_the_day_and_needs_no_network() -> None:
    async def story() -> None:
        async with running(None, "/today", shelf=phone(HERE, SCHOOL), network=FakeNetwork("offline")) as app:
            await app.tap("Search")
            app.see("Finds what is on this phone.")
            await app.write("Number, customer", "GM-0009")
            app.see("光幕", "1 piece")
            await app.write("Number, customer", "没有这个")
            app.see("Nothing on this phone has that in it.")
            await app.write("Number, customer", "启航")
            await app.tap("启航小学, open the case")
            assert app.page.route == "/case/school"

    play(story)
