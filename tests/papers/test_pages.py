"""Pages look as they were approved: `python -m tests.papers.test_pages` writes the pictures anew, to be looked at and committed."""

import gzip
import subprocess
import tempfile
from pathlib import Path

import pytest

from field_app.domain.facts import SheetId
from field_app.domain.repair.register import register
from field_app.domain.sheets import new_sheet
from field_app.papers import customers, registers
from field_app.papers.catalog import Wanted, make, papers_of
from field_app.papers.form import Paper
from field_app.papers.rules import fee_standard
from field_app.papers.table import as_paper
from tests.cast_domain import LI, POLICY, WANG
from tests.papers.scene import AROUND, THAT_DAY, printed, whole_case

APPROVED = Path(__file__).with_name("approved")
DPI = "50"
FAINT = 24  # of 255: how far a dot may differ by the way edges are smoothed
FEW = 0.004  # of all dots that may differ by more


def drawn() -> dict[str, Paper]:
    """Every form once with everything on it, the registers, and two blank ones."""
    sheet = whole_case().sheet
    filled = {wanted.name: make(wanted, sheet, AROUND) for wanted in papers_of(sheet)}
    blank = new_sheet(SheetId("blank"), "repair")
    return filled | {
        "record-blank": make(Wanted("record"), blank, AROUND),
        "slip-blank": make(Wanted("slip"), blank, AROUND),
        "complaint-blank": customers.complaint(new_sheet(SheetId("blank"), "complaint"), AROUND),
        "return-visit-blank": customers.return_visit(new_sheet(SheetId("blank"), "return_visit"), AROUND),
        "fees": fee_standard(POLICY, AROUND),
        "returns": as_paper(registers.returns(register([sheet]), AROUND)),
        "week": as_paper(registers.schedule_of_week([sheet], THAT_DAY, [LI.user, WANG.user], AROUND)),
    }


NAMES = ("record", "quote", "agreement", "slip", "receipt", "acknowledgement", "record-blank", "slip-blank", "complaint-blank")
MORE = ("return-visit-blank", "fees", "returns", "week")


def pictures(paper: Paper) -> list[bytes]:
    """Each page as a grey PGM picture."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-gray", "-r", DPI, "-", f"{folder}/page"], input=printed(paper), check=True)
        return [path.read_bytes() for path in sorted(Path(folder).glob("*.pgm"))]


def dots(picture: bytes) -> tuple[bytes, bytes]:
    """The head of a PGM, and its dots."""
    kind, size, most, rest = picture.split(b"\n", 3)
    return b" ".join((kind, size, most)), rest


@pytest.fixture(scope="module")
def papers() -> dict[str, Paper]:
    return drawn()


@pytest.mark.parametrize("name", [*NAMES, *MORE])
def test_pages_look_as_approved(papers: dict[str, Paper], name: str):
    pages = pictures(papers[name])
    approved = sorted(APPROVED.glob(f"{name}-[0-9].pgm.gz"))
    assert len(pages) == len(approved)
    for page, path in zip(pages, approved, strict=True):
        (head, now), (wanted, then) = dots(page), dots(unpacked(path))
        assert head == wanted
        differing = sum(abs(one - other) > FAINT for one, other in zip(now, then, strict=True))
        assert differing <= FEW * len(then), f"{path.name}: {differing} of {len(then)} dots differ"


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def test_what_is_missing_would_be_noticed(papers: dict[str, Paper]):
    """The tolerance is for the smoothing of edges."""
    paper = papers["receipt"]
    (page,), (other,) = pictures(paper), pictures(Paper(paper.code, paper.parts[:-1], paper.number, paper.qr, paper.copies))
    (_head, now), (_same, then) = dots(page), dots(other)
    assert sum(abs(one - two) > FAINT for one, two in zip(now, then, strict=True)) > FEW * len(then)


def approve() -> None:
    APPROVED.mkdir(exist_ok=True)
    for old in APPROVED.glob("*.pgm.gz"):
        old.unlink()
    for name, paper in drawn().items():
        for place, picture in enumerate(pictures(paper), 1):
            (APPROVED / f"{name}-{place}.pgm.gz").write_bytes(gzip.compress(picture, mtime=0))


if __name__ == "__main__":
    approve()
