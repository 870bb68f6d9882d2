"""Second factors and webhooks' secrets at rest: sealed by a key that is not in the database, in old and new rows, under key after key."""

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from cryptography.fernet import Fernet

from sync.__main__ import main
from sync.protocol import Refused
from sync.server.app import Office
from sync.server.sealing import BadKey, Seal, Sealed, add_key, read_keys
from sync.server.settings import Settings
from tests.cast import ACCOUNTANT, PASSWORD, QUICK, WANG, Clock, Company, company
from tests.sync.test_webhooks import couriers

WHO = ACCOUNTANT.user


@pytest.fixture
def url(database: str, tmp_path: Path) -> str:
    return database if database.startswith("postgresql") else f"sqlite:///{tmp_path / 'office.sqlite'}"


@pytest.fixture
def opened() -> Iterator[list[Office]]:
    """Servers that were started, ended with the test."""
    offices: list[Office] = []
    yield offices
    for office in offices:
        office.close()


def start(url: str, keys: tuple[str, ...], opened: list[Office]) -> Company:
    """A server of this company, started with these keys."""
    clock = Clock()
    here = Company(Office(Settings(database=url, keys=keys), clock, QUICK), clock)
    opened.append(here.office)
    here.office.open()
    return here


def kept(here: Company) -> str:
    return str(here.rows("select secret from second_factors")[0][0])


def set_up(here: Company) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    here.office.access.set_password(WHO, PASSWORD)
    made = pyotp.TOTP(here.office.access.begin_second_factor(WHO)[0])
    # Confirmed with the code before, so that the one of now has not been used yet.
    return made, here.office.access.second.confirm(WHO, made.at(here.office.access.second._now() - 30))


def comes_in(here: Company, code: str) -> bool:
    return here.office.access.sign_in("accountant", PASSWORD, "desk", second=code).user == WHO


KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_with_a_key_the_secret_is_in_no_row_and_its_codes_are_right(url: str, opened: list[Office]):
    here = company(url, keys=(KEY,))
    opened.append(here.office)
    codes, _ = set_up(here)
    assert codes.secret not in kept(here) and kept(here).startswith("sealed:")
    assert comes_in(here, codes.now())


def test_a_key_given_later_seals_what_lies_open_at_the_next_start(url: str, opened: list[Office]):
    before = company(url)
    codes, _ = set_up(before)
    assert kept(before) == codes.secret
    before.office.close()
    here = start(url, (KEY,), opened)
    assert codes.secret not in kept(here)
    assert comes_in(here, codes.now())


def test_a_new_key_takes_over_and_the_old_one_may_go_after_one_start(url: str, opened: list[Office]):
    first = company(url, keys=(KEY,))
    codes, _ = set_up(first)
    first.office.close()
    start(url, (OTHER, KEY), opened)
    here = start(url, (OTHER,), opened)
    assert Seal((OTHER,)).open(kept(here)) == codes.secret
    assert comes_in(here, codes.now())


def test_a_start_under_the_same_key_rewrites_nothing(url: str, opened: list[Office]):
    first = company(url, keys=(KEY,))
    set_up(first)
    was = kept(first)
    first.office.close()
    assert kept(start(url, (KEY, OTHER), opened)) == was


@pytest.mark.parametrize("keys", [(), (OTHER,)], ids=["no key", "another key"])
def test_without_its_key_a_code_opens_nothing_but_a_recovery_code_still_does(
    url: str, opened: list[Office], keys: tuple[str, ...], caplog: pytest.LogCaptureFixture
):
    first = company(url, keys=(KEY,))
    codes, recovery = set_up(first)
    first.office.close()
    here = start(url, keys, opened)
    with pytest.raises(Refused, match="second_factor"):
        comes_in(here, codes.now())
    assert "a key that isn't here" in caplog.text
    assert comes_in(here, recovery[0])
    assert Seal((KEY,)).open(kept(here)) == codes.secret


