"""Packs beforehand what is sent packed: the largest win on a slow line. Packing hard is slow, so it is done once per content."""

import gzip
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import brotli

from sync.building.names import Files, content_hash, keep

PACKED_ALREADY = (".png", ".woff2", ".br", ".gz")
WORTH_IT = 0.95  # of the size
CHANGES_OFTEN = "v/app-"  # packed less hard: 10 % larger, but who changes a screen needn't wait 4 s for it
SMALL = 200  # bytes; below it a header is as long as what is saved


def with_packed(files: Mapping[str, bytes], cache: Path) -> Files:
    """`files` with a `.br` and a `.gz` beside each that gets smaller by it."""
    cache.mkdir(parents=True, exist_ok=True)
    names = [name for name, content in files.items() if len(content) > SMALL and not name.endswith(PACKED_ALREADY)]
    names.sort(key=lambda name: -len(files[name]))
    qualities = [9 if name.startswith(CHANGES_OFTEN) else 11 for name in names]
    with ProcessPoolExecutor() as processes:
        both = list(processes.map(_packed, [files[name] for name in names], qualities, [cache] * len(names)))
    packed: Files = {}
    for name, endings in zip(names, both, strict=True):
        packed |= {name + ending: content for ending, content in endings.items() if len(content) < WORTH_IT * len(files[name])}
    return {**files, **packed}


def _packed(content: bytes, quality: int, cache: Path) -> dict[str, bytes]:
    name = content_hash(content)
    return {
        ".br": _once(cache / f"{name}-{quality}.br", lambda: brotli.compress(content, quality=quality, lgwin=24)),
        ".gz": _once(cache / f"{name}.gz", lambda: gzip.compress(content, 9, mtime=0)),
    }


def _once(place: Path, pack: Callable[[], bytes]) -> bytes:
    if not place.exists():
        keep(place, pack())
    return place.read_bytes()
