"""What many tests share: one browser a test module, one PostgreSQL a test process, and the two databases an office may lie in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cluster import cluster, emptied
from tests.e2e.browser import PLAIN_HTTP, chromium

pytest_plugins = ["tests.counted"]


@pytest.fixture(scope="session")
def postgres_here() -> Iterator[str]:
    with cluster() as url:
        yield url


@pytest.fixture
def postgres(postgres_here: str) -> str:
    """An empty PostgreSQL database."""
    return emptied(postgres_here)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """An empty database of either kind; whatever runs on it runs on both."""
    return "sqlite://" if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
def lasting(database: str, tmp_path: Path) -> str:
    """An empty database of either kind that other processes can open too, and that outlives its server."""
    return database if database.startswith("postgresql") else f"sqlite:///{tmp_path / 'office' / 'office.sqlite'}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the whole session: while Playwright runs, nothing else of this process may run an event loop.
    with chromium(f"--host-resolver-rules=MAP {PLAIN_HTTP} 127.0.0.1") as started:
        yield started
