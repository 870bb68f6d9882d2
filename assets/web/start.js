// The page half of the app: says what is missing, lets one tab work, starts Python beside Flutter, keeps the offline copy fresh.

const BUILD = {{build}};
const WORDS = {{words}};

const language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
const say = (key) => WORDS[language][key];
const opened = new BroadcastChannel("field-app-tabs");

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function speakLanguage() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = say("name");
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = say(place.dataset.word);
}

// ---- what stands in the way

async function whatIsMissing() {
  if (!window.isSecureContext) return "insecure";
  if (typeof WebAssembly !== "object") return "wasm";
  if (!navigator.locks) return "locks";
  if (!navigator.serviceWorker) return "worker";
  try {
    await navigator.storage.getDirectory();
  } catch {
    return "storage";
  }
  return null;
}

function notice(key, { button, act, detail } = {}) {
  takeDownNotice();
  splash.hide(true);
  const parts = [element("h1", { textContent: say("name") }), element("p", { textContent: say(key) })];
  if (detail) parts.push(element("p", { className: "quiet", textContent: detail }));
  if (button) parts.push(element("button", { textContent: say(button), onclick: act }));
  document.body.append(element("div", { id: "notice", role: "alert" }, ...parts));
}

function takeDownNotice() {
  document.getElementById("notice")?.remove();
}

const openAgain = { button: "again", act: () => location.reload() };

// ---- one tab works

const LOCK = "field-app";
const RELOAD_MS = 1500; // a page that reloads finds its own lock still held for a moment

function whenAlone(work) {
  const waited = AbortSignal.timeout(RELOAD_MS);
  navigator.locks.request(LOCK, { signal: waited }, () => holdUntilAskedFor(work)).catch((reason) => {
    if (!waited.aborted) throw reason;
    notice("elsewhere", { button: "use here", act: () => takeOver(work) });
  });
}

function takeOver(work) {
  navigator.locks.request(LOCK, () => {
    takeDownNotice();
    splash.hide(false);
    return holdUntilAskedFor(work);
  });
  opened.postMessage("let go");
}

function holdUntilAskedFor(work) {
  work();
  return new Promise((letGo) => {
    opened.onmessage = () => {
      python.stop();
      notice("moved", { button: "use here", act: () => location.reload() });
      letGo();
    };
  });
}

// ---- whose journal was last kept here: a browser that needs room clears everything of a site but its cookies

const JOURNAL = "journal=";
const LONGEST_LIFE = 34_560_000; // seconds a browser keeps a cookie at most

function lastJournal() {
  const found = document.cookie.split("; ").find((one) => one.startsWith(JOURNAL));
  return found ? found.slice(JOURNAL.length) : "";
}

function rememberJournal(device) {
  document.cookie = `${JOURNAL}${device}; max-age=${device ? LONGEST_LIFE : 0}; path=/; samesite=strict`;
}

// ---- a short sound for what is new: two soft notes made here, so that nothing is loaded for it

const NOTES = [[880, 0], [1174.7, 0.13]]; // hertz, and seconds after the first
const FADES = 0.35;

function ring() {
  // Browsers let a page be heard once it was touched; before that they would only complain.
  if (!navigator.userActivation?.hasBeenActive) return;
  const audio = new AudioContext();
  for (const [pitch, after] of NOTES) {
    const note = new OscillatorNode(audio, { frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    const begins = audio.currentTime + after;
    volume.gain.setValueAtTime(0.12, begins);
    volume.gain.exponentialRampToValueAtTime(0.001, begins + FADES);
    note.connect(volume).connect(audio.destination);
    note.start(begins);
    note.stop(begins + FADES);
    if (pitch === NOTES.at(-1)[0]) note.onended = () => audio.close();
  }
}

// ---- Python, in a worker that starts before Flutter asks for it

const python = {
  worker: null,
  ready: null,
  early: [],
  receive: null,

  start() {
    this.worker = new Worker(BUILD.worker, { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data instanceof Uint8Array) this.deliver(data);
        else if (data.ready) resolve();
        else if ("journal" in data) rememberJournal(data.journal);
        else if (data.ring) ring();
        else reject(data);
      };
      this.worker.onerror = (event) => reject({ error: event.message || "worker" });
    });
    this.ready.catch(explain);
    this.worker.postMessage({ documentUrl: document.URL, lastJournal: lastJournal() });
  },

  deliver(frame) {
    splash.look(frame);
    if (this.receive) this.receive(frame);
    else this.early.push(frame);
  },

  async connect(receive) {
    if (!this.worker) this.start();
    await this.ready;
    this.receive = receive;
    for (const frame of this.early.splice(0)) receive(frame);
  },

  stop() {
    this.worker?.terminate();
    Object.assign(this, { worker: null, receive: null, early: [] });
  },
};

