"""Papers of chapter 9: complaint form 投诉 and return-visit form 回访 (P9.2, P9.3)."""

from field_app.domain.errors import say
from field_app.domain.followup import complaint as complaints
from field_app.domain.followup import return_visit as visits
from field_app.domain.followup.complaint import ComplaintAnswered, ComplaintAssigned, ComplaintClosed, ComplaintReceived, CustomerHeard
from field_app.domain.followup.return_visit import ReturnVisitMade
from field_app.domain.policy import Question
from field_app.domain.sheets import Entry, Sheet
from field_app.papers import labels
from field_app.papers.around import Around
from field_app.papers.form import Band, Box, Boxes, Code, Grid, Paper, Said, day, grid, moment, pair, pairs, tick, whole
from field_app.papers.words import word

COMPLAINT = Code(say("Complaint form"), "FW-07")
RETURN_VISIT = Code(say("Return-visit form"), "FW-08")


def complaint(sheet: Sheet, around: Around, number: str = "") -> Paper:
    """One complaint to its end. `number` is the repair sheet's it is about, where there is one."""
    first, given = sheet.last(ComplaintReceived), sheet.said(ComplaintAssigned)
    known = first.body if first else None
    answer, heard, closed = sheet.said(ComplaintAnswered), sheet.said(CustomerHeard), sheet.last(ComplaintClosed)
    who, on = around.name(complaints.responsible(sheet)), day(complaints.due_on(sheet))
    parts = (
        pairs(pair(say("Customer"), known.customer if known else ""), pair(say("Project"), known.project if known else "")),
        pairs(pair(say("Contact person"), known.contact if known else ""), pair(say("Contact phone"), known.phone if known else "")),
        pairs(pair(say("Service sheet"), number), pair(say("About"), word(labels.SUBJECTS, known.subject) if known else "")),
        pairs(pair(say("Recorder"), around.name(first.by) if first else ""), pair(say("When"), moment(first.at) if first else "")),
        whole(say("What the customer says"), known.text if known else "", lines=4),
        pairs(pair(say("Responsible"), who), pair(say("To be answered by"), on)),
        *((whole(say("Note"), given.note),) if given and given.note else ()),
        whole(say("What caused it"), answer.cause if answer else "", lines=2),
        whole(say("Solution"), answer.solution if answer else "", lines=3),
        whole(say("So that it doesn't happen again"), answer.prevention if answer else "", lines=2),
        whole(say("Customer content"), tick(heard.content) if heard else ""),
        whole(say("The customer's word on it"), heard.words if heard else "", lines=2),
        whole(say("Does the remedy work"), closed.body.effect if closed else "", lines=2),
        Boxes((_by(say("Responsible"), around, None, who), _by(say("Closed by the supervisor"), around, closed))),
    )
    return Paper(COMPLAINT, parts, known.number if known else "")


def _by(said: Said, around: Around, entry: Entry[ComplaintClosed] | None, who: str = "") -> Box:
    return Box(said, signer=around.name(entry.by) if entry else who, on=moment(entry.at) if entry else "")


def return_visit(sheet: Sheet, around: Around, number: str = "") -> Paper:
    """One return visit with its questionnaire. `number` is the repair sheet's it is about, where there is one."""
    plan, made = visits.planned(sheet), sheet.last(ReturnVisitMade)
    said = made.body if made else None
    caller = around.name(made.by if made else visits.caller(sheet))
    parts = (
        pairs(pair(say("Customer"), plan.customer if plan else ""), pair(say("Project"), plan.project if plan else "")),
        pairs(pair(say("Contact person"), plan.contact if plan else ""), pair(say("Contact phone"), plan.phone if plan else "")),
        pairs(pair(say("Service sheet"), number), pair(say("Why"), word(labels.CAUSES, plan.cause) if plan else "")),
        pairs(pair(say("Planned for"), day(plan.due_on) if plan else ""), pair(say("Asked by"), caller)),
        pairs(pair(say("Asked on"), moment(made.at) if made else ""), pair(say("In which way"), _way(said))),
        Band(say("Questions, marked from 1 (bad) to 5 (very good)")),
        _questionnaire(_questions(around), said),
        whole(say("In the customer's words"), said.words if said else "", lines=3),
        pairs(pair(say("A new fault"), tick(said.has_fault) if said else ""), pair(say("Which"), said.fault if said else "", lines=2)),
    )
    return Paper(RETURN_VISIT, parts)


def _way(said: ReturnVisitMade | None) -> Said:
    if said is None:
        return ""
    return say("by phone") if said.way == "phone" else say("on site")


def _questions(around: Around) -> tuple[Question, ...]:
    return around.policies[-1].questions if around.policies else ()


def _questionnaire(questions: tuple[Question, ...], said: ReturnVisitMade | None) -> Grid:
    """The questions that were marked; on a blank form those in force."""
    texts = {one.code: one.text for one in questions}
    marks = {mark.code: str(mark.mark) for mark in said.marks} if said else dict.fromkeys(texts, "")
    rows = [(str(n), texts.get(code, code), mark) for n, (code, mark) in enumerate(marks.items(), 1)]
    return grid([(say("No."), 2), (say("Question"), 18), (say("Mark from 1 to 5"), 4)], rows, least=1 if said else 5)
