"""The rescue export with photos: what exists nowhere else, in one file that can still be carried and read."""

import base64
import json
from typing import Any

from field_app.domain.facts import encode
from field_app.store.blobs import Blobs

MOST_BYTES = 32 * 1024 * 1024


async def with_photos(export: bytes, blobs: Blobs) -> bytes:
    """`export` with `photos` by name in base64, and in `photos_left_out` those that don't fit or can't be read."""
    document: dict[str, Any] = json.loads(export)
    photos: dict[str, str] = {}
    left_out: list[str] = []
    size = 0
    for name in blobs.only_here():
        data = await blobs.read(name)
        if data is None or size + len(data) > MOST_BYTES:
            left_out.append(name)
        else:
            size += len(data)
            photos[name] = base64.b64encode(data).decode()
    return encode(document | {"photos": photos, "photos_left_out": left_out})
