"""Which facts name which photos: written with the facts, and all there is to say who may bring or see one."""

from typing import Any

from sqlalchemy import Connection, insert

from field_app.domain.facts import Fact, UserId
from field_app.domain.photo import is_name, photos_in
from sync.server import tables

Row = dict[str, Any]


def naming(company: str, seq: int, fact: Fact, user: UserId, received_at: int, verdict: str) -> list[Row]:
    """A row for each photo this fact names. One that was refused names it for its author alone."""
    names = dict.fromkeys(photo.sha256 for photo in photos_in(fact.body) if is_name(photo.sha256))
    shown = int(verdict != "refused")
    common = {"company": company, "seq": seq, "sheet": fact.sheet, "user": user, "received_at": received_at, "shown": shown}
    return [{**common, "name": name} for name in names]


def write(connection: Connection, rows: list[Row]) -> None:
    if rows:
        connection.execute(insert(tables.photo_names), rows)
