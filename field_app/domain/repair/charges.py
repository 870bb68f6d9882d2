"""Chapter 5, third part: quote and consent. No chargeable work before the customer's signature on the figures shown (P5.3)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import encode, fact, widened
from field_app.domain.money import hundredths, times, yuan
from field_app.domain.policy import FeeKind
from field_app.domain.repair.appointment import FIELD
from field_app.domain.repair.closing import given_up, still_open
from field_app.domain.repair.intake import Request, number, request, requests
from field_app.domain.repair.warranty import decisions, undecided
from field_app.domain.sheets import Entry, Ground, Sheet
from field_app.domain.signature import Signature, unsigned

Basis = Literal["contract", "standard", "agreement"]


@frozen
class Line:
    """One line of a quote. `price_fen` is for one `unit`, `quantity` counts hundredths of it.

    A free line keeps its price and says why it is free: `warranty`, `contract` or `goodwill`.
    """

    kind: FeeKind
    name: str
    unit: str
    price_fen: int
    quantity: int
    basis: Basis
    code: str = ""
    piece: str = ""
    free: Literal["", "warranty", "contract", "goodwill"] = ""

    @property
    def full_fen(self) -> int:
        return times(self.price_fen, self.quantity)

    @property
    def amount_fen(self) -> int:
        return 0 if self.free else self.full_fen


def _may_quote(sheet: Sheet, body: "Quoted", ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if undecided(sheet):
        yield Objection("P5.2", say("Decide the warranty first."), passable=True)
    for place, line in enumerate(body.lines):
        yield from _wrong_in(line, f"lines.{place}", ground)
        yield from _against_warranty(sheet, line, f"lines.{place}")
    if ground.policy and body.policy != ground.policy.label and any(line.basis == "standard" for line in body.lines):
        yield Objection("P9.1", say("The fee standard has changed; make the quote anew."), "policy")
    if any(line.basis == "agreement" for line in body.lines) and not body.terms.strip():
        yield Objection("P8.2", say("Write what was agreed: the customer signs it as the service agreement."), "terms", passable=True)
    if body.total_fen <= 0:
        yield Objection("P5.3", say("A quote must be above zero; for free work none is needed."), "lines")


def _wrong_in(line: Line, field: str, ground: Ground) -> Iterator[Objection]:
    if not line.name.strip():
        yield Objection("P5.3", say("Say what the line is for."), field)
    if line.quantity <= 0:
        yield Objection("P5.3", say("The quantity of {name} must be above zero.", name=line.name), field)
    if line.price_fen <= 0:
        yield Objection("P5.3", say("The price of {name} must be above zero.", name=line.name), field)
    fee = ground.policy.fee(line.code) if ground.policy and line.code else None
    if line.basis == "standard" and (fee is None or fee.price_fen != line.price_fen):
        yield Objection("P5.3", say("{name} isn't in the fee standard at this price; make it an agreement.", name=line.name), field)


def _against_warranty(sheet: Sheet, line: Line, field: str) -> Iterator[Objection]:
    decided = decisions(sheet).get(line.piece)
    inside = decided is not None and decided.body.decision == "inside"
    if inside and not line.free and line.kind != "wear_part":
        words = say("{name}: this piece is in warranty; only wear parts are charged.", name=line.name)
        yield Objection("P8.1", words, field, passable=True)
    if decided is not None and not inside and line.free == "warranty":
        words = say("{name}: this piece isn't in warranty; if it is free, then as goodwill.", name=line.name)
        yield Objection("P8.1", words, field)


@fact("quoted", on="repair", by=FIELD, gate=_may_quote, version=2, lifts={1: widened})
@frozen
class Quoted:
    """The figures shown to the customer, with the fee standard's version (P5.3, P9.1). Again: it voids the consent before.

    `terms` is the service agreement, made where neither contract nor fee standard has the price (P8.2).
    """

    lines: tuple[Line, ...]
    policy: str
    terms: str = ""

    @property
    def total_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)

    @property
    def full_fen(self) -> int:
        return sum(line.full_fen for line in self.lines)


def shown_quote(sheet: Sheet, known: Request | None = None) -> dict[str, Any]:
    """Exactly what the customer sees and signs when consenting; the screen shows these values and no others."""
    quote = sheet.said(Quoted)
    known = known or request(sheet)
    figures = {
        "paper": "quote",
        "number": number(sheet),
        "customer": known.customer,
        "project": known.project,
        "lines": [shown_line(line) for line in quote.lines] if quote else [],
        "total": yuan(quote.total_fen if quote else 0),
        "standard": quote.policy if quote else "",
    }
    # Left out where there is none, so that quotes from before there were agreements stay signed.
    return figures | ({"agreement": quote.terms} if quote and quote.terms else {})


def shown_line(line: Line) -> dict[str, str]:
    return {
        "name": line.name,
        "quantity": f"{hundredths(line.quantity)} {line.unit}",
        "price": yuan(line.price_fen),
        "full": yuan(line.full_fen),
        "amount": yuan(line.amount_fen),
        "free": line.free,
    }


def fingerprint(shown: Mapping[str, Any]) -> str:
    """SHA-256 of what was shown, in hex: what a signature is bound to (P7.2)."""
    return hashlib.sha256(encode(shown)).hexdigest()


def still_shows(sheet: Sheet, signed: str, shown: Callable[[Sheet, Request], Mapping[str, Any]]) -> bool:
    """True while nothing that was signed has changed. The office may have amended the request meanwhile: whoever signed what
    the sheet said by then has signed (P10.2).
    """
    return any(signed == fingerprint(shown(sheet, known)) for known in requests(sheet))


def _may_consent(sheet: Sheet, body: "Consented", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if sheet.last(Quoted) is None:
        yield Objection("P5.3", say("Make the quote first."))
    elif not still_shows(sheet, body.shown, shown_quote):
        yield Objection("P5.3", say("The figures have changed since they were shown; show them again."), "shown")
    if not body.signer.strip():
        yield Objection("P5.3", say("Write the name of the person signing."), "signer")
    yield from unsigned(body.signature, "P5.3")


@fact("consented", on="repair", by=FIELD, gate=_may_consent)
@frozen
class Consented:
    """The customer agrees, by signature on the figures shown (P5.3). `shown` is the fingerprint of `shown_quote`."""

    shown: str
    signature: Signature
    signer: str
    relation: str = ""


def _may_refuse(sheet: Sheet, body: "ConsentRefused", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if sheet.last(Quoted) is None:
        yield Objection("P5.3", say("Make the quote first."))
    if not body.reason.strip():
        yield Objection("P5.3", say("Write what the customer said."), "reason")


@fact("consent_refused", on="repair", by=FIELD, gate=_may_refuse)
@frozen
class ConsentRefused:
    """The customer doesn't agree; the visit ends politely (P5.3)."""

    reason: str


