// node compile.mjs PYODIDE FOLDER: beside each .py in FOLDER writes its .pyc, by the browser's own Python.
// optimize=1 drops asserts and keeps docstrings; unchecked hashes make the same source the same bytes.
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [runtime, folder] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: runtime });
python.mountNodeFS("/source", folder);
const good = python.runPython(`
import compileall, py_compile
compileall.compile_dir("/source", quiet=1, legacy=True, optimize=1, stripdir="/source", maxlevels=50,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
`);
process.exit(good ? 0 : 1);
