"""Chapter 5, last part: is a piece worth repairing? The rule advises with its reasons, the customer chooses (P5.4)."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from field_app.domain.days import after_months
from field_app.domain.errors import Words, say
from field_app.domain.money import yuan
from field_app.domain.policy import ReplacementRule
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.diagnosis import diagnoses
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.sheets import Sheet


@frozen
class Worth:
    """What is known of a piece. `repair_fen` is what its repair comes to, `new_fen` the price of a new one; 0 for not known."""

    accepted_on: date | None = None
    repairs_before: int = 0
    repair_fen: int = 0
    new_fen: int = 0


def reasons(rule: ReplacementRule, worth: Worth, today: date) -> tuple[Words, ...]:
    """Why a new one is better; none where the piece is worth repairing. A limit of 0 is one the company doesn't use."""
    found = []
    if rule.years and worth.accepted_on and after_months(worth.accepted_on, 12 * rule.years) <= today:
        found.append(say("In use since {day}, {years} years or more.", day=worth.accepted_on, years=rule.years))
    if rule.repairs and worth.repairs_before >= rule.repairs:
        found.append(say("Repaired {n} times before.", n=worth.repairs_before))
    if rule.percent_of_new and worth.new_fen and worth.repair_fen * 100 >= worth.new_fen * rule.percent_of_new:
        values = {"repair": yuan(worth.repair_fen), "new": yuan(worth.new_fen), "percent": rule.percent_of_new}
        found.append(say("The repair costs {repair}, a new one {new}: {percent} % of it or more.", **values))
    return tuple(found)


def repairs_before(key: str, earlier: Iterable[Sheet]) -> int:
    """On how many of these sheets the piece was worked on. A piece is known by its serial number."""
    return sum(_was_worked_on(key, sheet) for sheet in earlier)


def _was_worked_on(key: str, sheet: Sheet) -> bool:
    return bool(sheet.live(WorkRecorded)) and any(entry.body.key == key for entry in diagnoses(sheet))


def repairs_fen(quote: Quoted | None) -> dict[str, int]:
    """What the repair of each piece comes to by a quote, whoever pays for it."""
    found: dict[str, int] = {}
    for line in quote.lines if quote else ():
        found[line.piece] = found.get(line.piece, 0) + line.full_fen
    return found
