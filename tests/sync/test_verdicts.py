"""What the office makes of facts: never lost, never blocking, always judged (P10.1, P10.2; F24, F30, F39, F46, F54)."""

from datetime import UTC, datetime, timedelta

import pytest

from field_app.domain.facts import Draft, Exception_, Fact, chain, dump_line, encode
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.policy import POLICY_SHEET, PolicyApproved
from field_app.domain.repair.appointment import Departed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded
from field_app.domain.repair.intake import Cancelled, Request, RequestTaken
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.signoff import SignedOff
from field_app.domain.sheets import Voided
from sync import protocol
from sync.server.truth import verify
from tests.cast import ACCOUNTANT, ADMIN, CLERK, EMPLOYEE, LI, POLICY, SUPERVISOR, WANG, ZHAO, Company, Phone, finished, new_id


def push(here: Company, phone: Phone, *lines: bytes) -> protocol.Reply:
    """What a foreign client might send: any lines, after what this phone has sent."""
    head, hashed = phone.device.acknowledged(), phone.device.chain_at(phone.device.acknowledged()) or b""
    return finished(phone.way.sync(protocol.Request("", head, hashed.hex()[:8], lines, sent_at=here.clock())))


def line(n: int, sheet: str, kind: str = "note_added", body: object = None, at: str = "2026-11-23T08:30:00+08:00", v: int = 1) -> bytes:
    return encode([n, sheet, kind, v, at, {"text": "好"} if body is None else body])


def test_what_the_assigned_technician_records_is_ok(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)
    phone.sync()
    assert here.verdicts_of(phone) == [("ok", "")]


def test_f24_what_was_recorded_before_the_news_of_reassignment_is_late_and_kept(here: Company):
    sheet = here.open_case(WANG)
    wang, li = here.phone(WANG), here.phone(LI)
    wang.sync()
    here.assign(sheet, LI)
    wang.note(sheet, "我已修好")
    wang.sync()
    li.sync()
    assert here.verdicts_of(wang) == [("late", "foreign")]
    assert li.sees(sheet).entries[-1].body.text == "我已修好"
    assert li.sees(sheet).entries[-1].stamp.verdict == "late"
    assert wang.sees(sheet) is None