function explain({ missing, error }) {
  if (missing) return notice(missing);
  if (!navigator.onLine) return notice("offline", openAgain);
  notice("failed", { ...openAgain, detail: error });
  keepOfflineCopy(); // the next version may be the cure
}

// Flet's client calls these three by name.
globalThis.jsConnect = (_app, _args, receive) => python.connect(receive);
globalThis.jsSend = async (_app, frame) => python.worker?.postMessage(frame, [frame.buffer]);
globalThis.jsDisconnect = async () => python.stop();

// ---- the splash stays until there is something to see

const VIEWS = "\xa5views"; // in msgpack: Python draws the first screen
const SLOW_MS = 15_000;
const PATIENCE_MS = 5_000; // then show whatever Flet shows: it has words for an app that broke while drawing

const splash = {
  isUp: true,

  raise() {
    document.getElementById("first").hidden = Boolean(navigator.serviceWorker.controller);
    setTimeout(() => this.say("slow"), SLOW_MS);
  },

  say(key) {
    const progress = document.getElementById("progress");
    if (progress) progress.textContent = say(key);
  },

  hide(hidden) {
    const standing = document.getElementById("splash");
    if (standing) standing.hidden = hidden;
  },

  look(frame) {
    if (!this.isUp) return;
    setTimeout(() => this.lift(), PATIENCE_MS);
    if (new TextDecoder("latin1").decode(frame).includes(VIEWS)) requestAnimationFrame(() => requestAnimationFrame(() => this.lift()));
  },

  lift() {
    if (!this.isUp) return;
    this.isUp = false;
    document.getElementById("splash")?.remove();
    performance.mark("first-screen");
    afterwards();
  },
};

// ---- Flutter

// Blink brings its own text segmentation, so a smaller CanvasKit will do.
const isBlink = navigator.vendor === "Google Inc." && "ImageDecoder" in window && "v8BreakIterator" in Intl && "Segmenter" in Intl;
const canvasKitVariant = isBlink ? "chromium" : "full";

globalThis.flet = {
  pyodide: true,
  multiView: false,
  noCdn: true,
  webRenderer: "canvaskit",
  routeUrlStrategy: "hash",
  entrypointBaseUrl: BUILD.flutter,
  assetBase: BUILD.flutter,
};

async function startFlutter() {
  await import(`${BUILD.flutter}flutter.js`);
  const config = {
    renderer: "canvaskit",
    canvasKitVariant,
    canvasKitBaseUrl: `${BUILD.flutter}canvaskit/`,
    fontFallbackBaseUrl: `${BUILD.flutter}assets/fonts/`,
    entrypointBaseUrl: BUILD.flutter,
    assetBase: BUILD.flutter,
  };
  _flutter.buildConfig = BUILD.flutterBuild;
  _flutter.loader.load({
    config,
    onEntrypointLoaded: async (initializer) => {
      const engine = await initializer.initializeEngine(config);
      await engine.runApp();
    },
  });
}

// ---- when the first screen stands: protect the data, keep the offline copy

function afterwards() {
  navigator.storage.persist();
  keepOfflineCopy();
}

function keepOfflineCopy() {
  register().catch((reason) => console.warn("no offline copy:", reason)); // the app works; the next start tries again
}

async function register() {
  const switchedOff = await fetch("/sw-kill.json", { cache: "no-store" }).then((answer) => answer.json()).then((said) => said.kill, () => false);
  if (switchedOff) return;
  const registration = await navigator.serviceWorker.register(`/sw.js?canvaskit=${canvasKitVariant}`, { updateViaCache: "none" });
  tellWhenNewer(registration);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {}); // offline: the next look will do
  });
}

function tellWhenNewer(registration) {
  if (registration.waiting && navigator.serviceWorker.controller) offerUpdate(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming.addEventListener("statechange", () => {
      if (coming.state === "installed" && navigator.serviceWorker.controller) offerUpdate(coming);
    });
  });
}

function offerUpdate(newer) {
  document.getElementById("update")?.remove();
  const use = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    newer.postMessage("use now");
  };
  const offer = element("div", { id: "update", role: "status" });
  offer.append(
    element("span", { textContent: say("update") }),
    element("button", { className: "later", textContent: say("later"), onclick: () => offer.remove() }), // the next start takes it
    element("button", { textContent: say("reload"), onclick: use }),
  );
  document.body.append(offer);
}

// ----

speakLanguage();
const missing = await whatIsMissing();
if (missing) notice(missing);
else {
  splash.raise();
  whenAlone(() => {
    python.start();
    startFlutter();
  });
}
