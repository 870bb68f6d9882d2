"""The installation's secret in the system's keystore: made once, used only when it can be read back, and never in anybody's way."""

import asyncio

import pytest

from field_app.keystore import KEY, secret_in, system_secret


class FakeKeystore:
    """Keeps what it is told, unless it can't."""

    def __init__(self, trouble: Exception | None = None, forgets: bool = False) -> None:
        self.kept: dict[str, str] = {}
        self._trouble, self._forgets = trouble, forgets

    async def get(self, key: str) -> str | None:
        if self._trouble:
            raise self._trouble
        return self.kept.get(key)

    async def set(self, key: str, value: str) -> None:
        if not self._forgets:
            self.kept[key] = value


def test_a_secret_is_made_once_and_the_same_at_every_start():
    keystore = FakeKeystore()
    first, second = (asyncio.run(secret_in(keystore)) for _ in range(2))
    assert first == second and len(first) == 32
    assert asyncio.run(secret_in(FakeKeystore())) != first


@pytest.mark.parametrize("trouble", [RuntimeError("locked"), TimeoutError(), ValueError("damaged")])
def test_a_keystore_in_trouble_keeps_nobody_from_starting(trouble: Exception):
    assert asyncio.run(secret_in(FakeKeystore(trouble))) == b""


def test_a_secret_that_cannot_be_read_back_is_not_used():
    assert asyncio.run(secret_in(FakeKeystore(forgets=True))) == b""


def test_what_is_no_secret_of_ours_is_left_alone():
    keystore = FakeKeystore()
    keystore.kept[KEY] = "not hex"
    assert asyncio.run(secret_in(keystore)) == b""
    assert keystore.kept[KEY] == "not hex"


def test_in_development_and_in_a_browser_no_keystore_is_asked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("FLET_PLATFORM", raising=False)
    assert asyncio.run(system_secret()) == b""
