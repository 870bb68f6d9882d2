"""Enrolling by one-time code, sessions listed and ended, devices drained and wiped (F27 to F29, F55, F60)."""

import json
import logging

import pytest

from field_app.domain.facts import SheetId
from field_app.domain.person import PersonDisabled
from sync.protocol import Frozen, Reply, Request, SignedOut
from sync.round import Pace
from sync.server import seclog
from sync.server.access import Access
from sync.server.enrolment import LIFE_SECONDS
from sync.server.sessions import SAID_AGAIN_SECONDS
from tests.cast import ADMIN, LI, PASSWORD, QUICK, SUPERVISOR, WANG, Company, Phone
from tests.sync.doors import Doors
from tests.sync.test_access import Seconds


@pytest.fixture
def doors(here: Company) -> Doors:
    return Doors(here)


def code_for(doors: Doors, user: str = WANG.user) -> str:
    return str(doors.admin.post(f"/v1/people/{user}/code").json()["code"])


def session(doors: Doors, device: str) -> dict:
    return next(one for one in doors.admin.get("/v1/devices").json()["sessions"] if one["device"] == device)


def test_a_code_enrols_its_person_without_a_password(doors: Doors):
    answer = doors.post("/v1/enrol", code=code_for(doors), label="新手机").json()
    assert (answer["user"], answer["roles"]) == (WANG.user, ["technician"])
    assert session(doors, answer["device"])["label"] == "新手机"


def test_a_code_is_taken_as_people_type_it(doors: Doors):
    typed = code_for(doors).upper().replace("-", " ")
    assert doors.post("/v1/enrol", code=typed).status_code == 200


def test_f55_a_code_works_once(doors: Doors):
    code = code_for(doors)
    assert doors.post("/v1/enrol", code=code).status_code == 200
    assert doors.post("/v1/enrol", code=code).json() == {"p": 1, "error": "refused", "reason": "code"}


def test_a_new_code_ends_the_one_before(doors: Doors):
    first, second = code_for(doors), code_for(doors)
    assert [doors.post("/v1/enrol", code=code).status_code for code in (first, second)] == [403, 200]


def test_a_code_lives_ten_minutes(here: Company):
    seconds = Seconds()
    access = Access(here.office.database, here.office.settings.company, seconds, QUICK)
    code, until = access.codes.make(WANG.user, ADMIN.user)
    assert until == seconds.now + LIFE_SECONDS == seconds.now + 600
    seconds.now += 600
    with pytest.raises(Exception, match="code"):
        access.enrol_by_code(code, "phone")


def test_f56_wrong_spent_stale_codes_and_those_of_disabled_people_get_one_answer(here: Company, doors: Doors):
    spent, of_li = code_for(doors), code_for(doors, LI.user)
    doors.post("/v1/enrol", code=spent)
    here.record(ADMIN, SheetId(LI.user), PersonDisabled("离职"))
    answers = {doors.post("/v1/enrol", code=code).text for code in (spent, of_li, "abcde-abcde", "")}
    assert len(answers) == 1


def test_a_code_is_not_kept(here: Company, doors: Doors):
    code = code_for(doors)
    assert code.replace("-", "") not in str(here.rows("select * from codes"))


def test_who_came_by_a_code_sets_a_first_password_without_an_old_one(doors: Doors):
    enrolled = doors.by(doors.post("/v1/enrol", code=code_for(doors)).json()["token"])
    assert enrolled.post("/v1/password", old="", new=PASSWORD).status_code == 200
    assert doors.post("/v1/sign-in", login="wang", password=PASSWORD).status_code == 200
    assert enrolled.post("/v1/password", old="", new="another good one").status_code == 403


def test_the_list_tells_what_a_device_last_said(here: Company, doors: Doors):
    phone = here.phone(WANG)
    sheet = here.open_case()
    phone.note(sheet)
    phone.sync()
    found = session(doors, phone.identity.device)
    assert (found["name"], found["tag"], found["state"], found["app"]) == ("王工", phone.identity.tag, "active", "0.1.0")
    assert found["seen_at"] > 0 and (found["unsent"], found["head"]) == (0, 1)


def test_f60_what_still_waits_on_a_device_is_known_from_its_last_word(here: Company):
    device = here.enrol(WANG).device
    here.office.sessions.note(device, "0.1.0", 7)
    assert next(one for one in here.office.sessions.listed() if one.device == device).unsent == 7


