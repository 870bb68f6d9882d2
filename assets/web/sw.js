// Keeps one whole version of the app on the device, so that it opens without a network. Touches nothing but its own caches.

const BUILD = {{build}};
const CACHE = `shell-${BUILD.version}`;
const variant = new URL(self.location).searchParams.get("canvaskit");
const mine = BUILD.files.concat(BUILD.canvaskit[variant] ?? BUILD.canvaskit.full);
const isVersioned = (url) => url.startsWith("/v/");

self.addEventListener("install", (event) => event.waitUntil(takeIn()));

async function takeIn() {
  if (await isKilled()) throw new Error("switched off by sw-kill.json");
  const cache = await caches.open(CACHE);
  await Promise.all(mine.map((url) => keep(cache, url)));
}

// Names carry their content's hash, so what any cache of ours has needn't be fetched; a cut download goes on where it stopped.
async function keep(cache, url) {
  const known = isVersioned(url) ? await caches.match(url) : undefined;
  const answer = known ?? (await fetch(url, { cache: isVersioned(url) ? "default" : "no-cache" }));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  await cache.put(url, answer);
}

self.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())));

async function dropOthers(kept = CACHE) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== kept).map((name) => caches.delete(name)));
}

self.addEventListener("message", ({ data }) => {
  if (data === "use now") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === "/") event.waitUntil(obeyKill());
  if (url.pathname === "/" || mine.includes(url.pathname)) event.respondWith(fromDevice(url.pathname, event.request));
});

async function fromDevice(path, request) {
  return (await caches.match(path, { cacheName: CACHE })) ?? fetch(request);
}

// ---- the way out of a bad release: {"kill": true} in /sw-kill.json. Recorded data (OPFS, IndexedDB) is never touched.

async function isKilled() {
  try {
    const answer = await fetch("/sw-kill.json", { cache: "no-store" });
    return (await answer.json()).kill === true;
  } catch {
    return false; // offline, or a captive portal: no order
  }
}

async function obeyKill() {
  if (!(await isKilled())) return;
  await dropOthers(null);
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url);
}
