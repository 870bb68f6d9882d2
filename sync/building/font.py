"""Cuts the Chinese font out of the whole one: `python -m sync.building.font NotoSansCJK-Regular.ttc assets/fonts/NotoSansSC.otf`.

The result is committed, so a build doesn't need the whole one (Debian: fonts-noto-cjk).
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

GENERAL_STANDARD = Path(__file__).parents[2] / "assets" / "fonts" / "general-standard.txt"
SIMPLIFIED_CHINESE = 2  # the place of Noto Sans CJK SC in the collection
ASIDE_FROM_HAN = (
    (0x0020, 0x007E), (0x00A0, 0x00FF),  # ASCII, Latin-1
    (0x0101, 0x01DC),                    # pinyin with tones, as far as the font has it
    (0x0391, 0x03C9),                    # Greek: ohm, micro, diameter
    (0x2000, 0x206F), (0x20A0, 0x20BF),  # general punctuation, currencies
    (0x2100, 0x214F), (0x2150, 0x218B),  # letter-like (№ ℃), Roman numerals
    (0x2190, 0x21FF), (0x2200, 0x22FF),  # arrows, mathematics
    (0x2460, 0x24FF), (0x25A0, 0x26FF),  # circled numbers, shapes and signs
    (0x2700, 0x27BF),                    # ticks
    (0x3000, 0x303F), (0x3200, 0x33FF),  # CJK punctuation, squared units (㎡ ㎏)
    (0xFF00, 0xFFEF),                    # full-width forms
)  # fmt: skip


def general_standard() -> set[int]:
    """The code points of 通用规范汉字表, 8,105 of them."""
    return {ord(character) for character in GENERAL_STANDARD.read_text(encoding="utf-8") if not character.isspace()}


def cut(collection: Path, han: Iterable[int], result: Path) -> None:
    font = TTFont(collection, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    options = subset.Options(hinting=False, desubroutinize=True, layout_features=["kern"], notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]  # nothing is set vertically
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={*han, *(code for first, last in ASIDE_FROM_HAN for code in range(first, last + 1))})
    cutter.subset(font)
    font.save(result)


if __name__ == "__main__":
    whole, result = map(Path, sys.argv[1:])
    cut(whole, general_standard(), result)
