"""Several devices and several people on one case, each without knowing of the others (F13, F22 to F25, F30, F31)."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from field_app.domain.days import day_of
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import Cancelled
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.repair.signoff import oddities
from field_app.domain.sheets import dump_sheet
from field_app.store.shelf import Shelf
from sync.protocol import Frozen
from sync.server import seclog
from tests.cast import CLERK, LI, SUPERVISOR, WANG, Company, Phone, company
from tests.faults import oracle


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    yield here
    here.office.close()


def notes(phone: Phone, sheet: str) -> list[str]:
    return [entry.body.text for entry in phone.sees(sheet).live(NoteAdded)]


def test_f22_two_devices_of_one_person_keep_both_chains_and_read_the_same(here: Company):
    sheet = here.open_case(WANG)
    phone, tablet = here.phone(WANG), here.phone(WANG)
    oracle.quiet(phone, tablet)
    phone.note(sheet, "手机上记的")
    tablet.note(sheet, "平板上记的")
    tablet.sync()
    phone.note(sheet, "又一条")
    oracle.quiet(phone, tablet)
    assert notes(phone, sheet) == notes(tablet, sheet) == ["平板上记的", "手机上记的", "又一条"]
    assert dump_sheet(phone.sees(sheet)) == dump_sheet(tablet.sees(sheet))
    assert oracle.findings(here, phone, tablet) == []


def test_f23_of_two_who_decide_at_once_the_first_at_the_office_counts_and_the_other_shows(here: Company):
    sheet = here.open_case(WANG)
    wang, clerk, boss = here.phone(WANG), here.phone(CLERK), here.phone(SUPERVISOR)
    oracle.quiet(wang, clerk)
    clerk.record(sheet, Cancelled("客户自己修好了"))
    wang.record(sheet, Arrived())
    clerk.sync()
    oracle.quiet(wang, clerk, boss)
    assert [entry.body for entry in boss.sees(sheet).entries[-2:]] == [Cancelled("客户自己修好了"), Arrived()]
    assert [entry.body for entry in oddities(boss.sees(sheet))] == [entry.body for entry in oddities(wang.sees(sheet))] == [Arrived()]
    assert oracle.findings(here, wang, clerk, boss) == []


def test_f24_who_lost_the_case_while_offline_sends_what_was_done_and_then_forgets_it(here: Company):
    sheet = here.open_case(WANG)
    wang, li, boss = here.phone(WANG), here.phone(LI), here.phone(SUPERVISOR)
    wang.sync()
    here.assign(sheet, LI)
    wang.record(sheet, Arrived(), CashReceived(12000, 12000, "0000001"))
    oracle.quiet(wang, li, boss)
    assert [verdict for verdict, _ in here.verdicts_of(wang)] == ["late", "late"]
    assert [entry.body.amount_fen for entry in li.sees(sheet).live(CashReceived)] == [12000]
    assert sheet not in wang.device.held()
    assert oracle.findings(here, li, boss) == []
    assert oracle.cash_in_log(here) == 12000


def test_f25_assigned_away_and_back_the_first_one_has_the_whole_story(here: Company):
    sheet = here.open_case(WANG)
    wang, li = here.phone(WANG), here.phone(LI)
    wang.note(sheet, "一")
    oracle.quiet(wang, li)
    here.assign(sheet, LI)
    li.sync()
    li.note(sheet, "二")
    oracle.quiet(wang, li)
    here.assign(sheet, WANG)
    oracle.quiet(wang, li)
    assert notes(wang, sheet) == ["一", "二"]
    assert oracle.findings(here, wang, li) == []


def test_f13_of_a_cloned_phone_both_people_keep_what_each_recorded(here: Company, caplog: pytest.LogCaptureFixture):
    sheet = here.open_case(WANG)
    one = here.phone(WANG)
    one.note(sheet, "克隆之前")
    one.sync()
    clone = Phone(one.person, one.identity, one.way, one.clock)
    clone.shelf = Shelf(one.shelf._places.restarted())
    clone.device = clone.shelf.current()
    one.note(sheet, "原机的")
    one.sync()
    clone.note(sheet, "克隆的")
    with caplog.at_level(logging.INFO, seclog.NAME), pytest.raises(Frozen):
        clone.sync()
    assert [json.loads(line) for line in caplog.messages] == [{"event": "frozen", "user": WANG.user, "device": one.identity.device}]
    assert [session.state for session in here.office.sessions.listed() if session.device == one.identity.device] == ["frozen"]
    for phone in (one, clone):
        here.enrol_again(phone)
        phone.sync()
    oracle.quiet(one, clone)
    assert sorted(notes(one, sheet)) == sorted(["克隆之前", "原机的", "克隆的"])
    assert oracle.findings(here, one, clone) == []


CLOCKS = {
    "three days fast": timedelta(days=3),
    "three days slow": timedelta(days=-3),
    "1970": datetime(1970, 1, 2, tzinfo=timezone.utc) - datetime(2026, 11, 23, tzinfo=timezone.utc),  # noqa: UP017
}


@pytest.mark.parametrize("wrong", CLOCKS)
def test_f30_a_wrong_clock_blocks_nothing_and_is_told(here: Company, wrong: str):
    sheet, wang, boss = here.open_case(WANG), here.phone(WANG), here.phone(SUPERVISOR)
    wang.note(sheet, "对的钟")
    wang.sync()
    wang.clock = lambda: here.clock() + CLOCKS[wrong]
    wang.note(sheet, "错的钟")
    wang.sync()
    wang.clock = here.clock
    wang.note(sheet, "又对了")
    oracle.quiet(wang, boss)
    assert notes(boss, sheet) == ["对的钟", "错的钟", "又对了"]
    assert [verdict for verdict, _ in here.verdicts_of(wang)] == ["ok", "suspect", "ok"]
    skews = here.rows("select skew_seconds from facts where device = ? order by n", wang.identity.device)
    assert skews == [(0,), (CLOCKS[wrong].total_seconds(),), (0,)]
    assert oracle.findings(here, wang, boss) == []


def test_f31_a_phone_that_crosses_time_zones_keeps_its_wall_clock_and_the_office_its_day(here: Company):
    sheet, wang, boss = here.open_case(WANG), here.phone(WANG), here.phone(SUPERVISOR)
    before, after = (datetime(2026, 11, 23, hour, 30, tzinfo=timezone(timedelta(hours=hours))) for hour, hours in ((1, -7), (1, -8)))
    for place, moment in enumerate((before, after), 1):
        here.clock.at = moment
        wang.record(sheet, CashReceived(10000 * place, 10000 * place, f"000000{place}"))
        wang.sync()
    oracle.quiet(wang, boss)
    first, second = boss.sees(sheet).live(CashReceived)
    assert (first.at.isoformat(), second.at.isoformat()) == ("2026-11-23T01:30:00-07:00", "2026-11-23T01:30:00-08:00")
    assert second.at - first.at == timedelta(hours=1)
    assert {day_of(entry.at).isoformat() for entry in (first, second)} == {"2026-11-23"}
    assert day_of(datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=-8)))).isoformat() == "2026-11-24"
    assert oracle.findings(here, wang, boss) == []
