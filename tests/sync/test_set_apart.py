"""What the office did not accept is kept and can be looked at by who looks after the cases (F27, F54)."""

import json
from collections.abc import Iterator

import pytest

from field_app.domain.facts import encode
from sync.protocol import MARK_DIGITS, Request, SignedOut
from tests.cast import SUPERVISOR, WANG, ZHAO, Company, company, finished
from tests.sync.doors import Doors


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    yield here
    here.office.close()


def set_apart(here: Company) -> list[dict]:
    return list(Doors(here).of(SUPERVISOR).get("/v1/set-apart").json()["records"])


def test_f54_the_supervisor_can_read_what_somebody_recorded_on_anothers_case(here: Company):
    sheet, zhao = here.open_case(WANG), here.phone(ZHAO)
    assert set_apart(here) == []
    zhao.note(sheet, "顺手看了一眼")
    zhao.sync()
    (record,) = set_apart(here)
    assert (record["user"], record["name"], record["reason"], record["sheet"]) == (ZHAO.user, ZHAO.name, "foreign", sheet)
    assert record["number"].startswith("261123-A1-")
    assert json.loads(record["line"])[5] == {"text": "顺手看了一眼"}


def test_f27_what_a_drained_device_handed_over_can_be_read_the_newest_first(here: Company):
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    phone.note(sheet, "走之前一")
    phone.note(sheet, "走之前二")
    here.office.sessions.end(phone.identity.device, "drain")
    with pytest.raises(SignedOut):
        phone.sync()
    assert [(record["reason"], json.loads(record["line"])[5]["text"]) for record in set_apart(here)] == [
        ("revoked", "走之前二"), ("revoked", "走之前一"),
    ]  # fmt: skip


def test_f46_what_no_app_can_read_is_shown_as_it_came(here: Company):
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    mark = (phone.device.chain_at(0) or b"").hex()[:MARK_DIGITS]
    line = encode([1, sheet, "note_added", 1, "2026-11-23T08:30:00+08:00", {"words": 7}])
    finished(phone.way.sync(Request("", 0, mark, (line,), sent_at=here.clock())))
    (record,) = set_apart(here)
    assert (record["line"].encode(), record["sheet"], record["number"]) == (line, "", "")
    assert record["reason"].startswith("body")
