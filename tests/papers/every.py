"""Every paper of the demo company, filled and blank, written to a folder to be looked at: `python -m tests.papers.every --out papers`."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from field_app.domain import policy
from field_app.domain.days import day_of
from field_app.domain.facts import DeviceId, Draft, Fact, SheetId, UserId, type_of
from field_app.domain.repair.register import register
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Sheet, Stamp, apply, new_sheet, provisional
from field_app.papers import customers, lists, registers
from field_app.papers.around import Around
from field_app.papers.catalog import KINDS, Wanted, make, papers_of
from field_app.papers.form import Paper
from field_app.papers.press import pdf
from field_app.papers.printing import paper
from field_app.papers.rules import fee_standard
from field_app.papers.table import Table, as_csv, as_paper
from field_app.papers.words import speaker
from field_app.papers.xlsx import as_xlsx
from sync import demo
from tests.domain.cases import MORNING
from tests.papers.scene import AROUND, FONTS, whole_case


def told() -> tuple[dict[SheetId, Sheet], Around]:
    """The demo company's sheets, and what papers need beside them."""
    sheets: dict[SheetId, Sheet] = {}

    def listen(user: UserId, drafts: Sequence[Draft]) -> list[Fact]:
        facts = []
        for draft in drafts:
            n = 1 + sum(len(sheet.entries) for sheet in sheets.values())
            kind = type_of(draft.body).kind
            before = sheets.get(draft.sheet, new_sheet(draft.sheet, kind))
            facts.append(provisional(draft, n, DeviceId("demo")))
            sheets[draft.sheet] = apply(before, facts[-1], Stamp(user, n, draft.at))
        return facts

    demo.tell_company(listen, MORNING)
    names = {person.id: person.name for person in demo.PEOPLE}
    return sheets, Around(MORNING, names, policy.versions(sheets[policy.POLICY_SHEET]), AROUND.office)


def tables(repairs: list[Sheet], sheets: dict[SheetId, Sheet], around: Around) -> Iterator[tuple[str, Table]]:
    today = day_of(around.made_at)
    of_kind = {kind: [sheet for sheet in sheets.values() if sheet.kind == kind] for kind in ("cash", "complaint", "return_visit")}
    yield "FW-10-returns", registers.returns(register(repairs), around)
    yield "FW-11-day", registers.schedule_of_day(repairs, today, around)
    monday = today - timedelta(days=today.weekday())
    yield "FW-12-week", registers.schedule_of_week(repairs, monday, [person.id for person in (demo.WANG, demo.LI)], around)
    yield "FW-13-cash", registers.handovers(of_kind["cash"], around)
    yield "list-sheets", lists.repairs([row(sheet) for sheet in repairs], around)
    yield "list-owed", lists.debts(repairs, around)
    yield "list-complaints", lists.complaint_list(of_kind["complaint"], around)
    yield "list-return-visits", lists.return_visit_list(of_kind["return_visit"], around)


def blanks(around: Around) -> Iterator[tuple[str, Paper]]:
    empty = new_sheet(SheetId("blank"), "repair")
    for name, kind in KINDS.items():
        yield f"{kind.code.number}-{name}-blank", make(Wanted(name), empty, around)
    yield "FW-07-complaint-blank", customers.complaint(new_sheet(SheetId("blank"), "complaint"), around)
    yield "FW-08-return-visit-blank", customers.return_visit(new_sheet(SheetId("blank"), "return_visit"), around)
    yield "FW-09-fees-blank", fee_standard(None, around)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("papers"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    sheets, around = told()
    repairs = [sheet for sheet in sheets.values() if sheet.kind == "repair"]
    for sheet in repairs:
        for wanted in papers_of(sheet):
            code = KINDS[wanted.name].code.number
            number = wanted.which or row(sheet).number
            (out / f"{code}-{wanted.name}-{number}.pdf").write_bytes(paper(wanted, sheet, around, FONTS))
    everything = whole_case().sheet
    for wanted in papers_of(everything):
        (out / f"{KINDS[wanted.name].code.number}-{wanted.name}-whole.pdf").write_bytes(paper(wanted, everything, AROUND, FONTS))
    for name, drawn in (
        ("FW-09-fees", fee_standard(around.policies[-1], around)),
        *blanks(around),
    ):
        (out / f"{name}.pdf").write_bytes(pdf([drawn], FONTS, made_at=MORNING))
    for name, table in tables(repairs, sheets, around):
        (out / f"{name}.pdf").write_bytes(pdf([as_paper(table)], FONTS, made_at=MORNING))
        (out / f"{name}.xlsx").write_bytes(as_xlsx(table, speaker("zh"), MORNING))
        (out / f"{name}.csv").write_bytes(as_csv(table, speaker("zh")))
    print(f"{len(list(out.iterdir()))} files in {out}")


if __name__ == "__main__":
    main()
