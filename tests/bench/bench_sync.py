"""What a round costs, beside its peers in the same run: `python -m tests.bench.bench_sync`.

Servers run in processes of their own; ours and the floor take turns. Medians, with the spread of the runs behind them.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import httpx

from field_app.domain.days import SHANGHAI
from field_app.domain.facts import DeviceId, Draft, SheetId, chain, chain_start, dump_line
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import Sheet, provisional
from field_app.store.device import JournalledDevice
from field_app.store.door import Identity
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from sync.client import HttpOffice, connect
from sync.protocol import MARK_DIGITS, Request
from sync.round import CAP, Pace, sync_round
from sync.wire import encode_request, pack
from tests.bench.day import day
from tests.bench.proxy import Line, line_to
from tests.cast import POLICY, SUPERVISOR, WANG, Company, company_at

LATENCY = 0.100
DAWN = datetime.now(SHANGHAI) - timedelta(hours=20)  # a day that is over: its times are believed
ROUNDS = 15
RUNS = 5
FACTS = 10_000
BATCH = 200
SHEETS_DOWN = 1000


def main() -> None:
    wanted = sys.argv[1:] or ["rounds", "day", "down", "up1", "up8"]
    benches: dict[str, Callable[[Path], Coroutine[None, None, None]]] = {
        "rounds": bench_rounds,
        "day": bench_day,
        "down": bench_sheets_down,
        "up1": partial(bench_up, 1),
        "up8": partial(bench_up, 8),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            asyncio.run(benches[name](Path(folder) / name))


async def bench_rounds(folder: Path) -> None:
    """A round with nothing, 1, 25 and 200 facts, on a warm connection over a line that adds 100 ms."""
    folder.mkdir()
    here = company_at(folder)
    identity = here.enrol(WANG)
    with ours(folder) as port:
        async with line_to(port, one_way_seconds=LATENCY / 2) as line, connect() as client:
            phone = a_phone(identity)
            office = HttpOffice(client, f"http://127.0.0.1:{line.port}", identity.token)
            await sync_round(office, phone)
            plain = statistics.median([await timed(lambda: bare_request(client, line)) for _ in range(ROUNDS)])
            print(f"one bare request over the same line: {plain * 1000:.0f} ms")
            for count in (0, 1, 25, 200):
                await bench_round(here, office, phone, line, count)


async def bench_round(here: Company, office: HttpOffice, phone: JournalledDevice, line: Line, count: int) -> None:
    times, requests, up, down = [], [], [], []
    for _ in range(ROUNDS):
        sheets = [here.open_case(WANG) for _ in range(8 if count else 0)]
        await sync_round(office, phone)
        phone.record([Draft(sheets[place % len(sheets)], NoteAdded("客户说下午三点以后在家。"), DAWN) for place in range(count)])
        before = (line.up, line.down)
        start = time.perf_counter()
        outcome = await sync_round(office, phone, Pace(CAP))
        times.append(time.perf_counter() - start)
        requests.append(outcome.requests)
        up.append(line.up - before[0])
        down.append(line.down - before[1])
    took, sent, got = statistics.median(times), statistics.median(up), statistics.median(down)
    goal = f", {sent + got:.0f} bytes both ways (goal ≤ 400)" if not count else ""
    print(
        f"round with {count:>3} facts: {took * 1000:.0f} ms ({min(times) * 1000:.0f}–{max(times) * 1000:.0f}) "
        f"= {took / LATENCY:.2f} × latency (goal ≤ 1.3), {max(requests)} request(s), {sent:.0f} up, {got:.0f} down{goal}"
    )


async def bench_day(folder: Path) -> None:
    """A technician's day on the wire: recorded offline and sent in the evening, and sent case by case."""
    folder.mkdir()
    here = company_at(folder)
    for manner in ("in the evening", "case by case", "fact by fact"):
        sheets = [sheet_of(here, here.open_case(WANG)) for _ in range(8)]
        cases = list(day(sheets, WANG.user, POLICY, DAWN))
        identity = here.enrol(WANG)
        with ours(folder) as port:
            async with line_to(port) as line, connect() as client:
                phone = a_phone(identity)
                office = HttpOffice(client, f"http://127.0.0.1:{line.port}", identity.token)
                await sync_round(office, phone)
                before, rounds = (line.up, line.down), 0
                for case in cases:
                    for tap in [[draft] for draft in case] if manner == "fact by fact" else [case]:
                        phone.record(tap)
                        if manner != "in the evening":
                            rounds += (await sync_round(office, phone)).requests
                rounds += (await sync_round(office, phone)).requests
        facts = [draft for case in cases for draft in case]
        raw = sum(len(line) for line in lines_of(DeviceId("x"), facts))
        refused = here.rows("select count(*) from facts where device = ? and verdict != 'ok'", identity.device)
        print(
            f"a day, 8 cases, {len(facts)} facts, 2 signatures, {manner}: {(line.up - before[0]) / 1000:.1f} kB up in {rounds} requests "
            f"(goal ≤ 15; the lines are {raw / 1000:.0f} kB), {(line.down - before[1]) / 1000:.0f} kB down, {refused[0][0]} not ok"
        )


