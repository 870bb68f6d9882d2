"""The paper fallback: entries typed from a paper form are marked with the paper."""

from datetime import timedelta

from field_app.domain.days import day_of
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.paper import PaperEntered, papers_behind, to_be_marked
from tests.cast_domain import LI, WANG
from tests.domain.cases import Case, ready, said


def typed() -> Case:
    """王工 typed a visit from the paper."""
    return ready().agreed().departed().arrived().checked()


def marking(told: Case) -> PaperEntered:
    keys = tuple((e.key.device, e.key.n) for e in to_be_marked(told.sheet, WANG.user, day_of(told.now)))
    return PaperEntered("FW-01", day_of(told.now), "0017", entered=keys)


def test_what_one_person_typed_today_is_what_is_marked():
    told = typed()
    marked = told.does(marking(told), passing="P10.4")
    assert told.last(Arrived).key in papers_behind(marked.sheet)
    assert all(marked.sheet.entry(key).by == WANG.user for key in papers_behind(marked.sheet))
    assert to_be_marked(marked.sheet, WANG.user, day_of(told.now)) == ()
    assert to_be_marked(told.sheet, LI.user, day_of(told.now)) == ()


def test_a_paper_wants_its_photo_or_a_reason():
    told = typed()
    assert said(told.objections(marking(told))) == [("P10.4", "photos", True)]


def test_a_paper_cant_be_from_the_future_and_marks_only_entries_of_its_sheet():
    told = typed()
    wrong = PaperEntered("", day_of(told.now) + timedelta(days=1), entered=(("elsewhere", 1),))
    assert [field for _, field, _ in said(told.objections(wrong, passing="P10.4"))] == ["form", "written_on", "entered"]
