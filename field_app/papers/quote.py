"""Quote 报价单 and service agreement 服务协议: the figures the customer agrees to before chargeable work (P5.3, P8.2)."""

from field_app.domain.errors import say
from field_app.domain.money import capitals, yuan
from field_app.domain.repair import charges, diagnosis, intake
from field_app.domain.repair.charges import Consented, Quoted
from field_app.domain.sheets import Sheet
from field_app.papers.around import Around
from field_app.papers.form import Box, Boxes, Code, Note, Paper, Part, Row, joined, pair, pairs, whole
from field_app.papers.lines import priced
from field_app.papers.signed import box

QUOTE = Code(say("Quote"), "FW-06")
AGREEMENT = Code(say("Service agreement"), "FW-05")


def quote(sheet: Sheet, around: Around) -> Paper:
    """The newest quote with the customer's consent or refusal."""
    said, refusal = sheet.said(Quoted), charges.refused(sheet)
    standard = say("Prices by the fee standard {standard}", standard=said.policy) if said and said.policy else ""
    parts: tuple[Part, ...] = (
        *_whose(sheet),
        priced(said.lines if said else (), least=1 if said else 8),
        _total(said),
        *((Note(standard),) if standard else ()),
        *((whole(say("Quote refused"), refusal.body.reason),) if refusal else ()),
        Boxes((box(say("The customer agrees to these figures"), sheet, sheet.last(Consented)), Box(say("Made by")))),
    )
    return Paper(QUOTE, parts, intake.number(sheet), around.address_of(sheet.id) if said else "")


def _whose(sheet: Sheet) -> tuple[Row, ...]:
    known = intake.request(sheet)
    found = joined(" ".join((e.body.piece, e.body.serial, e.body.cause)) for e in diagnosis.diagnoses(sheet))
    return (
        pairs(pair(say("Customer"), known.customer), pair(say("Project"), known.project)),
        pairs(pair(say("Contact person"), known.contact), pair(say("Contact phone"), known.phone)),
        whole(say("Fault details"), known.fault),
        whole(say("Diagnosis"), found),
    )


def _total(said: Quoted | None) -> Row:
    return whole(say("To pay in all"), f"¥{yuan(said.total_fen)}  {capitals(said.total_fen)}" if said else "")


def agreement(sheet: Sheet, around: Around) -> Paper:
    """The agreement where the contract has no terms: the same figures as the quote, with what both sides bind themselves to (P8.2)."""
    said = sheet.said(Quoted)
    terms = (
        say("1  The company does the work named above for the customer and charges no more than the figures named here."),
        say("2  Work or parts beyond these need the customer's agreement first."),
        say("3  The customer pays after the work is done and signed for, against a receipt or invoice."),
        say("4  Both sides keep a copy."),
    )
    parts: tuple[Part, ...] = (
        *_whose(sheet),
        priced(said.lines if said else (), least=1 if said else 6),
        _total(said),
        *(Note(term, small=False) for term in terms),
        Boxes((box(say("The customer"), sheet, sheet.last(Consented)), Box(say("The company, with seal")))),
    )
    return Paper(AGREEMENT, parts, intake.number(sheet), around.address_of(sheet.id) if said else "")
