"""What cameras and galleries give is made small and bare; what is no photo is refused before it is decoded (F48)."""

import asyncio
import io

import pytest
from PIL import Image

from field_app.domain.days import SHANGHAI
from field_app.domain.photo import LONGEST_SIDE
from field_app.shrinking import MOST_BYTES, fitting, shrink
from field_app.ui.services import NoPicture, Shrunk
from tests.pictures import camera_exif, picture, scene


def shrunk(data: bytes) -> Shrunk:
    return asyncio.run(shrink(data))


def corners(data: bytes) -> tuple[str, str]:
    """What colour the top left and the bottom right are, in words."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    width, height = image.size
    return tuple(_colour(image.getpixel(at)) for at in ((width // 8, height // 8), (width * 7 // 8, height * 7 // 8)))  # type: ignore[return-value,arg-type]


def _colour(pixel: tuple[int, int, int]) -> str:
    red, _green, blue = pixel
    return "red" if red > blue + 60 else "blue" if blue > red + 60 else "grey"


@pytest.mark.parametrize(
    ("before", "after"),
    [((4000, 3000), (1600, 1200)), ((3000, 4000), (1200, 1600)), ((800, 600), (800, 600)), ((1601, 3), (1600, 3)), ((9000, 2), (1600, 1))],
)
def test_no_side_is_longer_than_1600_and_nothing_is_made_larger(before: tuple[int, int], after: tuple[int, int]):
    assert fitting(*before) == after
    made = shrunk(scene(*before))
    assert (made.width, made.height) == after
    assert max(after) <= LONGEST_SIDE


def test_a_photo_of_twelve_million_pixels_becomes_a_few_hundred_kilobytes():
    assert len(shrunk(scene(4000, 3000)).data) < 300_000


@pytest.mark.parametrize(
    ("orientation", "seen"), [(1, ("red", "blue")), (3, ("blue", "red")), (6, ("grey", "grey")), (8, ("grey", "grey"))]
)
def test_a_photo_stands_as_it_was_held(orientation: int, seen: tuple[str, str]):
    exif = camera_exif(orientation)
    out = io.BytesIO()
    Image.open(io.BytesIO(scene(400, 200))).save(out, "JPEG", exif=exif)
    made = shrunk(out.getvalue())
    assert (made.width, made.height) == ((200, 400) if orientation in (6, 8) else (400, 200))
    assert corners(made.data) == seen


def test_nothing_of_place_time_and_camera_goes_along_and_the_time_is_told_apart():
    made = shrunk(picture(exif=camera_exif()))
    assert b"Exif" not in made.data
    assert b"PhoneMaker" not in made.data
    assert made.taken_at is not None
    assert made.taken_at.astimezone(SHANGHAI).isoformat() == "2026-11-23T08:15:00+08:00"
    assert shrunk(picture()).taken_at is None


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_screenshot_is_a_photo_too_and_lies_on_white(kind: str):
    out = io.BytesIO()
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    image.paste((200, 20, 20, 255), (0, 0, 150, 100))
    image.save(out, kind, lossless=True)
    made = shrunk(out.getvalue())
    assert corners(made.data) == ("red", "grey")
    assert Image.open(io.BytesIO(made.data)).getpixel((299, 199)) == (255, 255, 255)


def _file(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"hello", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"SIMPLE  =  T",
        _file("GIF"), _file("BMP"), _file("TIFF"),
        picture()[:900], b"\xff\xd8\xff\xe0", b"\0\0\0\x18ftypheic" + b"\0" * 400, b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 30,
    ],
    ids=lambda data: repr(data[:12]),
)  # fmt: skip
def test_f48_what_is_no_photo_is_refused(data: bytes):
    with pytest.raises(NoPicture) as refused:
        shrunk(data)
    assert not refused.value.large


@pytest.mark.parametrize(
    "data",
    [
        picture().replace(b"\x00\x30\x00\x40", b"\x75\x30\x75\x30", 1),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (30_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0",
        b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0" * 4 + (16_000).to_bytes(3, "little") * 2,
        b"\xff\xd8" + bytes(MOST_BYTES),
    ],
    ids=["jpeg", "png", "webp", "bytes"],
)
def test_f48_what_would_fill_the_memory_is_refused_before_it_is_decoded(data: bytes):
    with pytest.raises(NoPicture) as refused:
        shrunk(data)
    assert refused.value.large
