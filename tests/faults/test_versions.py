"""Apps and offices of different releases understand each other, or keep what they don't (F38, F39, F40)."""

from collections.abc import Iterator

import httpx
import pytest
from attrs import frozen

from field_app.domain import facts
from field_app.domain.facts import TYPES, FactType, Opaque, encode
from field_app.domain.repair.dispatch import NoteAdded
from field_app.store.shelf import Shelf
from field_app.ui.office.describe import describe
from field_app.ui.words import _
from sync.protocol import MARK_DIGITS, Request, UpgradeNeeded, trouble_said
from tests.cast import SUPERVISOR, WANG, Company, Phone, company, finished
from tests.faults import oracle
from tests.sync.serving import running


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    yield here
    here.office.close()


def mark_of(phone: Phone) -> str:
    return (phone.device.chain_at(0) or b"").hex()[:MARK_DIGITS]


def bearer(phone: Phone) -> dict[str, str]:
    return {"authorization": f"Bearer {phone.identity.token}"}


def test_f38_a_phone_of_the_first_release_is_still_understood(here: Company):
    """The very bytes of release 0.1.0."""
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    note = f'[1,"{sheet}","note_added",1,"2026-11-23T08:30:00+08:00",{{"text":"旧版记的"}}]'
    body = f'{{"p":1,"c":"","n":0,"h":"{mark_of(wang)}","a":"0.1.0","t":1795393800000}}\n{note}'.encode()

    with running(here) as origin:
        answer = httpx.post(f"{origin}/v1/sync", content=body, headers=bearer(wang), trust_env=False)
        first = answer.text.splitlines()[0]
        assert answer.status_code == 200
        assert '"p":1' in first and '"head":1' in first
        assert here.verdicts_of(wang) == [("ok", "")]


def test_f38_an_app_too_old_to_understand_is_told_so_and_keeps_what_it_has(here: Company):
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.note(sheet)

    with running(here) as origin:
        answer = httpx.post(f"{origin}/v1/sync", content=b'{"p":99}', headers=bearer(wang), trust_env=False)
        assert isinstance(trouble_said(answer.status_code, answer.content), UpgradeNeeded)
        assert wang.device.sending().unsent == 1
        oracle.quiet(wang)
        assert oracle.findings(here, wang) == []


@frozen
class DroneSent:
    """What the next release might record."""

    height: int


def push_newer(here: Company, phone: Phone, sheet: str) -> None:
    lines = (
        encode([1, sheet, "drone_sent", 1, "2026-11-23T08:30:00+08:00", {"height": 30}]),
        encode([2, sheet, "note_added", 9, "2026-11-23T08:31:00+08:00", {"text": "好", "mood": "calm"}]),
        encode([3, sheet, "note_added", 1, "2026-11-23T08:32:00+08:00", {"text": "看得懂"}]),
    )
    finished(phone.way.sync(Request("", 0, mark_of(phone), lines, sent_at=here.clock())))


def test_f39_facts_newer_than_the_office_are_kept_and_those_behind_them_come_through(here: Company):
    sheet, wang, boss = here.open_case(WANG), here.phone(WANG), here.phone(SUPERVISOR)
    push_newer(here, wang, sheet)
    oracle.quiet(boss)
    assert [type(entry.body) for entry in boss.sees(sheet).entries[-3:]] == [Opaque, Opaque, NoteAdded]
    assert oracle.findings(here, boss) == []


def test_f40_what_this_app_cannot_read_is_told_kept_and_read_after_the_upgrade(here: Company, monkeypatch: pytest.MonkeyPatch):
    sheet, wang, boss = here.open_case(WANG), here.phone(WANG), here.phone(SUPERVISOR)
    push_newer(here, wang, sheet)
    boss.sync()
    unread = boss.sees(sheet).entries[-3]
    assert unread.body == Opaque({"height": 30})
    assert describe(unread).sentence == _("A record of a newer version; update this app to read it")

    monkeypatch.setitem(TYPES, "drone_sent", FactType("drone_sent", 1, "repair", DroneSent, facts.EVERYONE))
    monkeypatch.setitem(facts._TYPE_OF, DroneSent, TYPES["drone_sent"])
    upgraded = Shelf(boss.shelf._places.restarted()).current()
    assert upgraded is not None
    assert upgraded.sheet(sheet).entries[-3].body == DroneSent(30)
