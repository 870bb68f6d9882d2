"""The words and colours of the codes facts are made of: status, urgency, ways, results. One word per idea, on every office page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import flet as ft

from field_app.domain.facts import Role
from field_app.domain.repair.dispatch import Urgency
from field_app.domain.repair.signoff import Status
from field_app.domain.sheets import Verdict
from field_app.ui.theme import Tone
from field_app.ui.words import _, language

Word = Callable[[], str]

STATUS: Mapping[Status, tuple[Tone, ft.IconData, Word]] = {
    "incomplete": ("amber", ft.Icons.PHONE_CALLBACK, lambda: _("To call back")),
    "to_assign": ("next", ft.Icons.ASSIGNMENT_IND, lambda: _("To assign")),
    "to_agree": ("info", ft.Icons.EVENT, lambda: _("To agree a time")),
    "agreed": ("next", ft.Icons.EVENT_AVAILABLE, lambda: _("Time agreed")),
    "on_site": ("next", ft.Icons.HANDYMAN, lambda: _("Working on site")),
    "to_report": ("info", ft.Icons.EDIT_NOTE, lambda: _("To report")),
    "to_sign_off": ("next", ft.Icons.DRAW_OUTLINED, lambda: _("To sign off")),
    "sent_back": ("amber", ft.Icons.UNDO, lambda: _("Sent back")),
    "closed": ("green", ft.Icons.CHECK_CIRCLE, lambda: _("Closed")),
    "cancelled": ("plain", ft.Icons.CANCEL_OUTLINED, lambda: _("Cancelled")),
}

URGENCY: Mapping[Urgency, tuple[Tone, ft.IconData, Word]] = {
    "normal": ("plain", ft.Icons.SCHEDULE, lambda: _("Normal")),
    "important": ("amber", ft.Icons.KEYBOARD_DOUBLE_ARROW_UP, lambda: _("Important")),
    "urgent": ("red", ft.Icons.PRIORITY_HIGH, lambda: _("Urgent")),
}


def status_face(code: str) -> tuple[Tone, ft.IconData, Word] | None:
    """The face of a status; None for one a newer office knows."""
    return next((STATUS[known] for known in STATUS if known == code), None)


RANK: Mapping[Urgency, int] = {"urgent": 0, "important": 1, "normal": 2}

VERDICT: Mapping[Verdict, tuple[Tone, ft.IconData, Word]] = {
    "ok": ("green", ft.Icons.CHECK_CIRCLE, lambda: _("In order")),
    "late": ("amber", ft.Icons.HISTORY_TOGGLE_OFF, lambda: _("Recorded after the sheet had left")),
    "suspect": ("amber", ft.Icons.HELP_OUTLINE, lambda: _("Doesn't fit the rules")),
    "refused": ("red", ft.Icons.BLOCK, lambda: _("Not allowed for this person, so it doesn't count")),
}

ROLES: Mapping[Role, Word] = {
    "clerk": lambda: _("Clerk"),
    "employee": lambda: _("Employee"),
    "supervisor": lambda: _("Supervisor"),
    "technician": lambda: _("Technician"),
    "bench": lambda: _("Bench technician"),
    "accountant": lambda: _("Accountant"),
    "director": lambda: _("Director"),
    "admin": lambda: _("Administrator"),
}

WAYS_IN: Mapping[str, Word] = {
    "phone": lambda: _("Customer called"),
    "relayed": lambda: _("A colleague relayed it"),
    "return_visit": lambda: _("Found on a return visit"),
}
WAYS_ON: Mapping[str, Word] = {
    "on_site": lambda: _("repair on site"),
    "take_back": lambda: _("take it back"),
    "another_day": lambda: _("come again another day"),
    "another_technician": lambda: _("hand to another technician"),
}
TRANSPORT: Mapping[str, Word] = {
    "bus": lambda: _("by bus"),
    "motorcycle_taxi": lambda: _("by motorcycle taxi"),
    "taxi": lambda: _("by taxi"),
    "company_car": lambda: _("by company car"),
    "own": lambda: _("by own vehicle"),
}
CONTACT: Mapping[str, Word] = {
    "not_reached": lambda: _("Customer not reached"),
    "postponed": lambda: _("Customer put it off"),
    "wrong_number": lambda: _("The number is wrong"),
}
WARRANTY: Mapping[str, Word] = {
    "inside": lambda: _("in warranty, free"),
    "outside": lambda: _("out of warranty, charged"),
    "excluded": lambda: _("excluded by the terms, charged"),
}
RESULTS: Mapping[str, Word] = {
    "fixed": lambda: _("works again"),
    "limited": lambda: _("works with limits"),
    "unfinished": lambda: _("not finished, another visit"),
}
QUALITY: Mapping[str, Word] = {
    "good": lambda: _("quality good"),
    "acceptable": lambda: _("quality acceptable"),
    "watch": lambda: _("to be watched"),
}
SATISFACTION: Mapping[str, Word] = {
    "very_satisfied": lambda: _("very satisfied"),
    "satisfied": lambda: _("satisfied"),
    "neutral": lambda: _("so-so"),
    "dissatisfied": lambda: _("dissatisfied"),
}
METHODS: Mapping[str, Word] = {
    "cash": lambda: _("cash"),
    "wechat": lambda: _("WeChat"),
    "alipay": lambda: _("Alipay"),
    "transfer": lambda: _("bank transfer"),
    "card": lambda: _("card"),
    "cheque": lambda: _("cheque"),
}
BENCH_STATES: Mapping[str, Word] = {
    "taken": lambda: _("On the way to us"),
    "received": lambda: _("Received"),
    "in_repair": lambda: _("In repair"),
    "waiting_parts": lambda: _("Waiting for parts"),
    "repaired": lambda: _("Repaired"),
    "not_worth": lambda: _("Not worth repairing"),
    "ready": lambda: _("Ready to go back"),
    "returned": lambda: _("Back with the customer"),
}
HOW_TOLD: Mapping[str, Word] = {
    "phone": lambda: _("by phone"),
    "message": lambda: _("by message"),
    "in_person": lambda: _("in person"),
}
CHOICES: Mapping[str, Word] = {
    "replace": lambda: _("customer replaces it"),
    "repair": lambda: _("customer wants it repaired all the same"),
    "undecided": lambda: _("customer thinks it over"),
}
SUBJECTS: Mapping[str, Word] = {
    "quality": lambda: _("Quality of the work"),
    "delay": lambda: _("Too slow"),
    "manner": lambda: _("Manner"),
    "price": lambda: _("The price"),
    "other": lambda: _("Something else"),
}
VISIT_CAUSES: Mapping[str, Word] = {
    "sample": lambda: _("sample"),
    "charged": lambda: _("after a charged repair"),
    "taken_back": lambda: _("after a take-back"),
    "warranty_ends": lambda: _("warranty about to end"),
    "season": lambda: _("of the season"),
    "asked": lambda: _("somebody asked for it"),
}
DOCUMENTS: Mapping[str, Word] = {"receipt": lambda: _("receipt"), "invoice": lambda: _("invoice")}
FEES: Mapping[str, Word] = {
    "labour": lambda: _("Labour"),
    "part": lambda: _("Part"),
    "wear_part": lambda: _("Wear part"),
    "travel": lambda: _("Travel"),
    "lodging": lambda: _("Lodging"),
    "meals": lambda: _("Meals"),
}
BASES: Mapping[str, Word] = {
    "contract": lambda: _("Contract"),
    "standard": lambda: _("Fee standard"),
    "agreement": lambda: _("Service agreement"),
}
FREE: Mapping[str, Word] = {
    "warranty": lambda: _("free, in warranty"),
    "contract": lambda: _("free by contract"),
    "goodwill": lambda: _("free out of goodwill"),
}

# The rules people go past with a reason (P10.1), as short as a bar's name.
RULES: Mapping[str, Word] = {
    "P1.3": lambda: _("Request incomplete"),
    "P2.1": lambda: _("Assigned without analysis"),
    "P3.1": lambda: _("Visit not agreed"),
    "P3.4": lambda: _("Transport without a reason"),
    "P4.1": lambda: _("Arrival not recorded"),
    "P4.2": lambda: _("Diagnosed before the checks"),
    "P5.1": lambda: _("Worked without a diagnosis"),
    "P5.2": lambda: _("Warranty not decided"),
    "P5.3": lambda: _("Worked without consent"),
    "P6.1": lambda: _("Slip not signed"),
    "P6.4": lambda: _("Closed with a piece here"),
    "P7.1": lambda: _("Solution not explained"),
    "P7.2": lambda: _("Record not signed"),
    "P7.3": lambda: _("Closed without a report"),
    "P8.1": lambda: _("Charged in warranty"),
    "P8.3": lambda: _("No receipt"),
    "P8.4": lambda: _("Cash against the limit"),
    "P8.5": lambda: _("Left without payment"),
    "P9.2": lambda: _("Complaint closed early"),
    "P10.2": lambda: _("Recorded on a closed sheet"),
}


def word(words: Mapping[str, Word], code: str) -> str:
    """The word for a code; the code itself where a newer app has sent one we don't know."""
    known = words.get(code)
    return known() if known else code


def comma(*parts: str) -> str:
    """The parts that say something, as one line."""
    return _(", ").join(part for part in parts if part)


def dotted(*parts: str) -> str:
    """`customer · project`: the parts that say something. In Chinese the dot is a whole character wide and needs no spaces."""
    return ("·" if language() == "zh" else " · ").join(part for part in parts if part)