def test_a_round_that_only_reads_is_not_written_down_each_time(here: Company):
    seconds, device = Seconds(), here.enrol(WANG).device
    sessions = type(here.office.sessions)(here.office.database, here.office.settings.company, seconds)
    noted = []
    for _ in range(3):
        sessions.note(device, "0.1.0", 0)
        noted.append(sessions.listed()[0].seen_at)
        seconds.now += SAID_AGAIN_SECONDS / 2
    assert noted == [1000, 1000, 1000 + SAID_AGAIN_SECONDS]


def test_a_backlog_that_comes_in_several_requests_is_written_down_with_the_first_and_the_last_of_them(here: Company):
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    phone.pace, way, noted = Pace(1), phone.way, []

    class Noting:
        async def sync(self, request: Request) -> Reply:
            reply = await way.sync(request)
            noted.append((request.unsent, next(one.unsent for one in here.office.sessions.listed() if one.device == phone.identity.device)))
            return reply

    phone.way = Noting()
    for text in "一二三四五六七八九十":
        phone.note(sheet, text)
    phone.sync()
    assert noted == [(9, 9), (7, 9), (3, 9), (0, 0)]


def test_signing_a_person_out_everywhere_ends_every_session_and_nobody_elses(here: Company, doors: Doors):
    phones, other = [here.phone(WANG), here.phone(WANG)], here.phone(LI)
    assert doors.admin.post(f"/v1/people/{WANG.user}/sign-out").json()["ended"] == 2
    for phone in phones:
        with pytest.raises(SignedOut) as ended:
            phone.sync()
        assert not ended.value.wipe
    other.sync()


def test_one_sees_where_one_is_signed_in_oneself_and_nobody_elses_devices(here: Company, doors: Doors):
    mine, other = here.phone(WANG), here.enrol(WANG, "old phone")
    here.enrol(LI)
    told = doors.by(mine.identity.token).get("/v1/my-devices").json()
    assert told["here"] == mine.identity.device
    assert {one["device"] for one in told["sessions"]} == {mine.identity.device, other.device}
    assert {one["user"] for one in told["sessions"]} == {WANG.user}


def test_signing_out_elsewhere_by_oneself_leaves_this_device_and_other_peoples(here: Company, doors: Doors):
    mine, others, li = here.phone(WANG), [here.phone(WANG), here.phone(WANG)], here.phone(LI)
    others[0].note(here.open_case())
    assert doors.by(mine.identity.token).post("/v1/my-devices/sign-out-elsewhere").json()["ended"] == 2
    for phone in others:
        with pytest.raises(SignedOut) as ended:
            phone.sync()
        assert not ended.value.wipe  # what is recorded there stays there
    mine.sync()
    li.sync()


def test_one_of_ones_own_devices_is_signed_out_by_oneself(here: Company, doors: Doors):
    mine, other, third = here.phone(WANG), here.phone(WANG), here.phone(WANG)
    path = f"/v1/my-devices/{other.identity.device}/sign-out"
    assert doors.by(mine.identity.token).post(path).status_code == 200
    with pytest.raises(SignedOut):
        other.sync()
    third.sync()
    assert doors.by(mine.identity.token).post(path).status_code == 404


@pytest.mark.parametrize("how", ["drain", "wipe"])
def test_signing_out_by_oneself_takes_no_order_of_the_administrators_back(here: Company, doors: Doors, how: str):
    mine, lost = here.phone(WANG), here.enrol(WANG)
    doors.admin.post(f"/v1/devices/{lost.device}/end", how=how)
    assert doors.by(mine.identity.token).post(f"/v1/my-devices/{lost.device}/sign-out").status_code == 404
    assert doors.by(mine.identity.token).post("/v1/my-devices/sign-out-elsewhere").json()["ended"] == 0
    assert session(doors, lost.device)["state"] == how


def test_who_is_to_hand_over_what_is_unsent_signs_nobody_out(here: Company, doors: Doors):
    mine, leaving = here.phone(WANG), here.enrol(WANG)
    doors.admin.post(f"/v1/devices/{leaving.device}/end", how="drain")
    assert doors.by(leaving.token).post("/v1/my-devices/sign-out-elsewhere").status_code == 404
    mine.sync()


