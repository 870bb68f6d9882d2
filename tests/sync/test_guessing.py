"""Guessing is slowed for all processes of a company together, over restarts, and is no way to lock anybody out (F57)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync.protocol import Refused
from sync.server.access import Access
from sync.server.app import Office
from sync.server.guessing import FORGOTTEN_AFTER, FREE_TRIES, LONGEST_WAIT, Throttle
from sync.server.settings import Settings
from tests.cast import LI, PASSWORD, QUICK, WANG, Company, company
from tests.sync.doors import Doors
from tests.sync.test_access import HOUR, Seconds, refusal


@pytest.fixture
def url(database: str, tmp_path: Path) -> str:
    """A database that several processes can open."""
    return database if database.startswith("postgresql") else f"sqlite:///{tmp_path / 'office.sqlite'}"


@pytest.fixture
def workers(url: str) -> Iterator[list[Company]]:
    """One company served by two processes."""
    first = company(url)
    first.office.access.set_password(WANG.user, PASSWORD)
    first.office.access.set_password(LI.user, PASSWORD)
    both = [first, Company(Office(Settings(database=url), first.clock, QUICK), first.clock)]
    yield both
    for worker in both:
        worker.office.close()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def doors(workers: list[Company], seconds: Seconds) -> list[Access]:
    return [Access(worker.office.database, worker.office.settings.company, seconds, QUICK) for worker in workers]


def test_f57_two_workers_together_stand_fewer_than_ten_guesses_in_an_hour(doors: list[Access], seconds: Seconds):
    guesses, start, tries = 0, seconds.now, 0
    while seconds.now < start + HOUR:
        tries += 1
        guesses += refusal(doors[tries % 2], "wang", f"guess {tries}")[0] == "sign_in"
        seconds.now += 10
    assert guesses < 10


def test_f57_the_wait_grows_and_has_an_end(doors: list[Access], seconds: Seconds):
    waits = []
    for place in range(10):
        while True:
            try:
                doors[place % 2].sign_in("wang", "wrong", "phone")
            except Refused as refused:
                if refused.reason == "sign_in":
                    break
                waits.append(refused.wait_seconds)
                seconds.now += refused.wait_seconds
    assert waits[0] < waits[1] < waits[2] <= waits[3] == LONGEST_WAIT == waits[-1]


def test_f57_a_restart_forgives_nothing(workers: list[Company], doors: list[Access], seconds: Seconds):
    for place in range(FREE_TRIES + 1):
        refusal(doors[0], "wang", f"guess {place}")
    restarted = Access(workers[1].office.database, workers[1].office.settings.company, seconds, QUICK)
    assert refusal(restarted, "wang", PASSWORD)[0] == "wait"


def test_f57_guessing_at_one_person_keeps_nobody_else_out_at_either_worker(doors: list[Access]):
    known = doors[0].sign_in("wang", PASSWORD, "phone")
    for place in range(20):
        refusal(doors[place % 2], "wang", f"guess {place}")
    assert refusal(doors[1], "wang", PASSWORD)[0] == "wait"
    assert doors[1].sign_in("li", PASSWORD, "phone").user == LI.user
    assert doors[1].sign_in("wang", PASSWORD, "phone", known.token).user == WANG.user


def test_who_gets_in_is_forgiven_at_both_workers(doors: list[Access]):
    for place in range(4 * FREE_TRIES):
        if place % FREE_TRIES == FREE_TRIES - 1:
            doors[place % 2].sign_in("wang", PASSWORD, "phone")
        else:
            assert refusal(doors[place % 2], "wang", "slip") == ("sign_in", 403)


def test_slips_of_another_day_make_nobody_wait(doors: list[Access], seconds: Seconds):
    for place in range(20):
        refusal(doors[0], "wang", f"guess {place}")
    seconds.now += FORGOTTEN_AFTER
    for _ in range(FREE_TRIES):
        assert refusal(doors[1], "wang", "slip") == ("sign_in", 403)
    assert doors[1].sign_in("wang", PASSWORD, "phone")


def test_f57_many_tries_at_once_are_many_tries(workers: list[Company]):
    doors = [worker.office.access for worker in workers]

    def guess(place: int) -> str:
        return refusal(doors[place % 2], "wang", f"guess {place}")[0]

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(guess, range(24)))
    assert answers.count("sign_in") == FREE_TRIES + 1


def test_f57_the_memory_of_guesses_is_bounded_and_a_flood_of_names_makes_no_guesser_forgotten(here: Company, seconds: Seconds):
    throttle = Throttle(here.office.database, here.office.settings.company, seconds, remembered=20)
    for _ in range(FREE_TRIES + 1):
        throttle.enter("wang")
    for place in range(100):
        throttle.enter(f"nobody {place}")
    assert here.rows("select count(*) from guesses")[0][0] <= 21
    with pytest.raises(Refused, match="wait"):
        throttle.enter("wang")


def test_names_that_were_tried_are_not_kept(here: Company):
    here.office.access.set_password(WANG.user, PASSWORD)
    Doors(here).post("/v1/sign-in", login="wang", password="wrong")
    (kept,) = here.rows("select * from guesses")
    assert "wang" not in str(kept)
