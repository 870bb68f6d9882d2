"""What the service record begins with: time spent so far, parts that were quoted, words taken from the diagnosis (P7.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from attrs import evolve

from field_app.domain.money import hundredths, parse_yuan
from field_app.domain.repair.charges import Line, Quoted
from field_app.domain.repair.diagnosis import in_hand
from field_app.domain.repair.record import PartUsed, WorkRecorded
from field_app.domain.sheets import Sheet
from field_app.ui.technician.parts.summary import sentences
from field_app.ui.words import _


def quoted_parts(sheet: Sheet) -> list[dict[str, str]]:
    """The parts of the quote that aren't put in yet: most of them are the ones put in now."""
    return [{"parts": line.name, "quantity": hundredths(line.quantity), "code": line.code} for line in to_put_in(sheet)]


def to_put_in(sheet: Sheet) -> tuple[Line, ...]:
    """The parts of the quote, less what this visit or an earlier one has recorded of them (P7.1)."""
    quote, used = sheet.said(Quoted), Counter[str]()
    for work in sheet.live(WorkRecorded):
        used.update({part.name: part.quantity for part in work.body.parts})
    lines = [line for line in quote.lines if line.kind in ("part", "wear_part")] if quote else []
    left = []
    for line in lines:
        taken = min(line.quantity, used[line.name])
        used[line.name] -= taken
        left.append(evolve(line, quantity=line.quantity - taken))
    return tuple(line for line in left if line.quantity)


def part_used(thing: dict[str, Any]) -> PartUsed:
    """A part as typed; what is no quantity becomes none of it, which the rule refuses in words."""
    quantity = int(parse_yuan(thing["quantity"]) or 0)
    return PartUsed(thing["parts"].strip(), quantity, thing["code"], thing["old"].strip(), thing["new"].strip())


def offered_work(sheet: Sheet, parts: Sequence[str]) -> str:
    """What was put in, else what was repaired, and that it was tried: a text to correct rather than to write. The faults stand above
    it on every paper, so they are not said again.
    """
    put_in = [name.strip() for name in parts if name.strip()]
    pieces = [entry.body.piece for entry in in_hand(sheet)]
    done = _("Replaced {parts}.", parts=_(", ").join(put_in)) if put_in else _("Repaired {pieces}.", pieces=_(", ").join(pieces))
    return sentences(done, _("Tested, works normally."))
