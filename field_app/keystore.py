"""The secret of this installation in the system's keystore: Keychain, Keystore, Credential Manager, libsecret. Native builds only.

It is made once and asked for at every start, before anything is drawn. Whatever goes wrong there must not keep anybody from working: then
the app goes on as it does where there is no keystore.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from typing import Protocol

import flet as ft

KEY = "installation-secret"
PATIENCE_SECONDS = 3.0

log = logging.getLogger(__name__)


class Keystore(Protocol):
    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str) -> None: ...


async def system_secret() -> bytes:
    """The secret; empty in a browser, in development, and where the system has no keystore for us."""
    if "FLET_PLATFORM" not in os.environ:  # native builds say it
        return b""
    from flet_secure_storage import SecureStorage  # the client has its other half in native builds only

    return await secret_in(SecureStorage())


async def secret_in(keystore: Keystore) -> bytes:
    """The secret kept there, made now where there is none. Only one that could be read back is used."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            kept = await keystore.get(KEY)
            if kept is None:
                await keystore.set(KEY, secrets.token_hex(32))
                kept = await keystore.get(KEY)
        return bytes.fromhex(kept or "")
    except (TimeoutError, RuntimeError, ValueError, ft.FletUnsupportedPlatformException) as trouble:
        log.warning("the system's keystore can't be used: %s", trouble)
        return b""
