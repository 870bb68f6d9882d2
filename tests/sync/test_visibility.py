"""Who gets which sheet, and who loses it again (P2.1, P2.4; F25, F26)."""

from collections.abc import Callable

import pytest

from field_app.domain.archive import Equipment, EquipmentInstalled
from field_app.domain.facts import SheetId
from field_app.domain.person import PersonDisabled
from field_app.domain.policy import POLICY_SHEET
from field_app.domain.repair.dispatch import Assigned, NoteAdded
from sync.protocol import SignedOut
from tests.cast import ACCOUNTANT, ADMIN, CLERK, DIRECTOR, EMPLOYEE, LI, SUPERVISOR, WANG, ZHAO, Company, Person, company


@pytest.mark.parametrize(
    ("person", "reads"),
    [
        (WANG, True),
        (SUPERVISOR, True),
        (CLERK, True),
        (ACCOUNTANT, True),
        (DIRECTOR, True),
        (LI, False),
        (ZHAO, False),
        (EMPLOYEE, False),
        (ADMIN, False),
    ],
)
def test_a_case_reaches_those_it_concerns_and_nobody_else(here: Company, person: Person, reads: bool):
    sheet = here.open_case(WANG)
    phone = here.phone(person)
    phone.sync()
    assert (phone.sees(sheet) is not None) is reads


def test_everybody_gets_the_policy_and_their_colleagues(here: Company):
    phone = here.phone(ZHAO)
    phone.sync()
    assert POLICY_SHEET in phone.device.held()
    assert SheetId(WANG.user) in phone.device.held()


def test_a_newly_assigned_technician_gets_the_whole_sheet_and_its_archive(here: Company):
    archive, phone = here.open_archive(), here.phone(WANG)
    here.open_case(LI)
    phone.sync()
    sheet = here.open_case(WANG, archive)
    phone.sync()
    assert len(phone.sees(sheet).entries) == 4
    assert phone.sees(archive)


def test_whoever_loses_the_case_loses_its_archive_too(here: Company):
    archive = here.open_archive()
    sheet = here.open_case(WANG, archive)
    phone = here.phone(WANG)
    phone.sync()
    here.assign(sheet, LI)
    outcome = phone.sync()
    assert outcome.gone == 2
    assert phone.sees(sheet) is None and phone.sees(archive) is None


def test_an_archive_stays_while_another_case_of_it_is_still_theirs(here: Company):
    archive = here.open_archive()
    sheet, other = here.open_case(WANG, archive), here.open_case(WANG, archive)
    phone = here.phone(WANG)
    phone.sync()
    here.assign(sheet, LI)
    phone.sync()
    assert phone.sees(sheet) is None
    assert phone.sees(other) and phone.sees(archive)


def test_an_archive_read_through_a_case_may_be_added_to(here: Company):
    archive = here.open_archive()
    here.open_case(WANG, archive)
    phone = here.phone(WANG)
    phone.sync()
    phone.record(archive, EquipmentInstalled(Equipment("DM-1", "门机")))
    phone.sync()
    assert here.verdicts_of(phone) == [("ok", "")]


def test_f25_a_sheet_assigned_away_and_back_comes_whole(here: Company):
    sheet = here.open_case(WANG)
    wang, li = here.phone(WANG), here.phone(LI)
    wang.sync()
    here.assign(sheet, LI)
    wang.sync()
    li.sync()
    li.note(sheet, "李工去过")
    li.sync()
    here.assign(sheet, WANG)
    wang.sync()
    li.sync()
    assert [entry.fact.type for entry in wang.sees(sheet).entries][-3:] == ["assigned", "note_added", "assigned"]
    assert li.sees(sheet) is None


def test_a_sheet_lost_and_regained_between_two_rounds_is_simply_there(here: Company):
    sheet = here.open_case(WANG)
    wang = here.phone(WANG)
    wang.sync()
    here.assign(sheet, LI)
    here.assign(sheet, WANG)
    outcome = wang.sync()
    assert (outcome.sheets, outcome.gone) == (1, 0)
    assert len(wang.sees(sheet).entries) == 6


