"""Photos on their way to the office: one at a time, from where the office says it has got to. No network in it."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from field_app.store.door import DeviceStore
from sync.blobs import PART, Stands
from sync.protocol import Offline, Refused

MOST_TURNS = 200  # requests for one photo: more than any photo has parts


class PhotoOffice(Protocol):
    """The office as photos need it. Both raise OfficeTrouble: Refused("unknown") where it knows of no fact of ours that names the photo."""

    async def photo_stands(self, name: str) -> Stands: ...

    async def bring_photo(self, name: str, offset: int, length: int, data: bytes) -> Stands: ...


class Progress(NamedTuple):
    """`sent` of `of` since the queue was last empty."""

    sent: int = 0
    of: int = 0


Tell = Callable[[Progress], None]
Moved = Callable[[str, int], None]


async def send_photos(
    office: PhotoOffice, device: DeviceStore, tell: Tell = lambda _: None, moved: Moved = lambda _name, _offset: None
) -> int:
    """Bring everything that waits, oldest first. Returns how many arrived. `moved` hears how far the office has got with each.

    Raises OfficeTrouble or StoreTrouble where it stopped; what the office has of a photo by then counts next time. One that can't be
    sent doesn't hold up those behind it.
    """
    sent = 0
    tried: set[str] = set()
    while waiting := [name for name in device.blobs.waiting() if name not in tried]:
        tell(Progress(sent, sent + len(waiting)))
        tried.add(waiting[0])
        sent += await _send(office, device, waiting[0], moved)
    tell(Progress(sent, sent))
    return sent


async def _send(office: PhotoOffice, device: DeviceStore, name: str, moved: Moved) -> bool:
    data = await device.blobs.read(name)
    if data is None:
        device.blobs.lost(name)
        return False
    try:
        stands = await _brought(office, name, data, moved)
    except Refused as refused:
        # Unknown: its fact hasn't been taken yet; it is offered again after the next round.
        if refused.status not in (404, 409):
            device.blobs.refused(name)
        return False
    device.blobs.arrived(name, stands.seq)
    return True


async def _brought(office: PhotoOffice, name: str, data: bytes, moved: Moved) -> Stands:
    try:
        return await _bring(office, name, data, moved)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
    # What was spoilt on its way is gone at the office: once more from where it stands now.
    return await _bring(office, name, data, moved)


async def _bring(office: PhotoOffice, name: str, data: bytes, moved: Moved) -> Stands:
    stands = await office.photo_stands(name)
    for _ in range(MOST_TURNS):
        if stands.done:
            return stands
        moved(name, stands.offset)
        stands = await office.bring_photo(name, stands.offset, len(data), data[stands.offset : stands.offset + PART])
    raise Offline("the office never has the whole photo")
