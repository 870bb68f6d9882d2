"""Files of the web build as names and bytes, and the content hashes that version them."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

Files = dict[str, bytes]  # POSIX path inside the build -> content


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def group_hash(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return digest.hexdigest()[:12]


def read_tree(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def under(prefix: str, files: Mapping[str, bytes]) -> Files:
    return {f"{prefix}/{name}": content for name, content in files.items()}


def versioned(name: str, content: bytes) -> str:
    """`app.zip` -> `v/app-<hash>.zip`: may be cached for ever, since other content has another name."""
    stem, _, ending = name.rpartition(".")
    return f"v/{stem}-{content_hash(content)}.{ending}"


def keep(place: Path, content: bytes) -> None:
    """Whole or not at all: another build may read it at this moment."""
    half = place.with_name(f"{place.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(place)


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes `folder` hold exactly `files`; what is already right is not written again."""
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else []:
        if path.is_dir():
            _remove_if_empty(path)
        elif path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.exists() or path.stat().st_size != len(content) or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
