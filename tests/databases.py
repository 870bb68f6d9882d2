"""Which faults of the list a test is about, and which database its office lies in."""

import re

import pytest

# For a test that says nothing more on the other one, or can only be told of this one.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize("database", ["postgres"], indirect=True)

_NAMED = re.compile(r"test((?:_f\d+)+)_")


def faults_of(test: pytest.Function) -> list[int]:
    """The numbers in a name test_f<number>_…, which may carry several."""
    named = _NAMED.match(test.originalname)
    return [int(number) for number in re.findall(r"\d+", named[1])] if named else []


def database_of(test: pytest.Function) -> str:
    """`sqlite` or `postgres`; nothing where the test names neither."""
    given = test.callspec.params if hasattr(test, "callspec") else {}
    if "database" in given:
        return str(given["database"])
    if "postgres" in test.fixturenames or any("postgres" in str(value) for value in given.values()):
        return "postgres"
    return "sqlite" if "database" in test.fixturenames else ""
