// node import_all.mjs PYODIDE BUILD: imports every module of the built app in the browser's own Python and prints those that fail, a line each.
import { readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [runtime, build] = process.argv.slice(2).map((path) => resolve(path));
const archive = (name) => `${build}/v/${readdirSync(`${build}/v`).find((file) => file.startsWith(name) && file.endsWith(".zip"))}`;
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: runtime, stdLibURL: archive("stdlib-") });
python.unpackArchive(new Uint8Array(readFileSync(archive("packages-"))), "zip", { extractDir: "/lib/python3.14/site-packages" });
python.unpackArchive(new Uint8Array(readFileSync(archive("papers-"))), "zip", { extractDir: "/lib/python3.14/site-packages" });
python.unpackArchive(new Uint8Array(readFileSync(archive("app-"))), "zip", { extractDir: "/home/pyodide" });
python.registerJsModule("flet_js", {});
const failures = await python.runPythonAsync(`
import importlib, pkgutil, sys
sys.path.insert(0, "/home/pyodide")

def modules(*names):
    for name in names:
        yield name
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            yield found.name

def failure(name):
    try:
        importlib.import_module(name)
    except Exception as reason:
        return f"{name}: {reason!r}"

"\\n".join(filter(None, map(failure, modules("field_app", "sync", "tinydb", "attrs", "cattrs", "cn2an", "uuid6", "segno", "httpx", "msgpack", "flet"))))
`);
console.log(failures);
process.exit(0);
