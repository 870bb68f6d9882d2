"""Sheets as the texts that go down to phones: entries put together from the lines as they came, never serialised again."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from field_app.domain.facts import DeviceId, UserId, encode
from field_app.domain.sheets import Sheet, load_sheet


def document(sheet_id: str, kind: str, version: int, entries: str) -> bytes:
    """The sheet as it goes down, the same bytes `encode(dump_sheet(sheet))` gives."""
    head = encode({"id": sheet_id, "kind": kind, "version": version, "entries": []})
    return head[:-2] + entries.encode() + b"]}"


def entry_text(device: DeviceId, by: UserId, received_at: datetime) -> Callable[[int, str, str], str]:
    """Writes the entries of one push into documents, each from its position, verdict and line; the line goes in as it came.

    Devices and users are named by the office: there is nothing in them to escape.
    """
    who, received = f'["{device}","{by}",', f',"{received_at.isoformat()}","'
    return lambda seq, verdict, line: f'{who}{seq}{received}{verdict}",{line}]'


def read_document(row: Row[*tuple[Any, ...]]) -> Sheet:
    """A sheet from its row, or from the columns id, kind, version and entries of it. MalformedLine when it is none."""
    return load_sheet(json.loads(document(row.id, row.kind, row.version, row.entries)))
