"""The security log: who came to which door and how it ended. One JSON object a line, never a body, a password, a code or a token.

JSON escapes line ends and everything beyond ASCII, so no name anybody chooses can forge a line or turn its reading around.
"""

import json
import logging
from logging.handlers import WatchedFileHandler
from pathlib import Path

NAME = "sync.security"
LONGEST_VALUE = 200
LARGEST_FILE, KEPT_FILES = 10 * 1024 * 1024, 10

_log = logging.getLogger(NAME)


def note(event: str, **facts: object) -> None:
    """Values are cut at 200 characters."""
    _log.info("%s", json.dumps({"event": event, **{name: _short(value) for name, value in facts.items()}}))


def write_to(file: Path, largest: int = LARGEST_FILE, kept: int = KEPT_FILES) -> logging.Handler:
    """From now on it goes to this file too, and at `largest` bytes to a new one: `kept` older ones stay beside it, as FILE.1, FILE.2 …

    Several processes may write to one file, and somebody else may move it away. `no_longer` ends it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    handler = _Rotated(file, largest, kept)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    return handler


def no_longer(handler: logging.Handler) -> None:
    _log.removeHandler(handler)
    handler.close()


class _Rotated(WatchedFileHandler):
    """A file that each process appends whole lines to; whichever finds it full moves it away, the others see that it was moved."""

    def __init__(self, file: Path, largest: int, kept: int) -> None:
        super().__init__(file, encoding="utf-8")
        self._file, self._largest, self._kept = file, largest, kept

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._is_full():
                self._rotate()
        except OSError:
            # A line too many in a file is better than one too few.
            self.handleError(record)
        super().emit(record)

    def _is_full(self) -> bool:
        return self._file.exists() and self._file.stat().st_size >= self._largest

    def _rotate(self) -> None:
        import fcntl  # not on Windows, where nothing else needs it

        with self._numbered("lock").open("w") as only_one:
            fcntl.flock(only_one, fcntl.LOCK_EX)
            if not self._is_full():
                return  # another process was faster
            for place in range(self._kept - 1, 0, -1):
                if (older := self._numbered(place)).exists():
                    older.replace(self._numbered(place + 1))
            self._file.replace(self._numbered(1))
            self._file.touch(mode=0o600)

    def _numbered(self, place: int | str) -> Path:
        return self._file.with_name(f"{self._file.name}.{place}")


def _short(value: object) -> object:
    return value if isinstance(value, (int, float, bool)) or value is None else str(value)[:LONGEST_VALUE]
