"""A picture as a camera or a gallery gives it, made into what is kept and sent: a JPEG of at most 1600 px, the bare picture.

Natively Pillow does it, in the browser the browser itself, which knows all its phone can read.
"""

from __future__ import annotations

import asyncio
import io
import sys
from typing import Any

from field_app.domain import jpeg
from field_app.domain.photo import LONGEST_SIDE
from field_app.ui.services import NoPicture, Shrunk

QUALITY = 82  # of 100: below it lettering on a nameplate begins to blur
MOST_PIXELS = 120_000_000  # the largest phone cameras have 108 million; beyond it a phone runs out of memory
MOST_BYTES = 64 * 1024 * 1024


async def shrink(data: bytes) -> Shrunk:
    """Raises NoPicture with words for what can't be read here, or is too large to be."""
    if len(data) > MOST_BYTES or _pixels(data) > MOST_PIXELS:
        raise NoPicture(large=True)
    encoded = await _in_browser(data) if sys.platform == "emscripten" else await asyncio.to_thread(_by_pillow, data)
    try:
        bare = jpeg.bare(encoded)
        width, height = jpeg.checked(bare, LONGEST_SIDE)
    except jpeg.NotJpeg as problem:
        raise NoPicture from problem
    return Shrunk(bare, width, height, jpeg.taken_at(data))


def _pixels(data: bytes) -> int:
    """As many pixels as the header says, before anything is decoded. NoPicture for a kind of file that is never a phone's photo."""
    if data[:2] == b"\xff\xd8":
        try:
            width, height = jpeg.size_of(data)
        except jpeg.NotJpeg as problem:
            raise NoPicture from problem
        return width * height
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_pixels(data)
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return 0  # its boxes are not ours to read; a phone that can decode it made it
    raise NoPicture


def _webp_pixels(data: bytes) -> int:
    little = int.from_bytes
    if data[12:16] == b"VP8X":
        return (little(data[24:27], "little") + 1) * (little(data[27:30], "little") + 1)
    if data[12:16] == b"VP8L":
        bits = little(data[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (little(data[26:28], "little") & 0x3FFF) * (little(data[28:30], "little") & 0x3FFF)


def fitting(width: int, height: int) -> tuple[int, int]:
    """The sides of the picture once no side is too long."""
    longest = max(width, height)
    if longest <= LONGEST_SIDE:
        return width, height
    return max(1, round(width * LONGEST_SIDE / longest)), max(1, round(height * LONGEST_SIDE / longest))


def _by_pillow(data: bytes) -> bytes:
    from PIL import Image, ImageOps

    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        image.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
        upright = ImageOps.exif_transpose(image)
        small = upright.resize(fitting(*upright.size), Image.Resampling.LANCZOS, reducing_gap=2.0)
        on_white = Image.new("RGB", small.size, "white")
        on_white.paste(small.convert("RGBA"), mask=small.convert("RGBA").getchannel("A"))
        out = io.BytesIO()
        on_white.save(out, "JPEG", quality=QUALITY, optimize=True)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise NoPicture from problem
    return out.getvalue()


async def _in_browser(data: bytes) -> bytes:
    import js
    from pyodide.ffi import JsException, to_js

    def options(**values: Any) -> Any:
        return to_js(values, dict_converter=js.Object.fromEntries)

    try:
        bitmap = await js.createImageBitmap(js.Blob.new(to_js([to_js(data)])), options(imageOrientation="from-image"))
        width, height = fitting(bitmap.width, bitmap.height)
        canvas = js.OffscreenCanvas.new(width, height)
        paper = canvas.getContext("2d")
        paper.imageSmoothingQuality = "high"
        paper.fillStyle = "white"
        paper.fillRect(0, 0, width, height)
        paper.drawImage(bitmap, 0, 0, width, height)
        bitmap.close()
        blob = await canvas.convertToBlob(options(type="image/jpeg", quality=QUALITY / 100))
        return (await blob.arrayBuffer()).to_bytes()  # type: ignore[no-any-return]
    except JsException as problem:
        raise NoPicture from problem
