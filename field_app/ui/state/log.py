"""What went wrong on this device, newest last, for the people who mend the app. It never leaves by itself."""

import traceback
from collections import deque
from collections.abc import Callable
from datetime import datetime


class Log:
    """The last 400 entries. Personal data of customers is not written into it: only errors and where they arose."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lines: deque[str] = deque(maxlen=400)

    def note(self, text: str) -> None:
        self._lines.append(f"{self._clock().isoformat(timespec='seconds')} {text}")

    def keep(self, error: Exception) -> None:
        where = "".join(traceback.format_tb(error.__traceback__))
        self.note(f"{type(error).__name__}: {error}\n{where}")

    def text(self) -> str:
        return "\n".join(self._lines)

    def __len__(self) -> int:
        return len(self._lines)
