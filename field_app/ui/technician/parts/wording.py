"""The words of the procedure's choices on the technician's screens."""

from collections.abc import Mapping

from field_app.domain.errors import Words, say
from field_app.domain.repair.appointment import Mode
from field_app.domain.repair.diagnosis import WayOn
from field_app.domain.repair.dispatch import Urgency
from field_app.domain.repair.warranty_rule import Decision

URGENCIES: Mapping[Urgency, Words] = {"normal": say("Normal"), "important": say("Important"), "urgent": say("Urgent")}
MODES: Mapping[Mode, Words] = {
    "bus": say("Bus"),
    "motorcycle_taxi": say("Motorcycle taxi"),
    "taxi": say("Taxi"),
    "company_car": say("Company car"),
    "own": say("Own vehicle"),
}
WAYS: Mapping[WayOn, Words] = {
    "on_site": say("Repair on site"),
    "take_back": say("Take back"),
    "another_day": say("Come another day"),
    "another_technician": say("Hand to another technician"),
}
DECISIONS: Mapping[Decision, Words] = {
    "inside": say("In warranty"),
    "outside": say("Out of warranty"),
    "excluded": say("Excluded from warranty"),
}
OUTCOMES: Mapping[str, Words] = {
    "not_reached": say("Not reached"),
    "postponed": say("Put off"),
    "wrong_number": say("Wrong number"),
}
