"""What a paper needs beside the sheet: names, the rules it was under, where the office is. Given, never looked up."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from field_app.domain.facts import SheetId, UserId
from field_app.domain.policy import Policy
from field_app.papers.words import Language


@frozen
class Around:
    """`office` is the office's address without a slash at its end, empty where a paper has no code to it. `photos` are the JPEGs that
    are at hand, by their names.
    """

    made_at: datetime
    names: Mapping[str, str] = field(factory=dict)
    policies: tuple[Policy, ...] = ()
    office: str = ""
    language: Language = "zh"
    photos: Mapping[str, bytes] = field(factory=dict)

    def name(self, user: UserId | str | None) -> str:
        """A person's name, the id where it isn't known, nothing for nobody."""
        return self.names.get(user, user) if user else ""

    def policy(self, label: str) -> Policy | None:
        return next((policy for policy in self.policies if policy.label == label), None)

    def address_of(self, sheet: SheetId) -> str:
        """Where the sheet opens at the office; nothing without an office."""
        return f"{self.office}/#/sheets/{sheet}" if self.office else ""
