"""What a rule says when it is broken: words for the person in front of it, never a code alone.

RuleBroken
  └─ objections: one or more Objection(rule, words, field, passable)
MalformedLine      a line that is no fact at all (facts.py)
"""

from collections.abc import Iterable, Mapping

from attrs import field, frozen


@frozen
class Words:
    """A sentence in English with named values, translated only where it is shown."""

    text: str
    values: Mapping[str, object] = field(factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values) if self.values else self.text


def say(text: str, **values: object) -> Words:
    """Mark `text` for translation; values may themselves be Words."""
    return Words(text, values)


@frozen
class Objection:
    """Why something can't be recorded as it stands.

    `field` names the attribute of the fact's body the words belong beside. `passable` is True for a gate
    of the procedure a person may go past with a reason (P10.1), False for what can't be true at all.
    """

    rule: str
    words: Words
    field: str | None = None
    passable: bool = False


class RuleBroken(Exception):
    """Nothing was recorded; `objections` say what is missing or wrong, in order of the screen."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__("; ".join(f"{o.rule}: {o.words}" for o in self.objections))
