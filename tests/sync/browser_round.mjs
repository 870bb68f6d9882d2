// node browser_round.mjs PYODIDE SITE_PACKAGES ROOT ORIGIN TOLD: a round, live news and a lost network in the browser's own Python, over fetch.
import { pathToFileURL } from "node:url";

const [runtime, packages, root, origin, identity] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: runtime });
python.mountNodeFS("/packages", packages);
python.mountNodeFS("/root_of_project", root);
python.globals.set("origin", origin);
python.globals.set("told", identity);
const said = await python.runPythonAsync(`
import sys
sys.path += ["/root_of_project", "/packages"]
import asyncio, json
from datetime import datetime, timezone
from field_app.domain import catalog
from field_app.domain.facts import Draft
from field_app.domain.repair.dispatch import NoteAdded
from field_app.store.door import Identity
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from sync.browser import BrowserFetch
from sync.client import HttpOffice, connect, sign_in
from sync.protocol import Offline, Refused, Request
from sync.round import sync_round

told = json.loads(told)
said = {}
client = connect(BrowserFetch())
try:
    await sign_in(client, origin, "wang", "wrong password", "browser")
except Refused as refused:
    said["wrong password"] = refused.reason
identity = await sign_in(client, origin, "wang", told["password"], "browser")
device = Shelf(MemoryPlaces()).create(identity)
office = HttpOffice(client, origin, identity.token)
news = office.changes()
said["first news"] = await anext(news) > 0
said["sheets"] = (await sync_round(office, device)).sheets > 0
device.record([Draft(told["sheet"], NoteAdded("浏览器里记的" * 200), datetime.now(timezone.utc))])
said["pushed"] = (await sync_round(office, device)).pushed
other = HttpOffice(client, origin, told["other"])
desk = Shelf(MemoryPlaces()).create(Identity(told["other_device"], told["other_user"], "", frozenset(), "Z9", told["other"], ""))
await sync_round(other, desk)
desk.record([Draft(told["sheet"], NoteAdded("办公室"), datetime.now(timezone.utc))])
await sync_round(other, desk)
said["news"] = await asyncio.wait_for(anext(news), 10) > 0
await news.aclose()
try:
    await HttpOffice(client, "http://127.0.0.1:9", identity.token).sync(Request("", 0, ""))
except Offline:
    said["no network"] = "offline"
json.dumps(said)
`);
console.log(said);
process.exit(0);
