"""A photo from the phone to the office: taken and chosen with no network, there after a restart, sent over a line that breaks (F41)."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from field_app.domain.facts import SheetId
from sync.demo import SUPERVISOR, WANG, demo_id
from tests.e2e.browser import DESK, PHONE, chromium
from tests.e2e.cable import Cable
from tests.e2e.conftest import Server
from tests.e2e.people import Person
from tests.pictures import camera_exif, picture

CASE = SheetId(demo_id(3, 0x17))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One whose camera shows a test picture."""
    with chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream") as started:
        yield started


def stored(server: Server) -> list[bytes]:
    """The photos that are whole at the office."""
    folder = Path(server.database).parent / "photos"
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.parent.name != "parts"]


def test_photos_taken_offline_survive_a_restart_and_arrive_whole_over_a_line_that_breaks(
    demo: Server, cable: Cable, contexts: Callable[..., BrowserContext]
) -> None:
    phone = contexts(PHONE)
    phone.grant_permissions(["camera"])
    wang = Person(phone, demo.url, WANG, cable).sign_in()
    wang.sees("今日")
    wang.offline()
    wang.go(f"/case/{CASE}/photo")
    held_sideways = picture(1, width=1900, height=1200, exif=camera_exif(6, "2025:11:23 08:15:00"))
    with wang.page.expect_file_chooser() as choosing:
        wang.taps_on("从相册选")
    files = [("IMG_1.jpg", held_sideways), ("notes.jpg", b"%PDF-1.7 no photo")]
    choosing.value.set_files([{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files])
    wang.sees("照片，选自相册、2025-11-23 8:15", "本机读不出这个文件")
    wang.taps_on("拍照")
    wang.sees("拿稳后点一下")
    wang.taps_on("拍下")
    wang.sees("已拍 1 张")
    wang.taps_on("关闭")

    wang.reload()
    wang.sees("照片，选自相册、2025-11-23 8:15", "照片，相机拍摄")
    wang.taps_on("保存照片")
    wang.sees("2 条待上传·无网络")
    assert stored(demo) == []

    cable.mend()
    cable.cuts_after(200_000)
    phone.set_offline(False)
    wang.sees("已全部到公司")
    assert cable.connections > 5, "the line didn't break often enough to show anything"
    wang.taps_on("数据在哪里")
    wang.sees("2 张照片已到公司")

    sizes = sorted(Image.open(io.BytesIO(data)).size for data in stored(demo))
    assert sizes[0] == (1011, 1600), "upright, and no side longer than 1600"
    assert len(sizes) == 2
    assert not any(b"Exif" in data or b"PhoneMaker" in data for data in stored(demo))
    supervisor = Person(contexts(DESK), demo.url, SUPERVISOR).sign_in()
    supervisor.go(f"/sheets/{CASE}")
    supervisor.sees("照片，选自相册", "照片，相机拍摄")
    assert "照片还没到" not in supervisor.reads()
