"""Indicators of the whole office: the database adds up to just what the domain adds up to, for those who may see it (P9.4)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pytest

from field_app.domain.days import SHANGHAI
from field_app.domain.exact import MOST
from field_app.domain.facts import Draft, Fact, UserId
from field_app.domain.indicators import INDICATORS, added
from field_app.domain.measures import By, Measure, exceptions_by_rule, groups, measure, repeats
from field_app.domain.policy import POLICY_SHEET
from field_app.domain.repair.appointment import Departed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.charges import Line, Quoted
from field_app.domain.repair.dispatch import Assigned
from field_app.domain.repair.intake import Request, RequestTaken
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.sheets import Sheet
from sync.demo import PEOPLE, tell_company
from sync.demo_care import tell_history
from sync.server.app import Office
from sync.server.measures import Wanted, listed, report
from sync.server.people import push_as
from sync.server.settings import Settings
from tests.cast import CLERK, QUICK, SUPERVISOR, WANG, Company, new_id
from tests.cluster import emptied

NOW = datetime(2026, 11, 23, 9, 42, tzinfo=SHANGHAI)
COMPANY = Settings(database="").company
EVER = Wanted(date(2020, 1, 1), date(2030, 1, 1))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest) -> Iterator[tuple[Office, dict[str, Sheet]]]:
    """The demo company at the office, and its sheets as they were told. No test here takes the database for itself."""
    database = "sqlite://" if request.param == "sqlite" else emptied(request.getfixturevalue("postgres_here"))
    office = Office(Settings(database=database), lambda: NOW, QUICK)

    def tell(user: UserId, drafts: Sequence[Draft]) -> Sequence[Fact]:
        push = push_as(office.log, user, drafts, NOW)
        office.log.append(push)
        return [line.fact for line in push.lines if line.fact]

    story = tell_company(tell, NOW)
    tell_history(story)
    yield office, dict(story.sheets)
    office.close()


def told(sheets: dict[str, Sheet]) -> list[Measure]:
    return [one for sheet in sheets.values() if sheet.kind == "repair" and (one := measure(sheet, sheets.get(POLICY_SHEET)))]


@pytest.mark.parametrize("by", ["month", "technician", "customer", "equipment"])
def test_p9_4_the_office_adds_up_to_what_the_sheets_say(office: tuple[Office, dict[str, Sheet]], by: By) -> None:
    here, sheets = office
    wanted = Wanted(date(2026, 7, 1), date(2026, 10, 31), by)
    cases = [one for one in told(sheets) if wanted.since <= one.reported_on <= wanted.until]
    found = report(here.database, COMPANY, wanted)
    assert found.total == added(cases)
    assert dict(found.groups) == {name: added(some) for name, some in groups(cases, by).items()}
    assert [name for name, _ in found.groups] == list(groups(cases, by))
    assert found.repeats == len(repeats(cases))
    assert found.exceptions == exceptions_by_rule(cases)


def test_p9_4_one_technician_alone(office: tuple[Office, dict[str, Sheet]]) -> None:
    here, sheets = office
    wang = PEOPLE[4].id
    wanted = Wanted(EVER.since, EVER.until, "month", technician=wang)
    assert report(here.database, COMPANY, wanted).total == added(one for one in told(sheets) if one.technician == wang)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_p9_4_each_number_opens_the_cases_it_counts(office: tuple[Office, dict[str, Sheet]], indicator) -> None:
    here, sheets = office
    found = listed(here.database, COMPANY, EVER, indicator.code)
    assert {one.sheet for one in found} == {one.sheet for one in told(sheets) if indicator.lists(one)}


def test_p9_4_figures_beyond_all_counting_on_one_sheet_stop_no_report(here: Company) -> None:
    cases = {here.open_case(WANG), here.open_case(WANG)}
    foreign = Quoted((Line("part", "皮带", "根", MOST, MOST, "agreement"),), "v1")
    for sheet in cases:
        here.record(WANG, sheet, Departed(), Arrived(), foreign, LeftSite())
    found = report(here.office.database, COMPANY, EVER)
    assert (found.total.cases, found.total.owing) == (2, 2)
    assert {one.sheet for one in listed(here.office.database, COMPANY, EVER, "owed")} == cases


def test_p9_4_an_id_longer_than_any_of_ours_stops_neither_the_facts_behind_it_nor_a_report(here: Company) -> None:
    sheet, other = here.open_case(WANG), new_id()
    here.record(SUPERVISOR, sheet, Assigned(UserId("王" * 100)))
    request = Request(customer="海晟大厦", project="客梯改造", fault="门不开")
    here.record(CLERK, other, RequestTaken("7" * 100, "phone", request))
    assert report(here.office.database, COMPANY, EVER).total.cases == 2
