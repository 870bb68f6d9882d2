"""Who is signed in where: what each device last said of itself, and how its session ends."""

import logging
from collections.abc import Callable, Mapping
from typing import Literal

from attrs import define, frozen
from sqlalchemy import ColumnElement, insert, select, true, update
from sqlalchemy.exc import SQLAlchemyError

from field_app.domain.facts import DeviceId, UserId
from sync.protocol import Refused
from sync.server import tables
from sync.server.database import Database

log = logging.getLogger(__name__)

DeviceEnd = Literal["signed_out", "drain", "wipe"]
# What may still be ordered of a session in each state. An order to wipe isn't taken back: it may have been carried out already.
ENDS: Mapping[str, frozenset[str]] = {
    "active": frozenset({"signed_out", "drain", "wipe"}),
    "signed_out": frozenset({"drain", "wipe"}),
    "drain": frozenset({"signed_out", "wipe"}),
    "frozen": frozenset({"signed_out", "wipe"}),
    "wipe": frozenset(),
}
LIVING = ("active", "frozen")
# A round that reads must not cost a flush: what a device says again is written again only so often.
SAID_AGAIN_SECONDS = 300


@frozen
class Session:
    """One journal as the office lists it. Times are seconds, 0 for never; `unsent` is what it last said waits there."""

    device: DeviceId
    user: UserId
    name: str
    tag: str
    label: str
    state: str
    made_at: int
    head: int
    seen_at: int
    app: str
    unsent: int
    wiped_at: int


@define
class _Said:
    at: float
    app: str
    unsent: int


class Sessions:
    """The sessions of one company. Blocking: call it from a thread."""

    def __init__(self, database: Database, company: str, seconds_now: Callable[[], float]) -> None:
        self.database, self.company, self._now = database, company, seconds_now
        self._said: dict[DeviceId, _Said] = {}
        self.on_end: Callable[[DeviceId], None] = lambda _: None

    def note(self, device: DeviceId, app: str, unsent: int, *, comes_again: bool = False) -> None:
        """A device was here, with this app, this much unsent. `comes_again`: the rest follows at once, and the last of it will say more."""
        now, before = self._now(), self._said.get(device)
        is_known = before is not None and before.app == app and (before.unsent == unsent or comes_again)
        if before and is_known and now - before.at < SAID_AGAIN_SECONDS:
            return
        try:
            self._keep(device, {"seen_at": int(now), "app": app, "unsent": unsent})
        except SQLAlchemyError:
            # The round it belongs to matters more, and will say for itself what is wrong with the database.
            log.exception("contact of %s not noted", device)
        else:
            self._said[device] = _Said(now, app, unsent)

    def listed(self, user: UserId | None = None) -> tuple[Session, ...]:
        """Every journal a device ever had, newest first; of one person where one is named."""
        d, p, c = tables.devices.c, tables.people.c, tables.contacts.c
        joined = tables.devices.join(tables.people, (p.company == d.company) & (p.user == d.user)).outerjoin(
            tables.contacts, (c.company == d.company) & (c.device == d.device)
        )
        columns = (d.device, d.user, p.name, d.tag, d.label, d.state, d.made_at, d.head, c.seen_at, c.app, c.unsent, c.wiped_at)
        question = select(*columns).select_from(joined).where(d.company == self.company, d.token_hash.is_not(None))
        if user is not None:
            question = question.where(d.user == user)
        with self.database.read() as connection:
            rows = connection.execute(question.order_by(d.made_at.desc(), d.tag.desc())).all()
        return tuple(Session(*row[:8], row.seen_at or 0, row.app or "", row.unsent or 0, row.wiped_at or 0) for row in rows)

    def end(self, device: DeviceId, how: DeviceEnd) -> UserId:
        """End a session: `signed_out` (what is there stays there), `drain` (it hands over what is unsent, into quarantine, then is
        wiped) or `wipe` (lost: nothing is taken, all is wiped). Whose it was. Raises Refused("unknown") for a device nobody has,
        Refused("ended") for an order that comes too late.
        """
        d = tables.devices
        its = (d.c.company == self.company, d.c.device == device, d.c.token_hash.is_not(None))
        with self.database.write() as connection:
            row = connection.execute(select(d.c.user, d.c.state).where(*its)).first()
            if row is None:
                raise Refused("unknown", status=404)
            if how not in ENDS[row.state]:
                raise Refused("ended", status=409)
            connection.execute(update(d).where(*its).values(state=how))
        self.on_end(device)
        return UserId(row.user)

    def end_all(self, user: UserId, but: DeviceId | None = None) -> int:
        """Sign a person out everywhere, or everywhere else. How many sessions that ended."""
        d = tables.devices
        return self._sign_out(user, d.c.device != but if but else true())

    def end_own(self, user: UserId, device: DeviceId) -> None:
        """Sign a person out on a device of theirs. An order of the administrator for it stands. Raises Refused("unknown")."""
        if not self._sign_out(user, tables.devices.c.device == device):
            raise Refused("unknown", status=404)

    def _sign_out(self, user: UserId, which: ColumnElement[bool]) -> int:
        d = tables.devices
        living = (d.c.company == self.company, d.c.user == user, d.c.state.in_(LIVING), d.c.token_hash.is_not(None), which)
        with self.database.write() as connection:
            ended = connection.execute(select(d.c.device).where(*living)).scalars().all()
            connection.execute(update(d).where(*living).values(state="signed_out"))
        for device in ended:
            self.on_end(DeviceId(device))
        return len(ended)

    def wiped(self, device: DeviceId) -> None:
        """A device says that it holds nothing any more."""
        self._keep(device, {"wiped_at": int(self._now()), "unsent": 0})

    def _keep(self, device: DeviceId, said: Mapping[str, int | str]) -> None:
        c = tables.contacts
        here = (c.c.company == self.company, c.c.device == device)
        blank = {"company": self.company, "device": device, "seen_at": int(self._now()), "app": "", "unsent": 0, "wiped_at": 0}
        with self.database.write() as connection:
            if connection.execute(update(c).where(*here).values(**said)).rowcount == 0:
                connection.execute(insert(c), {**blank, **said})
