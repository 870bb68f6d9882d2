"""Every contract of the store is asked of every place its bytes can lie in."""

import pytest

from field_app.store.door import DeviceStore
from tests.contracts.media import InBrowser, InFiles, InMemory, Medium
from tests.store.fake_opfs import FakeBrowser
from tests.store.making import identity


@pytest.fixture(params=["memory", "files", "browser"])
def medium(request, tmp_path, monkeypatch):
    if request.param == "memory":
        made: Medium = InMemory()
    elif request.param == "files":
        made = InFiles(tmp_path / "journals")
    else:
        browser = FakeBrowser()
        browser.install(monkeypatch)
        made = InBrowser(browser)
    yield made
    made.kill()


@pytest.fixture
def device(medium) -> DeviceStore:
    return medium.open().create(identity())
