"""A round under faults: what was recorded reaches the office exactly once, whatever happens on the way (F13 to F19, F27, F35, F36, F65)."""

import pytest
from sqlalchemy import delete, update

from field_app.domain.facts import dump_line
from field_app.store.door import LostTail
from sync.protocol import Frozen, Offline, Reply, Request, SignedOut, TooMuch
from sync.round import CAP, FLOOR, Pace
from sync.server import tables
from sync.server.database import new_epoch
from tests.cast import LI, SUPERVISOR, WANG, Company, Phone, finished


class Losing:
    """A line that loses the answers (the office did its part) or the requests a test says."""

    def __init__(self, way, lose_answers=(), lose_requests=()):
        self.way, self.lose_answers, self.lose_requests, self.asked = way, set(lose_answers), set(lose_requests), []

    async def sync(self, request: Request) -> Reply:
        turn = len(self.asked)
        self.asked.append(request)
        if turn in self.lose_requests:
            raise Offline("lost on the way")
        reply = await self.way.sync(request)
        if turn in self.lose_answers:
            raise Offline("answer lost")
        return reply


def facts_of(here: Company, phone: Phone) -> list[int]:
    return [n for (n,) in here.rows("select n from facts where device = ? order by seq", phone.identity.device)]


def test_a_round_is_one_request(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)
    outcome = phone.sync()
    assert (outcome.requests, outcome.pushed) == (1, 1)
    assert phone.device.sending().unsent == 0


