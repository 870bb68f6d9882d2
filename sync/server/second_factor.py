"""The second factor: six digits from an authenticator app (RFC 6238), or one of ten recovery codes when the phone is gone."""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from typing import Any

import pyotp
from sqlalchemy import Connection, delete, insert, select, update

from field_app.domain.facts import UserId
from sync.protocol import Refused
from sync.server import tables
from sync.server.database import Database
from sync.server.sealing import Seal, Sealed

log = logging.getLogger(__name__)

ISSUER = "field-app"
STEP_SECONDS = 30
DRIFT = 1  # steps a phone's clock may be off
RECOVERY_CODES, RECOVERY_LENGTH = 10, 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read aloud


class SecondFactors:
    """Everybody's second factor. Blocking: call it from a thread."""

    def __init__(self, database: Database, company: str, seconds_now: Callable[[], float], seal: Seal | None = None) -> None:
        self.database, self.company, self._now, self._seal = database, company, seconds_now, seal or Seal()

    def is_set(self, user: UserId) -> bool:
        with self.database.read() as connection:
            row = self._row(connection, user)
        return row is not None and bool(row.confirmed)

    def everyone(self) -> tuple[UserId, ...]:
        """Everybody who has set one up."""
        s = tables.second_factors.c
        with self.database.read() as connection:
            found = connection.execute(select(s.user).where(s.company == self.company, s.confirmed == 1).order_by(s.user)).scalars()
            return tuple(UserId(user) for user in found)

    def begin(self, user: UserId, login: str) -> tuple[str, str]:
        """A new secret and the address an authenticator app reads it from. Asked for at sign-in only once `confirm` has seen a code of it.

        Raises Refused("second_factor_set") while another one is in force.
        """
        secret = pyotp.random_base32()
        s = tables.second_factors
        with self.database.write() as connection:
            known = self._row(connection, user)
            if known is not None and known.confirmed:
                raise Refused("second_factor_set")
            connection.execute(delete(s).where(s.c.company == self.company, s.c.user == user))
            kept = self._seal.close(secret)
            connection.execute(insert(s), {"company": self.company, "user": user, "secret": kept, "confirmed": 0, "step": 0})
        return secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)

    def confirm(self, user: UserId, code: str) -> tuple[str, ...]:
        """From now on it is asked for at sign-in. The recovery codes, told this once. Raises Refused("second_factor") for a wrong code."""
        recovery = tuple(_grouped("".join(secrets.choice(LETTERS) for _ in range(RECOVERY_LENGTH))) for _ in range(RECOVERY_CODES))
        s, r = tables.second_factors, tables.recovery_codes
        mine = (s.c.company == self.company, s.c.user == user)
        with self.database.write() as connection:
            row = self._row(connection, user)
            step = self._step(row.secret, _digits(code)) if row is not None and not row.confirmed else None
            if step is None:
                raise Refused("second_factor", status=403)
            connection.execute(update(s).where(*mine).values(confirmed=1, step=step))
            connection.execute(delete(r).where(r.c.company == self.company, r.c.user == user))
            connection.execute(insert(r), [{"company": self.company, "user": user, "hash": _hashed(one)} for one in recovery])
        return recovery

    def check(self, user: UserId, said: str) -> None:
        """Quiet where none is set up, or `said` is right; each code is right once (F55).

        Raises Refused("second_factor"), with nothing said and with a wrong code alike.
        """
        if not self.is_set(user):
            return
        with self.database.write() as connection:
            if not (self._spend_step(connection, user, said) or self._spend_recovery(connection, user, said)):
                raise Refused("second_factor", status=403)

    def seal_all(self) -> None:
        """Seal by today's key what lies open or was sealed by an older one. What no key here opens stays as it is."""
        s = tables.second_factors
        with self.database.write() as connection:
            for row in connection.execute(select(s.c.user, s.c.secret).where(s.c.company == self.company)).all():
                try:
                    kept = self._seal.renewed(row.secret)
                except Sealed:
                    log.error("the second factor of %s was sealed by a key that isn't here; recovery codes still work", row.user)
                    continue
                # Only the one that was read: another process may have begun a new one meanwhile.
                same = (s.c.company == self.company, s.c.user == row.user, s.c.secret == row.secret)
                if kept != row.secret:
                    connection.execute(update(s).where(*same).values(secret=kept))

    def remove(self, user: UserId) -> None:
        with self.database.write() as connection:
            for table in (tables.second_factors, tables.recovery_codes):
                connection.execute(delete(table).where(table.c.company == self.company, table.c.user == user))

    def _row(self, connection: Connection, user: UserId) -> Any:
        s = tables.second_factors.c
        return connection.execute(select(s.secret, s.confirmed, s.step).where(s.company == self.company, s.user == user)).first()

    def _spend_step(self, connection: Connection, user: UserId, said: str) -> bool:
        row = self._row(connection, user)
        step = self._step(row.secret, _digits(said)) if row is not None and row.confirmed else None
        if step is None:
            return False
        s = tables.second_factors
        fresh = (s.c.company == self.company, s.c.user == user, s.c.step < step)
        return connection.execute(update(s).where(*fresh).values(step=step)).rowcount == 1

    def _spend_recovery(self, connection: Connection, user: UserId, said: str) -> bool:
        r = tables.recovery_codes
        its = (r.c.company == self.company, r.c.user == user, r.c.hash == _hashed(said))
        return connection.execute(delete(r).where(*its)).rowcount == 1

    def _step(self, kept: str, digits: str) -> int | None:
        """The time step these digits are of, None when of none near now."""
        now = int(self._now()) // STEP_SECONDS
        try:
            made = pyotp.TOTP(self._seal.open(kept))
        except Sealed:
            log.error("a second factor was sealed by a key that isn't here: its codes are refused, recovery codes still work")
            return None
        near = range(now - DRIFT, now + DRIFT + 1)
        return next((step for step in near if hmac.compare_digest(made.generate_otp(step).encode(), digits.encode())), None)


def _digits(said: str) -> str:
    return said.replace(" ", "")[:12]


def _grouped(code: str) -> str:
    """As people copy it: `abcde-fghjk`."""
    return f"{code[:5]}-{code[5:]}"


def _hashed(said: str) -> bytes:
    """50 random bits behind a throttle need no slow hash."""
    return hashlib.sha256(said.strip().lower().replace("-", "").replace(" ", "").encode()).digest()
