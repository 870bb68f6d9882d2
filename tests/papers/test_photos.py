"""Photos on paper: the very JPEGs that were recorded, few enough that a paper stays small, and none can be swapped unseen (P6.1, P7.2)."""

import io
from typing import Any

import pytest
from attrs import evolve
from PIL import Image
from pypdf import PdfReader, PdfWriter

from field_app.domain.photo import Photo
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.takeback import TakenPiece
from field_app.domain.sheets import Sheet
from field_app.papers import pictures
from field_app.papers.catalog import Wanted, photos_for
from field_app.papers.printing import paper
from field_app.papers.reading import photos_in
from field_app.papers.verify import verify
from tests.domain.cases import MORNING, in_warranty, ready
from tests.papers.scene import AROUND, FONTS, pages, read
from tests.pictures import named, picture, scene

SLIP, RECORD = Wanted("slip"), Wanted("record")
FRONT, SIDE = scene(320, 240), scene(240, 320, "#2e7d32")


def names(*jpegs: bytes) -> tuple[Photo, ...]:
    return tuple(named(jpeg, MORNING) for jpeg in jpegs)


def taken_back(*jpegs: bytes) -> Sheet:
    piece = TakenPiece("道闸主板", "一角有磕痕", "SN-1", photos=names(*jpegs))
    return ready().on_site().diagnosed(way="take_back").decided("outside").taken_back(piece).sheet


def worked(*jpegs: bytes) -> Sheet:
    return in_warranty().does(WorkRecorded("换主板", 50, "fixed", explained=True, photos=names(*jpegs))).sheet


def printed(wanted: Wanted, sheet: Sheet, *at_hand: bytes, **how: Any) -> bytes:
    around = evolve(AROUND, photos={named(jpeg).sha256: jpeg for jpeg in at_hand})
    return paper(wanted, sheet, around, FONTS, **how)


@pytest.mark.parametrize(("wanted", "sheet"), [(SLIP, taken_back(FRONT, SIDE)), (RECORD, worked(FRONT, SIDE))], ids=["slip", "record"])
def test_p6_1_a_paper_shows_its_photos_byte_for_byte_and_is_verified_by_them(wanted: Wanted, sheet: Sheet) -> None:
    assert photos_for(wanted, sheet) == tuple(photo.sha256 for photo in names(FRONT, SIDE))
    content = printed(wanted, sheet, FRONT, SIDE)
    assert photos_in(content) == {photo.sha256: jpeg for photo, jpeg in zip(names(FRONT, SIDE), (FRONT, SIDE), strict=True)}
    assert names(FRONT)[0].sha256[:10] in read(content)
    assert verify(content, FONTS).is_unchanged


def test_p6_1_the_customers_small_page_shows_them_too() -> None:
    content = printed(SLIP, taken_back(FRONT), FRONT, size="A5")
    assert verify(content, FONTS).is_unchanged


def test_p6_1_both_copies_show_the_photos_each_on_a_page_of_its_own() -> None:
    content = printed(SLIP, taken_back(FRONT, SIDE), FRONT, SIDE)
    assert pages(content) == 2
    assert content.count(FRONT) == 1


def test_the_heading_of_the_photos_goes_with_them_to_the_next_page() -> None:
    content = printed(RECORD, worked(FRONT, SIDE, scene(16, 16)), FRONT, SIDE, scene(16, 16))
    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(content)).pages[1])
    second = io.BytesIO()
    writer.write(second)
    assert read(second.getvalue()).startswith("照片")


def test_a_photo_that_isnt_at_hand_is_named_and_the_paper_is_made_without_it() -> None:
    content = printed(SLIP, taken_back(FRONT, SIDE), SIDE)
    assert list(photos_in(content).values()) == [SIDE]
    assert verify(content, FONTS).is_unchanged
    assert names(FRONT)[0].sha256[:10] in read(content)


@pytest.mark.parametrize("other", [SIDE, scene(320, 240, "#000000")], ids=["of another size", "of the same size"])
def test_p7_2_another_picture_in_its_place_is_seen(other: bytes) -> None:
    content = printed(SLIP, taken_back(FRONT), FRONT)
    assert FRONT in content
    assert not verify(content.replace(FRONT, other), FONTS).is_unchanged


def test_p7_2_two_pictures_changed_for_each_other_are_seen() -> None:
    one, two = equally_long(picture(1), picture(2))
    content = printed(SLIP, taken_back(one, two), one, two)
    assert verify(content, FONTS).is_unchanged
    swapped = content.replace(one, b"<first>").replace(two, one).replace(b"<first>", two)
    assert photos_in(swapped).keys() == photos_in(content).keys()
    assert not verify(swapped, FONTS).is_unchanged


def equally_long(*jpegs: bytes) -> tuple[bytes, ...]:
    """These with a comment in each, so that no length in a file gives a swap away."""
    longest = max(map(len, jpegs)) + 4
    comments = [b"\xff\xfe" + (longest - len(jpeg) - 2).to_bytes(2, "big") + bytes(longest - len(jpeg) - 4) for jpeg in jpegs]
    return tuple(jpeg[:2] + comment + jpeg[2:] for jpeg, comment in zip(jpegs, comments, strict=True))


def test_a_grey_picture_is_drawn_grey() -> None:
    out = io.BytesIO()
    Image.new("L", (32, 32), 128).save(out, "JPEG")
    content = printed(SLIP, taken_back(out.getvalue()), out.getvalue())
    image = next(iter(PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/XObject"].values()))
    assert image.get_object()["/ColorSpace"] == "/DeviceGray"


def test_a_paper_shows_no_more_than_it_may_weigh() -> None:
    many = tuple(picture(seed) for seed in range(9))
    content = printed(SLIP, taken_back(*many), *many)
    assert len(photos_in(content)) == pictures.MOST
    assert verify(content, FONTS).is_unchanged


def test_photos_heavier_than_a_paper_may_be_are_left_out_from_there_on() -> None:
    heavy = tuple(evolve(photo, size=600_000) for photo in names(FRONT, SIDE, scene(8, 8)))
    assert tuple(pictures.first(heavy)) == heavy[:2]
    assert tuple(pictures.first(pictures.first(heavy))) == heavy[:2]
