"""A repair sheet at a glance: what lists, cards and the server's columns show."""

from datetime import datetime

from attrs import frozen

from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import appointment, dispatch, intake, signoff
from field_app.domain.sheets import Sheet


@frozen
class RepairRow:
    """One line of a list."""

    id: SheetId
    number: str
    status: signoff.Status
    customer: str
    project: str
    fault: str
    urgency: dispatch.Urgency
    assigned: UserId | None
    reported_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None


def row(sheet: Sheet) -> RepairRow:
    known, window, first = intake.request(sheet), appointment.agreed(sheet), sheet.last(intake.RequestTaken)
    return RepairRow(
        id=sheet.id,
        number=intake.number(sheet),
        status=signoff.status(sheet),
        customer=known.customer,
        project=known.project,
        fault=known.fault,
        urgency=dispatch.urgency(sheet),
        assigned=dispatch.assigned_to(sheet),
        reported_at=first.at if first else None,
        starts_at=window.body.starts_at if window else None,
        ends_at=window.body.ends_at if window else None,
    )
