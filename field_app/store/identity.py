"""Whose journal this is, as the journal itself keeps it: with its turn among the others here, and its token sealed where that can be."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from attrs import asdict, evolve

from field_app.domain.facts import DeviceId
from field_app.store.door import Identity, StorageFull
from field_app.store.own import META
from field_app.store.rows import Batch, dump_row
from field_app.store.seal import Seal
from field_app.store.tables import JournalDB

IDENTITY = "identity"


def identity_in(db: JournalDB, seal: Seal) -> tuple[Identity, int] | None:
    """Whose journal this is and its turn; None when nobody's yet. A token that lay open is sealed now, where it can be."""
    row = db.keyed(META).row(IDENTITY)
    if not row:
        return None
    kept, turn = identity_from(row)
    identity = evolve(kept, token=seal.open(kept.token, kept.device))
    if seal.is_to_close(kept.token) and not db.storage.damage:
        with suppress(StorageFull):  # another start will do
            keep_identity(db, identity, turn, seal)
            db.storage.compact()  # what was written before is gone only then
    return identity, turn


def keep_identity(db: JournalDB, identity: Identity, turn: int, seal: Seal) -> None:
    """One record; the token in it sealed where this device has a secret."""
    batch = Batch()
    sealed = evolve(identity, token=seal.close(identity.token, identity.device))
    batch.put(META, IDENTITY, dump_row(identity_row(sealed, turn)))
    db.storage.commit(batch)


def identity_row(identity: Identity, turn: int) -> dict[str, Any]:
    return asdict(identity) | {"roles": sorted(identity.roles), "turn": turn}


def identity_from(row: Mapping[str, Any]) -> tuple[Identity, int]:
    values = dict(row)
    turn = values.pop("turn")
    heads = tuple((DeviceId(device), n) for device, n in values.get("heads", ()))
    marks = tuple((DeviceId(device), mark) for device, mark in values.get("marks", ()))
    return Identity(**values | {"roles": frozenset(values["roles"]), "heads": heads, "marks": marks}), turn
