"""The sheets beside the repair sheet, told the same way: `other("archive").recorded()…`."""

from datetime import date, timedelta
from typing import Any

from attrs import evolve

from field_app.domain.archive import Equipment, EquipmentInstalled, ProjectRecorded
from field_app.domain.days import day_of
from field_app.domain.documents import Document, NumberAllotted, NumbersIssued, NumberVoided
from field_app.domain.facts import SheetId, SheetKind
from field_app.domain.person import PersonAdded, PersonDisabled, RolesGiven
from field_app.domain.policy import Policy, PolicyApproved, PolicyProposed
from field_app.domain.sheets import new_sheet
from tests.cast_domain import ACCOUNTANT, ADMIN, CLERK, DIRECTOR, POLICY, SUPERVISOR
from tests.domain.cases import Case


class Other(Case):
    """Any other sheet, its facts recorded by whoever's they are."""

    def recorded(self, accepted_on: date | None = date(2025, 6, 1), months: int | None = 24) -> "Other":
        return self._as(self.does(ProjectRecorded("海天酒店", "地下车库道闸", accepted_on=accepted_on, warranty_months=months), by=CLERK))

    def installed(self, serial: str = "SN-1", accepted_on: date | None = None, months: int | None = None) -> "Other":
        return self._as(self.does(EquipmentInstalled(Equipment(serial, "主板", accepted_on=accepted_on, warranty_months=months)), by=CLERK))

    def issued(self, document: Document = "receipt", first: int = 101, last: int = 105) -> "Other":
        return self._as(self.does(NumbersIssued(document, first, last), by=ACCOUNTANT))

    def given(self, number: int, document: Document = "receipt") -> "Other":
        return self._as(self.does(NumberAllotted(document, number, "case-1"), by=ACCOUNTANT))

    def spoilt(self, number: int) -> "Other":
        return self._as(self.does(NumberVoided(number, "写坏了"), by=ACCOUNTANT))

    def joined(self, *roles: str) -> "Other":
        added = self.does(PersonAdded("wang", "王工", skills=("道闸",)), by=ADMIN)
        return self._as(added.does(RolesGiven(roles), by=ADMIN) if roles else added)

    def disabled(self) -> "Other":
        return self._as(self.does(PersonDisabled("离职"), by=ADMIN))

    def approved(self, label: str, effective_on: date, **changes: Any) -> "Other":
        """Approved in time, by the evening before it begins."""
        version: Policy = evolve(POLICY, label=label, effective_on=effective_on, **changes)
        then = self.on(min(day_of(self.now), effective_on - timedelta(days=1)), hour=18)
        return evolve(self._as(then.does(PolicyApproved(version), by=DIRECTOR)), now=self.now)

    def proposed(self, label: str, effective_on: date, **changes: Any) -> "Other":
        version: Policy = evolve(POLICY, label=label, effective_on=effective_on, **changes)
        return self._as(self.does(PolicyProposed(version, "铜价下降"), by=SUPERVISOR))

    def _as(self, told: Case) -> "Other":
        return Other(told.sheet, told.now, told.policy, told.n)


def other(kind: SheetKind) -> Other:
    """An empty sheet of this kind."""
    return Other(new_sheet(SheetId(f"{kind}-1"), kind))
