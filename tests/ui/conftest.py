"""The words compiled once, and spoken anew for every test."""

from collections.abc import Iterator

import pytest

from field_app.ui import routes, theme, words
from sync.build import compile_words
from tests.ui import gallery


@pytest.fixture(scope="session", autouse=True)
def _compiled_words() -> None:
    compile_words()
    words._catalogue.cache_clear()


@pytest.fixture(autouse=True)
def _as_at_first() -> Iterator[None]:
    yield
    words.use("zh")
    theme.use_scale(1.0)


@pytest.fixture
def gallery_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "table", gallery.table)
