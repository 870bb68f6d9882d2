"""A real browser against a real server with a fresh database: `phone`, `desk`, `server`. Failures leave pictures in build/failures."""

import fcntl
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from sync.build import app_files, build
from tests.e2e.browser import DESK, PHONE, context
from tests.e2e.cable import Cable
from tests.e2e.office import ROOT
from tests.e2e.office import Server as Server
from tests.web.serving import free_port

FAILURES = ROOT / "build" / "failures"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One test process at a time: the others wait and then find the work done."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def web_build() -> Path:
    """The app as browsers get it, built from the tree as it is now."""
    folder = ROOT / "build" / "web"
    with _alone(ROOT / "build" / "web.lock"):
        build(folder, app_files())
    return folder


@pytest.fixture
def server(web_build: Path, tmp_path: Path) -> Iterator[Server]:
    running = Server(database=tmp_path / "company.db", web=web_build, port=free_port())
    running.start()
    yield running
    running.kill()


@pytest.fixture
def demo(web_build: Path, tmp_path: Path) -> Iterator[Server]:
    """A server with the demo company in it."""
    running = Server(database=tmp_path / "company.db", web=web_build, port=free_port())
    running.command("demo")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def cable(demo: Server) -> Iterator[Cable]:
    """A line of its own to the demo server."""
    laid = Cable(demo.port)
    yield laid
    laid.close()


@pytest.fixture
def contexts(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., BrowserContext]]:
    """Makes as many separate browsers-with-their-own-storage as a story has people; `contexts(PHONE, language="en-US")`."""
    made: list[BrowserContext] = []

    def make(size: dict[str, object] = PHONE, *, language: str = "zh-CN") -> BrowserContext:
        made.append(context(browser, size, language=language))
        return made[-1]

    yield make
    if request.node.stash.get(FAILED, False):
        _take_pictures(made, re.sub(r"\W+", "-", request.node.name))
    for each in made:
        each.close()


def _take_pictures(made: list[BrowserContext], name: str) -> None:
    FAILURES.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(page for each in made for page in each.pages):
        page.screenshot(path=FAILURES / f"{name}-{number}.png")


@pytest.fixture
def phone(contexts: Callable[..., BrowserContext]) -> BrowserContext:
    return contexts(PHONE)


@pytest.fixture
def desk(contexts: Callable[..., BrowserContext]) -> BrowserContext:
    return contexts(DESK)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report
