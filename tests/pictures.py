"""Photos for tests: small pictures as phones take them and as the app keeps them."""

import hashlib
import io
import random
from datetime import datetime

from PIL import Image

from field_app.domain.photo import Photo


def picture(seed: int = 0, *, width: int = 64, height: int = 48, exif: Image.Exif | None = None) -> bytes:
    """A JPEG that this seed gives and no other. About 2 bytes a pixel: it is all noise."""
    noise = Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(3 * width * height))  # noqa: S311 - the same picture every time
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=90, **({"exif": exif} if exif else {}))
    return out.getvalue()


def scene(width: int, height: int, color: str = "#b0413e") -> bytes:
    """A JPEG that is light and flat, red at the top left and blue at the bottom right."""
    image = Image.new("RGB", (width, height), "#dddddd")
    image.paste(color, (0, 0, width // 2, height // 2))
    image.paste("#2b5fa8", (width // 2, height // 2, width, height))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def camera_exif(orientation: int = 1, taken: str = "2026:11:23 08:15:00", offset: str = "+08:00") -> Image.Exif:
    """What a phone's camera writes into its photos, the place included."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "PhoneMaker"
    inner = exif.get_ifd(0x8769)
    inner[0x9003] = taken
    if offset:
        inner[0x9011] = offset
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 3.0)
    return exif


def named(data: bytes, at: datetime | None = None) -> Photo:
    """The photo value of these bytes."""
    width, height = Image.open(io.BytesIO(data)).size
    return Photo(hashlib.sha256(data).hexdigest(), len(data), width, height, "camera", at)
