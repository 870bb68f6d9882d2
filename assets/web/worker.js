// The Python half: loads Pyodide, unpacks the app into its file system and runs `main`. Says {ready}, {missing} or {error}; bytes are Flet's.

const BUILD = {{build}};

// All downloads begin at once; Pyodide's own come from here when it asks for them.
const early = new Map();
const fetchLater = self.fetch.bind(self);
for (const url of [BUILD.wasm, BUILD.stdlib, BUILD.packages, BUILD.app]) early.set(new URL(url, self.location).href, fetchLater(url));
self.fetch = (resource, options) => {
  const begun = early.get(String(resource?.url ?? resource));
  early.delete(String(resource?.url ?? resource));
  return begun ?? fetchLater(resource, options);
};

async function bytesOf(url) {
  const answer = await self.fetch(new URL(url, self.location).href);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

// A zip whose entries are stored, not packed: the line packs better, and reading it here is a copy.
const NAME = new TextDecoder();
function unpack(zip, folder, FS) {
  const view = new DataView(zip.buffer);
  const made = new Set();
  const end = zip.length - 22; // our archives have no comment
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const size = view.getUint32(at + 24, true);
    const name = NAME.decode(zip.subarray(at + 46, at + 46 + view.getUint16(at + 28, true)));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const path = `${folder}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    FS.writeFile(path, zip.subarray(start, start + size), { canOwn: true });
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

const SITE_PACKAGES = "/lib/python3.14/site-packages";

const fletJs = {
  receive: (message) => {
    const bytes = message.toJs();
    self.postMessage(bytes, [bytes.buffer]);
  },
};

// What papers are made with: libraries and the font, fetched when the first paper is wanted.
async function readyForPapers(FS) {
  const [libraries, font] = await Promise.all([bytesOf(BUILD.papers), bytesOf(BUILD.font)]);
  unpack(libraries, SITE_PACKAGES, FS);
  FS.writeFile("/home/pyodide/NotoSansSC.otf", font, { canOwn: true });
}

async function start({ documentUrl, lastJournal }) {
  const { loadPyodide } = await import(BUILD.pyodide);
  const python = await loadPyodide({ stdLibURL: new URL(BUILD.stdlib, self.location).href, lockFileContents: BUILD.lock, packageBaseUrl: BUILD.pyodide });
  fletJs.documentUrl = documentUrl;
  fletJs.last_journal = lastJournal;
  fletJs.remember_journal = (journal) => self.postMessage({ journal });
  fletJs.ring = () => self.postMessage({ ring: true });
  fletJs.ready_for_papers = () => readyForPapers(python.FS);
  python.registerJsModule("flet_js", fletJs);
  unpack(await bytesOf(BUILD.packages), SITE_PACKAGES, python.FS);
  unpack(await bytesOf(BUILD.app), "/home/pyodide", python.FS);
  await python.runPythonAsync("import runpy; runpy.run_module('main', run_name='__main__')");
  await fletJs.start_connection(fletJs.receive);
}

function canKeepData() {
  return "FileSystemFileHandle" in self && "createSyncAccessHandle" in FileSystemFileHandle.prototype;
}

self.onmessage = async ({ data }) => {
  self.onmessage = ({ data }) => fletJs.send(data);
  if (!canKeepData()) return self.postMessage({ missing: "storage" });
  try {
    await start(data);
    self.postMessage({ ready: true });
  } catch (reason) {
    self.postMessage({ error: String(reason) });
  }
};
