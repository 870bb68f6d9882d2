"""Real lines of real facts with bytes changed: an office judges or refuses them, and never breaks."""

import random
from collections.abc import Iterator
from functools import cache

from attrs import define, field

from field_app.domain.facts import SheetId, as_array, encode
from sync.protocol import Malformed, OfficeTrouble, Request
from sync.server.truth import verify
from sync.server.verdicts import read_line
from sync.wire import decode_request, encode_request
from tests.cast import CAST, SUPERVISOR, WANG, Company, company
from tests.papers.scene import whole_case

BATCH = 50  # lines read before what of them is a line goes up
BODY = 20  # every so many lines, a whole request is changed instead
# What a careless or hostile sender would write, beside any byte at all.
PIECES = (b"", b"0", b"9", b"-", b"1e9", b"NaN", b"null", b"true", b'"', b"\\", b"\\u0000", b"{", b"]", b"\xff", b"\xed\xa0\x80", b"\0")


@cache
def real() -> tuple[list[object], ...]:
    """The facts of a whole case, without their place and their sheet."""
    return tuple(as_array(entry.fact)[2:] for entry in whole_case().sheet.entries)


def changed(line: bytes, luck: random.Random) -> bytes:
    """The same line with one to four places overwritten, taken out, doubled or filled with something else."""
    told = bytearray(line)
    for _ in range(luck.randrange(1, 5)):
        at, size = luck.randrange(len(told) + 1), luck.choice((0, 1, 1, 1, 2, 3, 8))
        kind = luck.randrange(4)
        new = luck.choice(PIECES) if kind == 0 else told[at : at + size] * 2 if kind == 1 else luck.randbytes(size)
        # A letter or digit for another keeps a line a line: then its meaning is what is wrong.
        told[at : at + size] = bytes(32 + byte % 95 for byte in new) if kind == 3 else new
    return bytes(told)


@define
class Fuzz:
    luck: random.Random
    here: Company = field(factory=company)
    findings: list[str] = field(factory=list)

    def run(self, lines: int) -> list[str]:
        """What an office of its own made of so many lines: what broke it, in words."""
        for done in range(0, lines, BATCH):
            self._batch(min(BATCH, lines - done))
        self.findings += verify(self.here.office.log)
        self._read_by_somebody()
        self.here.office.close()
        return self.findings

    def _batch(self, lines: int) -> None:
        identity = self.here.enrol(self.luck.choice(CAST))
        sheet = self.here.open_case(WANG)
        good: list[bytes] = []
        for place in range(lines):
            if place % BODY == BODY - 1:
                self._ask(changed(encode_request(Request("", 0, "", tuple(self._lines(sheet)))), self.luck))
                continue
            line = changed(encode([len(good) + 1, sheet, *self.luck.choice(real())]), self.luck).replace(b"\n", b" ")
            if self._is_line(len(good) + 1, line):
                good.append(line)
        self._push(identity.token, good)

    def _lines(self, sheet: SheetId) -> Iterator[bytes]:
        for n in range(1, 4):
            yield encode([n, sheet, *self.luck.choice(real())])

    def _is_line(self, n: int, line: bytes) -> bool:
        try:
            read_line("fuzzed", n, line)  # type: ignore[arg-type]
        except Malformed:
            return False
        except Exception as broken:  # noqa: BLE001 - anything else is what we look for
            self.findings.append(f"{broken!r} at the line {line!r}")
            return False
        return True

    def _push(self, token: str, lines: list[bytes]) -> None:
        try:
            reply = self.here.office.exchange.answer(token, decode_request(encode_request(Request("", 0, "", tuple(lines)))))
        except Exception as broken:  # noqa: BLE001 - each of these lines was a line: nothing may be raised
            self.findings.append(f"{broken!r} at the lines {lines!r}")
            return
        if reply.head != len(lines):
            self.findings.append(f"of {len(lines)} lines the office took {reply.head}: {lines!r}")

    def _ask(self, body: bytes) -> None:
        token = self.here.enrol(self.luck.choice(CAST)).token
        try:
            self.here.office.exchange.answer(token, decode_request(body))
        except (Malformed, OfficeTrouble):
            return
        except Exception as broken:  # noqa: BLE001 - anything else is what we look for
            self.findings.append(f"{broken!r} at the request {body!r}")

    def _read_by_somebody(self) -> None:
        desk = self.here.phone(SUPERVISOR)
        try:
            desk.sync()
            for sheet in desk.device.held():
                desk.sees(sheet)
        except Exception as broken:  # noqa: BLE001 - whatever was taken must be readable
            self.findings.append(f"{broken!r} on a phone that reads what was taken")


def findings_of(seed: str, lines: int) -> list[str]:
    return Fuzz(random.Random(seed)).run(lines)  # noqa: S311 - the same lines for the same seed
