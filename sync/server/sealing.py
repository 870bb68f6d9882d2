"""Secrets the server must be able to read again are sealed in the database by a key that isn't kept there.

A key file has one key a line. The first seals; all of them open, so a new one is put before the old ones, and what the old ones sealed is
sealed anew at the next start.
"""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

MARK = "sealed:"
KEYS = "FIELD_APP_KEYS"  # in the environment


class BadKey(ValueError):
    """A line that is no key; the message tells which."""


class Sealed(Exception):
    """It was sealed by a key that isn't here."""


class Seal:
    """Without a key everything stays as it is."""

    def __init__(self, keys: tuple[str, ...] = ()) -> None:
        self._keys = [_key(place, key) for place, key in enumerate(keys, 1)]

    @property
    def has_key(self) -> bool:
        return bool(self._keys)

    def close(self, plain: str) -> str:
        return MARK + self._keys[0].encrypt(plain.encode()).decode() if self._keys else plain

    def open(self, kept: str) -> str:
        """What was sealed; what never was, as it is. Raises Sealed where the key is missing or another one."""
        if not kept.startswith(MARK):
            return kept
        return self._by(self._keys, kept)

    def renewed(self, kept: str) -> str:
        """The same, sealed by the first key. Raises Sealed."""
        try:
            self._by(self._keys[:1], kept)
        except Sealed:
            return self.close(self.open(kept))
        return kept

    def _by(self, keys: list[Fernet], kept: str) -> str:
        for key in keys:
            with suppress(InvalidToken):
                return key.decrypt(kept.removeprefix(MARK)).decode()
        raise Sealed


def _key(place: int, key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError as problem:
        raise BadKey(f"key {place} is none: make one by `python -m sync key FILE`") from problem


def read_keys(file: Path) -> tuple[str, ...]:
    """The keys of a file, the newest first. Raises BadKey, OSError."""
    keys = tuple(file.read_text(encoding="utf-8").split())
    if not keys:
        raise BadKey(f"there is no key in {file}")
    return keys


def given_keys(file: Path | None) -> tuple[str, ...]:
    """Those of a file, else of the environment: anybody on the machine may read a command. Raises BadKey, OSError."""
    return read_keys(file) if file else tuple(os.environ.get(KEYS, "").split())


def add_key(file: Path) -> None:
    """Put a new key before those of this file; nobody but its owner can read it."""
    known = read_keys(file) if file.exists() else ()
    fresh = file.with_name(file.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write("\n".join((Fernet.generate_key().decode(), *known, "")))
    fresh.replace(file)
