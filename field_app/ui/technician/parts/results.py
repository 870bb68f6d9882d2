"""What a finished step came to, in a few words: the second line of its row on the case page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from field_app.domain.days import day_of
from field_app.domain.errors import Words
from field_app.domain.repair import appointment, arrival, charges, diagnosis, dispatch, record, settlement, takeback, warranty
from field_app.domain.repair.closing import in_visit
from field_app.domain.repair.steps import Stand
from field_app.domain.sheets import Sheet
from field_app.ui.office.labels import RESULTS, dotted, word
from field_app.ui.technician.parts.chapters import Chapter
from field_app.ui.technician.parts.wording import DECISIONS, MODES, URGENCIES, WAYS
from field_app.ui.words import _, money, n_, short_day, speak, window


def result_of(stand: Stand, sheet: Sheet) -> str:
    """Empty for a step that isn't done, and where its name says it all."""
    tell = _RESULTS.get(stand.step.code)
    return tell(sheet) if tell and stand.state == "done" else ""


def result_of_chapter(chapter: Chapter, sheet: Sheet) -> str:
    return dotted(*(result_of(stand, sheet) for stand in chapter.stands))


def visit_window(visit: appointment.VisitAgreed) -> str:
    """`11月23日 10:00–11:30`."""
    return f"{short_day(day_of(visit.starts_at))} {window(visit.starts_at, visit.ends_at)}"


def punctuality(sheet: Sheet) -> str:
    """On time, or how late (P3.6); empty where no window was agreed."""
    late = arrival.minutes_late(sheet)
    if late is None:
        return ""
    return n_("{n} minute late", "{n} minutes late", late) if late else _("on time")


def _analysed(sheet: Sheet) -> str:
    return speak(URGENCIES[dispatch.urgency(sheet)])


def _agreed(sheet: Sheet) -> str:
    visit = appointment.agreed(sheet)
    if visit is None:
        return ""
    return dotted(visit_window(visit.body), _("warranty status told") if visit.body.warranty_told else "")


def _departed(sheet: Sheet) -> str:
    """The bus is the rule and needs no word; a fare does."""
    chosen = in_visit(sheet, "transport_chosen")
    if chosen is None:
        return ""
    fare = money(chosen.body.fare_fen) if chosen.body.fare_fen else ""
    return dotted(speak(MODES[chosen.body.mode]) if chosen.body.mode != "bus" else "", fare)


def _checked(sheet: Sheet) -> str:
    checks = arrival.checked(sheet)
    if checks is None:
        return ""
    answers = checks.body.answers
    noes = sum(answer.answer == "no" for answer in answers)
    done = n_("{n} check done", "{n} checks done", len(answers))
    return _("{done}, {n} answered no", done=done, n=noes) if noes else done


def _diagnosed(sheet: Sheet) -> str:
    way = diagnosis.diagnosed_now(sheet)
    if way is None:
        return ""
    return dotted(", ".join(entry.body.cause for entry in diagnosis.diagnoses(sheet)), speak(WAYS[way.body.way]))


def _decided(sheet: Sheet) -> str:
    said: dict[str, Words] = {entry.body.decision: DECISIONS[entry.body.decision] for entry in warranty.decisions(sheet).values()}
    return dotted(*map(speak, said.values()))


def _quoted(sheet: Sheet) -> str:
    quote = sheet.said(charges.Quoted)
    return money(quote.total_fen) if quote else ""


def _consented(sheet: Sheet) -> str:
    signed = charges.consent(sheet)
    return _("signed by {name}", name=signed.body.signer) if signed else ""


def _taken(sheet: Sheet) -> str:
    slip = sheet.said(takeback.TakenBack)
    return n_("{n} piece", "{n} pieces", len(slip.pieces)) if slip else ""


def _worked(sheet: Sheet) -> str:
    work = record.worked(sheet)
    return word(RESULTS, work.body.result) if work else ""


def _signed(sheet: Sheet) -> str:
    signed = record.signed(sheet)
    return _("signed by {name}", name=signed.body.signer) if signed else ""


def _settled(sheet: Sheet) -> str:
    received, agreed = settlement.received_fen(sheet), settlement.agreed_fen(sheet)
    return dotted(
        _("received {amount}", amount=money(received)) if received else "",
        _("{amount} to be paid later", amount=money(agreed)) if agreed else "",
    )


_RESULTS: Mapping[str, Callable[[Sheet], str]] = {
    "analyse": _analysed,
    "agree": _agreed,
    "depart": _departed,
    "arrive": punctuality,
    "check": _checked,
    "diagnose": _diagnosed,
    "warranty": _decided,
    "quote": _quoted,
    "consent": _consented,
    "take_back": _taken,
    "work": _worked,
    "sign": _signed,
    "settle": _settled,
}