def _may_advise(sheet: Sheet, body: "ReplacementAdvised", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if not body.piece.strip():
        yield Objection("P5.4", say("Name the piece of equipment."), "piece")
    if not body.reason.strip():
        yield Objection("P5.4", say("Say why a new one is better, in words the customer understands."), "reason")
    if min(body.repair_fen, body.new_fen) < 0:
        yield Objection("P5.4", say("An amount can't be below zero."), "new_fen")


@fact("replacement_advised", on="repair", by=("technician", "supervisor", "bench"), gate=_may_advise)
@frozen
class ReplacementAdvised:
    """A piece isn't worth repairing: the advice to replace it, the figures, and what the customer chose (P5.4). 0 fen: not known."""

    piece: str
    reason: str
    choice: Literal["replace", "repair", "undecided"]
    repair_fen: int = 0
    new_fen: int = 0
    words: str = ""


def advice(sheet: Sheet) -> dict[str, Entry[ReplacementAdvised]]:
    """The newest advice by piece (P5.4)."""
    return {entry.body.piece: entry for entry in sheet.live(ReplacementAdvised)}


def consent(sheet: Sheet) -> Entry[Consented] | None:
    """The consent that covers the figures as they stand; None once a figure has changed."""
    signed = sheet.last(Consented)
    return signed if signed and still_shows(sheet, signed.body.shown, shown_quote) else None


def lapsed_consent(sheet: Sheet) -> Entry[Consented] | None:
    """A consent no longer covering the figures."""
    return sheet.last(Consented) if consent(sheet) is None else None


def refused(sheet: Sheet) -> Entry[ConsentRefused] | None:
    """The customer's refusal of the newest quote, unless it was agreed after all."""
    no = sheet.last(ConsentRefused)
    return no if no and sheet.place(no) > max(sheet.place(sheet.last(Quoted)), sheet.place(sheet.last(Consented))) else None


def unconsented(sheet: Sheet) -> Iterable[Objection]:
    """What stands against chargeable work: undecided warranty, no quote, no consent, or a refusal (P5.2, P5.3)."""
    if undecided(sheet):
        yield Objection("P5.2", say("Decide the warranty first."), passable=True)
    if needs_quote(sheet) and consent(sheet) is None:
        yield Objection("P5.3", say("Chargeable work needs the customer's signature on the quote first."), passable=True)


def needs_quote(sheet: Sheet) -> bool:
    """True when something is charged: outside warranty, or quoted all the same (wear parts, P8.1)."""
    return charged(sheet) or sheet.last(Quoted) is not None


def charged(sheet: Sheet) -> bool:
    """True when a piece outside warranty, or excluded from it, is to be repaired: not refused, nor bought anew (P5.2 to P5.4)."""
    outside = {key for key, entry in decisions(sheet).items() if entry.body.decision != "inside"}
    return bool(outside - given_up(sheet)) and refused(sheet) is None


def outdated(sheet: Sheet) -> bool:
    """True when the quote still charges for a piece that is bought anew: it is made again without it (P5.4)."""
    quote = sheet.said(Quoted)
    return quote is not None and any(line.piece in given_up(sheet) for line in quote.lines)
