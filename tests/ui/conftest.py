"""The words compiled once, and spoken anew for every test."""

from collections.abc import Iterator

import pytest

from field_app.ui import theme, words
from sync.build import compile_words


@pytest.fixture(scope="session", autouse=True)
def _compiled_words() -> None:
    compile_words()
    words._catalogue.cache_clear()


@pytest.fixture(autouse=True)
def _as_at_first() -> Iterator[None]:
    yield
    words.use("zh")
    theme.use_scale(1.0)
