"""A case with everything on it, and the papers of it read back."""

import io
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve
from pypdf import PdfReader

from field_app.domain.repair.appointment import TransportChosen
from field_app.domain.repair.charges import Line
from field_app.domain.repair.takeback import TakenPiece
from field_app.papers.around import Around
from field_app.papers.form import Paper
from field_app.papers.pen import Fonts
from field_app.papers.press import pdf
from tests.cast_domain import EVERYBODY, LI, POLICY, WANG
from tests.domain.cases import BOARD, LABOUR, MORNING, REQUEST, Case, case, ready

ROOT = Path(__file__).parents[2]
FONTS = Fonts(ROOT / "assets" / "fonts" / "NotoSansSC.otf")
NAMES = {person.user: person.name for person in EVERYBODY}
AROUND = Around(MORNING, NAMES, (POLICY,), "https://office.example")
AGREED = Line("travel", "市郊交通", "次", 8_000, 100, "agreement")


def whole_case() -> Case:
    """Two visits: the first repairs, is paid in part and takes two pieces back; the second brings one home and is signed off."""
    agreed = ready(WANG, LI).allotted("0000101", "0000102").agreed().does(TransportChosen("taxi", "客户着急", 4_500))
    worked = (
        agreed.departed().arrived().checked().diagnosed().decided("outside").quoted(LABOUR, BOARD, AGREED).consented().worked().signed()
    )
    settled = worked.cash(40_000).payment_agreed(28_000)
    pieces = (TakenPiece("道闸主板", "外壳完好，一角有磕痕", "SN-1", "电源线"), TakenPiece("遥控器", "按键失灵", "SN-2"))
    again = settled.taken_back(*pieces).left().reported().later(days=5).agreed().departed().arrived().checked()
    return again.returned("SN-1").returned("SN-2").left().reported().signed_off("处理及时")


def read(content: bytes) -> str:
    """The text of all pages in the order it is drawn, without spaces and line ends: where a line breaks is not what is said.

    By poppler: pypdf can't read the code table of a CFF font yet.
    """
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return without_spaces(run.stdout.decode())


def pages(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


def printed(paper: Paper, **how: Any) -> bytes:
    return pdf([paper], FONTS, made_at=MORNING, **how)


def text_of(paper: Paper, **how: Any) -> str:
    return read(printed(paper, **how))


def without_spaces(text: str) -> str:
    return "".join(text.split())


def renamed(**changes: Any) -> Case:
    """A taken request with these particulars."""
    return case().taken(evolve(REQUEST, **changes))


THAT_DAY = date(2026, 11, 23)
