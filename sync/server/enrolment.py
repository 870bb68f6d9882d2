"""One-time codes: an administrator makes one, a phone is enrolled with it in place of the password."""

import hashlib
import secrets
from collections.abc import Callable

from sqlalchemy import delete, insert, select, update

from field_app.domain.facts import UserId
from sync.protocol import Refused
from sync.server import tables
from sync.server.database import Database
from sync.server.second_factor import LETTERS

LIFE_SECONDS = 600
KEPT_SECONDS = 30 * 86_400  # spent and stale codes, to answer what became of one
# 10 of 31 letters are 49 bits: at a thousand guesses a second, a code that lives ten minutes is found once in a billion times.
# So wrong codes need no throttle, which strangers could use to keep everybody out.
LENGTH = 10


class Codes:
    """Blocking: call it from a thread."""

    def __init__(self, database: Database, company: str, seconds_now: Callable[[], float]) -> None:
        self.database, self.company, self._now = database, company, seconds_now

    def make(self, user: UserId, by: UserId) -> tuple[str, int]:
        """A new code for this person and the second it ends at. Their earlier codes end now."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        now = int(self._now())
        c = tables.codes
        with self.database.write() as connection:
            connection.execute(delete(c).where(c.c.company == self.company, c.c.until < now - KEPT_SECONDS))
            connection.execute(update(c).where(c.c.company == self.company, c.c.user == user, c.c.used_at == 0).values(used_at=now))
            row = {"company": self.company, "hash": _hashed(code), "user": user, "made_by": by, "until": now + LIFE_SECONDS, "used_at": 0}
            connection.execute(insert(c), row)
        return f"{code[:5]}-{code[5:]}", now + LIFE_SECONDS

    def whose(self, code: str) -> UserId:
        """Who this code enrols. Raises Refused("code") alike for one that is wrong, spent or stale, and for a disabled person's."""
        c, p = tables.codes.c, tables.people.c
        joined = tables.codes.join(tables.people, (p.company == c.company) & (p.user == c.user))
        living = (c.company == self.company, c.hash == _hashed(code), c.used_at == 0, c.until > int(self._now()), p.active == 1)
        with self.database.read() as connection:
            user = connection.execute(select(c.user).select_from(joined).where(*living)).scalar()
        if user is None:
            raise Refused("code", status=403)
        return UserId(user)

    def spend(self, code: str) -> None:
        """Raises Refused("code") unless it is spent by this very call (F55)."""
        c, now = tables.codes, int(self._now())
        living = (c.c.company == self.company, c.c.hash == _hashed(code), c.c.used_at == 0, c.c.until > now)
        with self.database.write() as connection:
            if connection.execute(update(c).where(*living).values(used_at=now)).rowcount != 1:
                raise Refused("code", status=403)


def _hashed(code: str) -> bytes:
    return hashlib.sha256(code.strip().lower().replace("-", "").replace(" ", "").encode()).digest()
