"""What a fact is told with: icon, sentence, detail; and the register of who tells which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import flet as ft
from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.facts import UserId
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.theme import Tone
from field_app.ui.words import _, clock, short_day

B = TypeVar("B", bound=type)


@frozen
class Told:
    """A fact in words. `tone` is amber or red where someone ought to look."""

    icon: ft.IconData
    sentence: str
    detail: str = ""
    tone: Tone = "plain"


@frozen
class About:
    """What a teller may look at beside the body. `name_of` turns a user's id into a name."""

    entry: Entry[Any]
    sheet: Sheet | None
    name_of: Callable[[UserId], str]

    def name(self, user: str) -> str:
        return self.name_of(UserId(user))


Teller = Callable[[Any, About], Told]
TELLERS: dict[type, Teller] = {}


def tells(body: type) -> Callable[[Teller], Teller]:
    def register(teller: Teller) -> Teller:
        TELLERS[body] = teller
        return teller

    return register


def signer(name: str, relation: str) -> str:
    return _("signed by {name} ({relation})", name=name, relation=relation) if relation else _("signed by {name}", name=name)


def moment(at: datetime) -> str:
    return f"{short_day(day_of(at))} {clock(at)}"


def short(text: str, most: int = 160) -> str:
    """Long text cut for a line; the whole is one tap away."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
