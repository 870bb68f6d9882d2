"""The security log: who came to which door and how it ended. One JSON object a line, never a body, a password, a code or a token.

JSON escapes line ends and everything beyond ASCII, so no name anybody chooses can forge a line or turn its reading around.
"""

import json
import logging
from pathlib import Path

NAME = "sync.security"
LONGEST_VALUE = 200

_log = logging.getLogger(NAME)


def note(event: str, **facts: object) -> None:
    """Values are cut at 200 characters."""
    _log.info("%s", json.dumps({"event": event, **{name: _short(value) for name, value in facts.items()}}))


def write_to(file: Path) -> logging.Handler:
    """From now on it goes to this file too, which may be moved away by whoever rotates logs. Close the handler to end that."""
    from logging.handlers import WatchedFileHandler

    file.parent.mkdir(parents=True, exist_ok=True)
    handler = WatchedFileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    return handler


def _short(value: object) -> object:
    return value if isinstance(value, (int, float, bool)) or value is None else str(value)[:LONGEST_VALUE]
