"""Who is it: passwords (argon2) and second factors, one opaque token a device.

An account nobody has gets the same answer after the same work as a wrong password. Guessing is slowed, never locked out: the delay
grows with the failures of one account, and a device that has been signed in before waits in a queue of its own.
"""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import frozen
from pwdlib import PasswordHash
from sqlalchemy import Connection, bindparam, func, insert, select, update

from field_app.domain.facts import DeviceId, Role, UserId, chain_start
from field_app.domain.policy import POLICY_SHEET
from field_app.store.door import Identity
from sync.protocol import MARK_DIGITS, Refused, SignedOut
from sync.server import tables
from sync.server.batch import still_here
from sync.server.database import Database
from sync.server.enrolment import Codes
from sync.server.guessing import Throttle
from sync.server.sealing import Seal
from sync.server.second_factor import SecondFactors

TAG_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and O: read out on the phone they are 1 and 0
DEVICE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
DEVICE_LENGTH = 10

LONGEST_PASSWORD = 256
SHORTEST_PASSWORD = 8

T = TypeVar("T")


@frozen
class Principal:
    """Whose request it is, by the token it carries."""

    company: str
    device: DeviceId
    user: UserId
    state: str
    head: int
    hash: bytes


class Access:
    """Sign-in, tokens and passwords of one company. Blocking: call it from a thread."""

    def __init__(
        self,
        database: Database,
        company: str,
        seconds_now: Callable[[], float],
        hasher: PasswordHash | None = None,
        seal: Seal | None = None,
    ) -> None:
        self.database, self.company = database, company
        self._now = seconds_now
        self._hasher = hasher or PasswordHash.recommended()
        self._dummy = self._hasher.hash(secrets.token_hex(16))
        self._throttle = Throttle(database, company, seconds_now)
        self.second = SecondFactors(database, company, seconds_now, seal)
        self.codes = Codes(database, company, seconds_now)

    def sign_in(self, login: str, password: str, label: str, known_token: str = "", second: str = "") -> Identity:
        """A new journal for this person. Raises Refused("sign_in") for a wrong name or password alike, Refused("wait") when guessing,
        Refused("second_factor") when only that is missing or wrong.

        `known_token`, of a journal this person had here before, is only a place in another queue than strangers'.
        """
        name = login.strip().lower()

        def prove() -> UserId:
            with self.database.read() as connection:
                person = _by_login(connection, self.company, name)
                kept = _password(connection, self.company, person) if person else None
            if not (self._matches(password, kept) and person):
                raise Refused("sign_in", status=403)
            self.second.check(person, second)
            return person

        return self.enrol(self.slowed(f"{name}|{self._device_before(known_token, name)}", prove), label)

    def enrol_by_code(self, code: str, label: str, second: str = "") -> Identity:
        """A new journal for whom an administrator made this one-time code. It stands in for the password, not for the second factor.

        Raises Refused("code"), Refused("second_factor") and then the code may be used again, Refused("wait").
        """
        person = self.codes.whose(code)
        self.slowed(f"{person}|code", lambda: self.second.check(person, second))
        self.codes.spend(code)
        return self.enrol(person, label)

    def enrol(self, user: UserId, label: str) -> Identity:
        """A journal, its name never used before, with the token that opens it."""
        token = secrets.token_urlsafe(32)
        with self.database.write() as connection:
            who = connection.execute(
                select(tables.people.c.name).where(tables.people.c.company == self.company, tables.people.c.user == user)
            ).scalar_one()
            device = new_device(connection, self.company, user, label, token, int(self._now()))
            its_tag = connection.execute(select(tables.devices.c.tag).where(tables.devices.c.device == device)).scalar_one()
            roles = roles_of(connection, self.company, user)
            heads, marks = _heads(connection, self.company, user)
        return Identity(device, user, who, roles, its_tag, token, POLICY_SHEET, heads, marks)

    def who(self, connection: Connection, token: str) -> Principal:
        """Whose token this is. Raises SignedOut for one that never was or has ended, and for a person who is disabled."""
        row = connection.execute(_WHO, {"of": self.company, "hashed": hashed(token)}).first()
        if row is not None and row.state == "wipe":
            raise SignedOut(wipe=True)
        # Who left may still hand over what is unsent, where that was ordered.
        if row is None or row.state == "signed_out" or not (row.active or row.state == "drain"):
            raise SignedOut
        return Principal(self.company, DeviceId(row.device), UserId(row.user), row.state, row.head, bytes(row.hash))

    def told_to_wipe(self, token: str) -> DeviceId:
        """The device of a token that was ordered to wipe. Raises SignedOut for any other."""
        d = tables.devices.c
        ordered = (d.company == self.company, d.token_hash == hashed(token), d.state.in_(("wipe", "drain")))
        with self.database.read() as connection:
            device = connection.execute(select(d.device).where(*ordered)).scalar()
        if device is None:
            raise SignedOut
        return DeviceId(device)

    def set_password(self, user: UserId, password: str) -> None:
        """Raises Refused("password") when it is too short or too long to keep."""
        must_be_password(password)
        kept = self._hasher.hash(password)
        p = tables.passwords
        here = (p.c.company == self.company, p.c.user == user)
        with self.database.write() as connection:
            if connection.execute(update(p).where(*here).values(hash=kept)).rowcount == 0:
                connection.execute(insert(p), {"company": self.company, "user": user, "hash": kept})

    def change_password(self, user: UserId, old: str, new: str) -> None:
        """Raises Refused("sign_in") when `old` isn't the password now. Who came by a code and has none yet says nothing for `old`."""
        with self.database.read() as connection:
            kept = _password(connection, self.company, user)

        def prove() -> None:
            if not (self._matches(old, kept) or (kept is None and not old)):
                raise Refused("sign_in", status=403)

        self.slowed(f"password|{user}", prove)
        self.set_password(user, new)

    def slowed(self, queue: str, prove: Callable[[], T]) -> T:
        """What `prove` returns. Failures make whoever comes by this queue wait, longer each time."""
        self._throttle.enter(queue)
        proven = prove()
        self._throttle.succeeded(queue)
        return proven

    def begin_second_factor(self, user: UserId) -> tuple[str, str]:
        """Secret and address of a new second factor, see `SecondFactors.begin`."""
        p = tables.people.c
        with self.database.read() as connection:
            login = connection.execute(select(p.login).where(p.company == self.company, p.user == user)).scalar_one()
        return self.second.begin(user, login)

    def _matches(self, password: str, kept: str | None) -> bool:
        # The same work for an account nobody has, and for one without a password.
        fits = self._hasher.verify(password[:LONGEST_PASSWORD], kept or self._dummy)
        return fits and kept is not None

    def _device_before(self, token: str, login: str) -> str:
        if not token:
            return ""
        d, p = tables.devices.c, tables.people.c
        joined = tables.devices.join(tables.people, (p.company == d.company) & (p.user == d.user))
        question = select(d.device).select_from(joined).where(d.company == self.company, d.token_hash == hashed(token), p.login == login)
        with self.database.read() as connection:
            return connection.execute(question).scalar() or ""


