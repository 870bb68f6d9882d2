"""What a phone and the office say of photos. Both sides import this. Facts come first; photos follow one at a time, by themselves.

`HEAD /v1/blobs/<sha256>` tells in a header how much is there; `PATCH` goes on at the offset its headers name, and whatever came before
a line broke counts. A photo becomes visible once it is whole and is what its name says. `GET` shows one.
"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from sync.protocol import PROTOCOL, Malformed
from sync.wire import read_object

OFFSET, LENGTH = "upload-offset", "upload-length"
SAID = "office-said"  # what would be the body of an answer to HEAD
PART = 64 * 1024  # of one request: little enough for a slow line to get through before anybody loses patience


@frozen
class Stands:
    """How much of a photo the office has. With `done` its log stood at `seq`: a backup that goes further holds the photo."""

    offset: int
    done: bool
    seq: int = 0


def dump_stands(stands: Stands) -> dict[str, Any]:
    return {"p": PROTOCOL, "offset": stands.offset, "done": stands.done, "seq": stands.seq}


def load_stands(body: bytes) -> Stands:
    """What an answer says. Malformed for anything else."""
    said = read_object(body)
    if said.get("p") != PROTOCOL or type(said.get("done")) is not bool:
        raise Malformed("not our office")
    return Stands(_count(said, "offset"), bool(said["done"]), _count(said, "seq"))


def _count(said: Mapping[str, Any], key: str) -> int:
    value = said.get(key)
    if type(value) is not int or value < 0:
        raise Malformed(f"{key} is no number")
    return value
