"""The doors of the office over the wire, for who is signed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from attrs import frozen

from field_app.domain.days import SHANGHAI
from field_app.ui.doors import CodeMade, End, MySessions, SecondFactor, Session, Sessions

Ask = Callable[[str, str, Mapping[str, Any] | None], Awaitable[Mapping[str, Any]]]


@frozen(eq=False)
class HttpDoors:
    """`ask` sends a body to a path and gives back what the office says; `origin` is where phones reach it."""

    ask: Ask
    origin: Callable[[], str]

    async def has_second_factor(self) -> bool:
        return bool((await self.ask("GET", "/v1/second-factor", None))["is_set"])

    async def begin_second_factor(self) -> SecondFactor:
        begun = await self.ask("POST", "/v1/second-factor", {})
        return SecondFactor(begun["secret"], begun["address"])

    async def confirm_second_factor(self, code: str) -> tuple[str, ...]:
        return tuple((await self.ask("POST", "/v1/second-factor/confirm", {"code": code}))["recovery"])

    async def remove_second_factor(self, code: str) -> None:
        await self.ask("POST", "/v1/second-factor/remove", {"code": code})

    async def my_sessions(self) -> MySessions:
        listed = await self.ask("GET", "/v1/my-devices", None)
        return MySessions(listed["here"], tuple(_session(row) for row in listed["sessions"]))

    async def sign_out_elsewhere(self) -> int:
        return int((await self.ask("POST", "/v1/my-devices/sign-out-elsewhere", {}))["ended"])

    async def sign_out_there(self, device: str) -> None:
        await self.ask("POST", f"/v1/my-devices/{quote(device)}/sign-out", {})

    async def make_calendar(self) -> str:
        made = await self.ask("POST", "/v1/calendar", {})
        return f"{self.origin().rstrip('/')}{made['path']}"

    async def end_calendar(self) -> None:
        await self.ask("DELETE", "/v1/calendar", None)

    async def sessions(self) -> Sessions:
        listed = await self.ask("GET", "/v1/devices", None)
        return Sessions(tuple(_session(row) for row in listed["sessions"]), frozenset(listed["second_factor"]))

    async def end(self, device: str, how: End) -> None:
        await self.ask("POST", f"/v1/devices/{quote(device)}/end", {"how": how})

    async def sign_out_everywhere(self, user: str) -> int:
        return int((await self.ask("POST", f"/v1/people/{quote(user)}/sign-out", {}))["ended"])

    async def make_code(self, user: str) -> CodeMade:
        made = await self.ask("POST", f"/v1/people/{quote(user)}/code", {})
        return CodeMade(made["code"], _instant(made["until"]), f"{self.origin().rstrip('/')}/#/in/{made['code']}")

    async def drop_second_factor(self, user: str) -> None:
        await self.ask("DELETE", f"/v1/people/{quote(user)}/second-factor", None)


def _session(row: Mapping[str, Any]) -> Session:
    times = {"made_at": _instant(row["made_at"]), "seen_at": _once(row["seen_at"]), "wiped_at": _once(row["wiped_at"])}
    return Session(**{**row, **times})


def _once(seconds: int) -> datetime | None:
    return _instant(seconds) if seconds else None


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, SHANGHAI)
