// node browser_paper.mjs PYODIDE BUILD SHEET PDF: a sheet's paper made by the browser's own Python from the built app, written to PDF.
// Prints how long that took, in seconds: {"import": s, "first": s, "next": [s…]}.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [runtime, build, sheet, out] = process.argv.slice(2).map((path) => resolve(path));
const archive = (name) => `${build}/v/${readdirSync(`${build}/v`).find((file) => file.startsWith(name) && file.endsWith(".zip"))}`;
const flutter = readdirSync(`${build}/v`).find((file) => file.startsWith("flutter-"));
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: runtime, stdLibURL: archive("stdlib-") });
for (const [name, place] of [["packages-", "/lib/python3.14/site-packages"], ["papers-", "/lib/python3.14/site-packages"], ["app-", "/home/pyodide"]])
  python.unpackArchive(new Uint8Array(readFileSync(archive(name))), "zip", { extractDir: place });
python.FS.writeFile("/home/pyodide/NotoSansSC.otf", new Uint8Array(readFileSync(`${build}/v/${flutter}/assets/fonts/NotoSansSC.otf`)));
python.FS.writeFile("/home/pyodide/sheet.json", new Uint8Array(readFileSync(sheet)));
const said = await python.runPythonAsync(`
import sys, json, time
sys.path.insert(0, "/home/pyodide")
from pathlib import Path
from field_app.domain import catalog as every_fact
from field_app.papers.catalog import Wanted
from field_app.papers.export import load

def timed(work):
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun

def imported():
    from field_app.papers import pen, printing, xlsx
    return printing, pen.Fonts(Path("/home/pyodide/NotoSansSC.otf"))

(printing, fonts), took = timed(imported)
export = load(Path("/home/pyodide/sheet.json").read_bytes())
sheet = export.folded()
made = lambda: printing.paper(Wanted("record"), sheet, export.around, fonts, kept=export.facts)
content, first = timed(made)
Path("/home/pyodide/paper.pdf").write_bytes(content)
json.dumps({"import": took, "first": first, "next": [timed(made)[1] for _ in range(5)]})
`);
writeFileSync(out, python.FS.readFile("/home/pyodide/paper.pdf"));
console.log(said);
process.exit(0);
