"""Who may sign in where, as screens know it: proofs people give, sessions, one-time codes, the second factor."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

from attrs import frozen

SessionState = Literal["active", "signed_out", "drain", "wipe", "frozen"]
End = Literal["signed_out", "drain", "wipe"]


@frozen
class Proof:
    """What a person gives to sign in: account and password, or a one-time code; and a second factor where they have one.

    `keep_nothing` on a computer others use too: the journal is in memory and goes with the tab.
    """

    login: str = ""
    password: str = ""
    code: str = ""
    second: str = ""
    label: str = ""
    keep_nothing: bool = False


@frozen
class Session:
    """A device somebody is or was signed in on. `unsent` is what it last said waits there; None for what never happened."""

    device: str
    user: str
    name: str
    tag: str
    label: str
    state: SessionState
    made_at: datetime
    head: int
    seen_at: datetime | None
    app: str
    unsent: int
    wiped_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Nothing more can come of it: signed out, or said to be wiped."""
        return self.state == "signed_out" or self.wiped_at is not None


@frozen
class Sessions:
    """Every session, newest first, and who has set up a second factor."""

    sessions: tuple[Session, ...]
    second_factor: frozenset[str]


@frozen
class MySessions:
    """One's own sessions, newest first; `here` is the device one asks from."""

    here: str
    sessions: tuple[Session, ...]

    @property
    def elsewhere(self) -> tuple[Session, ...]:
        """Those that still let somebody in."""
        return tuple(one for one in self.sessions if one.device != self.here and one.state in ("active", "frozen"))


@frozen
class CodeMade:
    """`address` opens the app with the code in it."""

    code: str
    until: datetime
    address: str


@frozen
class SecondFactor:
    """A second factor being set up; `address` is what an authenticator app reads."""

    secret: str
    address: str


class Doors(Protocol):
    """What only the office can do about who may sign in where. Raises OfficeTrouble."""

    async def has_second_factor(self) -> bool: ...

    async def begin_second_factor(self) -> SecondFactor: ...

    async def confirm_second_factor(self, code: str) -> tuple[str, ...]:
        """The recovery codes, told this once."""

    async def remove_second_factor(self, code: str) -> None: ...

    async def my_sessions(self) -> MySessions: ...

    async def sign_out_elsewhere(self) -> int:
        """How many sessions that ended: all of one's own but this one."""

    async def sign_out_there(self, device: str) -> None:
        """End one of one's own."""

    async def make_calendar(self) -> str:
        """The private address of this person's calendar; the one before ends."""

    async def end_calendar(self) -> None: ...

    # The rest is an administrator's.

    async def sessions(self) -> Sessions: ...

    async def end(self, device: str, how: End) -> None: ...

    async def sign_out_everywhere(self, user: str) -> int:
        """How many sessions that ended."""

    async def make_code(self, user: str) -> CodeMade: ...

    async def drop_second_factor(self, user: str) -> None: ...
