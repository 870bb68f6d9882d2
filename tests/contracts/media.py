"""The three places a journal lies in, each able to lose its process."""

import asyncio
from pathlib import Path
from typing import Protocol

from field_app.store.memory import MemoryPlaces
from field_app.store.native import FilePlaces
from field_app.store.opfs import open_opfs
from field_app.store.shelf import Shelf
from tests.store.fake_opfs import FakeBrowser


class Medium(Protocol):
    def open(self) -> Shelf:
        """The shelf, as the app's start finds it."""

    def kill(self) -> None:
        """The process is gone; what it held is free."""


class InMemory:
    def __init__(self) -> None:
        self.places = MemoryPlaces()

    def open(self) -> Shelf:
        return Shelf(self.places)

    def kill(self) -> None:
        self.places = self.places.restarted()


class InFiles:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._shelves: list[Shelf] = []

    def open(self) -> Shelf:
        self._shelves.append(Shelf(FilePlaces(self._root)))
        return self._shelves[-1]

    def kill(self) -> None:
        # Closing writes nothing, so it leaves just what a kill leaves.
        while self._shelves:
            self._shelves.pop().close()


class InBrowser:
    def __init__(self, browser: FakeBrowser) -> None:
        self.browser = browser

    def open(self) -> Shelf:
        return Shelf(asyncio.run(open_opfs("journals")))

    def kill(self) -> None:
        self.browser.page_gone()
