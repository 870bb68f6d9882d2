"""What the app needs from others in the browser: wheels for Pyodide, at the versions this environment runs and tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from sync.building.names import Files, content_hash, read_tree

# repath, six: flet's router · msgpack: flet's wire · proces: cn2an's · idna: httpx's
# et_xmlfile: openpyxl's
# httpx is there for its words and its client: the network under it is the browser's, so httpcore, anyio, h11 and certifi stay away.
PACKAGES = (
    "flet", "flet-charts", "flet-camera", "flet-geolocator", "repath", "six", "msgpack",
    "tinydb", "attrs", "cattrs", "typing_extensions", "cn2an", "proces", "uuid6", "segno",
    "httpx", "idna", "openpyxl", "et_xmlfile",
)  # fmt: skip
# What papers are made with: more than all the rest together, so it comes when the first paper is wanted.
SIGNING, MOCK = "fpdf/sign.py", b"from unittest.mock import patch"
FOR_PAPERS = ("fpdf2", "fonttools", "defusedxml", "xlsxwriter")
BROWSER = ("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14", "--implementation", "cp")
NOT_NEEDED = (
    "flet/testing/", "flet/fastapi/", "flet/cli", "flet/pytest_plugin", "flet/auth/providers/", "flet/security/", "flet/utils/griffe",
    "cattrs/preconf/bson", "cattrs/preconf/cbor2", "cattrs/preconf/msgspec", "cattrs/preconf/orjson", "cattrs/preconf/pyyaml",
    "cattrs/preconf/tomlkit", "cattrs/preconf/ujson", "tinydb/mypy_plugin", "httpx/_main", "bin/", "README.md",
    "fontTools/ufoLib", "fontTools/mtiLib", "fontTools/voltLib", "fontTools/merge", "fontTools/cu2qu", "fontTools/qu2cu", "fontTools/ttx",
    "fontTools/fontBuilder", "fontTools/t1Lib", "fontTools/diff", "fontTools/help", "fpdf/data/", "share/",
    "fontTools/feaLib/parser", "fontTools/feaLib/builder", "fontTools/feaLib/lexer",
    "fontTools/varLib/interpolatable", "fontTools/varLib/avar",
    "fontTools/pens/moments", "fontTools/pens/statistics", "fonttools-4", "fpdf2-2", "defusedxml-0",
    "build/", "src/", "example/", "cn2an/performance", "cn2an/utils",  # left in their wheels by cn2an and proces
    "flutter/",  # the Dart half of flet-charts: it is in the web client already
)  # fmt: skip
NOT_NEEDED_ENDINGS = (
    "_test.py",
    ".pyi",
    "py.typed",
    ".dist-info/RECORD",
    ".dist-info/WHEEL",
    ".dist-info/INSTALLER",
    ".dist-info/REQUESTED",
    "top_level.txt",
)


def browser_packages(cache: Path, names: Iterable[str] = PACKAGES) -> Files:
    pinned = [f"{name}=={version(name)}" for name in names]
    folder = cache / content_hash("\n".join((*BROWSER, *pinned)).encode())
    if not folder.exists():
        _download(pinned, folder)
    files = {name: content for name, content in read_tree(folder).items() if _is_needed(name)}
    return files | {SIGNING: _without_mock(files[SIGNING])} if SIGNING in files else files


def _without_mock(source: bytes) -> bytes:
    """To sign files fpdf2 wants unittest's mock, a tenth of a second of imports. We sign none."""
    if source.count(MOCK) != 1:
        raise ValueError("this fpdf2 signs in another way: look where, and mend MOCK")
    return source.replace(MOCK, b"")


def _download(pinned: list[str], folder: Path) -> None:
    half = folder.with_suffix(f".{os.getpid()}")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile"]
    line = [*pip, "--target", str(half), *BROWSER, "--only-binary=:all:", *pinned]
    subprocess.run(line, check=True)  # noqa: S603 - pip, with names from this file
    if folder.exists():  # another build was quicker
        shutil.rmtree(half)
    else:
        half.rename(folder)


def _is_needed(name: str) -> bool:
    return not name.startswith(NOT_NEEDED) and not name.endswith(NOT_NEEDED_ENDINGS)
