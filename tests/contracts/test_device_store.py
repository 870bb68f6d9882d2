"""What every device store promises, wherever its bytes lie."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from field_app.domain.archive import DirectionsNoted
from field_app.domain.facts import (
    DeviceId,
    Draft,
    Exception_,
    Fact,
    MalformedLine,
    SheetId,
    UserId,
    chain,
    chain_start,
    dump_line,
    load_line,
)
from field_app.domain.sheets import Stamp, Voided, apply, dump_sheet, new_sheet
from field_app.store.door import Answer, Change, DeviceStore, LostTail
from tests.contracts.media import Medium
from tests.store.making import MORNING, FakeOffice, directions, identity, texts

S1, S2 = SheetId("s1"), SheetId("s2")


def reopened(medium: Medium) -> DeviceStore:
    medium.kill()
    device = medium.open().current()
    assert device is not None
    return device


def before_and_after_a_kill(medium: Medium, device: DeviceStore) -> Iterator[DeviceStore]:
    yield device
    yield reopened(medium)


def test_facts_are_numbered_from_one_without_a_gap(device):
    first = device.record([directions("a"), directions("b")])
    second = device.record([directions("c")])
    assert [fact.n for fact in (*first, *second)] == [1, 2, 3]
    assert {fact.device for fact in first} == {DeviceId("wang1")}


def test_what_was_recorded_is_there_after_a_kill(medium, device):
    recorded = device.record([directions("a"), Draft(S2, DirectionsNoted("b"), MORNING, Exception_("P4.2", "no light"))])
    again = reopened(medium)
    assert [again.sheet(S1).entries[0].fact, again.sheet(S2).entries[0].fact] == list(recorded)
    assert again.record([directions("c")])[0].n == 3


def test_recording_nothing_writes_nothing(device):
    heard = []
    device.watch(heard.append)
    assert device.record([]) == ()
    assert heard == []
    assert device.head() == (0, chain_start(DeviceId("wang1")))


def test_lines_are_the_facts_own_bytes_chained_one_onto_the_other(medium, device):
    recorded = device.record([directions(f"路{n}") for n in range(5)])
    lines = [dump_line(fact) for fact in recorded]
    hashes = [chain_start(DeviceId("wang1"))]
    for line in lines:
        hashes.append(chain(hashes[-1], line))
    for store in before_and_after_a_kill(medium, device):
        assert store.unsent_lines(0, 100) == lines
        assert store.unsent_lines(2, 2) == lines[2:4]
        assert store.unsent_lines(5, 10) == []
        assert store.head() == (5, hashes[5])
        assert [store.chain_at(n) for n in range(6)] == hashes
        assert store.chain_at(6) is None
        assert [load_line(DeviceId("wang1"), line, strict=True) for line in lines] == list(recorded)


def test_a_sheet_begun_here_has_its_kind_and_is_listed(device):
    device.record([directions("a")])
    assert device.sheet(S1).kind == "archive"
    assert [sheet.id for sheet in device.sheets("archive")] == [S1]
    assert device.sheets("repair") == ()
    assert device.sheet(SheetId("unknown")) is None


def test_own_facts_lie_on_the_offices_sheet_until_it_has_them(medium, device):
    office = FakeOffice()
    device.record([directions("a")])
    office.round(device)
    office.receive(DeviceId("li1"), [dump_line(other_fact(1, "from li"))], by="li")
    device.record([directions("b")])
    device.take(office.answer(device))
    for store in before_and_after_a_kill(medium, device):
        assert texts(store.sheet(S1)) == ["a", "from li", "b"]
        assert [entry.stamp.seq for entry in store.sheet(S1).entries] == [1, 2, None]
        assert [entry.by for entry in store.sheet(S1).entries] == [UserId("wang"), UserId("li"), UserId("wang")]
    office.round(store)
    assert texts(store.sheet(S1)) == ["a", "from li", "b"]
    assert store.sheet(S1).entries[2].stamp.seq == 3


def other_fact(n: int, text: str, device: str = "li1") -> Fact:
    return Fact(DeviceId(device), n, S1, "directions_noted", 1, MORNING, DirectionsNoted(text))


def test_a_fact_the_office_has_judged_but_not_sent_down_shows_its_verdict(medium, device):
    office = FakeOffice()
    device.record([directions("a")])
    judged = office.receive(DeviceId("wang1"), device.unsent_lines(0, 10))
    device.take(office.answer(device, judged, pull=False))
    for store in before_and_after_a_kill(medium, device):
        assert [entry.stamp for entry in store.sheet(S1).entries] == [Stamp(UserId("wang"), 1)]
        assert store.sending().unsent == 0


def test_a_refused_fact_is_shown_does_not_count_and_is_named(medium, device):
    office = FakeOffice()
    device.record([directions("a")])
    office.round(device, refuse=True)
    for store in before_and_after_a_kill(medium, device):
        assert [entry.counts for entry in store.sheet(S1).entries] == [False]
        assert [(one.key.n, one.reason) for one in store.sending().refused] == [(1, "not yours to record")]


def test_sending_tells_what_is_only_here(medium, device):
    office = FakeOffice()
    assert device.sending().last_contact is None
    device.record([directions("a"), directions("b")])
    assert (device.sending().unsent, device.sending().sent) == (2, 0)
    office.round(device)
    device.record([directions("c")])
    for store in before_and_after_a_kill(medium, device):
        assert (store.sending().unsent, store.sending().sent, store.acknowledged()) == (1, 2, 2)
        assert store.sending().last_contact == MORNING
        assert store.cursor() == "e1:2"


def test_only_an_answer_moves_the_mark(device):
    office = FakeOffice()
    device.record([directions("a")])
    office.receive(DeviceId("wang1"), device.unsent_lines(0, 10))
    assert device.acknowledged() == 0
    assert device.sending().unsent == 1


def test_an_answer_may_be_taken_twice(device):
    office = FakeOffice()
    device.record([directions("a")])
    answer = office.answer(device, office.receive(DeviceId("wang1"), device.unsent_lines(0, 10)))
    device.take(answer)
    before = device.sheet(S1), device.sending(), device.cursor()
    device.take(answer)
    assert (device.sheet(S1), device.sending(), device.cursor()) == before


def test_durable_facts_leave_but_their_hashes_go_on(medium, device):
    office = FakeOffice()
    device.record([directions("a"), directions("b")])
    office.round(device)
    office.durable = 2
    head = device.head()
    device.take(office.answer(device))
    for store in before_and_after_a_kill(medium, device):
        assert store.unsent_lines(0, 10) == []
        assert texts(store.sheet(S1)) == ["a", "b"]
        assert store.head() == head
        assert store.chain_at(2) == head[1]
    again = reopened(medium)
    line = again.record([directions("c")]) and again.unsent_lines(2, 1)[0]
    assert again.head() == (3, chain(head[1], line))
    assert office.head(DeviceId("wang1")) == 2


def test_acknowledged_facts_that_no_backup_holds_stay(device):
    office = FakeOffice()
    device.record([directions("a"), directions("b")])
    office.durable = 1
    office.round(device)
    assert [load_line(DeviceId("wang1"), line).n for line in device.unsent_lines(0, 10)] == [2]
    assert device.sending().unsent == 0


def test_a_durable_fact_that_its_sheet_does_not_show_yet_stays(device):
    office = FakeOffice()
    device.record([directions("a")])
    judged = office.receive(DeviceId("wang1"), device.unsent_lines(0, 10))
    office.durable = 1
    device.take(office.answer(device, judged, pull=False))
    assert texts(device.sheet(S1)) == ["a"]


def test_a_sheet_that_is_gone_leaves(medium, device):
    office = FakeOffice()
    device.record([directions("a"), directions("b", "s2")])
    office.round(device)
    office.taken_away = {S1}
    device.take(office.answer(device))
    for store in before_and_after_a_kill(medium, device):
        assert store.sheet(S1) is None
        assert [sheet.id for sheet in store.sheets("archive")] == [S2]
        assert store.held() == {S2: 2}


def test_unsent_facts_of_a_sheet_that_is_gone_are_kept_until_the_office_has_them(medium, device):
    office = FakeOffice()
    device.record([directions("a")])
    office.round(device)
    device.record([directions("only here")])
    office.taken_away = {S1}
    device.take(office.answer(device))
    again = reopened(medium)
    assert texts(again.sheet(S1)) == ["a", "only here"]
    assert again.sheet(S1).kind == "archive"
    office.round(again)
    assert office.head(DeviceId("wang1")) == 2
    assert again.sheet(S1) is None
    assert again.sheets("archive") == ()
    assert reopened(medium).sheet(S1) is None


def test_own_facts_of_a_gone_sheet_can_be_sent_again_until_they_are_durable(device):
    office = FakeOffice()
    device.record([directions("a")])
    office.round(device)
    office.taken_away = {S1}
    device.take(office.answer(device))
    assert len(device.unsent_lines(0, 10)) == 1
    office.durable = 1
    device.take(office.answer(device))
    assert device.unsent_lines(0, 10) == []


def test_a_sheet_one_may_send_to_but_never_see_is_gone_once_it_is_sent(medium, device):
    office = FakeOffice()
    device.record([directions("relayed")])
    office.taken_away = {S1}
    assert device.sheet(S1)
    office.round(device)
    for store in before_and_after_a_kill(medium, device):
        assert store.sheet(S1) is None
        assert store.sheets("archive") == ()


def test_a_sheet_that_comes_back_is_whole(medium, device):
    office = FakeOffice()
    device.record([directions("a")])
    office.round(device)
    office.taken_away = {S1}
    device.take(office.answer(device))
    office.taken_away = set()
    office.receive(DeviceId("li1"), [dump_line(other_fact(1, "from li"))])
    device.take(office.answer(device))
    for store in before_and_after_a_kill(medium, device):
        assert texts(store.sheet(S1)) == ["a", "from li"]


def test_f35_after_a_restore_every_fact_the_office_lost_can_be_pushed_again(medium, device):
    office = FakeOffice()
    device.record([directions("a"), directions("b"), directions("c")])
    office.round(device)
    restored = FakeOffice("e2")
    restored.receive(DeviceId("wang1"), device.unsent_lines(0, 1))
    device.reset_cursor("e2")
    again = reopened(medium)
    assert again.cursor() == ""
    assert texts(again.sheet(S1)) == ["a", "b", "c"]
    restored.round(again)
    assert restored.head(DeviceId("wang1")) == 3
    assert restored.chain_of(DeviceId("wang1")) == again.head()[1]
    assert again.sending().unsent == 0


def test_f35_what_the_office_said_of_facts_it_lost_is_void(medium, device):
    office = FakeOffice()
    device.record([directions("a"), directions("b")])
    office.round(device)
    restored = FakeOffice("e2")
    restored.receive(DeviceId("wang1"), device.unsent_lines(0, 1))
    device.take(restored.answer(device))
    for store in before_and_after_a_kill(medium, device):
        assert texts(store.sheet(S1)) == ["a", "b"]
        assert [entry.stamp.seq for entry in store.sheet(S1).entries] == [1, None]
        assert store.sending().unsent == 1


def test_f65_an_office_ahead_of_this_journal_is_not_taken(device):
    device.record([directions("a")])
    before = device.cursor(), device.acknowledged()
    with pytest.raises(LostTail):
        device.take(Answer("e1", 2, 0, "e1:9", MORNING))
    assert (device.cursor(), device.acknowledged()) == before


def test_a_voided_entry_stays_readable_and_does_not_count(medium, device):
    (wrong,) = device.record([directions("a")])
    device.record([Draft(S1, Voided((wrong.device, wrong.n), "typed twice"), MORNING)])
    assert texts(device.sheet(S1)) == []
    assert texts(reopened(medium).sheet(S1)) == []
    assert len(device.sheet(S1).entries) == 2


def test_a_sheet_is_the_same_object_until_it_changes(device):
    device.record([directions("a"), directions("b", "s2")])
    before = device.sheet(S1)
    device.record([directions("c", "s2")])
    assert device.sheet(S1) is before
    device.record([directions("d")])
    assert texts(device.sheet(S1)) == ["a", "d"]


def test_the_list_of_a_kind_is_the_same_object_until_a_sheet_changes_wherever_the_change_comes_from(medium, device):
    office = FakeOffice()
    device.record([directions("a")])
    before = device.sheets("archive")
    device.keep_draft("form", {"a": 1})
    assert device.sheets("archive") is before
    device.record([directions("b", "s2")])
    assert [sheet.id for sheet in device.sheets("archive")] == [S1, SheetId("s2")]
    office.round(device)
    office.receive(DeviceId("li1"), [dump_line(other_fact(1, "from li"))], by="li")
    device.take(office.answer(device))
    assert [texts(sheet) for sheet in device.sheets("archive")] == [["a", "from li"], ["b"]]


def test_half_filled_forms_survive(medium, device):
    device.keep_draft("s1/quote", {"lines": [{"text": "风机", "fen": 12000}], "strokes": [[1, 2], [3, 4]]})
    device.keep_draft("s1/note", {"text": "x"})
    device.drop_draft("s1/note")
    device.drop_draft("never was")
    again = reopened(medium)
    assert again.draft("s1/quote") == {"lines": [{"text": "风机", "fen": 12000}], "strokes": [[1, 2], [3, 4]]}
    assert again.draft("s1/note") is None


def test_a_form_kept_anew_forgets_what_was_taken_out(device):
    device.keep_draft("f", {"a": 1, "b": 2})
    device.keep_draft("f", {"b": 3})
    assert device.draft("f") == {"b": 3}


def test_settings_survive(medium, device):
    device.keep_setting("language", "zh")
    device.keep_setting("sizes", [1, 2])
    again = reopened(medium)
    assert again.setting("language") == "zh"
    assert again.setting("sizes") == [1, 2]
    assert again.setting("unset") is None


def test_listeners_hear_after_it_is_on_disk_which_sheets_changed(medium, device):
    heard: list[Change] = []
    seen: list[int] = []
    stop = device.watch(heard.append)
    device.watch(lambda _: seen.append(device.head()[0]))
    device.record([directions("a"), directions("b", "s2")])
    FakeOffice().round(device)
    device.keep_draft("f", {})
    assert heard[0] == Change(frozenset({S1, S2}), sending=True)
    assert heard[1].sheets == {S1, S2}
    assert seen == [2, 2]
    stop()
    stop()
    device.record([directions("c")])
    assert len(heard) == 2


def test_a_listener_may_stop_listening_while_it_is_told(device):
    stops = []
    stops.append(device.watch(lambda _: stops[0]()))
    heard = []
    device.watch(heard.append)
    device.record([directions("a")])
    assert len(heard) == 1


def test_who_it_is_survives_with_the_token(medium, device):
    assert reopened(medium).identity == identity()


def test_the_export_has_everything_recorded_and_no_token(device):
    recorded = device.record([directions("a"), directions("b")])
    device.keep_draft("f", {"x": "半"})
    said = json.loads(device.export())
    assert [line.encode() for line in said["lines"]] == [dump_line(fact) for fact in recorded]
    assert said["drafts"] == {"f": {"x": "半"}}
    assert (said["device"], said["user"], said["acknowledged"]) == ("wang1", "wang", 0)
    assert said["hash"] == device.head()[1].hex()
    assert b"token" not in device.export()


def test_a_sheet_that_changed_at_the_office_is_read_anew(device):
    office = FakeOffice()
    office.receive(DeviceId("li1"), [dump_line(other_fact(1, "first"))])
    device.take(office.answer(device))
    assert texts(device.sheet(S1)) == ["first"]
    office.receive(DeviceId("li1"), [dump_line(other_fact(2, "second"))])
    device.take(office.answer(device))
    assert device.sheet(S1) == office.sheets[S1]


def test_a_document_that_is_no_sheet_is_not_taken(device):
    with pytest.raises(MalformedLine):
        device.take(Answer("e1", 0, 0, "e1:1", MORNING, (), ({"id": "s1", "kind": "archive"},)))
    assert device.cursor() == ""


def test_many_sheets_are_known_by_kind_and_version_without_being_read(medium, device):
    documents = tuple(dump_sheet(sheet_of(n)) for n in range(20))
    device.take(Answer("e1", 0, 0, "e1:20", MORNING, (), documents))
    again = reopened(medium)
    assert again.held() == {SheetId(f"many{n}"): n + 1 for n in range(20)}
    assert [sheet.id for sheet in again.sheets("archive")] == [f"many{n}" for n in range(20)]
    assert again.sheet(SheetId("many7")) == sheet_of(7)


def sheet_of(n: int):
    stamp = Stamp(UserId("li"), n + 1, MORNING + timedelta(hours=n))
    return apply(new_sheet(SheetId(f"many{n}"), "archive"), other_fact(n + 1, f"{n}"), stamp)


def test_a_sheet_id_with_quotes_is_found_again(medium, device):
    device.record([directions("a", 'odd "id" \\ 号')])
    assert texts(reopened(medium).sheet(SheetId('odd "id" \\ 号'))) == ["a"]
