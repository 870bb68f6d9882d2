"""How news is put for who receives it: our own signed JSON, and the group robots of WeCom and DingTalk.

Plain: `POST` with `x-field-signature: t=<seconds>,v1=<hex HMAC-SHA256 of "<seconds>.<body>">`. A receiver that checks both, and that the
time is near, knows who sent it and that it isn't an old one again.
WeCom takes a markdown message and answers `errcode`. DingTalk too, and wants `timestamp` and `sign` in the address where its robot has a
secret.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, urlsplit

from attrs import frozen

from sync.server.news import News

KINDS = ("plain", "wecom", "dingtalk")
LONGEST = 1800  # characters of a message: WeCom takes 4,096 bytes of markdown


@frozen
class Envelope:
    """One request to be sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes


def problem_of(url: str, kind: str) -> str | None:
    """Why news can't be sent to this address, None when it can: only https, but for receivers on this very machine."""
    parts = urlsplit(url)
    if kind not in KINDS:
        return f"choose one of {', '.join(KINDS)}"
    if not parts.hostname or parts.username or parts.password:
        return "write an address like https://example.com/hook, without a name or password in it"
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")):
        return "an address must begin with https"
    return None


def body_of(kind: str, news: News, office: str) -> str:
    """The message as it is kept and sent. `office` is the address people open the app at, empty where none is known."""
    link = f"{office}/#{news.address}" if office else ""
    if kind == "plain":
        said = {"event": news.event, "key": news.key, "title": news.title, "text": news.text, "sheet": news.sheet, "link": link}
        return _json(said)
    told = f"### {_plain(news.title)}\n\n{_plain(news.text)}" + (f"\n\n[打开]({link})" if link else "")
    if kind == "wecom":
        return _json({"msgtype": "markdown", "markdown": {"content": told[:LONGEST]}})
    return _json({"msgtype": "markdown", "markdown": {"title": _plain(news.title)[:60], "text": told[:LONGEST]}})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_SPOKEN = str.maketrans("[]<>@#*`_", "［］＜＞＠＃＊＇＿")


def _plain(text: str) -> str:
    """What people wrote, without what markdown or a robot would make of it: links, mentions, headings."""
    return text.translate(_SPOKEN)


def sealed(kind: str, url: str, secret: str, body: str, seconds: int) -> Envelope:
    """The request, signed at this second."""
    headers = {"content-type": "application/json; charset=utf-8", "user-agent": "field-service"}
    if kind == "plain":
        signed = hmac.new(secret.encode(), f"{seconds}.{body}".encode(), hashlib.sha256).hexdigest()
        headers["x-field-signature"] = f"t={seconds},v1={signed}"
    if kind == "dingtalk" and secret:
        url = f"{url}{'&' if urlsplit(url).query else '?'}{_dingtalk_sign(secret, seconds * 1000)}"
    return Envelope(url, headers, body.encode())


def _dingtalk_sign(secret: str, millis: int) -> str:
    signed = hmac.new(secret.encode(), f"{millis}\n{secret}".encode(), hashlib.sha256).digest()
    return f"timestamp={millis}&sign={quote_plus(base64.b64encode(signed))}"


def refusal(kind: str, status: int, answer: bytes) -> str | None:
    """Why a receiver did not take it, None when it did. The robots say 200 and mean it only with errcode 0."""
    if not 200 <= status < 300:
        return f"answered {status}"
    if kind == "plain":
        return None
    try:
        said: Any = json.loads(answer)
    except ValueError:
        return "answered what is no JSON"
    code = said.get("errcode") if isinstance(said, dict) else None
    return None if code == 0 else f"answered errcode {code}"
