"""The outside of a JPEG, and what else people may send in its place (F48)."""

import io
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from field_app.domain.days import SHANGHAI
from field_app.domain.jpeg import NotJpeg, bare, checked, size_of, taken_at
from tests.domain.arbitrary import quick
from tests.pictures import camera_exif, picture

PLAIN = picture()


def as_format(name: str, **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, name, **more)
    return out.getvalue()


def test_size_and_time_are_read_from_what_a_camera_writes():
    shot = picture(width=80, height=60, exif=camera_exif(offset="-05:00"))
    assert size_of(shot) == (80, 60)
    assert taken_at(shot) == datetime(2026, 11, 23, 8, 15, tzinfo=timezone(-timedelta(hours=5)))


def test_a_time_without_a_zone_is_shanghais():
    assert taken_at(picture(exif=camera_exif(offset=""))) == datetime(2026, 11, 23, 8, 15, tzinfo=SHANGHAI)


@pytest.mark.parametrize("said", ["0000:00:00 00:00:00", "yesterday", "2026:13:40 08:15:00"])
def test_a_time_that_is_none_is_left_out(said: str):
    assert taken_at(picture(exif=camera_exif(taken=said))) is None
    assert taken_at(PLAIN) is None


def test_a_bare_photo_tells_nothing_of_place_time_and_camera():
    shot = picture(exif=camera_exif())
    assert b"PhoneMaker" in shot
    stripped = bare(shot)
    assert b"PhoneMaker" not in stripped
    assert b"Exif" not in stripped
    assert Image.open(io.BytesIO(stripped)).tobytes() == Image.open(io.BytesIO(shot)).tobytes()
    assert checked(stripped, 1600) == (64, 48)


def test_a_plain_photo_is_taken():
    assert checked(PLAIN, 64) == (64, 48)


@pytest.mark.parametrize("progressive", [False, True])
def test_what_the_app_makes_is_taken(progressive: bool):
    data = as_format("JPEG", progressive=progressive)
    assert checked(data, 40) == (40, 30)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xd9",
        as_format("PNG"),
        as_format("GIF"),
        as_format("WEBP"),
        as_format("TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"SIMPLE  =                    T",
        PLAIN[:-1],
        PLAIN[: len(PLAIN) // 2],
        PLAIN + b"<html><script>alert(1)</script>",
        PLAIN + as_format("PNG"),
        b"PK\x03\x04" + PLAIN,
        picture(exif=camera_exif()),
        as_format("JPEG", comment=b"<script>"),
        PLAIN.replace(b"\x00\x30\x00\x40", b"\x75\x30\x75\x30", 1),
        PLAIN.replace(b"\x00\x30\x00\x40", b"\x00\x00\x00\x40", 1),
    ],
    ids=lambda data: f"{len(data)} bytes {data[:4]!r}",
)
def test_f48_anything_but_a_bare_small_jpeg_is_refused(hostile: bytes):
    with pytest.raises(NotJpeg):
        checked(hostile, 1600)


@quick
@given(st.binary(max_size=200), st.integers(0, len(PLAIN)), st.integers(0, len(PLAIN)))
def test_whatever_the_bytes_reading_ends(noise: bytes, start: int, end: int):
    for data in (noise, b"\xff\xd8" + noise, PLAIN[:start] + noise + PLAIN[end:]):
        taken_at(data)
        for read in (size_of, bare, lambda it: checked(it, 1600)):
            try:
                read(data)
            except NotJpeg:
                continue
