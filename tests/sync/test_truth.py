"""The log is whole or it isn't there: all or none of a push (F16), chains that show any change, sheets made anew."""

import pytest
from sqlalchemy import delete, event, func, update

from field_app.domain.facts import encode
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import dump_sheet
from sync.server import tables
from sync.server.truth import rebuild, verify
from tests.cast import LI, SUPERVISOR, WANG, ZHAO, Company, company_at

TABLES = ("facts", "sheets", "readers", "memberships", "people", "counter", "devices")


class PowerCut(Exception):
    pass


def a_lively_day(here: Company) -> None:
    archive = here.open_archive()
    sheet = here.open_case(WANG, archive)
    wang, zhao = here.phone(WANG), here.phone(ZHAO)
    wang.note(sheet)
    zhao.note(sheet, "不是我的")
    wang.sync()
    zhao.sync()
    here.assign(sheet, LI)
    wang.note(sheet, "晚了")
    wang.sync()
    here.give(ZHAO, "technician", "supervisor")


def everything(here: Company) -> dict[str, list[tuple[object, ...]]]:
    return {table: here.rows(f"select * from {table}") for table in TABLES}  # noqa: S608 - names from the list above


def test_f16_a_push_broken_off_at_any_statement_leaves_nothing_and_the_next_takes_it_whole(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.record(sheet, NoteAdded("一"), NoteAdded("二"))
    engine = here.office.database.writing
    broke_off_at = 0
    while True:
        left = [broke_off_at]

        def cut(connection, cursor, statement, parameters, context, many, left=left):
            left[0] -= 1
            if left[0] < 0 and here.office.log._turn.locked():
                raise PowerCut

        before = everything(here)
        event.listen(engine, "before_cursor_execute", cut)
        try:
            phone.sync()
            break
        except PowerCut:
            assert before == {table: rows_unheard(here, engine, cut, table) for table in TABLES}
        finally:
            if event.contains(engine, "before_cursor_execute", cut):
                event.remove(engine, "before_cursor_execute", cut)
        broke_off_at += 1
    assert broke_off_at > 8
    assert here.verdicts_of(phone) == [("ok", ""), ("ok", "")]
    assert verify(here.office.log) == []


def rows_unheard(here: Company, engine, listener, table: str):
    if event.contains(engine, "before_cursor_execute", listener):
        event.remove(engine, "before_cursor_execute", listener)
    return here.rows(f"select * from {table}")  # noqa: S608 - a name from the list above


def test_f16_everyone_who_waits_for_a_broken_transaction_hears_of_it(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)

    def cut(*_args):
        raise PowerCut

    event.listen(here.office.database.writing, "commit", cut)
    with pytest.raises(PowerCut):
        phone.sync()
    event.remove(here.office.database.writing, "commit", cut)
    phone.sync()
    assert here.verdicts_of(phone) == [("ok", "")]


def test_a_sheet_comes_down_as_the_very_document_that_its_facts_fold_to(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet, '"引号" \\ 与换行\n')
    phone.sync()
    from sync.server.documents import document

    kept = here.office.log.cache.get(sheet)
    row = here.rows("select id, kind, version, entries from sheets where id = ?", sheet)[0]
    assert document(*row) == encode(dump_sheet(kept.sheet))


def test_all_is_well_after_a_lively_day(here: Company):
    a_lively_day(here)
    assert verify(here.office.log) == []


f, s, c, d = tables.facts, tables.sheets, tables.counter, tables.devices
TAMPERING = {
    "a line rewritten": update(f).where(f.c.seq == 25).values(line=b"[1]"),
    "a hash rewritten": update(f).where(f.c.seq == 12).values(hash=bytes(32)),
    "a chain rewritten": update(f).where(f.c.seq == 12).values(chain=bytes(32)),
    "a fact taken out": delete(f).where(f.c.seq == 12),
    "quarantine rewritten": update(f).where(f.c.verdict == "refused").values(quarantine=b"[1]"),
    "a sheet rewritten": update(s).where(s.c.kind == "repair").values(entries=func.replace(s.c.entries, "知道", "不知")),
    "a version moved": update(s).where(s.c.kind == "repair").values(version=s.c.version + 1),
    "a sheet taken out": delete(s).where(s.c.kind == "policy"),
    "the counter moved": update(c).values(seq=c.c.seq + 1),
    "a head moved": update(d).where(d.c.head > 0).values(head=d.c.head + 1),
}


@pytest.mark.parametrize("tampering", TAMPERING)
def test_whatever_is_changed_behind_the_logs_back_is_found(here: Company, tampering: str):
    a_lively_day(here)
    with here.office.database.write() as connection:
        assert connection.execute(TAMPERING[tampering]).rowcount > 0
    assert verify(here.office.log)


def test_sheets_made_anew_are_what_they_were(here: Company):
    a_lively_day(here)
    before = everything(here)
    rebuild(here.office.log)
    after = everything(here)
    assert sorted(before["sheets"]) == sorted(after["sheets"])
    assert sorted(before["people"]) == sorted(after["people"])
    assert open_rights(before) == open_rights(after)


def test_who_lost_a_sheet_before_it_was_made_anew_is_still_told(here: Company):
    sheet = here.open_case(WANG)
    wang = here.phone(WANG)
    wang.sync()
    here.assign(sheet, LI)
    rebuild(here.office.log)
    wang.sync()
    assert wang.sees(sheet) is None


def test_life_goes_on_after_sheets_were_made_anew(here: Company):
    a_lively_day(here)
    rebuild(here.office.log)
    sheet = here.open_case(WANG)
    wang, desk = here.phone(WANG), here.phone(SUPERVISOR)
    wang.note(sheet)
    wang.sync()
    desk.sync()
    assert here.verdicts_of(wang) == [("ok", "")]
    assert desk.sees(sheet).entries[-1].body.text == "知道了"
    assert verify(here.office.log) == []


def test_a_second_start_finds_everything(tmp_path):
    here = company_at(tmp_path)
    sheet = here.open_case(WANG)
    wang = here.phone(WANG)
    wang.note(sheet)
    wang.sync()
    here.office.close()
    from sync.server.app import Office

    again = Company(Office(here.office.settings, here.clock), here.clock)
    assert verify(again.office.log) == []
    again.record(SUPERVISOR, sheet, NoteAdded("第二天"))
    desk = again.phone(SUPERVISOR)
    desk.sync()
    assert [entry.body.text for entry in desk.sees(sheet).entries[-2:]] == ["知道了", "第二天"]


def open_rights(tables: dict[str, list[tuple[object, ...]]]) -> set[tuple[object, ...]]:
    return {row[1:5] for row in tables["readers"] if row[6] is None} | {row[1:4] for row in tables["memberships"] if row[5] is None}
