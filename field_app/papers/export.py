"""A sheet handed out so that it can be checked: the facts as the very bytes that were recorded, their places in both chains, and a seal.

What the seal and the chains prove, and what they can't:
- Alone, a file proves that it is whole and agrees with itself: no byte of a fact, of who and when, or of the order was changed after it
  was made, every line is the one its hashes were computed from, and every signature is over what the facts then showed.
- Whoever makes a whole new file can make a seal too, and can leave facts out. That these are the company's own, and all of them, only the
  office can say: it holds them against its log (`/verify`), where each fact has its place once and for all.
- A file can't show what was recorded after it was made, and not what never was.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from attrs import evolve, frozen

from field_app.domain import catalog as _every_fact_type  # noqa: F401 - registers them
from field_app.domain.errors import Words, say
from field_app.domain.exact import moment
from field_app.domain.facts import DeviceId, SheetId, SheetKind, UserId, dump_body, dump_line, encode, load_body, load_line
from field_app.domain.policy import PolicyApproved
from field_app.domain.repair.arrival import ArrivalChecked
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.dispatch import Assigned
from field_app.domain.sheets import Entry, Sheet, Stamp, Verdict, fold, new_sheet
from field_app.papers.around import Around

FORMAT = "field-app sheet 1"
NAME = "facts.json"
POLICY_FACT = "policy_approved"


class Unreadable(Exception):
    """This file carries no facts that could be checked; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


@frozen
class Kept:
    """One fact: its line as it was recorded, the office's stamp, and its links in both chains as hex, empty where they aren't known:
    a phone knows its colleagues' facts, but not the hashes before them.
    """

    device: DeviceId
    n: int
    stamp: Stamp
    line: str
    before: str = ""
    hash: str = ""
    chain_before: str = ""
    chain: str = ""


@frozen
class Printed:
    """Which paper the facts were printed as, on which size of page."""

    name: str
    which: str = ""
    size: Literal["A4", "A5"] = "A4"


@frozen
class Export:
    """A sheet's facts with what a paper of them needs beside them."""

    sheet: SheetId
    kind: SheetKind
    facts: tuple[Kept, ...]
    around: Around
    printed: Printed | None = None

    def folded(self, upto: int | None = None) -> Sheet:
        """The sheet these facts make, or the first `upto` of them. MalformedLine where a line is none."""
        read = ((load_line(kept.device, kept.line.encode()), kept.stamp) for kept in self.facts[:upto])
        return fold(new_sheet(self.sheet, self.kind), read)


def of_sheet(sheet: Sheet, around: Around, kept: Sequence[Kept] | None = None) -> Export:
    """The export of a sheet; `kept` are its facts as the log holds them, where the log is at hand."""
    facts = tuple(kept) if kept is not None else tuple(map(_kept, sheet.entries))
    return Export(sheet.id, sheet.kind, facts, _needed(sheet, around))


def _kept(entry: Entry[Any]) -> Kept:
    return Kept(entry.fact.device, entry.fact.n, entry.stamp, dump_line(entry.fact).decode())


def _needed(sheet: Sheet, around: Around) -> Around:
    """No more names and versions of the rules than this sheet's papers use."""
    people = {entry.by for entry in sheet.entries} | {
        UserId(one) for entry in sheet.live(Assigned) for one in (entry.body.technician, *entry.body.accompanying)
    }
    labels = {entry.body.policy for entry in sheet.live(ArrivalChecked)} | {entry.body.policy for entry in sheet.live(Quoted)}
    names: Mapping[str, str] = {user: around.names[user] for user in sorted(people) if user in around.names}
    return evolve(around, names=names, policies=tuple(policy for policy in around.policies if policy.label in labels))


def dump(export: Export) -> bytes:
    """The export as lean JSON, sealed."""
    whole = document(export)
    return encode(whole | {"seal": seal(whole)})


def seal(document: Mapping[str, Any]) -> str:
    """SHA-256 over everything else in the file."""
    return hashlib.sha256(encode({name: value for name, value in document.items() if name != "seal"})).hexdigest()


def document(export: Export) -> dict[str, Any]:
    around, printed = export.around, export.printed
    return {
        "format": FORMAT,
        "sheet": export.sheet,
        "kind": export.kind,
        "made_at": around.made_at.isoformat(),
        "office": around.office,
        "language": around.language,
        "names": dict(around.names),
        "policies": [dump_body(PolicyApproved(policy)) for policy in around.policies],
        "printed": [printed.name, printed.which, printed.size] if printed else None,
        "facts": [_dump_kept(kept) for kept in export.facts],
    }


def _dump_kept(kept: Kept) -> list[Any]:
    stamp = kept.stamp
    received = stamp.received_at.isoformat() if stamp.received_at else None
    links = [kept.before, kept.hash, kept.chain_before, kept.chain]
    return [kept.device, kept.n, stamp.by, stamp.seq, received, stamp.verdict, kept.line, *links]


def load(content: bytes) -> Export:
    """The export these bytes are. Raises Unreadable when they are none, or were changed since they were sealed."""
    try:
        document = json.loads(content)
        canonical = encode(document)
    except (ValueError, RecursionError, TypeError) as problem:
        raise Unreadable(say("These facts can't be read: they were damaged or changed.")) from problem
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Unreadable(say("This is no export of a service sheet."))
    if canonical != content or document.get("seal") != seal(document):
        raise Unreadable(say("The seal doesn't fit: something in this file was changed after it was made."))
    try:
        return _read(document)
    except (ValueError, TypeError, LookupError, AttributeError) as problem:
        raise Unreadable(say("These facts can't be read: they were damaged or changed.")) from problem


def _read(document: dict[str, Any]) -> Export:
    policies = tuple(_approved(raw).policy for raw in document["policies"])
    around = Around(moment(document["made_at"]), document["names"], policies, document["office"], document["language"])
    printed = Printed(*document["printed"]) if document["printed"] else None
    return Export(SheetId(document["sheet"]), document["kind"], tuple(map(_load_kept, document["facts"])), around, printed)


def _approved(raw: dict[str, Any]) -> PolicyApproved:
    body: PolicyApproved = load_body(POLICY_FACT, 1, raw, strict=True)
    return body


def _load_kept(array: list[Any]) -> Kept:
    device, n, by, seq, received, verdict, line, *links = array
    stamp = Stamp(UserId(by), seq, _instant(received), _verdict(verdict))
    return Kept(DeviceId(device), n, stamp, line, *links)


def _instant(text: str | None) -> datetime | None:
    return moment(text) if text else None


def _verdict(text: str) -> Verdict:
    known: Iterable[Verdict] = ("ok", "late", "suspect", "refused")
    return next(one for one in known if one == text)
