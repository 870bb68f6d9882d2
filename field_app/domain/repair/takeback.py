"""Chapter 6: what can't be repaired on site is taken back against a signed slip, and goes home the same way (P6.1, P6.4)."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import SheetId, fact, widened
from field_app.domain.photo import Photo, shown_photos, unlikely
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.closing import pieces_here, still_open
from field_app.domain.repair.diagnosis import undiagnosed
from field_app.domain.repair.intake import number, request
from field_app.domain.sheets import Entry, Ground, Sheet
from field_app.domain.signature import Signature, unsigned


@frozen
class TakenPiece:
    """One piece on the slip: what it is and how it left the house."""

    piece: str
    condition: str
    serial: str = ""
    accessories: str = ""
    photos: tuple[Photo, ...] = ()

    @property
    def key(self) -> str:
        return self.serial or self.piece


def shown_slip(sheet: Sheet, slip: str, pieces: Iterable[TakenPiece], promised_on: date) -> dict[str, Any]:
    """Exactly what the customer signs when equipment is taken away."""
    known = request(sheet)
    rows = [_shown_piece(piece) for piece in pieces]
    values = {"paper": "slip", "slip": slip, "number": number(sheet), "customer": known.customer, "project": known.project}
    return {**values, "pieces": rows, "promised": promised_on.isoformat()}


def _shown_piece(piece: TakenPiece) -> dict[str, Any]:
    named = {"piece": piece.piece, "serial": piece.serial, "condition": piece.condition, "accessories": piece.accessories}
    return named | shown_photos(piece.photos)


def slip_number(sheet: Sheet, tag: str = "") -> str:
    """The next slip's number: the sheet's with T1, T2 … after it. A voided slip keeps its own.

    Before the T stands the tag of the device, where the sheet's number hasn't it already: two phones without network on one sheet
    never give the same (P6.1).
    """
    known = number(sheet)
    begins = f"{known}-T" if not tag or f"-{tag}-" in known else f"{known}-{tag}T"
    given = (re.fullmatch(re.escape(begins) + r"([0-9]{1,6})", slip) for slip in _ever_written(sheet))
    return f"{begins}{max((int(found[1]) for found in given if found), default=0) + 1}"


SECRET = 20  # hex digits: 80 bits


def slip_code(sheet: SheetId, slip: "Entry[TakenBack]") -> str:
    """The slip's private address at the office (P6.1): which sheet, and a secret drawn from the customer's own signature.

    Phone and office derive it without asking each other, and it stays the same where the fact is recorded anew by another journal.
    """
    body = slip.body
    known = ":".join((sheet, body.slip, body.shown, slip.at.isoformat(), body.signature.strokes))
    return f"{sheet}.{hashlib.sha256(known.encode()).hexdigest()[:SECRET]}"


def _ever_written(sheet: Sheet) -> tuple[str, ...]:
    return tuple(entry.body.slip for entry in sheet.entries if isinstance(entry.body, TakenBack))


def _may_take(sheet: Sheet, body: "TakenBack", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    yield from undiagnosed(sheet)
    if not body.pieces:
        yield Objection("P6.1", say("List at least one piece."), "pieces")
    for place, piece in enumerate(body.pieces):
        if not (piece.piece.strip() and piece.condition.strip()):
            yield Objection("P6.1", say("Write name and condition of every piece."), f"pieces.{place}")
        yield from unlikely(piece.photos, "P6.1", f"pieces.{place}")
    keys = [piece.key for piece in body.pieces]
    if len(keys) != len(set(keys)):
        yield Objection("P6.1", say("One piece stands twice on the slip."), "pieces")
    if set(keys) & pieces_here(sheet).keys():
        yield Objection("P6.1", say("One of these pieces is with us already."), "pieces")
    if not body.slip or body.slip in _ever_written(sheet):
        yield Objection("P6.1", say("Every slip has a number of its own; show it again."), "slip")
    if body.promised_on < day_of(ground.at):
        yield Objection("P6.1", say("The promised date can't be in the past."), "promised_on")
    if body.shown != fingerprint(shown_slip(sheet, body.slip, body.pieces, body.promised_on)):
        yield Objection("P6.1", say("The slip has changed since it was shown; show it again."), "shown")
    if not body.signer.strip():
        yield Objection("P6.1", say("Write the name of the person signing."), "signer", passable=not body.signature.strokes)
    yield from unsigned(body.signature, "P6.1", passable=True)


@fact("taken_back", on="repair", by=FIELD, gate=_may_take, version=2, lifts={1: widened})
@frozen
class TakenBack:
    """Equipment leaves the house against a slip the customer signed (P6.1)."""

    slip: str
    pieces: tuple[TakenPiece, ...]
    promised_on: date
    shown: str
    signature: Signature
    signer: str
    relation: str = ""


def shown_return(sheet: Sheet, keys: Iterable[str]) -> dict[str, Any]:
    """Exactly what the customer signs when these pieces come home."""
    known, taken = request(sheet), {piece.key: piece for entry in slips(sheet) for piece in entry.body.pieces}
    rows = [_shown_piece(taken[key]) for key in keys if key in taken]
    return {"paper": "return", "number": number(sheet), "customer": known.customer, "project": known.project, "pieces": rows}


def _may_return(sheet: Sheet, body: "PieceReturned", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if body.piece not in pieces_here(sheet):
        yield Objection("P6.4", say("This piece isn't with us."), "piece")
    if not body.slip_collected and not body.reason.strip():
        yield Objection("P6.4", say("Collect the customer's copy of the slip, or say how it was lost."), "reason")
    if not body.signer.strip():
        yield Objection("P6.4", say("Write the name of the person signing."), "signer")
    yield from unlikely(body.photos, "P6.4")
    if body.shown and body.shown != fingerprint(shown_return(sheet, body.together)):
        yield Objection("P6.4", say("The list has changed since it was shown; show it again."), "shown")
    if body.shown and body.piece not in body.together:
        yield Objection("P6.4", say("This piece isn't on the list that was signed."), "piece")
    yield from unsigned(body.signature, "P6.4")


# Version 3: the signature is bound to the list of all pieces that went home together. Older apps' facts stand without it.
@fact("piece_returned", on="repair", by=FIELD, gate=_may_return, version=3, lifts={1: widened, 2: widened})
@frozen
class PieceReturned:
    """A piece is back with its owner, by signature; the customer's slip collected or its loss explained (P6.4).

    `shown` binds the signature to the list of `together`: the keys of all pieces signed for at once, this one among them.
    """

    piece: str
    slip_collected: bool
    signature: Signature
    signer: str
    reason: str = ""
    photos: tuple[Photo, ...] = ()
    shown: str = ""
    together: tuple[str, ...] = ()


def still_here(sheet: Sheet) -> tuple[TakenPiece, ...]:
    """Pieces taken back and not yet returned."""
    return tuple(pieces_here(sheet).values())


def slips(sheet: Sheet) -> tuple[Entry[TakenBack], ...]:
    return tuple(sheet.live(TakenBack))
