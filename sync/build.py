"""Builds the web app: `python -m sync.build [--out build/web]`; only the words: `python -m sync.build --words`.

The result needs no network but its own server: Flet's client, Pyodide, byte code, font. Slow steps are kept by content under build/cache.
"""

import argparse
import time
from pathlib import Path

from flet_web import get_package_web_dir

from sync.building import words
from sync.building.bytecode import compile_python
from sync.building.compressed import with_packed
from sync.building.names import Files, read_tree, write_tree
from sync.building.packages import FOR_PAPERS, browser_packages
from sync.building.stdlib import for_a_page
from sync.building.web import assemble, flutter_client, stored_zip

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "cache"
OFF_THE_DEVICE = ("__main__.py", "build.py", "demo.py", "demo_care.py", "demo_returns.py", "demo_rules.py")  # of sync/, beside its folders
AT_THE_OFFICE = ("papers/__main__.py", "papers/verify.py", "papers/reading.py")  # of field_app/: they want pypdf
FOR_THE_SHELL = ("fonts/", "icons/", "readme/", "web/")  # of assets/: not read by Python
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json")


def compile_words() -> list[Path]:
    return words.compile_words(ROOT / "assets" / "words")


def app_files() -> Files:
    """The app as the browser gets it, laid out as in the repository."""
    compile_words()
    return {
        "main.py": (ROOT / "main.py").read_bytes(),
        **{f"field_app/{name}": content for name, content in read_tree(ROOT / "field_app").items() if _is_on_the_device(name)},
        **{f"sync/{path.name}": path.read_bytes() for path in sorted((ROOT / "sync").glob("*.py")) if path.name not in OFF_THE_DEVICE},
        **{
            f"assets/{name}": content
            for name, content in read_tree(ROOT / "assets").items()
            if not name.startswith(FOR_THE_SHELL) and not name.endswith(".po")
        },
    }


def _is_on_the_device(name: str) -> bool:
    return "__pycache__" not in name and name not in AT_THE_OFFICE


def build(out: Path, app: Files) -> None:
    """Makes `out` hold the web app around `app`, whose `main.py` is run; a second build of the same takes a second."""
    pyodide = Path(get_package_web_dir()) / "pyodide"
    stdlib = for_a_page((pyodide / "python_stdlib.zip").read_bytes())
    packages, papers = browser_packages(CACHE / "packages"), browser_packages(CACHE / "packages", FOR_PAPERS)
    everything = {"stdlib": stdlib, "packages": packages, "papers": papers, "app": app}
    compiled = compile_python(
        {f"{part}/{name}": content for part, files in everything.items() for name, content in files.items()},
        pyodide=pyodide,
        cache=CACHE / "bytecode",
    )
    archives = {
        part: stored_zip({name.partition("/")[2]: content for name, content in compiled.items() if name.startswith(f"{part}/")})
        for part in everything
    }
    files = assemble(
        shell=ROOT / "assets" / "web",
        icons={name: content for name, content in read_tree(ROOT / "assets" / "icons").items() if name.endswith(".png")},
        flutter=flutter_client(ROOT / "assets" / "fonts"),
        pyodide={name: (pyodide / name).read_bytes() for name in PYODIDE},
        **archives,
    )
    write_tree(out, with_packed(files, CACHE / "packed"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sync.build", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "web")
    parser.add_argument("--words", action="store_true", help="compile the words and stop")
    chosen = parser.parse_args()
    if chosen.words:
        compile_words()
        return
    began = time.monotonic()
    build(chosen.out, app_files())
    print(f"{chosen.out}: built in {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
