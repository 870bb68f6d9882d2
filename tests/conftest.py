"""One browser a test process: a second one beside it can't be driven from the same process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import PLAIN_HTTP, chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the whole session: while Playwright runs, nothing else of this process may run an event loop.
    with chromium(f"--host-resolver-rules=MAP {PLAIN_HTTP} 127.0.0.1") as started:
        yield started
