"""The words of codes on papers. The sentences are those of the screens, so that one idea has one word on both."""

from collections.abc import Mapping

from field_app.domain.errors import Words, say

WAYS_IN: Mapping[str, Words] = {
    "phone": say("Customer called"),
    "relayed": say("A colleague relayed it"),
    "return_visit": say("Found on a return visit"),
}
URGENCY: Mapping[str, Words] = {"normal": say("Normal"), "important": say("Important"), "urgent": say("Urgent")}
TRANSPORT: Mapping[str, Words] = {
    "bus": say("by bus"),
    "motorcycle_taxi": say("by motorcycle taxi"),
    "taxi": say("by taxi"),
    "company_car": say("by company car"),
    "own": say("by own vehicle"),
}
WAYS_ON: Mapping[str, Words] = {
    "on_site": say("repair on site"),
    "take_back": say("take it back"),
    "another_day": say("come again another day"),
    "another_technician": say("hand to another technician"),
}
WARRANTY: Mapping[str, Words] = {
    "inside": say("in warranty, free"),
    "outside": say("out of warranty, charged"),
    "excluded": say("excluded by the terms, charged"),
}
RESULTS: Mapping[str, Words] = {
    "fixed": say("works again"),
    "limited": say("works with limits"),
    "unfinished": say("not finished, another visit"),
}
QUALITY: Mapping[str, Words] = {
    "good": say("quality good"),
    "acceptable": say("quality acceptable"),
    "watch": say("to be watched"),
}
SATISFACTION: Mapping[str, Words] = {
    "very_satisfied": say("very satisfied"),
    "satisfied": say("satisfied"),
    "neutral": say("so-so"),
    "dissatisfied": say("dissatisfied"),
}
METHODS: Mapping[str, Words] = {
    "cash": say("cash"),
    "wechat": say("WeChat"),
    "alipay": say("Alipay"),
    "transfer": say("bank transfer"),
    "card": say("card"),
    "cheque": say("cheque"),
}
FEES: Mapping[str, Words] = {
    "labour": say("Labour"),
    "part": say("Part"),
    "wear_part": say("Wear part"),
    "travel": say("Travel"),
    "lodging": say("Lodging"),
    "meals": say("Meals"),
}
BASES: Mapping[str, Words] = {"contract": say("Contract"), "standard": say("Fee standard"), "agreement": say("Service agreement")}
FREE: Mapping[str, Words] = {
    "warranty": say("free, in warranty"),
    "contract": say("free by contract"),
    "goodwill": say("free out of goodwill"),
}
CHOICES: Mapping[str, Words] = {
    "replace": say("customer replaces it"),
    "repair": say("customer wants it repaired all the same"),
    "undecided": say("customer thinks it over"),
}
SUBJECTS: Mapping[str, Words] = {
    "quality": say("Quality of the work"),
    "delay": say("Too slow"),
    "manner": say("Manner"),
    "price": say("The price"),
    "other": say("Something else"),
}
CAUSES: Mapping[str, Words] = {
    "sample": say("sample"),
    "charged": say("after a charged repair"),
    "taken_back": say("after a take-back"),
    "warranty_ends": say("warranty about to end"),
    "season": say("of the season"),
    "asked": say("somebody asked for it"),
}
PIECES: Mapping[str, Words] = {
    "taken": say("On the way to us"),
    "received": say("Received"),
    "in_repair": say("In repair"),
    "waiting_parts": say("Waiting for parts"),
    "repaired": say("Repaired"),
    "not_worth": say("Not worth repairing"),
    "ready": say("Ready to go back"),
    "returned": say("Back with the customer"),
}
COMPLAINTS: Mapping[str, Words] = {
    "to_assign": say("To assign"),
    "to_answer": say("To answer"),
    "to_ask": say("To ask the customer"),
    "to_close": say("To close"),
    "closed": say("Closed"),
}
RETURN_VISITS: Mapping[str, Words] = {
    "planned": say("Planned"),
    "to_try_again": say("To try again"),
    "done": say("Done"),
    "dropped": say("Dropped"),
}
STATUS: Mapping[str, Words] = {
    "incomplete": say("To call back"),
    "to_assign": say("To assign"),
    "to_agree": say("To agree a time"),
    "agreed": say("Time agreed"),
    "on_site": say("Working on site"),
    "to_report": say("To report"),
    "to_sign_off": say("To sign off"),
    "sent_back": say("Sent back"),
    "closed": say("Closed"),
    "cancelled": say("Cancelled"),
}
ANSWERS: Mapping[str, Words] = {"yes": say("yes"), "no": say("no"), "na": say("not applicable")}
