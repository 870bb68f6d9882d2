"""Signature boxes: the strokes, who, when, and the check line of P7.2: what the signature was over and whether that still stands."""

from collections.abc import Callable, Mapping
from typing import Any

from field_app.domain.errors import Words, say
from field_app.domain.repair.charges import Consented, fingerprint, shown_quote
from field_app.domain.repair.intake import Request, requests
from field_app.domain.repair.record import RecordSigned, shown_record
from field_app.domain.repair.settlement import PaymentAgreed, shown_agreement
from field_app.domain.repair.takeback import TakenBack, shown_slip
from field_app.domain.sheets import Entry, Sheet
from field_app.papers.form import Box, Said, moment

CHECK = 10  # characters of the hash on paper
Shown = Callable[[Sheet, Any, Request], Mapping[str, Any]]

SHOWN: Mapping[type, Shown] = {
    Consented: lambda sheet, _body, known: shown_quote(sheet, known),
    RecordSigned: lambda sheet, _body, known: shown_record(sheet, known),
    TakenBack: lambda sheet, body, _known: shown_slip(sheet, body.slip, body.pieces, body.promised_on),
    PaymentAgreed: lambda sheet, body, _known: shown_agreement(sheet, body.amount_fen, body.method, body.due_on, body.payer),
}


def covers(sheet: Sheet, entry: Entry[Any]) -> bool:
    """True while the sheet says what was signed, the request as it was known then or since (P10.2)."""
    shown = SHOWN[type(entry.body)]
    return any(entry.body.shown == fingerprint(shown(sheet, entry.body, known)) for known in requests(sheet))


def box(said: Said, sheet: Sheet, entry: Entry[Any] | None) -> Box:
    """The box of one signature, empty for None."""
    if entry is None:
        return Box(said)
    body = entry.body
    relation = getattr(body, "relation", "")
    signer = f"{body.signer} ({relation})" if relation else body.signer
    return Box(said, body.signature, signer, moment(entry.at), check(sheet, entry))


def check(sheet: Sheet, entry: Entry[Any]) -> Words | str:
    """The check line; nothing for a signature that stands on its own."""
    if type(entry.body) not in SHOWN:
        return ""
    over = entry.body.shown[:CHECK]
    if covers(sheet, entry):
        return say("Signed over: {check}", check=over)
    return say("Signed over: {check}. Changed since: it doesn't cover this.", check=over)
