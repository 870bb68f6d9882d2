"""Where one arrived, told by a real browser that was allowed to (P3.6)."""

from collections.abc import Callable

from attrs import evolve
from playwright.sync_api import BrowserContext

from field_app.domain.days import day_of
from field_app.domain.facts import Draft
from field_app.domain.policy import POLICY_SHEET, PolicyApproved
from sync.demo import DIRECTOR, WANG
from sync.demo_rules import POLICIES
from sync.round import utc_now
from sync.server.office import Office
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
    wang.taps_on("到场")
    wang.sees("记了位置，误差 12 米", "看地图")


def allow_it(database: str) -> None:
    """The director's word, recorded at the office."""
    office, now = Office(Settings(database=database)), utc_now()
    today = evolve(POLICIES[-1], label="到场记位置", effective_on=day_of(now), arrival_place=True)
    office.log.append(push_as(office.log, DIRECTOR.id, [Draft(POLICY_SHEET, PolicyApproved(today), now)]))
