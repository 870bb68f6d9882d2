"""The office's sheets as they came down, kept as bytes until somebody looks at one."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from field_app.domain.facts import DeviceId, MalformedLine, SheetId, SheetKind
from field_app.domain.sheets import Sheet, load_sheet
from field_app.store.rows import Batch, dump_row
from field_app.store.tables import JournalDB

SHEETS = "sheets"
_ENTRIES = b',"entries":['


class Bases:
    """Base documents by sheet; `kinds` and `versions` of all of them are known without reading them."""

    def __init__(self, db: JournalDB) -> None:
        self._db = db
        self._sheets: dict[SheetId, Sheet] = {}
        self.kinds: dict[SheetId, SheetKind] = {}
        self.versions: dict[SheetId, int] = {}
        for row in db.raw(SHEETS).values():
            self._note(json.loads(row.partition(_ENTRIES)[0] + b"}"))

    def sheet(self, sheet_id: SheetId) -> Sheet | None:
        if sheet_id not in self._sheets and sheet_id in self.kinds:
            self._sheets[sheet_id] = load_sheet(json.loads(self._db.raw(SHEETS)[sheet_id]))
        return self._sheets.get(sheet_id)

    def positions(self, sheet_id: SheetId, device: DeviceId) -> dict[int, int]:
        """n → position of the facts of this device that the base document holds."""
        row = self._db.raw(SHEETS).get(sheet_id)
        entries = json.loads(row)["entries"] if row else ()
        return {line[0]: seq for author, _, seq, _, _, line in entries if author == device}

    def put(self, batch: Batch, documents: Iterable[Mapping[str, Any]], gone: Iterable[SheetId]) -> None:
        for document in documents:
            batch.put(SHEETS, document["id"], dump_row(_headed(document)))
        for sheet_id in gone:
            batch.remove(SHEETS, sheet_id)

    def was_put(self, documents: Iterable[Mapping[str, Any]], gone: Iterable[SheetId]) -> None:
        for document in documents:
            self._note(document)
        for sheet_id in gone:
            self.kinds.pop(sheet_id, None)
            self.versions.pop(sheet_id, None)
            self._sheets.pop(sheet_id, None)

    def _note(self, document: Mapping[str, Any]) -> None:
        sheet_id = SheetId(document["id"])
        self.kinds[sheet_id] = document["kind"]
        self.versions[sheet_id] = document["version"]
        self._sheets.pop(sheet_id, None)


def _headed(document: Mapping[str, Any]) -> dict[str, Any]:
    # What is looked at on opening comes first, so that the entries needn't be read for it.
    try:
        head = {key: document[key] for key in ("id", "kind", "version", "entries")}
    except KeyError as missing:
        raise MalformedLine(f"no sheet: {missing}") from missing
    return head | dict(document)
