"""Guessing is slowed, never locked out: the delay grows with the failures of one queue, and nobody's failures fill another's."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from attrs import define

from sync.protocol import Refused

FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 150, 900  # seconds: with these an account stands fewer than ten guesses an hour (F57)
REMEMBERED_QUEUES = 10_000


@define
class _Guesses:
    failures: int = 0
    next_at: float = 0.0


class Throttle:
    """Slows down guessing, queue by queue. Kept in memory: a restart forgives."""

    def __init__(self, seconds_now: Callable[[], float]) -> None:
        self._now = seconds_now
        self._guesses: OrderedDict[str, _Guesses] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._guesses)

    def enter(self, queue: str) -> None:
        """Raises Refused with the seconds to wait while this queue has to."""
        with self._lock:
            guesses = self._of(queue)
            wait = guesses.next_at - self._now()
            if wait > 0:
                raise Refused("wait", status=429, wait_seconds=int(wait) + 1)
            # Counted before the answer is known: many tries at once are many tries.
            guesses.failures += 1
            if guesses.failures > FREE_TRIES:
                guesses.next_at = self._now() + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (guesses.failures - FREE_TRIES - 1))

    def succeeded(self, queue: str) -> None:
        with self._lock:
            self._guesses.pop(queue, None)

    def _of(self, queue: str) -> _Guesses:
        guesses = self._guesses.setdefault(queue, _Guesses())
        self._guesses.move_to_end(queue)
        while len(self._guesses) > REMEMBERED_QUEUES:
            self._guesses.popitem(last=False)
        return guesses