def test_a_new_role_brings_its_sheets(here: Company):
    sheet = here.open_case(LI)
    here.open_case(LI)
    phone = here.phone(ZHAO)
    phone.sync()
    here.give(ZHAO, "technician", "supervisor")
    phone.sync()
    assert phone.sees(sheet)


def test_a_role_taken_away_takes_its_sheets_with_it(here: Company):
    sheet = here.open_case(LI)
    here.open_case(LI)
    phone = here.phone(CLERK)
    phone.sync()
    here.give(CLERK, "employee")
    phone.sync()
    assert phone.sees(sheet) is None


def test_a_role_taken_away_leaves_what_is_theirs_by_name(here: Company):
    here.give(WANG, "technician", "supervisor")
    mine, other = here.open_case(WANG), here.open_case(LI)
    phone = here.phone(WANG)
    phone.sync()
    here.give(WANG, "technician")
    phone.sync()
    assert phone.sees(mine) and phone.sees(other) is None


def test_f26_a_role_lowered_between_two_pages_filters_the_next_page(database: str):
    here = company(database, sheets_per_answer=4)
    sheets = [here.open_case(LI) for _ in range(12)]
    phone = here.phone(CLERK)
    way = phone.way

    class LoweredAfterTheFourthPage:
        asked = 0

        async def sync(self, request):
            self.asked += 1
            if self.asked == 5:
                here.give(CLERK, "employee")
            return await way.sync(request)

    phone.way = LoweredAfterTheFourthPage()
    phone.sync()
    assert not any(sheet in phone.device.held() for sheet in sheets)
    here.office.close()


def test_pages_bring_everything_exactly_as_one_answer_would():
    here = company(sheets_per_answer=3)
    for _ in range(12):
        here.open_case(LI)
    whole = here.phone(SUPERVISOR)
    whole.sync()
    here.give(ZHAO, "supervisor")
    paged = here.phone(ZHAO)
    outcome = paged.sync()
    assert outcome.requests > 5
    assert set(whole.device.held()) == set(paged.device.held())


def test_f29_a_disabled_person_is_signed_out_everywhere_at_once(here: Company):
    phones = [here.phone(WANG), here.phone(WANG)]
    here.record(ADMIN, SheetId(WANG.user), PersonDisabled("离职"))
    for phone in phones:
        with pytest.raises(SignedOut):
            phone.sync()


def test_a_round_with_nothing_new_brings_nothing(here: Company):
    here.open_case(WANG)
    phone = here.phone(SUPERVISOR)
    phone.sync()
    outcome = phone.sync()
    assert (outcome.requests, outcome.sheets) == (1, 0)


def test_p2_2_earlier_sheets_of_the_project_come_with_the_case_and_leave_with_it(here: Company):
    before, phone = here.open_case(LI), here.phone(WANG)
    sheet = here.open_case(None)
    here.record(SUPERVISOR, sheet, Assigned(WANG.user, earlier=(before,)))
    phone.sync()
    assert phone.sees(before) and phone.sees(sheet)
    here.assign(sheet, ZHAO)
    phone.sync()
    assert phone.sees(before) is None


def steps_of(here: Company, ask: Callable[[], object]) -> int:
    """How many hundreds of the database's own steps something takes: a count, the same on every machine."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with here.office.database.read() as connection:
        connection.connection.driver_connection.set_progress_handler(count, 100)
    ask()
    with here.office.database.read() as connection:
        connection.connection.driver_connection.set_progress_handler(None, 0)
    return steps


def test_what_a_round_costs_grows_with_what_changed_and_not_with_all_one_may_read():
    here = company()
    cases, desk = [here.open_case(WANG) for _ in range(20)], here.phone(SUPERVISOR)

    def a_change_in_each() -> int:
        desk.sync()
        for case in cases:
            here.record(SUPERVISOR, case, NoteAdded("知道了"))
        return steps_of(here, desk.sync)

    before = a_change_in_each()
    for _ in range(300):
        here.open_archive()
    assert a_change_in_each() < 2 * before
