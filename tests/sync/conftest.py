"""The office of these tests, in either database."""

from collections.abc import Iterator

import pytest

from tests.cast import Company, company


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    yield here
    here.office.close()
