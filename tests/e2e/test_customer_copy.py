"""The customer's copy is made on a phone with no network: libraries and font come from what the browser keeps for that (P6.1, P7.2)."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext

from field_app.papers.verify import verify
from sync.demo import WANG
from tests.e2e.browser import PHONE
from tests.e2e.cable import Cable
from tests.e2e.conftest import Server
from tests.e2e.people import Person
from tests.e2e.shots import REPORTED
from tests.papers.scene import FONTS, read


def test_the_customers_copy_is_made_with_no_network(demo: Server, cable: Cable, contexts: Callable[..., BrowserContext]) -> None:
    wang = Person(contexts(PHONE), demo.url, WANG, cable).sign_in()
    wang.go(f"/case/{REPORTED}/sign")
    wang.sees("给客户一份")
    wang.offline()
    with wang.page.expect_download() as download:
        wang.taps_on("给客户一份")
    assert download.value.suggested_filename.startswith("客户维修记录单-")
    content = Path(download.value.path()).read_bytes()
    assert verify(content, FONTS).is_unchanged
    assert "万和商业管理" in read(content)