def test_f14_a_lost_answer_is_asked_again_and_nothing_stands_twice(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.sync()
    phone.way = Losing(phone.way, lose_answers=[0, 1])
    phone.note(sheet)
    for _ in range(2):
        with pytest.raises(Offline):
            phone.sync()
    assert phone.device.sending().unsent == 1
    phone.note(sheet)
    phone.sync()
    assert facts_of(here, phone) == [1, 2]
    assert phone.device.sending().unsent == 0
    assert [entry.stamp.verdict for entry in phone.sees(sheet).entries[-2:]] == ["ok", "ok"]


def test_f14_the_verdict_of_a_fact_known_before_is_told_again(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(LI)
    phone.note(sheet)
    phone.way = Losing(phone.way, lose_answers=[0])
    with pytest.raises(Offline):
        phone.sync()
    phone.sync()
    assert [(judged.key.n, judged.verdict) for judged in phone.device.sending().refused] == [(1, "refused")]


def test_f19_a_repeated_and_delayed_request_changes_nothing(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.way = Losing(phone.way)
    for _ in range(3):
        phone.note(sheet)
        phone.sync()
    before = here.rows("select seq, device, n from facts")
    for place in (2, 0, 1, 1, 3, 0, 2):
        request = phone.way.asked[place % len(phone.way.asked)]
        reply = finished(phone.way.way.sync(request))
        assert reply.head == 3
    assert here.rows("select seq, device, n from facts") == before


def test_batches_grow_and_the_rest_goes_in_the_same_round(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.way = Losing(phone.way)
    for place in range(450):
        phone.note(sheet, str(place))
    outcome = phone.sync()
    assert [len(request.lines) for request in phone.way.asked] == [100, 200, 150]
    assert [request.pull for request in phone.way.asked] == [False, False, True]
    assert (outcome.pushed, outcome.sheets >= 1) == (450, True)


def test_batches_shrink_after_two_failures_in_a_row():
    pace = Pace()
    pace.failed()
    assert pace.size == 100
    pace.failed()
    assert pace.size == 50
    for _ in range(9):
        pace.failed()
    assert pace.size == FLOOR
    for _ in range(9):
        pace.succeeded()
    assert pace.size == CAP


def test_one_failure_between_successes_shrinks_nothing():
    pace = Pace()
    pace.failed()
    pace.succeeded()
    pace.failed()
    assert pace.size == CAP


def test_a_batch_the_office_finds_too_big_goes_up_in_smaller_ones(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    way = phone.way

    class Narrow:
        async def sync(self, request):
            if len(request.lines) > 7:
                raise TooMuch
            return await way.sync(request)

    phone.way = Narrow()
    for _ in range(40):
        phone.note(sheet)
    phone.sync()
    assert facts_of(here, phone) == list(range(1, 41))


def test_f13_a_cloned_phone_is_noticed_and_both_are_frozen(here: Company):
    sheet = here.open_case(WANG)
    one = here.phone(WANG)
    clone = Phone(one.person, one.identity, one.way, one.clock)
    one.note(sheet, "原机")
    clone.note(sheet, "克隆")
    one.sync()
    with pytest.raises(Frozen):
        clone.sync()
    one.note(sheet, "再来")
    with pytest.raises(Frozen):
        one.sync()
    assert clone.device.sending().unsent == 1
    assert len(facts_of(here, one)) == 1


def test_f13_a_clone_that_is_behind_is_noticed_by_its_next_fact(here: Company):
    sheet = here.open_case(WANG)
    one = here.phone(WANG)
    clone = Phone(one.person, one.identity, one.way, one.clock)
    one.note(sheet, "原机一")
    one.note(sheet, "原机二")
    one.sync()
    clone.note(sheet, "克隆")
    with pytest.raises(Frozen):
        clone.sync()


def test_f65_a_phone_that_lost_its_tail_writes_no_second_fact_of_the_same_place(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)
    phone.sync()
    emptied = Phone(phone.person, phone.identity, phone.way, phone.clock)
    with pytest.raises(LostTail):
        emptied.sync()


def restored(here: Company, seq: int, *, told: bool) -> None:
    """The office goes back to what it was at position `seq`, as a backup of then would make it."""
    from sync.server.truth import rebuild

    t = tables
    with here.office.database.write() as connection:
        connection.execute(delete(t.facts).where(t.facts.c.seq > seq))
        last = connection.execute(t.facts.select().where(t.facts.c.seq == seq)).one()
        values = {"seq": seq, "chain": last.chain}
        values |= {"epoch": new_epoch(), "restored_at": int(here.clock().timestamp())} if told else {}
        connection.execute(update(t.counter).values(values))
        for device in connection.execute(t.devices.select()).all():
            rows = connection.execute(t.facts.select().where(t.facts.c.device == device.device).order_by(t.facts.c.n)).all()
            from field_app.domain.facts import chain_start

            head, hashed = (rows[-1].n, rows[-1].hash) if rows else (0, chain_start(device.device))
            connection.execute(update(t.devices).where(t.devices.c.device == device.device).values(head=head, hash=hashed))
    rebuild(here.office.log)


def seq_now(here: Company) -> int:
    return here.rows("select seq from counter")[0][0]


def test_f35_a_restored_office_gets_back_what_any_phone_recorded(here: Company):
    sheet = here.open_case(WANG)
    wang, desk = here.phone(WANG), here.phone(SUPERVISOR)
    wang.note(sheet, "一")
    wang.sync()
    backup = seq_now(here)
    wang.note(sheet, "二")
    wang.note(sheet, "三")
    wang.sync()
    desk.sync()
    here.clock.forward(hours=1)
    restored(here, backup, told=True)
    wang.sync()
    desk.sync()
    assert [entry.body.text for entry in desk.sees(sheet).entries[-3:]] == ["一", "二", "三"]
    assert facts_of(here, wang) == [1, 2, 3]
    assert desk.sees(sheet).version == wang.sees(sheet).version == seq_now(here)


def test_f35_nothing_is_deleted_on_the_phone_when_the_office_lost_a_whole_sheet(here: Company):
    backup = seq_now(here)
    desk, wang = here.phone(SUPERVISOR), here.phone(WANG)
    sheet = here.open_case(WANG)
    wang.note(sheet, "到过现场")
    wang.sync()
    here.clock.forward(hours=1)
    restored(here, backup, told=True)
    wang.sync()
    desk.sync()
    # The assignment was made at a desk of the office and is lost with it; what the phone recorded is not.
    assert desk.sees(sheet).entries[-1].body.text == "到过现场"
    assert wang.sees(sheet).entries[-1].stamp.seq == seq_now(here)


def test_f35_work_on_a_sheet_whose_assignment_was_lost_is_kept_as_suspect(here: Company):
    sheet = here.open_case(None)
    backup = seq_now(here)
    here.assign(sheet, WANG)
    wang, desk = here.phone(WANG), here.phone(SUPERVISOR)
    wang.note(sheet, "到过现场")
    wang.sync()
    here.clock.forward(hours=1)
    restored(here, backup, told=True)
    wang.sync()
    desk.sync()
    assert here.verdicts_of(wang) == [("suspect", "restored")]
    assert desk.sees(sheet).entries[-1].body.text == "到过现场"


def test_f35_a_push_again_that_breaks_off_goes_on_in_the_next_round(here: Company):
    sheet = here.open_case(WANG)
    wang = here.phone(WANG)
    backup = seq_now(here)
    for place in range(250):
        wang.note(sheet, str(place))
    wang.sync()
    restored(here, backup, told=True)
    wang.way, wang.pace = Losing(wang.way, lose_requests=[2]), Pace()
    with pytest.raises(Offline):
        wang.sync()
    outcome = wang.sync()
    assert not outcome.office_went_back
    assert facts_of(here, wang) == list(range(1, 251))


def test_f36_an_office_that_went_back_untold_is_not_read_and_is_told_of(here: Company):
    sheet = here.open_case(WANG)
    wang = here.phone(WANG)
    wang.note(sheet, "一")
    wang.sync()
    backup = seq_now(here)
    wang.note(sheet, "二")
    wang.sync()
    held = wang.device.held()
    restored(here, backup, told=False)
    outcome = wang.sync()
    assert outcome.office_went_back
    assert facts_of(here, wang) == [1, 2]
    here.record(SUPERVISOR, sheet, *_a_word())
    assert wang.sync().office_went_back
    assert wang.device.held() == held


def test_f36_a_desk_that_only_reads_notices_it_too(here: Company):
    desk = here.phone(SUPERVISOR)
    backup = seq_now(here)
    here.open_case(WANG)
    desk.sync()
    restored(here, backup, told=False)
    assert desk.sync().office_went_back


def test_f36_a_new_epoch_settles_it(here: Company):
    sheet = here.open_case(WANG)
    wang = here.phone(WANG)
    wang.note(sheet)
    wang.sync()
    backup = seq_now(here)
    wang.note(sheet)
    wang.sync()
    restored(here, backup, told=False)
    wang.sync()
    restored(here, seq_now(here), told=True)
    outcome = wang.sync()
    assert not outcome.office_went_back
    assert wang.sees(sheet).version == seq_now(here)


def _a_word():
    from field_app.domain.repair.dispatch import NoteAdded

    return (NoteAdded("办公室"),)


def test_f27_a_drained_phone_hands_over_what_is_unsent_into_quarantine_and_is_then_told_to_wipe(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)
    phone.sync()
    phone.note(sheet, "走之前")
    here.office.sessions.end(phone.identity.device, "drain")
    for _ in range(2):  # the first answer may be lost on the way
        with pytest.raises(SignedOut) as told:
            phone.sync()
        assert told.value.wipe
    assert here.verdicts_of(phone) == [("ok", ""), ("refused", "revoked")]


def test_f28_from_a_lost_phone_nothing_is_taken(here: Company):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)
    here.office.sessions.end(phone.identity.device, "wipe")
    with pytest.raises(SignedOut) as told:
        phone.sync()
    assert told.value.wipe
    assert facts_of(here, phone) == []


def test_f55_a_captured_push_with_another_token_has_no_effect(here: Company):
    sheet = here.open_case(WANG)
    wang, li = here.phone(WANG), here.phone(LI)
    facts = wang.record(sheet, *_a_word())
    captured = Request("", 0, wang.device.chain_at(0).hex()[:8], (dump_line(facts[0]),), sent_at=here.clock())
    wang.sync()
    with pytest.raises(Frozen):
        finished(li.way.sync(captured))
    assert facts_of(here, li) == []
