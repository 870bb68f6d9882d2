"""What each signature on a sheet covers, and whether it still does (P5.3, P7.2): the other side of `fingerprint`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from field_app.domain.repair import charges, record
from field_app.domain.repair.charges import Consented, Quoted, fingerprint
from field_app.domain.repair.record import RecordSigned
from field_app.domain.repair.settlement import PaymentAgreed, shown_agreement
from field_app.domain.repair.takeback import PieceReturned, TakenBack, shown_return, shown_slip
from field_app.domain.sheets import Entry, Sheet
from field_app.domain.signature import Signature
from field_app.ui.office.labels import SATISFACTION, dotted, word
from field_app.ui.words import _, money, n_


@frozen
class Signed:
    """One signature. `holds` is None where it stands on its own and nothing can change under it."""

    signature: Signature
    signer: str
    at: datetime
    covers: str
    holds: bool | None


def signatures(sheet: Sheet) -> tuple[Signed, ...]:
    """Every signature on the sheet, in order."""
    found = [_signed(sheet, entry) for entry in sheet.entries if entry.counts and type(entry.body) in _COVERS]
    return tuple(found)


def _signed(sheet: Sheet, entry: Entry[Any]) -> Signed:
    body = entry.body
    covers, holds = _COVERS[type(body)](sheet, body)
    relation = getattr(body, "relation", "")
    signer = f"{body.signer}（{relation}）" if relation else body.signer
    # Of an erased sheet nothing can be compared any more.
    return Signed(body.signature, signer, entry.at, covers, holds if body.signature.strokes else None)


def _consent(sheet: Sheet, body: Consented) -> tuple[str, bool | None]:
    quote = sheet.said(Quoted)
    lines = n_("{n} line", "{n} lines", len(quote.lines)) if quote else ""
    total = money(quote.total_fen) if quote else ""
    return _("Quote: {what}", what=dotted(lines, total)), body.shown == fingerprint(charges.shown_quote(sheet))


def _record(sheet: Sheet, body: RecordSigned) -> tuple[str, bool | None]:
    satisfaction = word(SATISFACTION, body.satisfaction)
    return _("Work, parts, costs; {satisfaction}", satisfaction=satisfaction), body.shown == fingerprint(record.shown_record(sheet))


def _slip(sheet: Sheet, body: TakenBack) -> tuple[str, bool | None]:
    pieces = n_("{n} piece", "{n} pieces", len(body.pieces))
    shown = shown_slip(sheet, body.slip, body.pieces, body.promised_on)
    return _("Take-back slip {slip}: {pieces}", slip=body.slip, pieces=pieces), body.shown == fingerprint(shown)


def _return(sheet: Sheet, body: PieceReturned) -> tuple[str, bool | None]:
    holds = body.shown == fingerprint(shown_return(sheet, body.together)) if body.shown else None
    return _("Given back: {piece}", piece=body.piece), holds


def _agreement(sheet: Sheet, body: PaymentAgreed) -> tuple[str, bool | None]:
    shown = shown_agreement(sheet, body.amount_fen, body.method, body.due_on, body.payer)
    words = _("Invoice acknowledgement: {amount} by {day}", amount=money(body.amount_fen), day=body.due_on)
    return words, body.shown == fingerprint(shown)


_COVERS: Mapping[type, Callable[[Sheet, Any], tuple[str, bool | None]]] = {
    Consented: _consent,
    RecordSigned: _record,
    TakenBack: _slip,
    PieceReturned: _return,
    PaymentAgreed: _agreement,
}
