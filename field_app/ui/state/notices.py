"""What the app has to tell beside the screen: one notice that stays until it is read."""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft
from attrs import frozen

from field_app.domain.errors import RuleBroken, Words, say
from field_app.store.door import AlreadyOpen, Damaged, StorageFull, StoreTrouble
from field_app.ui.state.log import Log
from field_app.ui.theme import Tone


@frozen
class Notice:
    """`offers_log` where the details can be sent to those who mend the app."""

    tone: Tone
    words: tuple[Words, ...]
    offers_log: bool = False


@ft.observable
@dataclass
class Notices:
    """`standing` is shown at the top of every page until it is dismissed."""

    standing: Notice | None = None

    def stand(self, notice: Notice) -> None:
        self.standing = notice

    def dismiss(self) -> None:
        self.standing = None


@frozen
class Spokesman:
    """Turns what went wrong into words for people and details for the log."""

    notices: Notices
    log: Log

    def report(self, error: Exception) -> None:
        if not isinstance(error, RuleBroken):
            self.log.keep(error)
        self.notices.stand(notice_of(error))


def notice_of(error: Exception) -> Notice:
    if isinstance(error, RuleBroken):
        return Notice("amber", tuple(objection.words for objection in error.objections))
    if isinstance(error, StoreTrouble):
        return Notice("red", (_store_words(error), say("Nothing was saved. What you typed is still here.")), offers_log=True)
    return Notice("red", (say("Something went wrong on this page. What was saved is safe; please send the log."),), offers_log=True)


def _store_words(error: StoreTrouble) -> Words:
    if isinstance(error, StorageFull):
        return say("The storage of this device is full. Free some space, then save again.")
    if isinstance(error, AlreadyOpen):
        return say("The app is open in another tab or window. Go on there, or close it and open this one again.")
    if isinstance(error, Damaged):
        return say("A part of the storage is damaged. What could be read is kept; the rest comes from the office.")
    return say("This device could not write to its storage. Close the app, open it again, then save again.")