def test_f28_a_lost_device_is_told_to_wipe_and_listed_as_unconfirmed_until_it_says_so(here: Company, doors: Doors):
    phone = here.phone(WANG)
    phone.note(here.open_case())
    doors.admin.post(f"/v1/devices/{phone.identity.device}/end", how="wipe")
    with pytest.raises(SignedOut) as told:
        phone.sync()
    assert told.value.wipe
    assert here.rows("select count(*) from facts where device = ?", phone.identity.device) == [(0,)]
    assert (session(doors, phone.identity.device)["state"], session(doors, phone.identity.device)["wiped_at"]) == ("wipe", 0)
    assert doors.by(phone.identity.token).post("/v1/wiped").status_code == 200
    assert session(doors, phone.identity.device)["wiped_at"] > 0


def test_nobody_but_a_device_told_to_wipe_can_say_that_it_is_wiped(here: Company, doors: Doors):
    assert doors.of(WANG).post("/v1/wiped").status_code == 401
    assert doors.post("/v1/wiped").status_code == 401


def test_an_order_to_wipe_is_not_taken_back(here: Company, doors: Doors):
    device = here.enrol(WANG).device
    orders = ("signed_out", "drain", "wipe", "drain", "signed_out")
    answers = [doors.admin.post(f"/v1/devices/{device}/end", how=how).status_code for how in orders]
    assert answers == [200, 200, 200, 409, 409]


def test_f27_who_is_disabled_and_drained_still_hands_over_what_is_unsent(here: Company, doors: Doors):
    phone = here.phone(WANG)
    phone.note(here.open_case())
    here.record(ADMIN, SheetId(WANG.user), PersonDisabled("离职"))
    with pytest.raises(SignedOut) as ended:
        phone.sync()
    assert not ended.value.wipe
    doors.admin.post(f"/v1/devices/{phone.identity.device}/end", how="drain")
    with pytest.raises(SignedOut) as told:
        phone.sync()
    assert told.value.wipe
    assert here.rows("select verdict, reason from facts where device = ?", phone.identity.device) == [("refused", "revoked")]


def test_f29_disabling_a_person_ends_all_their_sessions_at_once(here: Company):
    phones = [here.phone(WANG), here.phone(WANG)]
    here.record(ADMIN, SheetId(WANG.user), PersonDisabled("离职"))
    for phone in phones:
        with pytest.raises(SignedOut):
            phone.sync()


def test_the_security_log_tells_who_came_and_never_what_they_said(here: Company, doors: Doors, tmp_path, caplog: pytest.LogCaptureFixture):
    here.office.access.set_password(WANG.user, PASSWORD)
    kept = seclog.write_to(tmp_path / "security.log")
    with caplog.at_level(logging.INFO, seclog.NAME):
        doors.post("/v1/sign-in", login="wang\r\n2026 forged line\u202e", password="wrong one")
        doors.post("/v1/sign-in", login="wang", password=PASSWORD)
        code = code_for(doors)
        token = doors.post("/v1/enrol", code=code).json()["token"]
    seclog.no_longer(kept)
    lines = (tmp_path / "security.log").read_bytes().splitlines()
    events = [json.loads(line.partition(b" ")[2]) for line in lines]
    assert [(event["event"], event.get("ended")) for event in events] == [
        ("sign_in", "sign_in"), ("sign_in", "ok"), ("code_made", None), ("enrol", "ok"),
    ]  # fmt: skip
    assert b"\xe2\x80\xae" not in b"".join(lines)
    for secret in (b"wrong one", PASSWORD.encode(), code.encode(), token.encode()):
        assert secret not in b"".join(lines)


def test_f13_the_supervisor_is_told_of_a_device_that_was_stopped_until_its_session_is_ended(here: Company, doors: Doors):
    one, sheet = here.phone(WANG), here.open_case(WANG)
    clone = Phone(one.person, one.identity, one.way, one.clock)
    one.note(sheet, "原机")
    clone.note(sheet, "克隆")
    one.sync()
    supervisor = doors.of(SUPERVISOR)
    assert supervisor.get("/v1/stopped-devices").json()["stopped"] == []
    with pytest.raises(Frozen):
        clone.sync()
    told = {"user": WANG.user, "name": WANG.name, "tag": one.identity.tag}
    assert supervisor.get("/v1/stopped-devices").json()["stopped"] == [told]
    doors.admin.post(f"/v1/devices/{one.identity.device}/end", how="signed_out")
    assert supervisor.get("/v1/stopped-devices").json()["stopped"] == []
