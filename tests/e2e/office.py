"""The real server in a process of its own, with a database of its own."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
UP_SECONDS = 60


@dataclass
class Server:
    """It can be killed and started again on the same database and port: the app in the browser must not mind."""

    database: Path
    web: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    def command(self, *arguments: str) -> str:
        """Runs `python -m sync …` on this server's database and returns what it printed."""
        line = [sys.executable, "-m", "sync", arguments[0], "--database", self.database_url, *arguments[1:]]
        return subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def start(self, *more: str) -> None:
        line = [
            sys.executable,
            "-m",
            "sync",
            "serve",
            "--database",
            self.database_url,
            "--port",
            str(self.port),
            "--web",
            str(self.web),
            *more,
        ]
        self.process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + UP_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server didn't come up: {' '.join(line)}")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            with urlopen(self.url, timeout=1):  # noqa: S310 - our own http address
                return True
        except (URLError, OSError):
            return False
