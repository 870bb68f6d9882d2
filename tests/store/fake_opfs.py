"""A browser's private file system, as far as the store uses it: FileSystemSyncAccessHandle and what leads to one."""

import sys
from types import ModuleType, SimpleNamespace


class FakeJsException(Exception):
    """A DOMException as Pyodide hands it over."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FakeUint8Array:
    def __init__(self, size: int) -> None:
        self.data = bytearray(size)

    def to_bytes(self) -> bytes:
        return bytes(self.data)


class FakeFile:
    def __init__(self) -> None:
        self.data = bytearray()
        self.held = False


class FakeHandle:
    """One holder at a time; reads and writes take `{at}`; a full quota throws."""

    def __init__(self, file: FakeFile, browser: "FakeBrowser") -> None:
        self._file, self._browser = file, browser
        self._open = file.held = True

    def _data(self) -> bytearray:
        if not self._open:
            raise FakeJsException("InvalidStateError")
        return self._file.data

    def getSize(self) -> int:
        return len(self._data())

    def read(self, buffer: FakeUint8Array, options: SimpleNamespace) -> int:
        part = self._data()[options.at : options.at + len(buffer.data)]
        buffer.data[: len(part)] = part
        return len(part)

    def write(self, data: bytes, options: SimpleNamespace) -> int:
        held = self._data()
        over = self._browser.used() + max(0, options.at + len(data) - len(held)) - self._browser.quota
        if over > 0 and not self._browser.writes_what_fits:
            raise FakeJsException("QuotaExceededError")
        data = data[: len(data) - max(0, over)]
        held.extend(bytes(max(0, options.at - len(held))))
        held[options.at : options.at + len(data)] = data
        return len(data)

    def flush(self) -> None:
        self._data()

    def truncate(self, size: int) -> None:
        del self._data()[size:]

    def close(self) -> None:
        if self._open:
            self._open = self._file.held = False


class FakeFileHandle:
    def __init__(self, file: FakeFile, browser: "FakeBrowser") -> None:
        self._file, self._browser = file, browser

    async def getFile(self) -> "FakeFileHandle":
        return self

    async def arrayBuffer(self) -> FakeUint8Array:
        buffer = FakeUint8Array(0)
        buffer.data[:] = self._file.data
        return buffer

    async def createSyncAccessHandle(self) -> FakeHandle:
        if self._file.held:
            raise FakeJsException("NoModificationAllowedError")
        handle = FakeHandle(self._file, self._browser)
        self._browser.handles.append(handle)
        return handle


class FakeDirectory:
    def __init__(self, browser: "FakeBrowser") -> None:
        self.files: dict[str, FakeFile] = {}
        self.directories: dict[str, FakeDirectory] = {}
        self._browser = browser

    async def getDirectoryHandle(self, name: str, _options: object) -> "FakeDirectory":
        return self.directories.setdefault(name, FakeDirectory(self._browser))

    async def getFileHandle(self, name: str, options: SimpleNamespace | None = None) -> FakeFileHandle:
        if options is None and name not in self.files:
            raise FakeJsException("NotFoundError")
        return FakeFileHandle(self.files.setdefault(name, FakeFile()), self._browser)

    async def removeEntry(self, name: str, options: SimpleNamespace | None = None) -> None:
        if options and options.recursive and name in self.directories:
            if any(file.held for file in self.directories[name].files.values()):
                raise FakeJsException("NoModificationAllowedError")
            del self.directories[name]
        elif self.files.pop(name, None) is None:
            raise FakeJsException("NotFoundError")

    def used(self) -> int:
        return sum(len(file.data) for file in self.files.values()) + sum(inside.used() for inside in self.directories.values())

    async def entries(self):
        for name, file in list(self.files.items()):
            yield [name, file]


class FakeBrowser:
    """One origin's storage. `page_gone()` is what closing or killing the tab does to its handles."""

    def __init__(self, quota: int = 10**9) -> None:
        self.quota = quota
        self.root = FakeDirectory(self)
        self.handles: list[FakeHandle] = []
        self.secure = True
        self.writes_what_fits = False

    def used(self) -> int:
        return self.root.used()

    def page_gone(self) -> None:
        for handle in self.handles:
            handle.close()
        self.handles.clear()

    async def _root(self) -> FakeDirectory:
        return self.root

    def modules(self) -> dict[str, ModuleType]:
        """What `import js` and `from pyodide.ffi import …` find in the browser's Python."""
        js, pyodide, ffi = ModuleType("js"), ModuleType("pyodide"), ModuleType("pyodide.ffi")
        storage = SimpleNamespace(getDirectory=self._root) if self.secure else None
        js.navigator = SimpleNamespace(storage=storage)
        js.Object = SimpleNamespace(new=SimpleNamespace, fromEntries=lambda pairs: SimpleNamespace(**dict(pairs)))
        js.Uint8Array = SimpleNamespace(new=FakeUint8Array)
        ffi.JsException, ffi.to_js, pyodide.ffi = FakeJsException, lambda value: value, ffi
        return {"js": js, "pyodide": pyodide, "pyodide.ffi": ffi}

    def install(self, monkeypatch) -> None:
        for name, module in self.modules().items():
            monkeypatch.setitem(sys.modules, name, module)