async def bench_sheets_down(folder: Path) -> None:
    """A new desk reads a thousand sheets."""
    folder.mkdir()
    here = company_at(folder)
    for _ in range(SHEETS_DOWN):
        here.open_case(WANG)
    identities = [here.enrol(SUPERVISOR) for _ in range(3)]
    times, down = [], 0
    with ours(folder) as port:
        async with line_to(port) as line, connect() as client:
            for identity in identities:
                before = line.down
                start = time.perf_counter()
                outcome = await sync_round(HttpOffice(client, f"http://127.0.0.1:{line.port}", identity.token), a_phone(identity))
                times.append(time.perf_counter() - start)
                down = line.down - before
    took = statistics.median(times)
    speed = f"{took:.2f} s, {outcome.sheets / took:.0f} sheets/s"
    print(f"{outcome.sheets} sheets down, kept: {speed}, {outcome.requests} requests, {down / 1000:.0f} kB")


async def bench_up(clients: int, folder: Path) -> None:
    """10,000 facts up, on disk before each answer, against the floor, taking turns."""
    mine: list[Up] = []
    floor: list[Up] = []
    for run in range(RUNS):
        mine.append(await up_ours(folder / f"ours{run}", clients))
        floor.append(await up_floor(folder / f"floor{run}", clients))
    ratios = sorted(m.rate / f.rate for m, f in zip(mine, floor, strict=True))
    work, bare_work = (statistics.median(up.cpu_micros for up in ups) for ups in (mine, floor))
    print(
        f"{FACTS} facts up, {clients} client(s), batches of {BATCH}: {statistics.median(up.rate for up in mine):,.0f}/s; "
        f"bare endpoint {statistics.median(up.rate for up in floor):,.0f}/s; "
        f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f}; goal ≥ 0.7); "
        f"server's CPU a fact {work:.0f} µs and {bare_work:.0f} µs, ratio {bare_work / work:.2f}"
    )


class Up(NamedTuple):
    """Facts a second, and what one cost the server's process."""

    rate: float
    cpu_micros: float


async def up_ours(folder: Path, clients: int) -> Up:
    folder.mkdir(parents=True)
    here = company_at(folder)
    identities = [here.enrol(WANG) for _ in range(clients)]
    bodies = [list(our_bodies(identity.device, facts)) for identity, facts in zip(identities, shares(here, clients), strict=True)]
    headers = [{"authorization": f"Bearer {identity.token}", "content-encoding": "gzip"} for identity in identities]
    port = free_port()
    with running(serve_command(folder, port), port) as pid:
        up = await post_all(pid, f"http://127.0.0.1:{port}/v1/sync", headers, bodies)
    assert here.rows("select count(*) from facts where verdict = 'ok'")[0][0] >= FACTS
    return up


