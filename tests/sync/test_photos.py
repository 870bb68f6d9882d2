"""Photos on their way to the office and at it, over real HTTP (F41 to F44, F51, F53)."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from field_app.domain.facts import SheetId
from field_app.domain.photo import PhotoAdded
from field_app.store.door import BlobCount
from sync.blobs import PART
from sync.client import HttpOffice, connect
from sync.photos import Progress, send_photos
from sync.protocol import Offline, Refused, TooMuch
from sync.round import sync_round
from sync.server.folder import PARTS
from sync.server.truth import rebuild
from tests.bench.proxy import line_to
from tests.cast import EMPLOYEE, LI, SUPERVISOR, WANG, ZHAO, Company, Phone, company
from tests.pictures import named, picture
from tests.sync.serving import running

SMALL = picture(1)
LARGE = picture(2, width=500, height=400)  # several parts


@pytest.fixture
def here(database: str, tmp_path: Path) -> Iterator[Company]:
    here = company(database, photos=tmp_path / "photos")
    yield here
    here.office.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "photos" / "company"


def phone_at(here: Company, origin: str, client: httpx.AsyncClient, person: Any = WANG) -> Phone:
    phone = here.phone(person)
    phone.way = HttpOffice(client, origin, phone.identity.token)
    return phone


async def photographed(phone: Phone, sheet: SheetId, *pictures: bytes) -> list[str]:
    """Take these, record them, and have the office know of them; the photos themselves still wait."""
    names = [await phone.device.blobs.keep(data) for data in pictures]
    phone.record(sheet, *(PhotoAdded(named(data, phone.clock())) for data in pictures))
    await sync_round(phone.way, phone.device)
    return names


def told(here: Company, story: Callable[[str, httpx.AsyncClient], Awaitable[Any]]) -> Any:
    async def whole(origin: str) -> Any:
        async with connect() as client:
            return await story(origin, client)

    with running(here) as origin:
        return asyncio.run(whole(origin))


def stored(files: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(files.rglob("*")) if file.is_file()]


def test_photos_follow_their_facts_one_after_the_other(here: Company, files: Path):
    sheet = here.open_case(WANG)
    heard: list[Progress] = []

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        names = await photographed(phone, sheet, SMALL, LARGE)
        assert phone.device.blobs.waiting() == tuple(names)
        assert await send_photos(phone.way, phone.device, heard.append) == 2
        assert phone.device.blobs.count() == BlobCount(arrived=2)
        desk = phone_at(here, origin, client, SUPERVISOR)
        assert [await desk.way.photo(name) for name in names] == [SMALL, LARGE]

    told(here, story)
    assert heard == [Progress(0, 2), Progress(1, 2), Progress(2, 2)]
    assert sorted(stored(files)) == sorted([SMALL, LARGE])


def test_f44_a_phone_is_told_where_the_log_stood_when_its_photo_came(here: Company):
    """Only a backup that goes further than that must hold the photo."""
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    name = named(SMALL).sha256
    phone.record(sheet, PhotoAdded(named(SMALL, here.clock())))
    phone.sync()
    who = here.office.principal(phone.identity.token)
    stood = here.rows("select seq from counter")
    assert [(here.office.blobs.bring(who, name, 0, len(SMALL), SMALL).seq,)] == stood
    here.open_case(WANG)
    assert [(here.office.blobs.stands(who, name).seq,)] == here.rows("select seq from counter") != stood


def test_f63_a_photo_the_disk_has_no_place_for_waits_on_its_phone(here: Company, files: Path):
    sheet = here.open_case(WANG)
    files.parent.mkdir(parents=True, exist_ok=True)
    files.write_text("no folder")

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        names = await photographed(phone, sheet, SMALL)
        with pytest.raises(Offline, match="503"):
            await send_photos(phone.way, phone.device)
        assert phone.device.blobs.waiting() == tuple(names)
        files.unlink()
        assert await send_photos(phone.way, phone.device) == 1

    told(here, story)
    assert stored(files) == [SMALL]


def test_f41_a_photo_cut_off_fifty_times_goes_on_where_it_stopped_and_comes_once(here: Company, files: Path):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        names = await photographed(phone, sheet, LARGE)
        token, cuts, seen = phone.identity.token, 0, [0]
        async with line_to(int(origin.rsplit(":", 1)[1])) as line:
            while phone.device.blobs.waiting():
                # Each connection is lost after some bytes of its own: in the headers, at a part's first byte, in its middle.
                line.cut_up_after = 150 + cuts * 397 % 5003 if cuts < 50 else None
                async with connect() as weak:
                    way = HttpOffice(weak, f"http://127.0.0.1:{line.port}", token)
                    try:
                        await send_photos(way, phone.device)
                    except Offline:
                        cuts += 1
                seen.append(here.office.blobs.folder.offset(names[0], phone.identity.device))
        assert cuts == 50
        assert seen[:-1] == sorted(seen[:-1])
        assert seen[49] > 50_000, "nothing of what came before a cut was kept"

    told(here, story)
    assert stored(files) == [LARGE]


def test_f41_an_answer_that_is_lost_costs_nothing(here: Company, files: Path):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        await photographed(phone, sheet, SMALL)
        async with line_to(int(origin.rsplit(":", 1)[1])) as line:
            for lost in (0, 1, 40, 90, 150):
                line.cut_down_after = lost
                async with connect() as weak:
                    with pytest.raises(Offline):
                        await send_photos(HttpOffice(weak, f"http://127.0.0.1:{line.port}", phone.identity.token), phone.device)
        assert await send_photos(phone.way, phone.device) == 1

    told(here, story)
    assert stored(files) == [SMALL]


def test_f42_what_is_not_what_its_name_says_is_removed(here: Company, files: Path):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        (name,) = await photographed(phone, sheet, SMALL)
        wrong = SMALL[:-3] + b"\x00\xff\xd9"
        with pytest.raises(Refused, match="hash"):
            await phone.way.bring_photo(name, 0, len(wrong), wrong)
        assert stored(files) == []
        assert (await phone.way.photo_stands(name)).offset == 0
        with pytest.raises(Refused, match="length"):
            await phone.way.bring_photo(name, 0, len(SMALL), SMALL + b"more")
        with pytest.raises(TooMuch):
            await phone.way.bring_photo(name, 0, len(SMALL), bytes(1024 * 1024))
        for offset in (5, 10**11):
            with pytest.raises(Refused, match="offset"):
                await phone.way.bring_photo(name, offset, len(SMALL), SMALL)
        with pytest.raises(Refused, match="size"):
            await phone.way.bring_photo(name, 0, 10**9, SMALL)
        assert await send_photos(phone.way, phone.device) == 1

    told(here, story)
    assert stored(files) == [SMALL]


def test_f42_a_part_that_was_spoilt_on_its_way_is_brought_again_by_itself(here: Company, files: Path):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        (name,) = await photographed(phone, sheet, LARGE)
        await phone.way.bring_photo(name, 0, len(LARGE), b"\0" * PART)
        assert await send_photos(phone.way, phone.device) == 1

    told(here, story)
    assert stored(files) == [LARGE]


def test_f48_a_photo_that_is_none_is_refused_once_and_holds_nothing_up(here: Company, files: Path):
    sheet = here.open_case(WANG)
    hostile = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        phone.record(sheet, PhotoAdded(named(SMALL)))  # so that the office knows of a name at all
        await phone.device.blobs.keep(hostile)
        from attrs import evolve

        phone.record(sheet, PhotoAdded(evolve(named(SMALL), sha256=hashlib.sha256(hostile).hexdigest())))
        await photographed(phone, sheet, LARGE)
        await phone.device.blobs.keep(SMALL)
        assert await send_photos(phone.way, phone.device) == 2
        assert phone.device.blobs.count() == BlobCount(arrived=2, failed=1)

    told(here, story)
    assert sorted(stored(files)) == sorted([SMALL, LARGE])


def test_a_photo_that_can_no_longer_be_read_here_is_counted_and_holds_nothing_up(here: Company):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        phone.record(sheet, PhotoAdded(named(LARGE)))
        await photographed(phone, sheet, SMALL)
        assert await send_photos(phone.way, phone.device) == 1
        assert phone.device.blobs.count() == BlobCount(arrived=1, failed=1)

    told(here, story)


@pytest.mark.parametrize("person", [LI, ZHAO, EMPLOYEE], ids=lambda person: person.login)
def test_f53_who_may_not_see_the_sheet_learns_nothing_by_knowing_the_name(here: Company, person: Any):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        came, waits = await photographed(phone, sheet, SMALL, LARGE)
        phone.device.blobs.lost(waits)
        await send_photos(phone.way, phone.device)
        outsider = phone_at(here, origin, client, person)
        answers = set()
        for name in (came, waits, "0" * 64):
            for method, headers in (("HEAD", {}), ("GET", {}), ("PATCH", {"upload-offset": "0", "upload-length": "3"})):
                asked = headers | {"authorization": f"Bearer {outsider.identity.token}"}
                answer = await client.request(method, f"{origin}/v1/blobs/{name}", headers=asked, content=b"abc" if headers else None)
                answers.add((method, answer.status_code, answer.content, answer.headers.get("office-said")))
        assert {status for _, status, _, _ in answers} == {404}
        assert len(answers) == 3, "one answer to each question, whatever the name"

    told(here, story)


def test_f53_who_loses_the_sheet_loses_its_photos_and_who_gets_it_sees_them(here: Company):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        wang = phone_at(here, origin, client)
        desk = phone_at(here, origin, client, SUPERVISOR)
        (name,) = await photographed(desk, sheet, SMALL)
        await send_photos(desk.way, desk.device)
        assert await wang.way.photo(name) == SMALL
        here.assign(sheet, LI)
        with pytest.raises(Refused, match="unknown"):
            await wang.way.photo(name)
        assert await phone_at(here, origin, client, LI).way.photo(name) == SMALL

    told(here, story)


def test_a_photo_of_a_fact_that_was_refused_is_its_authors_alone(here: Company):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        zhao = phone_at(here, origin, client, ZHAO)
        (name,) = await photographed(zhao, sheet, SMALL)
        assert here.verdicts_of(zhao) == [("refused", "foreign")]
        assert await send_photos(zhao.way, zhao.device) == 1
        assert await zhao.way.photo(name) == SMALL
        with pytest.raises(Refused, match="unknown"):
            await phone_at(here, origin, client, SUPERVISOR).way.photo(name)

    told(here, story)


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2foffice.sqlite", "%2e%2e/%2e%2e/office.sqlite", "%00", "A" * 64, "a" * 63, "a" * 64 + "%0a", "..", "a" * 62 + "/" + "a"],
)
def test_f51_a_name_that_is_a_path_leads_nowhere(here: Company, files: Path, name: str):
    async def story(origin: str, client: httpx.AsyncClient) -> None:
        headers = {"authorization": f"Bearer {here.enrol(WANG).token}", "upload-offset": "0", "upload-length": "3"}
        for method in ("GET", "HEAD", "PATCH"):
            # The target as it stands, not as a client tidies it up.
            url = httpx.URL(origin).copy_with(raw_path=f"/v1/blobs/{name}".encode())
            answer = await client.request(method, url, headers=headers, content=b"abc" if method == "PATCH" else None)
            assert answer.status_code == 404

    told(here, story)
    assert not files.exists()


def test_f43_a_photo_that_was_told_of_and_never_comes_is_missing_for_who_sees_the_sheet(here: Company):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        first, _ = await photographed(phone, sheet, SMALL, LARGE)
        desk, outsider = phone_at(here, origin, client, SUPERVISOR), phone_at(here, origin, client, ZHAO)
        assert await desk.way.missing_photos() == (), "it is only just on its way"
        since = here.clock()
        here.clock.forward(hours=25)
        assert await desk.way.missing_photos() == ((sheet, WANG.user, 2, since),)
        assert await outsider.way.missing_photos() == ()
        await phone.way.bring_photo(first, 0, len(SMALL), SMALL)
        assert [count for _, _, count, _ in await desk.way.missing_photos()] == [1]
        await send_photos(phone.way, phone.device)
        assert await desk.way.missing_photos() == ()

    told(here, story)


@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_f44_scrubbing_finds_a_damaged_photo_and_its_phone_brings_it_again(here: Company, files: Path, harm: str):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        names = await photographed(phone, sheet, SMALL, LARGE)
        await send_photos(phone.way, phone.device)
        assert list(here.office.blobs.scrub()) == []
        file = files / names[0][:2] / names[0]
        file.unlink() if harm == "gone" else file.write_bytes(SMALL[:100] + b"\x7f" + SMALL[101:])
        assert list(here.office.blobs.scrub()) == [names[0]]
        with pytest.raises(Refused, match="unknown"):
            await phone_at(here, origin, client, SUPERVISOR).way.photo(names[0])
        other = phone_at(here, origin, client, LI)
        await sync_round(other.way, other.device)
        assert other.device.blobs.count() == BlobCount()
        await sync_round(phone.way, phone.device)
        assert phone.device.blobs.waiting() == (names[0],)
        assert await send_photos(phone.way, phone.device) == 1
        assert await phone_at(here, origin, client, SUPERVISOR).way.photo(names[0]) == SMALL
        assert list(here.office.blobs.scrub()) == []
        await sync_round(phone.way, phone.device)
        assert phone.device.blobs.waiting() == ()

    told(here, story)


def test_f44_a_damaged_photo_is_not_shown_even_before_anybody_scrubs(here: Company, files: Path):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        (name,) = await photographed(phone, sheet, SMALL)
        await send_photos(phone.way, phone.device)
        (files / name[:2] / name).write_bytes(SMALL[:-40])
        with pytest.raises(Refused, match="unknown"):
            await phone.way.photo(name)
        await sync_round(phone.way, phone.device)
        assert phone.device.blobs.waiting() == (name,)

    told(here, story)


def test_rebuilding_from_the_facts_leaves_every_photo_where_it_was(here: Company):
    sheet = here.open_case(WANG)

    async def story(origin: str, client: httpx.AsyncClient) -> None:
        phone = phone_at(here, origin, client)
        (name,) = await photographed(phone, sheet, SMALL)
        await send_photos(phone.way, phone.device)
        before = here.rows("select * from photo_names order by seq")
        rebuild(here.office.log)
        assert here.rows("select * from photo_names order by seq") == before != []
        assert await phone_at(here, origin, client, SUPERVISOR).way.photo(name) == SMALL

    told(here, story)


def test_photos_are_copied_whole_for_a_backup_and_forgotten_parts_go(here: Company, files: Path, tmp_path: Path):
    folder = here.office.blobs.folder
    name = named(SMALL).sha256
    folder.keep(name, SMALL)
    folder.append("f" * 64, "dev", 0, b"half")
    assert folder.copy_to(tmp_path / "backup") == 1
    assert folder.copy_to(tmp_path / "backup") == 0
    assert stored(tmp_path / "backup") == [SMALL]
    (files / name[:2] / name).write_bytes(b"rot")
    assert folder.copy_to(tmp_path / "another") == 0, "what is damaged is no backup of anything"
    folder.keep(name, SMALL)
    folder.forget_parts(now=(files / PARTS).stat().st_mtime + 91 * 24 * 3600)
    assert stored(files) == [SMALL]
    folder.erase(name)
    assert stored(files) == []
