"""The security log as a file: every line once, whole, in files of bounded size, whoever else writes or moves it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from sync.__main__ import _parser, _settings
from sync.server import seclog
from tests.cast import PASSWORD, WANG, company_at
from tests.sync.serving import served

WRITING = "import sys\nfrom pathlib import Path\nfrom sync.server import seclog\nseclog.write_to(Path(sys.argv[1]), 2000, 100)\n"
WRITING += "for place in range(200): seclog.note('try', by=int(sys.argv[2]), place=place)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "security.log"


def events(file: Path) -> Iterator[dict]:
    for one in file.parent.glob(f"{file.name}*"):
        if not one.name.endswith(".lock"):
            yield from (json.loads(line.partition(" ")[2]) for line in one.read_text().splitlines())


def test_a_full_file_makes_room_and_the_oldest_goes(file: Path):
    kept = seclog.write_to(file, largest=300, kept=3)
    for place in range(100):
        seclog.note("try", place=place)
    seclog.no_longer(kept)
    files = sorted(one.name for one in file.parent.iterdir())
    assert files == ["security.log", "security.log.1", "security.log.2", "security.log.3", "security.log.lock"]
    places = sorted(event["place"] for event in events(file))
    assert places == list(range(places[0], 100)) and 4 < len(places) < 40


def test_several_processes_write_one_log_and_no_line_is_lost_or_torn_while_it_is_turned_over(file: Path):
    def write(by: int) -> None:
        subprocess.run([sys.executable, "-c", WRITING, str(file), str(by)], check=True, capture_output=True)

    with ThreadPoolExecutor(3) as together:
        list(together.map(write, range(3)))
    found = sorted((event["by"], event["place"]) for event in events(file))
    assert found == [(by, place) for by in range(3) for place in range(200)]
    assert len(list(file.parent.glob("security.log.*"))) > 5


def test_a_log_that_somebody_moves_away_begins_anew(file: Path):
    kept = seclog.write_to(file)
    seclog.note("before")
    file.rename(file.with_name("taken-away"))
    seclog.note("after")
    seclog.no_longer(kept)
    assert [event["event"] for event in events(file)] == ["after"]


def test_it_is_its_owners_alone(file: Path):
    seclog.no_longer(seclog.write_to(file))
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_server_writes_it_and_shows_its_figures_to_whom_it_was_told(tmp_path: Path, file: Path):
    here = company_at(tmp_path)
    here.office.access.set_password(WANG.user, PASSWORD)
    here.office.close()
    (tmp_path / "watcher").write_text("watch me\n")
    options = ("--security-log", str(file), "--metrics-token-file", str(tmp_path / "watcher"))
    with served(f"sqlite:///{tmp_path / 'office.sqlite'}", *options) as (port, _):
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            assert client.post("/v1/sign-in", json={"login": "wang", "password": "not it"}).status_code == 403
            assert client.get("/metrics").status_code == 404
            assert "field_app_requests_total" in client.get("/metrics", headers={"authorization": "Bearer watch me"}).text
        (event,) = events(file)
    assert (event["event"], event["account"], event["ended"]) == ("sign_in", "wang", "sign_in")
    assert "not it" not in file.read_text()


def test_secrets_come_by_the_environment_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FIELD_APP_METRICS_TOKEN", "watch me")
    monkeypatch.setenv("FIELD_APP_KEYS", "key-1 key-2")
    settings = _settings(_parser().parse_args(["serve"]))
    assert (settings.metrics_token, settings.keys) == ("watch me", ("key-1", "key-2"))
    assert "watch me" not in repr(settings) and "key-1" not in repr(settings)
