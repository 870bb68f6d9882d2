"""The shell around a placeholder app: what it carries is another room's matter."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from sync.build import build
from sync.building.names import Files
from tests.e2e.browser import PHONE, context
from tests.web.serving import RunningServer, serving

ROOT = Path(__file__).parents[2]
PLACEHOLDER = Path(__file__).with_name("placeholder") / "main.py"


def placeholder(main: str | None = None) -> Files:
    return {"main.py": (main or PLACEHOLDER.read_text(encoding="utf-8")).encode()}


def build_at(folder: Path, app: Files) -> None:
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "placeholder.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # the slow steps are done by one test process and found done by the others
        build(folder, app)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    build_at(folder, placeholder())
    return folder


@pytest.fixture
def site(built: Path) -> Iterator[RunningServer]:
    with serving(built) as server:
        yield server


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    made = context(browser, PHONE)
    yield made
    made.close()
