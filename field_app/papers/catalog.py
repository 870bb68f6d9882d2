"""Every paper of a repair sheet by its name, and which of them a sheet has."""

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import frozen

from field_app.domain.photo import Photo
from field_app.domain.repair import settlement, takeback
from field_app.domain.repair.charges import Quoted
from field_app.domain.sheets import Sheet
from field_app.papers import payments, quote, repair_sheet, slip
from field_app.papers.around import Around
from field_app.papers.form import Code, Paper

Name = Literal["record", "slip", "receipt", "acknowledgement", "quote", "agreement"]


@frozen
class Kind:
    """`make` builds the paper of a sheet; `which` names one of several by its number. `photos` are those it would show."""

    code: Code
    make: Callable[[Sheet, Around, str], Paper]
    photos: Callable[[Sheet, str], tuple[Photo, ...]] = lambda _sheet, _which: ()


def _of_the_record(sheet: Sheet, _which: str) -> tuple[Photo, ...]:
    return repair_sheet.photos(sheet)


KINDS: Mapping[Name, Kind] = {
    "record": Kind(repair_sheet.CODE, lambda sheet, around, _which: repair_sheet.repair_sheet(sheet, around), _of_the_record),
    "slip": Kind(slip.CODE, slip.slip, slip.photos),
    "receipt": Kind(payments.RECEIPT, payments.receipt),
    "acknowledgement": Kind(payments.ACKNOWLEDGEMENT, lambda sheet, around, _which: payments.acknowledgement(sheet, around)),
    "quote": Kind(quote.QUOTE, lambda sheet, around, _which: quote.quote(sheet, around)),
    "agreement": Kind(quote.AGREEMENT, lambda sheet, around, _which: quote.agreement(sheet, around)),
}


@frozen
class Wanted:
    """One paper of a sheet: its kind and, where there are several, its number."""

    name: Name
    which: str = ""


def papers_of(sheet: Sheet) -> tuple[Wanted, ...]:
    """The papers this sheet has something for, in order of the procedure; the repair sheet always."""
    quoted = sheet.said(Quoted)
    return (
        Wanted("record"),
        *((Wanted("quote"),) if quoted else ()),
        *((Wanted("agreement"),) if quoted and any(line.basis == "agreement" for line in quoted.lines) else ()),
        *(Wanted("slip", entry.body.slip) for entry in takeback.slips(sheet)),
        *(Wanted("receipt", entry.body.receipt) for entry in payments.paid(sheet) if entry.body.receipt),
        *((Wanted("acknowledgement"),) if sheet.last(settlement.PaymentAgreed) else ()),
    )


def photos_for(wanted: Wanted, sheet: Sheet) -> tuple[str, ...]:
    """The names of the photos this paper would show, in that order: whoever makes it gives those that are at hand."""
    return tuple(photo.sha256 for photo in KINDS[wanted.name].photos(sheet, wanted.which))


def make(wanted: Wanted, sheet: Sheet, around: Around) -> Paper:
    return KINDS[wanted.name].make(sheet, around, wanted.which)
