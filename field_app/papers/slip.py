"""The take-back slip 处理单: two copies of the same, one for the customer and one for the supervisor, cut apart (P6.1)."""

import hmac

from field_app.domain.errors import say
from field_app.domain.facts import SheetId
from field_app.domain.photo import Photo, photos_in
from field_app.domain.repair import intake, takeback
from field_app.domain.repair.takeback import TakenBack, TakenPiece
from field_app.domain.sheets import Entry, Sheet
from field_app.papers.around import Around
from field_app.papers.form import Box, Boxes, Code, Note, Paper, day, grid, joined, moment, pair, pairs, whole
from field_app.papers.pictures import pictures
from field_app.papers.signed import CHECK, box

CODE = Code(say("Take-back slip"), "FW-02")
COPIES = (say("Customer's copy"), say("Supervisor's copy"))


def slip(sheet: Sheet, around: Around, number: str = "") -> Paper:
    """The slip of this number, the newest where none is named; blank where there is none."""
    entry = find(sheet, number)
    body = entry.body if entry else None
    known = intake.request(sheet)
    head = [(say("No."), 1.7), (say("Equipment piece"), 5.5), (say("Serial"), 5), (say("Condition"), 7), (say("Accessories"), 5)]
    pieces = body.pieces if body else ()
    rows = [(str(n), p.piece, p.serial, _condition(p), p.accessories) for n, p in enumerate(pieces, 1)]
    parts = (
        pairs(pair(say("Customer"), known.customer), pair(say("Project"), known.project)),
        pairs(pair(say("Service sheet"), intake.number(sheet)), pair(say("Taken back on"), moment(entry.at) if entry else "")),
        grid(head, rows, least=1 if body else 4),
        *pictures(photos(sheet, number), around),
        whole(say("Promised back by"), day(body.promised_on) if body else ""),
        Boxes((box(say("The customer: handed over as listed"), sheet, entry), _taker(around, entry))),
        Note(say("Keep this copy: it is collected when the equipment comes back.")),
    )
    address = f"{around.office}/s/{code(sheet.id, entry)}" if entry and around.office else ""
    return Paper(CODE, parts, body.slip if body else "", address, COPIES)


def photos(sheet: Sheet, number: str = "") -> tuple[Photo, ...]:
    """What shows the condition of the pieces on this slip."""
    entry = find(sheet, number)
    return photos_in(entry.body) if entry else ()


def _condition(piece: TakenPiece) -> str:
    """The condition, with the photos that show it by their names: they are part of what was signed."""
    return joined((piece.condition, *(f"({photo.sha256[:CHECK]})" for photo in piece.photos)))


def _taker(around: Around, entry: Entry[TakenBack] | None) -> Box:
    return Box(say("Taken back by"), signer=around.name(entry.by) if entry else "", on=moment(entry.at) if entry else "")


def find(sheet: Sheet, number: str = "") -> Entry[TakenBack] | None:
    """The slip of this number, the newest for none."""
    return next((entry for entry in reversed(takeback.slips(sheet)) if number in ("", entry.body.slip)), None)


def code(sheet: SheetId, slip: Entry[TakenBack]) -> str:
    """The slip's private address, as the phone shows it too."""
    return takeback.slip_code(sheet, slip)


def sheet_of(code: str) -> SheetId:
    """The sheet an address names."""
    return SheetId(code.rpartition(".")[0])


def by_code(sheet: Sheet, wanted: str) -> Entry[TakenBack] | None:
    """The slip with this private address."""
    return next((e for e in takeback.slips(sheet) if hmac.compare_digest(code(sheet.id, e).encode(), wanted.encode())), None)