def test_a_server_without_a_key_says_so_when_it_starts(opened: list[Office], caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        start("sqlite://", (), opened)
    assert "second factors lie open" in caplog.text and "webhooks' secrets too" in caplog.text
    caplog.clear()
    start("sqlite://", (KEY,), opened)
    assert "lie open" not in caplog.text


ROBOT, HOOK_SECRET = "https://oapi.dingtalk.com/robot/send?access_token=robots-key", "SECrobots-secret"


def add_hook(here: Company) -> None:
    here.office.receivers.add("dingtalk", ROBOT, HOOK_SECRET, "assigned", here.clock())


def kept_hook(here: Company) -> tuple[str, str]:
    ((url, secret),) = here.rows("select url, secret from webhooks")
    return url, secret


def test_with_a_key_neither_a_webhooks_secret_nor_a_robots_key_is_in_any_row(url: str, opened: list[Office]):
    here = start(url, (KEY,), opened)
    add_hook(here)
    kept_url, kept_secret = kept_hook(here)
    assert "robots-key" not in kept_url and kept_url.startswith("https://oapi.dingtalk.com/robot/send?sealed:")
    assert kept_secret.startswith("sealed:")
    assert here.office.receivers.opened(kept_url, kept_secret) == (ROBOT, HOOK_SECRET)


def test_a_key_given_later_seals_webhooks_at_the_next_start_and_a_new_one_takes_over(url: str, opened: list[Office]):
    add_hook(start(url, (), opened))
    first = start(url, (KEY,), opened)
    assert "robots" not in str(kept_hook(first)).replace("robot/send", "")
    start(url, (OTHER, KEY), opened)
    last = start(url, (OTHER,), opened)
    assert last.office.receivers.opened(*kept_hook(last)) == (ROBOT, HOOK_SECRET)


def test_a_webhook_whose_key_is_gone_is_told_nothing_and_the_log_says_why(url: str, opened: list[Office], caplog: pytest.LogCaptureFixture):
    first = company(url, keys=(KEY,))
    add_hook(first)
    was = kept_hook(first)
    first.open_case(WANG)
    first.office.close()
    here = start(url, (OTHER,), opened)
    assert f"webhook {here.office.receivers.listed()[0].id} was sealed by a key that isn't here" in caplog.text
    here.office.courier.close()
    with couriers(here) as courier:  # what the office's own has not done yet
        courier.work()
    assert here.rows("select tries, told_at, problem from deliveries") == [(1, 0, "sealed by a key that isn't here")]
    assert kept_hook(here) == was


def test_the_command_seals_what_it_adds_with_the_servers_key_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    url, file = f"sqlite:///{tmp_path / 'office.sqlite'}", tmp_path / "keys"
    company(url).office.close()
    add_key(file)
    asked = ["webhook", "add", "--kind", "dingtalk", "--url", ROBOT, "--secret", HOOK_SECRET, "--database", url]
    assert main([*asked, "--key-file", str(file)]) == 0
    raw = (tmp_path / "office.sqlite").read_bytes()
    assert b"oapi.dingtalk.com" in raw and b"robots-" not in raw
    assert main(["webhook", "list", "--database", url]) == 0
    assert "https://oapi.dingtalk.com/robot/send  assigned" in capsys.readouterr().out
    file.write_text("no key")
    assert main([*asked, "--key-file", str(file)]) == 1


def test_each_persons_secret_is_sealed_apart():
    seal = Seal((KEY,))
    assert seal.close("same") != seal.close("same")
    with pytest.raises(Sealed):
        Seal((OTHER,)).open(seal.close("same"))


def test_a_key_file_is_its_owners_alone_and_keeps_the_keys_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "keys"
    assert main(["key", str(file)]) == 0
    (first,) = read_keys(file)
    add_key(file)
    assert read_keys(file)[1:] == (first,)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first not in capsys.readouterr().out


@pytest.mark.parametrize("written", ["", "no key at all", "c2hvcnQ="])
def test_a_server_does_not_start_with_what_is_no_key(tmp_path: Path, written: str, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "keys"
    file.write_text(written)
    assert main(["serve", "--database", f"sqlite:///{tmp_path / 'x.sqlite'}", "--key-file", str(file)]) == 1
    assert "key" in capsys.readouterr().err
    assert not (tmp_path / "x.sqlite").exists()


def test_what_is_no_key_is_named_by_its_place_and_never_told():
    with pytest.raises(BadKey) as problem:
        Seal((KEY, "secret stuff"))
    assert "key 2" in str(problem.value) and "stuff" not in str(problem.value)