def test_an_outsiders_fact_is_refused_kept_in_quarantine_and_not_on_the_sheet(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(ZHAO)
    phone.note(sheet, "不是我的")
    phone.sync()
    assert here.verdicts_of(phone) == [("refused", "foreign")]
    desk = here.phone(SUPERVISOR)
    desk.sync()
    assert len(desk.sees(sheet).entries) == 4
    assert here.rows("select line, quarantine is not null from facts where verdict = 'refused'") == [(None, 1)]


@pytest.mark.parametrize(
    ("person", "body"),
    [
        (WANG, Assigned("x")),
        (WANG, SignedOff()),
        (CLERK, Analysed("x", "normal")),
        (ACCOUNTANT, Cancelled("x")),
        (CLERK, Arrived()),
        (EMPLOYEE, Departed()),
    ],
    ids=lambda value: value.login if hasattr(value, "login") else type(value).__name__,
)
def test_f54_what_a_role_can_never_do_is_refused(here: Company, person, body):
    sheet = here.open_case(WANG)
    phone = here.phone(person)
    phone.record(sheet, body)
    phone.sync()
    assert here.verdicts_of(phone)[0] == ("refused", "role")


def test_nobody_gives_themselves_a_role(here: Company):
    phone = here.phone(WANG)
    phone.record(WANG.user, RolesGiven(("technician", "admin")))
    phone.sync()
    assert here.verdicts_of(phone) == [("refused", "role")]
    assert here.rows('select reader from memberships where "user" = ? and reader like ?', WANG.user, "role:%") == [("role:technician",)]


def test_what_a_role_could_do_until_it_was_taken_away_is_late(here: Company):
    sheet = here.open_case(None)
    phone = here.phone(SUPERVISOR)
    phone.sync()
    here.give(SUPERVISOR, "technician")
    phone.record(sheet, Assigned(WANG.user))
    phone.sync()
    assert here.verdicts_of(phone)[0][0] == "late"


def test_a_fact_of_another_kind_of_sheet_is_refused(here: Company):
    phone = here.phone(SUPERVISOR)
    phone.note(POLICY_SHEET)
    phone.sync()
    assert here.verdicts_of(phone) == [("refused", "kind")]


def test_p10_1_a_gate_passed_without_a_reason_is_suspect_and_applied(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.sync()
    phone.record(sheet, LeftSite())
    phone.sync()
    verdict, reason = here.verdicts_of(phone)[0]
    assert verdict == "suspect"
    assert "P4.1" in reason.split(",")
    assert phone.sees(sheet).entries[-1].stamp.verdict == "suspect"


def test_p10_1_a_gate_passed_with_a_reason_is_ok(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.sync()
    phone.device.record([Draft(sheet, NoteAdded("先到一步"), here.clock(), Exception_("P4.1", "客户在门口等"))])
    phone.sync()
    assert here.verdicts_of(phone) == [("ok", "")]


@pytest.mark.parametrize("off", [timedelta(days=3), timedelta(days=-3), timedelta(hours=-5)])
def test_f30_a_clock_that_is_wrong_never_blocks_and_is_flagged(here: Company, off: timedelta):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    right = here.clock()
    phone.clock = type(here.clock)(right + off)
    phone.note(sheet)
    phone.sync()
    assert here.verdicts_of(phone) == [("suspect", "clock")]
    assert here.rows("select skew_seconds from facts where reason = 'clock'") == [(int(off.total_seconds()),)]


def test_f30_a_fact_from_1970_is_kept_and_flagged(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.device.record([Draft(sheet, NoteAdded("好"), datetime(1970, 1, 1, tzinfo=UTC))])
    phone.sync()
    assert here.verdicts_of(phone) == [("suspect", "clock")]


def test_facts_recorded_days_ago_offline_are_ok(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)
    here.clock.forward(days=4)
    phone.sync()
    assert here.verdicts_of(phone) == [("ok", "")]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("note_added", {}),
        ("note_added", {"text": 7}),
        ("note_added", {"text": "x", "colour": "red"}),
        ("voided", {"fact": ["x"], "reason": "y"}),
    ],
)
def test_f46_a_body_that_is_none_is_refused_and_those_behind_it_are_taken(here: Company, kind: str, body: object):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    reply = push(here, phone, line(1, sheet), line(2, sheet, kind, body), line(3, sheet))
    assert (reply.head, [(n, verdict) for n, verdict, _ in reply.notes]) == (3, [(2, "refused")])
    assert [verdict for verdict, _ in here.verdicts_of(phone)] == ["ok", "refused", "ok"]


@pytest.mark.parametrize("sheet", ["", "x" * 65, "a b", "a\u0000b", "../../etc/passwd", "' or 1=1 --"])
def test_f51_a_sheet_named_oddly_is_refused(here: Company, sheet: str):
    reply = push(here, here.phone(WANG), line(1, sheet))
    assert reply.notes[0][1] == "refused"


def test_f46_a_line_of_another_shape_is_refused_and_keeps_its_place(here: Company):
    sheet = here.open_case(WANG)
    reply = push(here, here.phone(WANG), encode([1, "only two"]), encode([2, sheet, "note_added", 1, "yesterday", {}]), line(3, sheet))
    assert [(n, verdict) for n, verdict, _ in reply.notes] == [(1, "refused"), (2, "refused")]
    assert reply.head == 3


def test_f39_a_fact_newer_than_the_office_is_kept_on_its_sheet_as_it_came(here: Company):
    sheet = here.open_case(WANG)
    phone, desk = here.phone(WANG), here.phone(SUPERVISOR)
    push(here, phone, line(1, sheet, "holograph_taken", {"depth": [1, 2]}), line(2, sheet, "note_added", {"text": "好", "mood": "ok"}, v=9))
    desk.sync()
    bodies = [entry.body.raw for entry in desk.sees(sheet).entries[-2:]]
    assert bodies == [{"depth": [1, 2]}, {"text": "好", "mood": "ok"}]


def test_f39_a_newer_fact_on_a_sheet_nobody_knows_is_kept_for_later(here: Company):
    phone = here.phone(WANG)
    push(here, phone, line(1, new_id(), "holograph_taken", {}))
    assert here.verdicts_of(phone) == [("ok", "")]


def test_an_outsiders_newer_fact_is_refused_all_the_same(here: Company):
    phone = here.phone(ZHAO)
    push(here, phone, line(1, here.open_case(WANG), "holograph_taken", {}))
    assert here.verdicts_of(phone) == [("refused", "foreign")]


def test_a_technician_may_open_a_sheet_and_go_on_with_it(here: Company):
    sheet = new_id()
    phone = here.phone(WANG)
    phone.record(sheet, RequestTaken("261123-A1-77", "return_visit", Request(fault="门响")))
    phone.note(sheet)
    phone.sync()
    assert here.verdicts_of(phone) == [("ok", ""), ("ok", "")]
    phone.note(sheet)
    phone.sync()
    assert here.verdicts_of(phone)[2] == ("ok", "")


def test_p10_3_a_voided_fact_stays_readable_and_counts_no_more(here: Company):
    sheet = here.open_case(WANG)
    phone, desk = here.phone(WANG), here.phone(SUPERVISOR)
    (fact,) = phone.record(sheet, NoteAdded("写错了"))
    phone.record(sheet, Voided(tuple(fact.key), "写错了"))
    phone.sync()
    desk.sync()
    entry = desk.sees(sheet).entry(fact.key)
    assert entry.body.text == "写错了" and not entry.counts


def test_two_phones_of_one_person_keep_both_chains(here: Company):
    sheet = here.open_case(WANG)
    one, two = here.phone(WANG), here.phone(WANG)
    one.note(sheet, "一")
    two.note(sheet, "二")
    one.sync()
    two.sync()
    one.sync()
    assert one.sees(sheet).version == two.sees(sheet).version
    assert [e.body.text for e in one.sees(sheet).entries[-2:]] == ["一", "二"]


def test_a_policy_approved_in_a_batch_is_in_force_for_the_facts_behind_it(here: Company):
    here.record(*_approve_second_version())
    assert here.rows("select verdict from facts order by seq desc limit 1") == [("ok",)]


def _approve_second_version():
    from attrs import evolve

    from tests.cast import DIRECTOR, MORNING

    return DIRECTOR, POLICY_SHEET, PolicyApproved(evolve(POLICY, label="第二版", effective_on=MORNING.date()))


def test_what_is_kept_is_the_very_bytes_that_came(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    facts = phone.record(sheet, NoteAdded("喆 堃 珺 \u202e <b>&=cmd|' /C"), NoteAdded("a,b\r\nc"))
    phone.sync()
    kept = [bytes(row[0]) for row in here.rows("select line from facts where device = ? order by n", phone.identity.device)]
    assert kept == [dump_line(fact) for fact in facts]
    assert here.rows("select hash from facts where device = ? and n = 2", phone.identity.device)[0][0] == chained(facts)


def chained(facts: tuple[Fact, ...]) -> bytes:
    from field_app.domain.facts import chain_start

    hashed = chain_start(facts[0].device)
    for fact in facts:
        hashed = chain(hashed, dump_line(fact))
    return hashed


LONG = "长\x00" * 400


def test_f50_texts_no_column_can_hold_block_nothing_behind_them(here: Company):
    desk, admin = here.phone(CLERK), here.phone(ADMIN)
    sheet, person = new_id(), new_id()
    desk.record(sheet, RequestTaken(LONG, "phone", Request(LONG, LONG, LONG, LONG, LONG, LONG, archive=LONG)), NoteAdded("后面的"))
    admin.record(person, PersonAdded(LONG, LONG), RolesGiven((LONG,)), PersonAdded("chen2", "陈二"))
    supervisor = here.phone(SUPERVISOR)
    supervisor.record(sheet, Assigned(LONG), NoteAdded("也在后面"))
    for phone in (desk, admin, supervisor, desk):
        phone.sync()
    assert [entry.body.text for entry in desk.sees(sheet).entries if type(entry.body) is NoteAdded] == ["后面的", "也在后面"]
    assert here.rows("select name from people where login = ?", "chen2") == [("陈二",)]
    assert verify(here.office.log) == []


def test_f50_a_body_that_is_none_is_refused_whatever_it_is_called(here: Company):
    phone = here.phone(WANG)
    reply = push(here, phone, line(1, here.open_case(WANG), body={"te\x00xt": "好"}), line(2, here.open_case(WANG)))
    assert [(n, verdict) for n, verdict, _ in reply.notes] == [(1, "refused")]
