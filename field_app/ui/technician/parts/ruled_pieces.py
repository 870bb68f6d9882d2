"""The pieces to be repaired, here or at the company, with what the warranty rule makes of each (P5.2)."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from field_app.domain import archive
from field_app.domain.repair import intake
from field_app.domain.repair.diagnosis import HERE, Diagnosed, diagnoses
from field_app.domain.repair.warranty import WarrantyDecided, decisions
from field_app.domain.repair.warranty_rule import Proposal, cover_of, proposal, reported_on
from field_app.domain.sheets import Sheet


@frozen
class Piece:
    """One diagnosed piece: the dates it stands on, what the rule proposes, and what was decided already."""

    diagnosed: Diagnosed
    accepted_on: date | None
    months: int | None
    proposal: Proposal
    decided: WarrantyDecided | None

    @property
    def key(self) -> str:
        return self.diagnosed.key

    def confirmed(self) -> WarrantyDecided:
        """The rule's proposal as the decision."""
        return WarrantyDecided(self.key, self.proposal.decision, self.accepted_on, self.months)


def pieces(sheet: Sheet, archived: Sheet | None, today: date) -> tuple[Piece, ...]:
    """A piece's own dates from the archive come before those of the request."""
    return tuple(_piece(sheet, archived, entry.body, today) for entry in diagnoses(sheet) if entry.body.way in HERE)


def _piece(sheet: Sheet, archived: Sheet | None, diagnosed: Diagnosed, today: date) -> Piece:
    accepted_on, months = _dates(intake.request(sheet), archived, diagnosed.serial)
    decided = decisions(sheet).get(diagnosed.key)
    ruled = proposal(cover_of(accepted_on, months), reported_on(sheet) or today)
    return Piece(diagnosed, accepted_on, months, ruled, decided.body if decided else None)


def _dates(known: intake.Request, archived: Sheet | None, serial: str) -> tuple[date | None, int | None]:
    own = next((p for p in archive.equipment(archived) if serial and p.serial == serial), None) if archived else None
    accepted_on = own.accepted_on if own and own.accepted_on else known.accepted_on
    months = own.warranty_months if own and own.warranty_months is not None else known.warranty_months
    return accepted_on, months