async def up_floor(folder: Path, clients: int) -> Up:
    folder.mkdir(parents=True)
    here = company_at(folder)
    bodies = [list(bare_bodies(f"device{place}", facts)) for place, facts in enumerate(shares(here, clients))]
    database = f"sqlite:///{folder / 'bare.sqlite'}"
    port = free_port()
    with running([sys.executable, "-m", "tests.bench.floor", database, str(port)], port) as pid:
        return await post_all(pid, f"http://127.0.0.1:{port}/facts", [{"content-type": "application/json"}] * clients, bodies)


def shares(here: Company, clients: int) -> list[list[Draft]]:
    """Days of technicians, a share for each client."""
    per_client = FACTS // clients
    given: list[list[Draft]] = []
    for client in range(clients):
        drafts: list[Draft] = []
        while len(drafts) < per_client:
            sheets = [sheet_of(here, here.open_case(WANG)) for _ in range(8)]
            drafts += [draft for case in day(sheets, WANG.user, POLICY, DAWN, seed=client) for draft in case]
        given.append(drafts[:per_client])
    return given


def our_bodies(device: DeviceId, drafts: Sequence[Draft]) -> Iterator[bytes]:
    lines = lines_of(device, drafts)
    hashed = chain_start(device)
    for start in range(0, len(lines), BATCH):
        some = tuple(lines[start : start + BATCH])
        yield pack(encode_request(Request("", start, hashed.hex()[:MARK_DIGITS], some, unsent=len(lines) - start, pull=False)))[0]
        for line in some:
            hashed = chain(hashed, line)


def bare_bodies(device: str, drafts: Sequence[Draft]) -> Iterator[bytes]:
    names = ("n", "sheet", "type", "v", "at", "body")
    rows = [dict(zip(names, json.loads(line), strict=False)) for line in lines_of(DeviceId(device), drafts)]
    for start in range(0, len(rows), BATCH):
        yield json.dumps({"device": device, "facts": rows[start : start + BATCH]}, ensure_ascii=False, separators=(",", ":")).encode()


def lines_of(device: DeviceId, drafts: Sequence[Draft]) -> list[bytes]:
    return [dump_line(provisional(draft, n, device)) for n, draft in enumerate(drafts, 1)]


async def post_all(pid: int, url: str, headers: Sequence[dict[str, str]], bodies: Sequence[Sequence[bytes]]) -> Up:
    """What it takes, each client sending its next batch when the one before is answered."""

    async def send(client: httpx.AsyncClient, its_headers: dict[str, str], its_bodies: Sequence[bytes]) -> None:
        for body in its_bodies:
            answer = await client.post(url, content=body, headers=its_headers)
            assert answer.status_code == 200, answer.text

    async with httpx.AsyncClient(timeout=60) as client:
        start, worked = time.perf_counter(), cpu_seconds(pid)
        await asyncio.gather(*(send(client, h, b) for h, b in zip(headers, bodies, strict=True)))
        return Up(FACTS / (time.perf_counter() - start), (cpu_seconds(pid) - worked) / FACTS * 1e6)


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def a_phone(identity: Identity) -> JournalledDevice:
    return Shelf(MemoryPlaces()).create(identity)


def sheet_of(here: Company, sheet_id: SheetId) -> Sheet:
    kept = here.office.log.cache.get(sheet_id)
    assert kept
    return kept.sheet


async def bare_request(client: httpx.AsyncClient, line: Line) -> None:
    await client.get(f"http://127.0.0.1:{line.port}/nothing-here")


async def timed(ask: Callable[[], Awaitable[None]]) -> float:
    start = time.perf_counter()
    await ask()
    return time.perf_counter() - start


@contextmanager
def ours(folder: Path) -> Iterator[int]:
    port = free_port()
    with running(serve_command(folder, port), port):
        yield port


def serve_command(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "sync", "serve", "--database", f"sqlite:///{folder / 'office.sqlite'}", "--port", str(port)]


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        give_up = time.monotonic() + 30
        while not answers(port):
            if process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"{command} did not start")
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
