"""The priced lines of quote, agreement and record, drawn alike on each."""

from collections.abc import Sequence

from field_app.domain.errors import say
from field_app.domain.money import hundredths, yuan
from field_app.domain.repair.charges import Line
from field_app.papers import labels
from field_app.papers.form import Grid, Said, grid
from field_app.papers.words import word

HEAD = (
    (say("Kind"), 3.2), (say("What"), 7.6), (say("Quantity"), 3.4), (say("Price"), 3), (say("Amount"), 3.2), (say("Basis"), 3.6),
)  # fmt: skip


def priced(lines: Sequence[Line], *, least: int = 0) -> Grid:
    """A free line keeps its price and says why it is free (P8.1)."""
    return grid(HEAD, [_row(line) for line in lines], least=least, right=frozenset({2, 3, 4}))


def _row(line: Line) -> tuple[Said, ...]:
    basis = word(labels.FREE, line.free) if line.free else word(labels.BASES, line.basis)
    quantity = f"{hundredths(line.quantity)} {line.unit}"
    return (word(labels.FEES, line.kind), line.name, quantity, yuan(line.price_fen), yuan(line.amount_fen), basis)
