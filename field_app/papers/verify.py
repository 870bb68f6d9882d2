"""Tells whether a sheet's export, as JSON or inside its PDF, is unchanged; `export` says what that proves."""

import json
from collections.abc import Iterator

from attrs import evolve, frozen

from field_app.domain.errors import Words, say
from field_app.domain.facts import MalformedLine, chain, load_line, server_chain
from field_app.domain.repair.intake import number
from field_app.domain.sheets import Sheet
from field_app.papers import printing, signed
from field_app.papers.export import Export, Kept, Unreadable, load
from field_app.papers.form import moment
from field_app.papers.pen import Fonts
from field_app.papers.reading import facts_in, photos_in, same_pages


@frozen
class Report:
    """`wrong` is what was changed or doesn't fit, empty when all is well; `told` is what the file is, for people to read."""

    wrong: tuple[Words, ...]
    told: tuple[Words, ...] = ()
    export: Export | None = None

    @property
    def is_unchanged(self) -> bool:
        return not self.wrong


def verify(content: bytes, fonts: Fonts) -> Report:
    """The report on a file's bytes. Never raises for what is in them."""
    is_pdf = content.startswith(b"%PDF")
    try:
        export = load(facts_in(content) if is_pdf else content)
        sheet = export.folded()
    except Unreadable as problem:
        return Report((problem.words,))
    except MalformedLine:
        return Report((say("These facts can't be read: they were damaged or changed."),))
    wrong = (*_links(export), *_chained(export), *_signatures(export))
    if is_pdf and not _printed_alike(content, export, sheet, fonts):
        wrong = (*wrong, say("The pages don't show what the facts in this file say, or another version of the app printed them."))
    return Report(wrong, _told(export, sheet), export)


def _told(export: Export, sheet: Sheet) -> tuple[Words, ...]:
    known = {"number": number(sheet) or sheet.id, "n": len(export.facts), "at": moment(export.around.made_at)}
    seal = printing.check(export)
    return (say("Service sheet {number}, {n} records, exported {at}.", **known), say("Seal {seal}", seal=seal))


def _links(export: Export) -> Iterator[Words]:
    """Every line is the fact it is said to be, and is what its hashes were made from."""
    for kept in export.facts:
        fact = load_line(kept.device, kept.line.encode())
        if (fact.n, fact.sheet) != (kept.n, export.sheet):
            yield say("Record {n} of {device} belongs elsewhere.", n=kept.n, device=kept.device)
        if not _holds(kept):
            yield say("Record {n} of {device} isn't the one its hash was made from.", n=kept.n, device=kept.device)


def _holds(kept: Kept) -> bool:
    try:
        own = not kept.hash or chain(bytes.fromhex(kept.before), kept.line.encode()).hex() == kept.hash
        before, link = bytes.fromhex(kept.chain_before), bytes.fromhex(kept.hash)
        return own and (not kept.chain or server_chain(before, kept.device, kept.n, link).hex() == kept.chain)
    except ValueError:
        return False


def _chained(export: Export) -> Iterator[Words]:
    """Neighbours in a journal or in the log are linked to each other, and the order is the log's."""
    by_place = {(kept.device, kept.n): kept for kept in export.facts}
    by_seq = {kept.stamp.seq: kept for kept in export.facts if kept.stamp.seq is not None}
    for kept in export.facts:
        next_own = by_place.get((kept.device, kept.n + 1))
        next_here = by_seq.get(kept.stamp.seq + 1) if kept.stamp.seq is not None else None
        own = next_own is None or not kept.hash or not next_own.before or next_own.before == kept.hash
        here = next_here is None or not kept.chain or not next_here.chain_before or next_here.chain_before == kept.chain
        if not (own and here):
            yield say("Record {n} of {device} isn't followed by the one that came after it.", n=kept.n, device=kept.device)
    places = [kept.stamp.seq for kept in export.facts if kept.stamp.seq is not None]
    if places != sorted(set(places)) or len(by_place) < len(export.facts):
        yield say("The records aren't in the order the office has them in.")


def _signatures(export: Export) -> Iterator[Words]:
    """Each signature is over what the facts showed when it was given (P7.2)."""
    for place in range(len(export.facts)):
        entry = export.folded(place + 1).entries[-1] if _is_signed(export.facts[place]) else None
        if entry is not None and entry.counts and type(entry.body) in signed.SHOWN:
            then = export.folded(place + 1)
            if not signed.covers(then, then.entries[-1]):
                yield say(
                    "The signature of {signer}, {at}, isn't over what the sheet showed then.", signer=entry.body.signer, at=moment(entry.at)
                )


def _is_signed(kept: Kept) -> bool:
    return '"signature"' in kept.line


def _printed_alike(content: bytes, export: Export, sheet: Sheet, fonts: Fonts) -> bool:
    if export.printed is None:
        return False
    try:
        around = evolve(export.around, photos=photos_in(content))
        again = printing.printed(evolve(export, around=around), sheet, fonts)
    except (KeyError, json.JSONDecodeError):
        return False
    return same_pages(content, again)
