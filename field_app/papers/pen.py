"""The pen papers are drawn with: writes lines of text in our fonts, draws boxes, gaps to be written in and signature boxes."""

import warnings
from pathlib import Path
from typing import Literal

from attrs import frozen

from field_app.domain.errors import say
from field_app.domain.jpeg import components
from field_app.papers.form import Box, Picture
from field_app.papers.ink import MM_PER_POINT, Ink
from field_app.papers.marks import INK, signature
from field_app.papers.words import Speak

with warnings.catch_warnings():
    # There is no Pillow in the browser, and no need of it: JPEGs go into the file as they are.
    warnings.filterwarnings("ignore", message="Pillow could not be imported")
    from fpdf import FPDF
    from fpdf.image_datastructures import RasterImageInfo

Size = Literal["A4", "A5"]
SIZES: dict[Size, tuple[float, float]] = {"A4": (210, 297), "A5": (148, 210)}
BODY, SMALL, TITLE, BAND = 10.0, 8.0, 17.0, 10.5
LEAD, LEAD_SMALL = 5.0, 4.0
PAD = 1.4
BOX = 30.0
PICTURE = 42.0
PALE, TINT, LINE = (0x59,) * 3, (0xF0,) * 3, (0x80,) * 3


@frozen
class Fonts:
    """The files to write with, the first wanted first: `rare` holds characters the first one lacks, where it is at hand."""

    main: Path
    rare: Path | None = None

    def named(self) -> dict[str, Path]:
        return {"main": self.main} | ({"rare": self.rare} if self.rare else {})


class Pen:
    """A PDF file and what it is written with; places and sizes are in millimetres from the upper left corner."""

    def __init__(self, fonts: Fonts, size: Size) -> None:
        self.file = FPDF(format=SIZES[size])
        self.file.set_auto_page_break(False)
        self.file.set_compression(True)
        for name, path in fonts.named().items():
            self.file.add_font(name, "", str(path))
        self.ink = Ink({name: self.file.fonts[name].cw for name in fonts.named()})  # type: ignore[misc]

    def close(self) -> None:
        """Let go of the font files."""
        for font in self.file.fonts.values():
            font.close()  # type: ignore[union-attr]  # ours are all files

    def write(self, text: str, x: float, y: float, points: float, *, color: tuple[int, ...] = INK, bold: bool = False) -> None:
        """One writable line with its top at `y`."""
        file, base = self.file, y + points * MM_PER_POINT
        file.set_text_color(*color)
        for run in self.ink.runs(text):
            file.set_font(run.font, size=points)
            if bold:
                with file.local_context(text_mode="FILL_STROKE", line_width=points * 0.012, draw_color=color):
                    file.text(x, base, run.text)
            else:
                file.text(x, base, run.text)
            x += self.ink.width(run.text, points)

    def fit_line(self, text: str, x: float, y: float, width: float, points: float, *, color: tuple[int, ...] = INK) -> None:
        """On one line, smaller where it is long: what stands in a signature box is never cut."""
        written = self.ink.writable(text.replace("\n", " "))
        self.write(written, x, y, self.fitting(written, width, points), color=color)

    def fitting(self, text: str, width: float, points: float) -> float:
        return min(points, points * width / max(self.ink.width(text, points), 0.1))

    def cell(self, x: float, y: float, width: float, high: float, *, tinted: bool) -> None:
        """The edges of a cell, and its ground where it names others."""
        self.file.set_draw_color(*LINE)
        self.file.set_line_width(0.2)
        if tinted:
            self.file.set_fill_color(*TINT)
        self.file.rect(x, y, width, high, style="DF" if tinted else "D")

    def ruled(self, x: float, top: float, width: float, lines: int) -> None:
        """A gap to be written in: a fine line at the foot of each line of writing."""
        self.file.set_line_width(0.1)
        for place in range(lines):
            y = top + PAD + (place + 1) * LEAD - 0.6
            self.file.line(x + PAD, y, x + width - PAD, y)
        self.file.set_line_width(0.2)

    def picture(self, picture: Picture, x: float, y: float, width: float, high: float) -> None:
        """The JPEG's own bytes, as large as fits, in the middle of its place."""
        images = self.file.image_cache.images
        if picture.name not in images:
            gray = components(picture.data) == 1
            images[picture.name] = RasterImageInfo({
                "i": len(images) + 1, "data": picture.data, "w": picture.width, "h": picture.height, "bpc": 8, "dp": "",
                "cs": "DeviceGray" if gray else "DeviceRGB", "f": "DCTDecode", "usages": 0,
            })  # fmt: skip
        self.file.image(Path(picture.name), x, y, width, high, keep_aspect_ratio=True)

    def box(self, box: Box, speak: Speak, x: float, y: float, width: float) -> None:
        file = self.file
        file.set_draw_color(*LINE)
        file.set_line_width(0.2)
        file.rect(x, y, width, BOX)
        self.fit_line(speak(box.said), x + PAD, y + PAD, width - 2 * PAD, BODY)
        if box.signature is None:
            file.line(x + width * 0.35, y + 17, x + width - 3, y + 17)
            self.write(speak(say("Signature")), x + PAD, y + 12.5, SMALL, color=PALE)
        else:
            signature(file, box.signature, x + 3, y + LEAD + PAD, width - 6, 14)
        under = " ".join(filter(None, (speak(box.signer), speak(box.on))))
        under = under or speak(say("Name and date"))
        self.fit_line(under, x + PAD, y + 20.5, width - 2 * PAD, SMALL)
        self.fit_line(speak(box.check), x + PAD, y + 25, width - 2 * PAD, SMALL, color=PALE)
