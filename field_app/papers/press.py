"""Draws papers as PDF: A4, our own font cut to what is written, signatures and codes as vectors.

Runs in CPython and in the browser's Python. The same paper makes the same pages: nothing is read from clock or chance.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from attrs import evolve

from field_app.domain.errors import say
from field_app.papers.form import Attached, Band, Boxes, Cell, Grid, Note, Paper, Part, Pictures, Row
from field_app.papers.ink import MM_PER_POINT
from field_app.papers.marks import INK, code
from field_app.papers.pen import BAND, BODY, BOX, LEAD, LEAD_SMALL, LINE, PAD, PALE, PICTURE, SMALL, TITLE, Fonts, Pen, Size
from field_app.papers.words import Language, Speak, speaker

MARGIN = 14.0
HEAD, FOOT = 22.0, 14.0
QR = 20.0
CUT = 12.0
PICTURE_WIDTH = 58.0
LEAST_LINES = 2  # of a row that goes on over the page


def pdf(
    papers: Sequence[Paper],
    fonts: Fonts,
    *,
    made_at: datetime,
    language: Language = "zh",
    size: Size = "A4",
    attached: Sequence[Attached] = (),
) -> bytes:
    """These papers, each beginning on a page of its own, as one file."""
    press = Press(fonts, speaker(language), size)
    try:
        for paper in papers:
            press.draw(paper)
        return press.finish(made_at, language, attached)
    finally:
        press.pen.close()


class Press:
    """A file being drawn: `y` is how far down the page is filled, in millimetres."""

    def __init__(self, fonts: Fonts, speak: Speak, size: Size) -> None:
        self.pen = Pen(fonts, size)
        self._file = self.pen.file
        self.speak = speak
        self.y = 0.0
        self._margin = MARGIN if size == "A4" else MARGIN - 4
        self._pages: list[Paper] = []

    # The page

    @property
    def width(self) -> float:
        return float(self._file.w) - 2 * self._margin

    @property
    def _bottom(self) -> float:
        return float(self._file.h) - FOOT - 2

    def draw(self, paper: Paper) -> None:
        self._new_page(paper)
        for place, copy in enumerate(paper.copies or (None,)):
            if place:
                self._next_copy(paper)
            self._title(paper, self.speak(copy) if copy else "")
            for part, following in zip_longest(paper.parts, paper.parts[1:]):
                if isinstance(part, Band) and isinstance(following, Pictures):
                    self._room(self._part_height(part) + PICTURE)
                self._part(part)

    def _next_copy(self, paper: Paper) -> None:
        if self.y + CUT + self._height(paper) > self._bottom:
            self._new_page(paper)
            return
        middle = self.y + CUT / 2
        self._file.set_draw_color(*LINE)
        self._file.set_dash_pattern(dash=2, gap=1.5)
        self._file.line(self._margin / 2, middle, self._file.w - self._margin / 2, middle)
        self._file.set_dash_pattern()
        self.pen.write(self.speak(say("Cut here")), self._margin, middle - 3, SMALL, color=PALE)
        self.y += CUT

    def _new_page(self, paper: Paper) -> None:
        self._file.add_page(orientation="landscape" if paper.lies else "portrait")
        self._pages.append(paper)
        self.y = self._margin

    def _feet(self) -> None:
        """The foot of every page, once it is known how many there are."""
        for place, paper in enumerate(self._pages):
            self._file.page = place + 1
            self._file.current_font_is_set_on_page = False
            first = self._pages.index(paper)
            self._foot(paper, place - first + 1, sum(one is paper for one in self._pages))

    def _foot(self, paper: Paper, page: int, pages: int) -> None:
        code, file = paper.code, self._file
        wide, high = file.pages[file.page].dimensions()
        wide, y = wide * MM_PER_POINT, high * MM_PER_POINT - FOOT + 3
        number = self.speak(say("Form {number}, revision {revision}", number=code.number, revision=code.revision))
        count = self.speak(say("Page {page} of {pages}", page=page, pages=pages))
        self.pen.write(number, self._margin, y, SMALL, color=PALE)
        self.pen.write(count, wide - self._margin - self.pen.ink.width(count, SMALL), y, SMALL, color=PALE)
        named = f"{self.speak(code.title)} {paper.number}".strip()
        self.pen.fit_line(named, self._margin + 36, y, wide - 2 * self._margin - 66, SMALL, color=PALE)

    def finish(self, made_at: datetime, language: Language, attached: Sequence[Attached]) -> bytes:
        file = self._file
        self._feet()
        for paper in self._pages[:1]:
            file.set_title(self.pen.ink.writable(f"{self.speak(paper.code.title)} {paper.number}".strip()))
        file.set_lang("zh-CN" if language == "zh" else "en")
        file.set_creation_date(made_at)
        for one in attached:
            file.embed_file(
                bytes=one.content, basename=one.name, mime_type=one.mime, modification_date=made_at,
                associated_file_relationship="Source", compress=True,
            )  # fmt: skip
        return bytes(file.output() or b"")

    # Parts

    def _title(self, paper: Paper, copy: str) -> None:
        top = self.y
        title = self.speak(paper.code.title)
        points = self.pen.fitting(title, self.width - 2 * (QR + 4), TITLE)
        wide = self.pen.ink.width(title, points)
        self.pen.write(title, (self._file.w - wide) / 2, top + 3, points, bold=True)
        if paper.number:
            self.pen.fit_line(self.speak(say("No. {number}", number=paper.number)), self._margin, top + 14, self.width / 2, BODY)
        elif paper.caption:
            self.pen.fit_line(self.speak(paper.caption), self._margin, top + 14, self.width, BODY)
        if copy:
            self.pen.write(copy, (self._file.w - self.pen.ink.width(copy, BODY)) / 2, top + 14, BODY, color=PALE)
        if paper.qr:
            code(self._file, paper.qr, self._file.w - self._margin - QR, top, QR)
        self.y = top + HEAD

    def _part(self, part: Part) -> None:
        if isinstance(part, Grid):
            self._grid(part)
        elif isinstance(part, Row):
            self._row(part)
        elif isinstance(part, Boxes):
            self._boxes(part)
        elif isinstance(part, Band):
            self._band(part)
        elif isinstance(part, Pictures):
            self._pictures(part)
        else:
            self._note(part)

    def _band(self, band: Band) -> None:
        # A heading isn't left alone at the foot of a page.
        self._room(LEAD + 3 * PAD + LEAD + 2 * PAD)
        self.y += PAD
        self.pen.write(self.speak(band.said), self._margin, self.y + PAD * 0.7, BAND, bold=True)
        self.y += LEAD + 1.5 * PAD

    def _note(self, note: Note) -> None:
        points, lead = (SMALL, LEAD_SMALL) if note.small else (BODY, LEAD)
        self.y += PAD
        for line in self.pen.ink.lines(self.speak(note.said), self.width, points):
            self._room(lead)
            self.pen.write(line, self._margin, self.y, points, color=PALE if note.small else INK)
            self.y += lead
        self.y += PAD

    def _grid(self, grid: Grid) -> None:
        self._room(2 * (LEAD + 2 * PAD))
        self._row(grid.head)
        for row in grid.rows:
            self._row(row, again=grid.head)

    def _row(self, row: Row, *, again: Row | None = None) -> None:
        cells, fresh = self._laid(row), False
        while cells:
            high = max(max(len(lines), cell.lines) for cell, lines, _width in cells)
            fits = int((self._bottom - self.y - 2 * PAD) / LEAD)
            if high > fits and not fresh and (fits < LEAST_LINES or high <= self._page_lines()):
                self._turn(again)
                fresh = True
                continue
            taken = max(1, min(high, fits))
            self._cells(cells, taken)
            rest = [(evolve(cell, lines=0, ruled=False), lines[taken:], width) for cell, lines, width in cells]
            cells, fresh = rest if any(lines for _cell, lines, _width in rest) else [], False

    def _page_lines(self) -> int:
        return int((self._bottom - self._margin - LEAD - 4 * PAD) / LEAD)

    def _laid(self, row: Row) -> list[tuple[Cell, list[str], float]]:
        shares = sum(cell.share for cell in row.cells)
        laid = []
        for cell in row.cells:
            width = self.width * cell.share / shares
            said = self.speak(cell.said)
            laid.append((cell, self.pen.ink.lines(said, width - 2 * PAD, BODY) if said else [], width))
        return laid

    def _cells(self, cells: Sequence[tuple[Cell, list[str], float]], lines: int) -> None:
        x, high = self._margin, lines * LEAD + 2 * PAD
        for cell, said, width in cells:
            self.pen.cell(x, self.y, width, high, tinted=cell.tinted)
            if cell.ruled and not said and not cell.tinted:
                self.pen.ruled(x, self.y, width, max(lines, 1))
            for place, line in enumerate(said[:lines]):
                self.pen.write(line, self._start(cell, line, x, width), self.y + PAD + place * LEAD, BODY)
            x += width
        self.y += high

    def _start(self, cell: Cell, line: str, x: float, width: float) -> float:
        free = width - 2 * PAD - self.pen.ink.width(line, BODY)
        return x + PAD + {"left": 0.0, "center": free / 2, "right": free}[cell.align]

    def _boxes(self, part: Boxes) -> None:
        self._room(BOX)
        width = self.width / len(part.boxes)
        for place, box in enumerate(part.boxes):
            self.pen.box(box, self.speak, self._margin + place * width, self.y, width)
        self.y += BOX

    def _pictures(self, part: Pictures) -> None:
        across = self._across()
        width = self.width / across
        for first in range(0, len(part.pictures), across):
            self._room(PICTURE)
            for place, picture in enumerate(part.pictures[first : first + across]):
                x = self._margin + place * width
                self.pen.picture(picture, x + PAD, self.y + PAD, width - 2 * PAD, PICTURE - LEAD_SMALL - 3 * PAD)
                self.pen.fit_line(self.speak(picture.said), x + PAD, self.y + PICTURE - LEAD_SMALL, width - 2 * PAD, SMALL, color=PALE)
            self.y += PICTURE

    def _across(self) -> int:
        """How many pictures stand beside each other."""
        return max(1, int(self.width / PICTURE_WIDTH))

    def _room(self, height: float) -> None:
        if self.y + height > self._bottom:
            self._turn(None)

    def _turn(self, again: Row | None) -> None:
        self._new_page(self._pages[-1])
        if again:
            self._row(again)

    def _height(self, paper: Paper) -> float:
        """How high one copy is, measured as if pages had no end."""
        return HEAD + sum(self._part_height(part) for part in paper.parts)

    def _part_height(self, part: Part) -> float:
        if isinstance(part, Grid):
            return sum(self._part_height(row) for row in (part.head, *part.rows))
        if isinstance(part, Row):
            return max(max(len(lines), cell.lines) for cell, lines, _width in self._laid(part)) * LEAD + 2 * PAD
        if isinstance(part, Boxes):
            return BOX
        if isinstance(part, Band):
            return LEAD + 2.5 * PAD
        if isinstance(part, Pictures):
            return -(-len(part.pictures) // self._across()) * PICTURE
        points, lead = (SMALL, LEAD_SMALL) if part.small else (BODY, LEAD)
        return len(self.pen.ink.lines(self.speak(part.said), self.width, points)) * lead + 2 * PAD
