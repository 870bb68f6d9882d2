"""Seals this installation's tokens by a secret that isn't kept among its journals: a copy of the files alone opens no door.

The secret comes from the system's keystore where there is one; without one everything stays readable, as in a browser. Standard library
only: it must be there at every start, everywhere. A token is sealed with the digits of HMAC(secret, its device), and a device's name and
token are given once and never again.
"""

import hashlib
import hmac

from field_app.domain.facts import DeviceId

MARK = "sealed:"
_TAG = 8  # bytes that tell a wrong secret from the right one


class Seal:
    """`secret` is empty where the system keeps none for us."""

    def __init__(self, secret: bytes = b"") -> None:
        self._secret = secret

    @property
    def is_there(self) -> bool:
        return bool(self._secret)

    def close(self, token: str, device: DeviceId) -> str:
        """As it is to be kept."""
        if not (self._secret and token) or token.startswith(MARK):
            return token
        covered = self._covered(token.encode(), device)
        return MARK + (self._tag(covered, device) + covered).hex()

    def open(self, kept: str, device: DeviceId) -> str:
        """The token. Empty where it can't be opened here any more: then its person has to sign in again."""
        if not kept.startswith(MARK):
            return kept
        try:
            raw = bytes.fromhex(kept.removeprefix(MARK))
        except ValueError:
            return ""
        tag, covered = raw[:_TAG], raw[_TAG:]
        if not self._secret or not hmac.compare_digest(tag, self._tag(covered, device)):
            return ""
        return self._covered(covered, device).decode()

    def is_to_close(self, kept: str) -> bool:
        """It lies open, and needn't."""
        return bool(self._secret and kept) and not kept.startswith(MARK)

    def pepper(self, text: str) -> str:
        """A hash of it that nobody can try guesses against who has only the files. The text itself where there is no secret."""
        return self._digest(b"pepper", text.encode()).hex() if self._secret else text

    def _tag(self, covered: bytes, device: DeviceId) -> bytes:
        return self._digest(b"tag", device.encode(), covered)[:_TAG]

    def _covered(self, data: bytes, device: DeviceId) -> bytes:
        blocks = -(-len(data) // hashlib.sha256().digest_size)
        stream = b"".join(self._digest(b"stream", device.encode(), bytes([block])) for block in range(blocks))
        return bytes(one ^ other for one, other in zip(data, stream, strict=False))

    def _digest(self, *parts: bytes) -> bytes:
        return hmac.digest(self._secret, b"\0".join(parts), hashlib.sha256)
