"""Who may not see a case asks for it by its very names: unknown to them, as if it weren't there, and written down (F52)."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from field_app.domain.facts import SheetId
from field_app.domain.photo import PhotoAdded
from sync.server import feed, seclog
from tests.cast import CAST, WANG, ZHAO, Company, Person, company, new_id
from tests.pictures import named, picture
from tests.soak.table import PAIRS
from tests.sync.doors import Doors

PICTURE = picture(1)
# What names a sheet or a photo of one. Receipts are printed on a paper of the sheet.
BY_NAME = ("GET /v1/sheets/{sheet}", "GET /v1/papers/{sheet}/export", "GET /v1/papers/{sheet}/record", "GET /v1/blobs/{photo}")
FOR_WHO_BRINGS_IT = "HEAD /v1/blobs/{photo}"


@pytest.fixture
def here(database: str, tmp_path: Path) -> Iterator[Company]:
    here = company(database, photos=tmp_path / "photos")
    yield here
    here.office.close()


@pytest.fixture
def case_(here: Company) -> SheetId:
    """王工's case with a photo of his that has arrived."""
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.record(sheet, PhotoAdded(named(PICTURE, here.clock())))
    wang.sync()
    who = here.office.principal(wang.identity.token)
    here.office.blobs.bring(who, named(PICTURE).sha256, 0, len(PICTURE), PICTURE)
    return sheet


def may_see(here: Company, person: Person, sheet: SheetId) -> bool:
    with here.office.database.read() as connection:
        return feed.visible(connection, feed.reader(connection, here.office.log.company, person.user), sheet)


def test_f52_every_name_of_a_case_is_known_to_who_may_see_it_and_unknown_to_everybody_else(
    here: Company, case_: SheetId, record_property: Callable[[str, object], None]
):
    doors, photo = Doors(here), named(PICTURE).sha256
    insiders = [person for person in CAST if may_see(here, person, case_)]
    assert WANG in insiders and ZHAO not in insiders
    wrong = []
    for person in CAST:
        by = doors.of(person)
        for route in (*BY_NAME, FOR_WHO_BRINGS_IT):
            knows = person in insiders if route in BY_NAME else person is WANG
            method, path = route.split(" ")
            known = by.ask(method, path.format(sheet=case_, photo=photo))
            unknown = by.ask(method, path.format(sheet=new_id(), photo="ab" * 32))
            told_apart = (known.status_code, known.content) != (unknown.status_code, unknown.content)
            if told_apart != knows or unknown.status_code != 404:
                wrong.append((person.login, route, known.status_code, unknown.status_code))
    assert wrong == []
    record_property(PAIRS, len(CAST) * (len(BY_NAME) + 1))


def test_f52_who_asks_for_what_isnt_theirs_is_written_down_with_what_they_asked_for(
    here: Company, case_: SheetId, caplog: pytest.LogCaptureFixture
):
    outsider = here.enrol(ZHAO)
    with caplog.at_level(logging.INFO, seclog.NAME):
        Doors(here).by(outsider.token).get(f"/v1/sheets/{case_}")
        Doors(here).get(f"/v1/sheets/{case_}")
    (written,) = [event for event in map(json.loads, caplog.messages) if event["event"] == "unknown"]
    assert (written["user"], written["device"], written["asked"]) == (ZHAO.user, outsider.device, f"GET /v1/sheets/{case_}")
