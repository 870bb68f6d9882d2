"""The browser's half of the build: Flet's compiled client and Pyodide, cut to what the app uses, under versioned names."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from flet_web import get_package_web_dir

from sync.building.names import Files, group_hash, read_tree, under, versioned

# Unused by a CanvasKit app without formulas, films, sound recordings and maps. Flutter loads every listed font before its first frame.
NOT_NEEDED = re.compile(
    r"(pyodide|icons)/|.*\.(symbols|map)$|canvaskit/(skwasm|wimp|experimental)|main\.dart\.(wasm|mjs)$|version\.json$|[^/]*\.(html|json)$"
    r"|(python|python-worker|flutter_bootstrap|flutter_service_worker)\.js$|favicon|assets/packages/|assets/fonts/roboto"
)
RIVE_CDN = b'"https://cdn.jsdelivr.net/npm/@rive-app/flutter-native-wasm'
# Flutter's choice of the keyboard for numbers: with a point where an app asks for one, which Flet never does.
NUMBERS = re.compile(rb'(case"TextInputType\.number":return )\w+\?(B\.\w+):B\.\w+')
FAMILIES = {
    "MaterialIcons": "MaterialIcons-Regular.otf",
    "Noto": "NotoSansSC.otf",  # the theme's name for it
    "Roboto": "NotoSansSC.otf",  # what Flutter itself asks for; without this entry it fetches one from its makers
}


def flutter_client(fonts: Path) -> Files:
    files = {name: content for name, content in _client().items() if not NOT_NEEDED.match(name)}
    files |= {f"assets/fonts/{name}": (fonts / name).read_bytes() for name in ("NotoSansSC.otf", "OFL.txt")}
    files["assets/FontManifest.json"] = json.dumps([_family(name, file) for name, file in FAMILIES.items()]).encode()
    files["main.dart.js"] = _with_a_point(_without_rive(files["main.dart.js"]))
    files["flutter.js"] = re.sub(rb"//# sourceMappingURL=.*", b"", files["flutter.js"])
    return files


def _client() -> Files:
    return read_tree(Path(get_package_web_dir()))


def _family(name: str, file: str) -> dict[str, object]:
    return {"family": name, "fonts": [{"asset": f"fonts/{file}"}]}


def _without_rive(script: bytes) -> bytes:
    """The client asks a public CDN for an animation player at every start. We have no animations; the request goes nowhere."""
    if script.count(RIVE_CDN) != 1:
        raise ValueError("this flet-web asks for Rive in another way: look where, and mend RIVE_CDN")
    return script.replace(RIVE_CDN, b'"data:text/javascript,//')


def _with_a_point(script: bytes) -> bytes:
    """Without it nobody can type 440.50 on an iPhone."""
    mended, times = NUMBERS.subn(rb"\1\2", script)
    if times != 1:
        raise ValueError("this flet-web chooses keyboards in another way: look where, and mend NUMBERS")
    return mended


def flutter_build() -> object:
    """What Flutter's loader wants to know about its client."""
    bootstrap = (Path(get_package_web_dir()) / "flutter_bootstrap.js").read_text(encoding="utf-8")
    found = re.search(r"_flutter\.buildConfig = (\{.*?\});\n", bootstrap)
    if found is None:
        raise ValueError("this flet-web starts Flutter in another way: look at flutter_bootstrap.js")
    return json.loads(found[1])


def stored_zip(files: Mapping[str, bytes]) -> bytes:
    """The same files make the same bytes. Entries aren't packed: brotli does better on the whole, and the page needn't unpack them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return packed.getvalue()


def assemble(
    *, shell: Path, icons: Files, flutter: Files, pyodide: Files, stdlib: bytes, packages: bytes, papers: bytes, app: bytes
) -> Files:
    """Everything that is served, by the path it is served at."""
    lock = _without_packages(pyodide["pyodide-lock.json"])
    pyodide = {name: content for name, content in pyodide.items() if name != "pyodide-lock.json"}
    flutter_at = f"v/flutter-{group_hash(flutter)}"
    pyodide_at = f"v/python-{group_hash(pyodide)}"
    heavy = under(flutter_at, flutter) | under(pyodide_at, pyodide)
    names = {}
    for name, content in {"stdlib.zip": stdlib, "packages.zip": packages, "papers.zip": papers, "app.zip": app}.items():
        names[name] = versioned(name, content)
        heavy[names[name]] = content
    worker = _filled(shell / "worker.js", build={
        "pyodide": f"/{pyodide_at}/pyodide.mjs", "wasm": f"/{pyodide_at}/pyodide.asm.wasm", "lock": lock,
        "stdlib": f"/{names['stdlib.zip']}", "packages": f"/{names['packages.zip']}", "app": f"/{names['app.zip']}",
        "papers": f"/{names['papers.zip']}", "font": f"/{flutter_at}/assets/fonts/NotoSansSC.otf",
    })  # fmt: skip
    heavy[worker_at := versioned("worker.js", worker)] = worker
    start = _filled(
        shell / "start.js",
        build={"worker": f"/{worker_at}", "flutter": f"/{flutter_at}/", "flutterBuild": flutter_build()},
        words=json.loads((shell / "words.json").read_text(encoding="utf-8")),
    )
    page = {"start.js": start, "start.css": (shell / "start.css").read_bytes(), "old.js": (shell / "old.js").read_bytes()}
    placed = {name: versioned(name, content) for name, content in page.items()}
    heavy |= {placed[name]: content for name, content in page.items()}
    index = (shell / "index.html").read_text(encoding="utf-8")
    for name, place in placed.items():
        index = index.replace(f"{{{{{name}}}}}", f"/{place}")
    light = {"index.html": index.encode(), "manifest.json": (shell / "manifest.json").read_bytes(), **under("icons", icons)}
    files = heavy | light
    files["sw-kill.json"] = (shell / "sw-kill.json").read_bytes()
    files["sw.js"] = _filled(shell / "sw.js", build=_offline_copy(heavy, light, flutter_at))
    return files


def _offline_copy(heavy: Files, light: Files, flutter_at: str) -> dict[str, object]:
    """What the service worker keeps: all of it but licences, old browsers' script and the other browsers' CanvasKit."""
    kits = {
        name: [
            f"/{path}" for path in heavy if path.startswith(f"{flutter_at}/canvaskit/") and ("/chromium/" in path) == (name == "chromium")
        ]
        for name in ("full", "chromium")
    }
    left_out = {
        path for path in heavy if path.startswith((f"{flutter_at}/canvaskit/", "v/old-")) or path.endswith(("/NOTICES", "/OFL.txt"))
    }
    files = [
        "/",
        "/manifest.json",
        *(f"/{path}" for path in light if path.startswith("icons/")),
        *(f"/{path}" for path in heavy if path not in left_out),
    ]
    return {"version": group_hash(heavy | light), "files": files, "canvaskit": kits}


def _without_packages(lock: bytes) -> str:
    """Pyodide's list of its own packages, emptied: the app brings all it needs and must never ask a package server."""
    return json.dumps(json.loads(lock) | {"packages": {}})


def _filled(template: Path, **values: object) -> bytes:
    text = template.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", json.dumps(value, ensure_ascii=False))
    return text.encode()
