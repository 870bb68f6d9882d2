"""Every paper can be made of any sheet: of what a newer app recorded, what came twice, numbers nobody counts to (F40, P10.2)."""

from hypothesis import given

from field_app.domain.repair.register import lines
from field_app.domain.sheets import Sheet
from field_app.papers import customers, lists, registers
from field_app.papers.catalog import KINDS, Wanted, make, papers_of, photos_for
from field_app.papers.form import Paper
from field_app.papers.table import as_paper
from tests.domain.arbitrary import quick, sheets
from tests.papers.scene import AROUND, THAT_DAY


@quick
@given(sheets())
def test_f40_every_paper_of_a_case_can_be_made(sheet: Sheet) -> None:
    for wanted in {*papers_of(sheet), *map(Wanted, KINDS)}:
        assert isinstance(make(wanted, sheet, AROUND), Paper)
        photos_for(wanted, sheet)


@quick
@given(sheets())
def test_f40_a_case_stands_in_every_register(sheet: Sheet) -> None:
    for table in (
        registers.returns(lines(sheet), AROUND),
        registers.schedule_of_day([sheet], THAT_DAY, AROUND),
        lists.debts([sheet], AROUND),
    ):
        assert isinstance(as_paper(table), Paper)


@quick
@given(sheets("complaint"), sheets("return_visit"), sheets("cash"))
def test_f40_complaints_return_visits_and_handovers_can_be_printed(complaint: Sheet, visit: Sheet, custody: Sheet) -> None:
    assert isinstance(customers.complaint(complaint, AROUND), Paper)
    assert isinstance(customers.return_visit(visit, AROUND), Paper)
    for table in (
        lists.complaint_list([complaint], AROUND),
        lists.return_visit_list([visit], AROUND),
        registers.handovers([custody], AROUND),
    ):
        assert isinstance(as_paper(table), Paper)
