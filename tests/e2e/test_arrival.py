"""Where one arrived, told by a real browser that was allowed to (P3.6)."""

from collections.abc import Callable

from attrs import evolve
from playwright.sync_api import BrowserContext

from field_app.domain.days import day_of
from field_app.domain.facts import Draft, SheetId
from field_app.domain.policy import POLICY_SHEET, PolicyApproved
from field_app.domain.repair.arrival import Arrived, Place
from sync.demo import DIRECTOR, WANG
from sync.demo_rules import POLICIES
from sync.protocol import utc_now
from sync.server.office import Office
from sync.server.papers import sheet_of
from sync.server.people import push_as
from sync.server.settings import Settings
from tests.e2e import visiting
from tests.e2e.browser import PHONE
from tests.e2e.conftest import Server
from tests.e2e.people import Person
from tests.e2e.shots import IN_WARRANTY


def test_the_browser_tells_where_one_arrived(demo: Server, contexts: Callable[..., BrowserContext]) -> None:
    allow_it(demo.database_url)
    phone = contexts(PHONE)
    phone.grant_permissions(["geolocation"])
    phone.set_geolocation({"latitude": 30.2084456, "longitude": 120.212, "accuracy": 12})
    wang = Person(phone, demo.url, WANG).sign_in()
    wang.go(f"/case/{IN_WARRANTY}")
    visiting.sets_out_and_arrives(wang)
    visiting.is_all_at_the_office(wang)
    assert arrived_at(demo.database_url) == (30_208_446, 120_212_000, 12)


def arrived_at(database: str) -> Place | None:
    office = Office(Settings(database=database))
    with office.database.read() as connection:
        sheet = sheet_of(connection, office.settings.company, SheetId(IN_WARRANTY))
    assert sheet
    arrived = sheet.said(Arrived)
    assert arrived
    return arrived.place


def allow_it(database: str) -> None:
    """The director's word, recorded at the office."""
    office, now = Office(Settings(database=database)), utc_now()
    today = evolve(POLICIES[-1], label="到场记位置", effective_on=day_of(now), arrival_place=True)
    office.log.append(push_as(office.log, DIRECTOR.id, [Draft(POLICY_SHEET, PolicyApproved(today), now)]))
