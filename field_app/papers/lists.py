"""Lists as tables: service sheets, what is owed, complaints, return visits. Made from what they are given, so a filtered list is exported
as filtered.
"""

from collections.abc import Iterable

from field_app.domain.days import day_of
from field_app.domain.errors import say
from field_app.domain.followup import complaint as complaints
from field_app.domain.followup import return_visit as visits
from field_app.domain.followup.complaint import ComplaintReceived
from field_app.domain.repair import intake, settlement
from field_app.domain.repair.sheet import RepairRow
from field_app.domain.sheets import Sheet
from field_app.papers import labels
from field_app.papers.around import Around
from field_app.papers.table import Column, Table
from field_app.papers.words import word


def repairs(rows: Iterable[RepairRow], around: Around) -> Table:
    """Service sheets as a list shows them."""
    columns = (
        Column(say("Sheet number"), width=7),
        Column(say("Customer"), width=9),
        Column(say("Project"), width=9),
        Column(say("Fault details"), width=12),
        Column(say("Urgency"), width=4),
        Column(say("Status"), width=5),
        Column(say("Technician"), width=5),
        Column(say("Reported"), "moment", 8),
        Column(say("Visit"), "moment", 8),
    )
    listed = tuple(
        (
            known.number,
            known.customer,
            known.project,
            known.fault,
            word(labels.URGENCY, known.urgency),
            word(labels.STATUS, known.status),
            around.name(known.assigned),
            known.reported_at,
            known.starts_at,
        )
        for known in rows
    )
    return Table(say("Service sheets"), columns, listed)


def debts(sheets: Iterable[Sheet], around: Around) -> Table:
    """What is still owed, the longest due first (P8.7)."""
    columns = (
        Column(say("Sheet number"), width=7),
        Column(say("Customer"), width=10),
        Column(say("Payer"), width=9),
        Column(say("Owed"), "money", 5),
        Column(say("Due on"), "day", 6),
        Column(say("Days over"), "count", 4),
        Column(say("Next step"), "day", 6),
        Column(say("Contact phone"), width=7),
    )
    today = day_of(around.made_at)
    owed = sorted((one for one in map(settlement.owed, sheets) if one), key=lambda one: one.due_on)
    rows = tuple(
        (
            intake.number(one.sheet),
            intake.request(one.sheet).customer,
            one.payer,
            one.amount_fen,
            one.due_on,
            one.days_over(today) or None,
            one.next_on,
            intake.request(one.sheet).phone,
        )
        for one in owed
    )
    return Table(say("What is owed"), columns, rows)


def complaint_list(sheets: Iterable[Sheet], around: Around) -> Table:
    """Complaints with who answers for them and by when (P9.2)."""
    columns = (
        Column(say("No."), width=7),
        Column(say("When"), "moment", 8),
        Column(say("Customer"), width=9),
        Column(say("About"), width=5),
        Column(say("What the customer says"), width=14),
        Column(say("Responsible"), width=5),
        Column(say("To be answered by"), "day", 6),
        Column(say("Status"), width=5),
    )
    first = ((sheet, sheet.last(ComplaintReceived)) for sheet in sheets)
    rows = tuple(
        (
            entry.body.number,
            entry.at,
            entry.body.customer,
            word(labels.SUBJECTS, entry.body.subject),
            entry.body.text,
            around.name(complaints.responsible(sheet)),
            complaints.due_on(sheet),
            word(labels.COMPLAINTS, complaints.status(sheet)),
        )
        for sheet, entry in first
        if entry
    )
    return Table(say("List of complaints"), columns, rows)


def return_visit_list(sheets: Iterable[Sheet], around: Around) -> Table:
    """Return visits, planned and made (P9.3)."""
    columns = (
        Column(say("Planned for"), "day", 6),
        Column(say("Customer"), width=9),
        Column(say("Project"), width=9),
        Column(say("Contact person"), width=5),
        Column(say("Contact phone"), width=7),
        Column(say("Why"), width=6),
        Column(say("Asked by"), width=5),
        Column(say("Status"), width=5),
        Column(say("In the customer's words"), width=12),
    )
    plans = ((sheet, visits.planned(sheet)) for sheet in sheets)
    rows = tuple(
        (
            visits.due_on(sheet),
            plan.customer,
            plan.project,
            plan.contact,
            plan.phone,
            word(labels.CAUSES, plan.cause),
            around.name(visits.caller(sheet)),
            word(labels.RETURN_VISITS, visits.status(sheet)),
            _words(sheet),
        )
        for sheet, plan in plans
        if plan
    )
    return Table(say("List of return visits"), columns, rows)


def _words(sheet: Sheet) -> str:
    made = visits.made(sheet)
    return made.words if made else ""
