"""One transaction of the log: the counter locked, every fact judged on top of those before it, all of it written at the end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select, update

from field_app.domain import catalog as _every_fact_type  # noqa: F401 - registers them
from field_app.domain import policy
from field_app.domain.facts import TYPES, DeviceId, Fact, SheetId, SheetKind, UserId, chain, server_chain
from field_app.domain.policy import Policy
from field_app.domain.repair.version import applied
from field_app.domain.sheets import Sheet, Stamp, new_sheet
from sync.protocol import Frozen, OfficeTrouble, Offline, SignedOut, WentBack, instant
from sync.server import lists, photo_names, pushers, seclog, tables
from sync.server.database import insert_many
from sync.server.documents import entry_text
from sync.server.pushers import Head
from sync.server.pushes import Appended, Committed, Judged, Push, hashes_agree, judged_before
from sync.server.shelf import Cache, Shelf
from sync.server.verdicts import Actor, Judgement, Line, Standing, judge, nowhere, standing

COLUMNS = [name for name in tables.facts.c.keys() if name != "erased_by"]  # noqa: SIM118 - a table's keys are names, its columns aren't


class Batch:
    """One transaction of the log, for these pushes: what they need is asked for once for all of them."""

    def __init__(self, connection: Connection, company: str, cache: Cache, pushes: Sequence[Push]) -> None:
        self.connection, self.company = connection, company
        row = connection.execute(_LOCK_COUNTER, {"of": company}).one()
        still_here(row)
        self.seq, self.chain = row.seq, row.chain
        self.restored_at = instant(row.restored_at * 1000) if row.restored_at else None
        self.shelf = Shelf(connection, company, cache)
        self._heads = pushers.heads(connection, company, {push.device for push in pushes})
        users, lines = {head.user for head in self._heads.values()}, [line for push in pushes for line in push.lines]
        self._roles = pushers.roles(connection, company, users)
        self._rights = pushers.rights(connection, company, users, {line.fact.sheet for line in lines if line.fact})
        self.shelf.fetch([policy.POLICY_SHEET, *(line.fact.sheet for line in lines if line.fact)] if lines else ())
        self._rows: list[tuple[Any, ...]] = []
        self._photos: list[photo_names.Row] = []

    def take(self, push: Push) -> Appended | OfficeTrouble:
        """Judge one push on top of those before it. A trouble leaves nothing of it behind but a frozen journal."""
        head = self._heads[push.device]
        trouble = _refuses(head, push) or self._misfit(push, head)
        if trouble:
            return trouble
        known = self._known(push, head)
        fresh = push.lines[len(known) :] if push.lines else ()
        judged = (*known, *self._judge_all(push, head, fresh))
        return Appended(head.n, judged)

    def finish(self) -> Committed:
        """Write everything that was taken."""
        if not self._rows:
            return Committed(self.seq, frozenset(), frozenset())
        t = tables
        insert_many(self.connection, t.facts, COLUMNS, self._rows)
        self.connection.execute(_MOVE_COUNTER, {"of": self.company, "to": self.seq, "hashed": self.chain})
        heads = [{"of": self.company, "its": device, "to": head.n, "hashed": head.hash} for device, head in self._heads.items()]
        self.connection.execute(_MOVE_HEAD, heads)
        photo_names.write(self.connection, self._photos)
        readers = self.shelf.write()
        lists.write(self.connection, self.company, self.shelf.changed())
        return Committed(self.seq, readers, frozenset(self._heads))

    def _misfit(self, push: Push, head: Head) -> OfficeTrouble | None:
        if push.after > head.n:
            return WentBack(head.n)
        if hashes_agree(self.connection, self.company, push, head.n, head.hash):
            return None
        _freeze(self.connection, self.company, push.device)
        seclog.note("frozen", user=head.user, device=push.device)
        head.state = "frozen"
        return Frozen()

    def _known(self, push: Push, head: Head) -> tuple[Judged, ...]:
        if push.after == head.n or not push.lines:
            return ()
        return judged_before(self.connection, self.company, push.device, push.after, min(head.n, push.lines[-1].n))

    def _judge_all(self, push: Push, head: Head, lines: Sequence[Line]) -> list[Judged]:
        if not lines:
            return []
        actor = self._actor(push, head)
        judging = _Judging(self, push.device, head, actor, self._rights[actor.user])
        return [judging.take(line) for line in lines]

    def _actor(self, push: Push, head: Head) -> Actor:
        its = self._roles[head.user]
        skew = push.sent_at - push.received_at if push.sent_at else timedelta()
        return Actor(
            user=head.user,
            roles=frozenset(its.now),
            former=frozenset(its.ever - its.now),
            skew=skew,
            received_at=instant(int(push.received_at.timestamp()) * 1000),
            restored_at=self.restored_at,
            seen=push.seen,
            revoked=head.state == "drain",
        )

    def policy_for(self, sheet: Sheet, at: datetime) -> Policy | None:
        """The policy a sheet goes by at a moment, as this transaction leaves it (P9.1)."""
        return applied(sheet, self.shelf.sheet(policy.POLICY_SHEET), at)

    def add(self, row: tuple[Any, ...], device: DeviceId, n: int, fact_hash: bytes) -> int:
        """Give a fact its position; `row` are its columns between `n` and `hash`, and those after `chain`."""
        self.seq += 1
        self.chain = server_chain(self.chain, device, n, fact_hash)
        self._rows.append((self.company, self.seq, device, n, *row[:6], fact_hash, self.chain, *row[6:]))
        return int(self.seq)

    def name_photos(self, seq: int, fact: Fact, user: UserId, received_at: int, verdict: str) -> None:
        self._photos += photo_names.naming(self.company, seq, fact, user, received_at, verdict)

    def lay(self, kind: SheetKind, fact: Fact, stamp: Stamp, entry: str) -> None:
        self.shelf.lay(kind, fact, stamp, entry)


class _Judging:
    """The fresh facts of one push, one after the other. A person's standing on a sheet is what it was when their push came."""

    def __init__(self, batch: Batch, device: DeviceId, head: Head, actor: Actor, rights: pushers.Rights) -> None:
        self._batch, self._device, self._head, self._actor, self._rights = batch, device, head, actor, rights
        self._standings: dict[SheetId, Standing] = {}
        self._received = int(actor.received_at.timestamp())
        self._skew = int(actor.skew.total_seconds())
        self._stamped = entry_text(device, actor.user, actor.received_at)

    def take(self, line: Line) -> Judged:
        judgement, kind = self._judge(line)
        head, verdict = self._head, judgement.verdict
        head.n, head.hash = line.n, chain(head.hash, line.raw)
        kept = (None, line.raw) if verdict == "refused" else (line.raw, None)
        sheet_id = line.fact.sheet if line.fact else ""
        row = (sheet_id, self._actor.user, self._received, self._skew, verdict, judgement.reason, *kept)
        seq = self._batch.add(row, self._device, line.n, head.hash)
        if line.fact:
            self._batch.name_photos(seq, line.fact, self._actor.user, self._received, verdict)
        if line.fact and kind and verdict != "refused":
            stamp = Stamp(self._actor.user, seq, self._actor.received_at, verdict)
            self._batch.lay(kind, line.fact, stamp, self._stamped(seq, verdict, line.text))
        return Judged(line.n, seq, verdict, judgement.reason)

    def _judge(self, line: Line) -> tuple[Judgement, SheetKind | None]:
        fact = line.fact
        if fact is None:
            return Judgement("refused", line.reason), None
        sheet = self._batch.shelf.sheet(fact.sheet)
        if sheet is None:
            known = TYPES.get(fact.type)
            if known is None:
                return nowhere(fact, self._actor), None
            sheet = new_sheet(fact.sheet, known.kind)
        return judge(fact, sheet, self._actor, self._standing(sheet), self._batch.policy_for), sheet.kind

    def _standing(self, sheet: Sheet) -> Standing:
        if sheet.id not in self._standings:
            linked, before = sheet.id in self._rights.linked, sheet.id in self._rights.before
            self._standings[sheet.id] = standing(sheet, self._actor, linked=linked, read_before=before)
        return self._standings[sheet.id]


# Built once: building a question costs more than asking it.
_of: BindParameter[str] = bindparam("of")
_c, _d = tables.counter.c, tables.devices.c
_LOCK_COUNTER = select(tables.counter).where(_c.company == _of).with_for_update()
_MOVE_COUNTER = update(tables.counter).where(_c.company == _of).values(seq=bindparam("to"), chain=bindparam("hashed"))
_MOVE_HEAD = (
    update(tables.devices).where(_d.company == _of, _d.device == bindparam("its")).values(head=bindparam("to"), hash=bindparam("hashed"))
)


def still_here(counter: Row[Any]) -> None:
    """Raises Offline when this company has moved to another database: nothing more is taken here, phones try again there."""
    if counter.closed_at:
        raise Offline("moved")


def _refuses(head: Head, push: Push) -> OfficeTrouble | None:
    if head.state == "frozen":
        return Frozen()
    if head.state == "signed_out" and push.by_hand:
        return None
    return SignedOut(wipe=head.state == "wipe") if head.state in ("signed_out", "wipe") else None


def _freeze(connection: Connection, company: str, device: DeviceId) -> None:
    d = tables.devices
    connection.execute(update(d).where(d.c.company == company, d.c.device == device).values(state="frozen"))