_d, _p = tables.devices.c, tables.people.c
_WHO = (
    select(_d.device, _d.user, _d.state, _d.head, _d.hash, _p.active)
    .select_from(tables.devices.join(tables.people, (_p.company == _d.company) & (_p.user == _d.user)))
    .where(_d.company == bindparam("of"), _d.token_hash == bindparam("hashed"))
)


def must_be_password(password: str) -> None:
    """Raises Refused("password") for one that is too short or too long to keep."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused("password")


def hashed(token: str) -> bytes:
    """How a token is kept: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def roles_of(connection: Connection, company: str, user: UserId) -> frozenset[Role]:
    m = tables.memberships.c
    mine = select(m.reader).where(m.company == company, m.user == user, m.until_seq.is_(None), m.reader.like("role:%"))
    return frozenset(reader.removeprefix("role:") for reader in connection.execute(mine).scalars())


def tag(place: int) -> str:
    """The tag of a company's device number `place`, from 0: a letter and a digit, later more digits. `A0` … `Z9`, `A00` …"""
    digits = 1
    while place >= len(TAG_LETTERS) * 10**digits:
        place -= len(TAG_LETTERS) * 10**digits
        digits += 1
    letter, number = divmod(place, 10**digits)
    return f"{TAG_LETTERS[letter]}{number:0{digits}d}"


def new_device(connection: Connection, company: str, user: UserId, label: str, token: str | None, now: int) -> DeviceId:
    """A journal's row. Without a token nobody can sign in to it: it is the server's own."""
    d = tables.devices
    # Locks the company's counter, so that two sign-ins at once don't get one tag.
    counter = connection.execute(select(tables.counter).where(tables.counter.c.company == company).with_for_update()).one()
    still_here(counter)
    place = counter.lost_tags + connection.execute(select(func.count()).select_from(d).where(d.c.company == company)).scalar_one()
    device = DeviceId("".join(secrets.choice(DEVICE_LETTERS) for _ in range(DEVICE_LENGTH)))
    token_hash = hashed(token) if token else None
    row: dict[str, Any] = {"company": company, "device": device, "user": user, "label": _plain(label)[:80], "tag": tag(place)}
    row |= {"token_hash": token_hash, "made_at": now, "state": "active", "head": 0, "hash": chain_start(device)}
    connection.execute(insert(d), row)
    return device


def _plain(text: str) -> str:
    """Without what isn't to be seen: some of it no database keeps."""
    return "".join(letter for letter in text if letter.isprintable())


def _heads(connection: Connection, company: str, user: UserId) -> tuple[tuple[tuple[DeviceId, int], ...], tuple[tuple[DeviceId, str], ...]]:
    """How far the office has each of this person's journals that hold anything, and how the chain hash there begins."""
    d = tables.devices.c
    question = select(d.device, d.head, d.hash).where(d.company == company, d.user == user, d.head > 0)
    rows = connection.execute(question.order_by(d.device)).all()
    marks = ((DeviceId(row.device), bytes(row.hash).hex()[:MARK_DIGITS]) for row in rows)
    return tuple((DeviceId(row.device), row.head) for row in rows), tuple(marks)


def _by_login(connection: Connection, company: str, login: str) -> UserId | None:
    p = tables.people.c
    question = select(p.user).where(p.company == company, p.login == login, p.active == 1)
    found = connection.execute(question.order_by(p.since_seq)).scalar()
    return UserId(found) if found else None


def _password(connection: Connection, company: str, user: UserId) -> str | None:
    p = tables.passwords.c
    return connection.execute(select(p.hash).where(p.company == company, p.user == user)).scalar()
