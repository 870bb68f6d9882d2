"""Whose journal was last kept here, remembered where a browser that needs room clears nothing: in the page's cookie (F10).

Browsers clear all that a site keeps at once, journals and settings alike; a cookie stays. So an app that finds nothing can tell being
new here from having lost something. A native app's storage is cleared only together with the app.
"""

from __future__ import annotations

from typing import Protocol

from field_app.domain.errors import Words, say
from field_app.domain.facts import DeviceId
from field_app.store.door import Identity
from field_app.store.shelf import Shelf
from field_app.surroundings import IN_BROWSER

NOBODY = DeviceId("")


class Witness(Protocol):
    def last(self) -> DeviceId:
        """The journal that was kept here when the app began; NOBODY where none was."""

    def keep(self, device: DeviceId) -> None:
        """From now on it is this one; NOBODY once what is kept here went as people wanted it to."""


class Page:
    """The page around the worker Python lives in."""

    def last(self) -> DeviceId:
        from flet_js import last_journal

        return DeviceId(str(last_journal))

    def keep(self, device: DeviceId) -> None:
        from flet_js import remember_journal

        remember_journal(device)


class Nobody:
    """On phones and computers with the app installed."""

    def last(self) -> DeviceId:
        return NOBODY

    def keep(self, device: DeviceId) -> None:
        """Nothing is remembered."""


def witness() -> Witness:
    return Page() if IN_BROWSER else Nobody()


def gone_from(shelf: Shelf, witness: Witness) -> DeviceId:
    """The journal that should be here and isn't; NOBODY where all is as it should be."""
    return witness.last() if shelf.is_empty else NOBODY


def kept_in(shelf: Shelf, but: object = None) -> DeviceId:
    """A journal that is here, the current one before others; NOBODY for none `but` this one."""
    current = shelf.current()
    here = [*([current] if current else []), *shelf.aside()]
    return next((device.identity.device for device in here if device is not but), NOBODY)


def what_is_gone(device: DeviceId, found_again: Identity) -> Words:
    """For who signs in where `device`'s journal was cleared. The office says how far it had come."""
    head = dict(found_again.heads).get(device, 0)
    if not head:
        return say(
            "The browser had cleared this app's storage. What was recorded here and not yet at the office is gone: "
            "look through your cases and record it again."
        )
    return say(
        "The browser had cleared this app's storage. The office has what was recorded here up to record {n}; anything after it is gone: "
        "look through your cases and record it again.",
        n=head,
    )
