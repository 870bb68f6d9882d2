"""The screen lock: a PIN asked for at the start and after some minutes away. It keeps eyes off the screen; it encrypts nothing.

Wrong tries make the next one wait, longer each time. The wait is counted down while the app is open and kept with the tries, so that
neither a restart nor a changed clock shortens it (F58): no clock of the wall is asked.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from field_app.ui.state.appearance import Settings

KEY = "pin"
SHORTEST, LONGEST = 4, 8
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 30, 900  # seconds
AWAY = timedelta(minutes=5)
KEPT_EVERY = 5  # seconds of waiting that a restart may cost once more
ROUNDS = 20_000  # a lock for eyes: whoever has the storage in hand, and no keystore in the way, tries all PINs however slow this is


class PinLock:
    """The lock of one person's journal. `monotonic` counts seconds and never goes back; `clock` is only asked how long one was away.
    `pepper` hashes with a secret of the system's keystore, where there is one: then the storage alone is nothing to try PINs against.
    """

    def __init__(
        self, settings: Settings, monotonic: Callable[[], float], clock: Callable[[], datetime], pepper: Callable[[str], str] | None = None
    ) -> None:
        self._settings, self._monotonic, self._clock, self._pepper = settings, monotonic, clock, pepper
        self._left: tuple[float, datetime] | None = None
        self.is_locked = self.is_set
        self._free_at = monotonic() + float(self._kept.get("wait", 0))

    @property
    def is_set(self) -> bool:
        return bool(self._kept)

    @property
    def wait_seconds(self) -> int:
        """How long until the next try is looked at."""
        return max(0, round(self._free_at - self._monotonic()))

    def set(self, pin: str) -> None:
        """From now on this PIN is asked for."""
        salt = secrets.token_hex(8)
        self._keep({"salt": salt, "hash": self._hashed(salt, pin, self._pepper), "peppered": bool(self._pepper), "failures": 0, "wait": 0})

    def clear(self) -> None:
        self._keep({})
        self.is_locked = False

    def open_with(self, pin: str) -> bool:
        """Whether it opened. While there is time to wait no PIN is looked at."""
        if self.wait_seconds:
            return False
        kept = self._kept
        failures = kept["failures"] + 1
        # Kept before the answer is known: who ends the app at a wrong one has tried all the same.
        self._begin_to_wait({**kept, "failures": failures, "wait": _wait_after(failures)})
        # Where the keystore is away, a PIN that was made with it can't be right; the password is the way in.
        pepper = self._pepper if kept.get("peppered") else None
        if not hmac.compare_digest(self._hashed(kept["salt"], pin, pepper), kept["hash"]):
            return False
        self._begin_to_wait({**kept, "failures": 0, "wait": 0})
        self.is_locked = False
        return True

    def tick(self) -> None:
        """Time has passed with the app open: keep what is left to wait, now and then."""
        kept, left = self._kept, self.wait_seconds
        if kept and (kept["wait"] - left >= KEPT_EVERY or (kept["wait"] and not left)):
            self._keep({**kept, "wait": left})

    def leave(self) -> None:
        """The app is no longer looked at."""
        if self._left is None:
            self._left = self._monotonic(), self._clock()

    def come_back(self) -> None:
        """The app is looked at again: locked when that was long after, by either clock, or when the clock went back meanwhile."""
        if self._left is None:
            return
        seconds, moment = self._left
        self._left = None
        away = self._clock() - moment
        if self.is_set and (away >= AWAY or away < timedelta(0) or self._monotonic() - seconds >= AWAY.total_seconds()):
            self.is_locked = True

    @property
    def _kept(self) -> dict[str, Any]:
        return dict(self._settings.setting(KEY) or {})

    def _hashed(self, salt: str, pin: str, pepper: Callable[[str], str] | None) -> str:
        slow = _stretched(salt, pin)
        return pepper(slow) if pepper else slow

    def _begin_to_wait(self, row: dict[str, Any]) -> None:
        self._keep(row)
        self._free_at = self._monotonic() + row["wait"]

    def _keep(self, row: dict[str, Any]) -> None:
        self._settings.keep_setting(KEY, row)


def _wait_after(failures: int) -> int:
    return 0 if failures < FREE_TRIES else min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - FREE_TRIES))


def _stretched(salt: str, pin: str) -> str:
    digest = (salt + pin).encode()
    for _ in range(ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return digest.hex()
