"""Word gets around: what is new is told to others, signed, again until it is heard, once (P2.1, P5.3, P6.3, P9.2)."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update

from field_app.domain.followup.complaint import ComplaintAssigned, ComplaintReceived
from field_app.domain.repair.takeback import TakenBack, TakenPiece
from field_app.domain.signature import Signature
from sync.__main__ import main
from sync.protocol import Frozen
from sync.server import tables
from sync.server.courier import DELAYS, WORDS_KEPT_SECONDS, Courier
from sync.server.envelopes import problem_of
from sync.server.news import EVENTS
from tests.cast import CLERK, SUPERVISOR, WANG, ZHAO, Company, Phone, company, new_id

SECRET = "s3cret"


class Receiver(ThreadingHTTPServer):
    """A receiver that answers what it is told to, and remembers what it was told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.heard: list[tuple[str, dict[str, str], str]] = []
        self.answers: list[tuple[int, bytes] | None] = []
        self.heard_out: SimpleQueue[bool] = SimpleQueue()
        self.told = threading.Event()
        self.meanwhile: Callable[[], object] = lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    @property
    def bodies(self) -> list[dict]:
        return [json.loads(body) for _path, _headers, body in self.heard]


class _Answering(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        answer = self.server.answers.pop(0) if self.server.answers else (200, b"{}")
        if answer is None:  # the line breaks before anything is answered
            self.close_connection = True
            return
        self.server.heard.append((self.path, dict(self.headers), body))
        self.server.meanwhile()
        self.server.told.set()
        self.send_response(answer[0])
        self.send_header("location", "http://127.0.0.1:1/elsewhere")
        self.send_header("content-length", str(len(answer[1])))
        self.end_headers()
        try:
            self.wfile.write(answer[1])
            self.server.heard_out.put(True)
        except OSError:
            self.server.heard_out.put(False)

    def log_message(self, *_said: object) -> None:
        """Receivers of tests are quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        thread = threading.Thread(target=receiver.serve_forever)
        thread.start()
        yield receiver
        receiver.shutdown()
        thread.join()


@contextmanager
def couriers(here: Company) -> Iterator[Courier]:
    courier = Courier(here.office.receivers, here.clock, "https://office.example")
    yield courier
    courier.close()


@pytest.fixture
def courier(here: Company) -> Iterator[Courier]:
    with couriers(here) as courier:
        yield courier


def tell(here: Company, url: str, kind: str = "plain", events: tuple[str, ...] = EVENTS, secret: str = SECRET) -> None:
    here.office.receivers.add(kind, url, secret, ",".join(events), here.clock())


def listening(here: Company, courier: Courier, receiver: Receiver, **more: object) -> None:
    """An address that has just been added: what came before is no news to it."""
    tell(here, receiver.url, **more)  # type: ignore[arg-type]
    courier.work()


def test_p2_1_a_new_assignment_is_told_with_the_way_to_it(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    sheet = here.open_case(WANG)
    assert courier.work() == 1
    (told,) = receiver.bodies
    assert (told["event"], told["sheet"], told["link"]) == ("assigned", sheet, f"https://office.example/#/sheets/{sheet}")
    assert WANG.name in told["title"] and "门不开" in told["text"]


def test_what_was_before_the_address_was_added_is_no_news(here: Company, courier: Courier, receiver: Receiver) -> None:
    here.open_case(WANG)
    listening(here, courier, receiver)
    assert courier.work() == 0
    assert not receiver.heard


def test_what_was_while_nobody_was_told_anything_is_no_news_to_the_next_address(
    here: Company, courier: Courier, receiver: Receiver
) -> None:
    listening(here, courier, receiver)
    assert here.office.receivers.remove(here.office.receivers.listed()[0].id)
    here.open_case(WANG)
    listening(here, courier, receiver)
    assert not receiver.heard


def test_what_is_recorded_right_after_an_address_was_added_is_news(here: Company, courier: Courier, receiver: Receiver) -> None:
    tell(here, receiver.url)
    here.open_case(WANG)
    assert courier.work() == 1


def test_what_a_removed_address_was_still_to_be_told_goes_to_nobody_else(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    receiver.answers = [(500, b"")]
    here.open_case(WANG)
    courier.work()
    assert here.office.receivers.remove(here.office.receivers.listed()[0].id)
    receiver.heard.clear()
    listening(here, courier, receiver)
    here.clock.forward(seconds=DELAYS[0])
    assert courier.work() == 0
    assert not receiver.heard


def test_a_receiver_can_check_who_sent_it_and_when(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    here.open_case(WANG)
    courier.work()
    ((_path, headers, body),) = receiver.heard
    seconds, signed = (part.split("=")[1] for part in headers["x-field-signature"].split(","))
    assert int(seconds) == int(here.clock().timestamp())
    assert hmac.compare_digest(signed, hmac.new(SECRET.encode(), f"{seconds}.{body}".encode(), hashlib.sha256).hexdigest())


def test_a_sheet_that_cannot_be_read_keeps_back_no_news_of_the_others(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    unreadable = here.open_case(WANG)
    with here.office.database.write() as connection:
        connection.execute(update(tables.sheets).where(tables.sheets.c.id == unreadable).values(entries="[[1,"))
    sheet = here.open_case(WANG)
    here.clock.forward(days=1)
    assert courier.work() == 1
    assert [told["sheet"] for told in receiver.bodies] == [sheet]


@pytest.mark.parametrize("first", [(500, b""), (302, b""), None], ids=["a 500", "a redirect", "a cut line"])
def test_what_was_not_taken_is_told_again_later_and_once(
    here: Company, courier: Courier, receiver: Receiver, first: tuple[int, bytes] | None
) -> None:
    listening(here, courier, receiver)
    receiver.answers = [first]
    here.open_case(WANG)
    assert courier.work() == 0
    assert courier.work() == 0, "not before its time"
    here.clock.forward(seconds=DELAYS[0])
    assert courier.work() == 1
    here.clock.forward(days=3)
    assert courier.work() == 0
    assert len({body["key"] for body in receiver.bodies}) == 1


def test_a_receiver_that_never_answers_is_given_up_and_it_stands_in_the_log(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    receiver.answers = [(500, b"")] * 20
    here.open_case(WANG)
    for delay in (0, *DELAYS):
        here.clock.forward(seconds=delay)
        courier.work()
    here.clock.forward(days=30)
    courier.work()
    assert len(receiver.heard) == len(DELAYS) + 1
    assert here.rows("select tries, next_at, told_at, problem from deliveries") == [(len(DELAYS) + 1, 0, 0, "answered 500")]


def test_f49_a_receiver_that_answers_without_end_is_not_heard_out(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    receiver.answers = [(200, bytes(64 * 1024 * 1024))]
    here.open_case(WANG)
    courier.work()
    assert here.rows("select tries, problem from deliveries") == [(1, "")]
    assert receiver.heard_out.get(timeout=20) is False


def test_two_processes_tell_it_once(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    here.open_case(WANG)
    with couriers(here) as other:
        threads = [threading.Thread(target=one.work) for one in (courier, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(receiver.heard) == 1


def test_what_waits_behind_a_slow_receiver_is_not_told_by_another_process_as_well(
    here: Company, courier: Courier, receiver: Receiver
) -> None:
    listening(here, courier, receiver)
    for _ in range(9):
        here.open_case(WANG)
    with couriers(here) as other:

        def slowly() -> None:
            here.clock.forward(seconds=9)
            if len(receiver.heard) == 8:
                other.work()

        receiver.meanwhile = slowly
        courier.work()
    assert len(receiver.heard) == len({body["key"] for body in receiver.bodies}) == 9


def test_only_what_was_asked_for_is_told(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver, events=("complaint",))
    here.open_case(WANG)
    here.record(CLERK, new_id(), ComplaintReceived("261123-A1C-01", "云栖酒店", "manner", "没穿鞋套"))
    courier.work()
    assert [body["event"] for body in receiver.bodies] == ["complaint"]


def test_f13_a_device_whose_journal_was_copied_is_told_once(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    one, sheet = here.phone(WANG), here.open_case(WANG)
    clone = Phone(one.person, one.identity, one.way, one.clock)
    one.note(sheet, "原机")
    clone.note(sheet, "克隆")
    one.sync()
    with pytest.raises(Frozen):
        clone.sync()
    courier.work()
    courier.work()
    (told,) = [body for body in receiver.bodies if body["event"] == "stopped"]
    assert "王工" in told["text"] and one.identity.tag in told["text"]
    assert told["link"] == "https://office.example/#/people"


def test_f54_records_that_were_not_accepted_are_told_once_a_day(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver, events=("record_refused",))
    sheet, zhao = here.open_case(WANG), here.phone(ZHAO)
    for text in ("一", "二"):
        zhao.note(sheet, text)
    zhao.sync()
    courier.work()
    (told,) = receiver.bodies
    assert "赵工" in told["text"] and told["link"] == "https://office.example/#/set-apart"
    here.clock.forward(days=1)
    zhao.note(sheet, "三")
    zhao.sync()
    courier.work()
    assert len(receiver.heard) == 2


def test_p6_3_an_overdue_piece_is_told_once_for_each_promised_date(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver, events=("overdue",))
    sheet = here.open_case(WANG)
    piece = TakenPiece("录像机", "完好", "SN-1")
    here.record(WANG, sheet, TakenBack("T1", (piece,), date(2026, 11, 30), "shown", Signature(1, 1, ""), "刘经理"))
    here.clock.forward(days=9)
    assert courier.work() == 1
    here.clock.forward(days=1)
    assert courier.work() == 0
    assert "录像机" in receiver.bodies[0]["text"]


def test_p9_2_a_complaint_past_its_due_date_is_told(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver, events=("complaint",))
    on = new_id()
    here.record(CLERK, on, ComplaintReceived("261123-A1C-01", "云栖酒店", "manner", "没穿鞋套"))
    here.record(SUPERVISOR, on, ComplaintAssigned(WANG.user, (here.clock() + timedelta(days=2)).date()))
    courier.work()
    here.clock.forward(days=4)
    courier.work()
    assert [body["title"] for body in receiver.bodies] == ["新投诉 261123-A1C-01", "投诉超期 261123-A1C-01"]


def test_wecom_gets_its_markdown_and_is_believed_only_with_errcode_0(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver, kind="wecom")
    receiver.answers = [(200, b'{"errcode":93000,"errmsg":"invalid webhook url"}'), (200, b'{"errcode":0}')]
    here.open_case(WANG)
    assert courier.work() == 0
    here.clock.forward(seconds=DELAYS[0])
    assert courier.work() == 1
    assert receiver.bodies[0]["msgtype"] == "markdown"
    assert "新派工" in receiver.bodies[0]["markdown"]["content"]


def test_dingtalk_gets_its_sign_in_the_address(here: Company, courier: Courier, receiver: Receiver) -> None:
    tell(here, f"{receiver.url}?access_token=abc", kind="dingtalk")
    courier.work()
    receiver.answers = [(200, b'{"errcode":0}')]
    here.open_case(WANG)
    assert courier.work() == 1
    asked = parse_qs(urlsplit(receiver.heard[0][0]).query)
    assert asked["access_token"] == ["abc"]
    assert int(asked["timestamp"][0]) == int(here.clock().timestamp()) * 1000
    assert len(asked["sign"][0]) == 44
    assert "新派工" in receiver.bodies[0]["markdown"]["title"]


def test_f50_what_people_wrote_makes_no_links_and_calls_nobody(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver, kind="wecom")
    receiver.answers = [(200, b'{"errcode":0}')]
    here.record(CLERK, new_id(), ComplaintReceived("1", "<@all> [点我](http://evil)", "manner", "# 大字"))
    courier.work()
    said = receiver.bodies[0]["markdown"]["content"]
    assert "<@" not in said and "](http://evil" not in said


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", True),
        ("http://127.0.0.1:9/hook", True),
        ("http://192.168.1.9/hook", False),
        ("https://user:word@example.com/", False),
        ("ftp://example.com", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_addresses_that_can_be_trusted_are_taken(url: str, allowed: bool) -> None:
    assert (problem_of(url, "plain") is None) is allowed


def test_the_words_are_forgotten_after_a_month_and_the_log_stays(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    here.open_case(WANG)
    courier.work()
    here.clock.forward(seconds=WORDS_KEPT_SECONDS + 86_400)
    courier.work()
    assert here.rows("select event, body from deliveries") == [("assigned", "")]


def test_the_commands_add_list_send_and_show_the_log(tmp_path, receiver: Receiver, capsys: pytest.CaptureFixture[str]) -> None:
    database = f"sqlite:///{tmp_path / 'office.sqlite'}"
    here = company(database)
    where = ["--database", database]
    assert main(["webhook", "add", "--url", receiver.url + "?key=hidden", *where]) == 0
    assert main(["webhook", "send", *where]) == 0
    here.open_case(WANG)
    assert main(["webhook", "send", *where]) == 0
    main(["webhook", "list", *where])
    main(["webhook", "log", *where])
    told = capsys.readouterr().out
    assert "1 told." in told and "assigned" in told and "hidden" not in told
    assert main(["webhook", "add", "--url", "http://example.com", *where]) == 1
    assert main(["webhook", "remove", "--id", "99", *where]) == 1
    assert main(["webhook", "remove", "--id", "1", *where]) == 0
    here.office.close()


def test_a_server_at_work_tells_by_itself(here: Company, courier: Courier, receiver: Receiver) -> None:
    listening(here, courier, receiver)
    here.office.open()
    here.open_case(WANG)
    assert receiver.told.wait(30)
