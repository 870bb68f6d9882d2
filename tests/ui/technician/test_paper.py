"""What the customer reads is what is signed: every value of it, on every paper (P5.3, P6.1, P7.2, P8.5)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from field_app.domain.money import parse_yuan
from field_app.domain.repair.charges import shown_quote
from field_app.domain.repair.record import shown_record
from field_app.domain.repair.settlement import shown_agreement
from field_app.domain.repair.takeback import shown_slip, still_here
from field_app.domain.sheets import Sheet
from field_app.ui.technician.parts.paper import height_needed
from field_app.ui.technician.parts.signing import fits
from field_app.ui.words import money
from tests.domain.cases import Case
from tests.ui.technician.test_takeback import taken
from tests.ui.technician.visit_scene import play, quoted, screen

# Codes are said in words, each tested where it is chosen.
CODES = {"paper", "free", "result", "method"}
MONEY = {"price", "full", "amount", "total"}


def values(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every value of a paper and of its rows; the nought of a free line is said as a word."""
    for name, value in shown.items():
        if isinstance(value, list):
            for row in value:
                yield from values(row)
        elif value and name not in CODES and not (name == "amount" and shown.get("free")):
            yield name, value


def said(name: str, value: str) -> str:
    return money(parse_yuan(value) or 0) if name in MONEY else value


def slip(sheet: Sheet) -> dict[str, Any]:
    return shown_slip(sheet, "261123-A7-01-T1", still_here(sheet), date(2026, 12, 7))


def settled() -> Case:
    return quoted().allotted("0024817").consented().worked().signed()


@pytest.mark.parametrize(
    ("page", "told", "shown"),
    [("consent", quoted(), shown_quote), ("sign", quoted().consented().worked(), shown_record), ("take-back", taken(), slip)],
)
def test_every_value_that_is_signed_can_be_read(page: str, told: Case, shown: Any) -> None:
    async def story() -> None:
        async with screen(page, told) as app:
            text = "\n".join(app.texts())
            assert not [(name, value) for name, value in values(shown(told.sheet)) if said(name, value) not in text]

    play(story)


def test_the_acknowledgement_says_who_pays_what_and_when() -> None:
    told = settled()

    async def story() -> None:
        async with screen("settle", told) as app:
            await app.choose("How it is paid", "later")
            await app.tap("Show the acknowledgement, to sign")
            shown = shown_agreement(told.sheet, 20_000, "transfer", date(2026, 11, 30), "海晟大厦物业服务处")
            app.see(*(said(name, value) for name, value in values(shown)))

    play(story)


def test_a_long_paper_gives_the_pad_a_page_of_its_own() -> None:
    short, quote = shown_record(quoted().consented().worked().sheet), shown_quote(quoted().sheet)
    long = {**quote, "lines": quote["lines"] * 8}
    assert fits(short, True, 844)
    assert not fits(short, True, 640)
    assert not fits(long, False, 844)
    assert height_needed(long) > height_needed(quote)
