"""The server against its own description: schemathesis makes requests of it, by every role, and holds every answer against it.

A route answers only as it says it does, never with a 5xx, and refuses whatever its description forbids (F45, F50, F52).
`SCHEMA_EXAMPLES=2000` makes more of them.
"""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from field_app.domain.facts import SheetId
from field_app.domain.indicators import BY_CODE
from field_app.domain.photo import PhotoAdded
from sync.server.app import create_app
from sync.server.description import described
from sync.server.papers import KINDS
from tests.cast import CAST, LI, PASSWORD, WANG, Person, company
from tests.cluster import emptied
from tests.pictures import named, picture
from tests.soak.table import LINES
from tests.sync.doors import Doors
from tests.sync.test_permissions import ROUTES

ORIGIN = "http://office"
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "20"))
PEOPLE = [person for person in CAST if person is not LI]
WATCHER = "watch"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]  # that is schemathesis' affair
ENDLESS = "GET /v1/live"  # lasts as long as somebody listens


ROUND = "application/x-ndjson"
json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3))


class World:
    """An office with something to see: a case, an archive, a person with a password."""

    def __init__(self, database: str, photos: Path) -> None:
        self.here = company(database, photos=photos, metrics_token=WATCHER)
        self.here.office.access.set_password(WANG.user, PASSWORD)
        self.app = create_app(self.here.office.settings, self.here.office)
        # So that not every name in a path is unknown.
        case = self.here.open_case(WANG)
        self.photos = [self._photo_on(case, picture(1)), named(picture(2)).sha256]
        calendar = Doors(self.here).of(LI).post("/v1/calendar").json()["path"]
        self.names = {
            "sheet": [case, self.here.open_archive()],
            "device": [self.here.enrol(LI).device],
            "user": [LI.user],
            "name": list(KINDS),
            "code": list(BY_CODE),
            "token": [calendar.removeprefix("/calendar/").removesuffix(".ics")],
        }

    def names_in(self, route: str) -> dict[str, list[str]]:
        return self.names | ({"name": self.photos} if "/blobs/" in route else {})

    def _photo_on(self, sheet: SheetId, data: bytes) -> str:
        photo = named(data, self.here.clock())
        self.here.record(WANG, sheet, PhotoAdded(photo))
        sizes = {"upload-offset": "0", "upload-length": str(len(data))}
        assert Doors(self.here).of(WANG).ask("PATCH", f"/v1/blobs/{photo.sha256}", content=data, headers=sizes).status_code == 200
        return photo.sha256

    def token_of(self, who: Person | str) -> str:
        return who if isinstance(who, str) else self.here.enrol(who).token

    def answer(self, case: Any) -> httpx.Response:
        import requests

        asked = requests.Request(**case.as_transport_kwargs(base_url=ORIGIN)).prepare()
        return asyncio.run(self._sent(asked))

    async def _sent(self, asked: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app)) as client:
            return await client.request(asked.method, asked.url, headers=dict(asked.headers), content=asked.body)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all routes: what one of them does to it, the others are to bear."""
    database = "sqlite://" if request.param == "sqlite" else emptied(request.getfixturevalue("postgres_here"))
    made = World(database, tmp_path_factory.mktemp("photos"))
    yield made
    made.here.office.close()


@cache
def operations() -> dict[str, Any]:
    # Imported only here: it costs every other test process a second.
    import schemathesis

    schemathesis.serializer(ROUND)(lambda _context, value: {"data": value})
    here = company()
    told = described(create_app(here.office.settings, here.office))
    here.office.close()
    for operation in (operation for methods in told["paths"].values() for operation in methods.values()):
        del operation["security"]  # whose request it is, we say
    refusals = {"checks": {"negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "409", "413", "422", "429"]}}}
    found = schemathesis.openapi.from_dict(told, config=schemathesis.Config.from_dict(refusals)).get_all_operations()
    return {operation.ok().label: operation.ok() for operation in found}


@st.composite
def rounds(draw: st.DrawFn) -> bytes:
    """The body of a round, right and wrong in every part of it."""
    header = {"p": 1, "c": "", "n": 0, "h": "", "a": ""}
    header |= draw(st.dictionaries(st.sampled_from(["p", "c", "n", "h", "a", "u", "up", "held", "t", "ph"]), json_values, max_size=2))
    lines = draw(st.lists(st.lists(json_values, max_size=9).map(json.dumps), max_size=3))
    return "\n".join([json.dumps(header), *lines]).encode()


@st.composite
def cases(draw: st.DrawFn, route: str, world: World) -> Any:
    """A request of this route by anybody, as its description allows or forbids it."""
    from schemathesis import GenerationMode
    from schemathesis.generation.feedback import NO_FEEDBACK  # what it learns by reading our code would change with the code

    mode = draw(st.sampled_from(GenerationMode))
    case = draw(operations()[route].as_strategy(generation_mode=mode, feedback=NO_FEEDBACK))
    if case.media_type == ROUND:
        case.body = draw(rounds() | st.binary())
    if draw(st.booleans()):
        for name in case.path_parameters or ():
            case.path_parameters[name] = draw(st.sampled_from(world.names_in(route)[name]))
    if token := draw(st.sampled_from(["", *likely(route)]).map(world.token_of)):
        case.headers = {**(case.headers or {}), "authorization": f"Bearer {token}"}
    return case


def likely(route: str) -> list[Person | str]:
    """Everybody, and those it is for in half of all."""
    its_own = [person for person in PEOPLE if person.role in ROUTES[route].split()] or PEOPLE
    return [*PEOPLE, *its_own * (len(PEOPLE) // len(its_own)), *([WATCHER] * 9 if route == "GET /metrics" else [])]


def test_every_route_is_described():
    assert sorted(operations()) == sorted(ROUTES)


def checks(route: str) -> list[Any]:
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as of_openapi

    always = [checks.not_a_server_error, of_openapi.status_code_conformance, of_openapi.content_type_conformance]
    always += [of_openapi.response_schema_conformance, of_openapi.missing_required_header]
    # A file may be anything: to say what it is, is the page's work.
    return always if route == "POST /verify" else [*always, of_openapi.negative_data_rejection]


@pytest.mark.parametrize("route", [route for route in ROUTES if route != ENDLESS])
def test_a_route_answers_only_as_it_is_described_and_never_fails(world: World, route: str, record_property: Callable[[str, object], None]):
    asked = []

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=SLOW)
    @given(cases(route, world))
    def holds(case: Any) -> None:
        asked.append(route)
        answer = world.answer(case)
        case.validate_response(answer, checks=checks(route))

    holds()
    record_property(LINES, len(asked))


@pytest.mark.parametrize("web", [False, True])
@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/nowhere"), ("GET", "/v1/sheets/a/b"), ("POST", "/v1/search")])
def test_a_door_that_is_not_there_is_told_like_any_trouble_whatever_else_is_served(tmp_path: Path, web: bool, method: str, path: str):
    (tmp_path / "index.html").write_text("<!doctype html>")
    answer = Doors(company(web=tmp_path if web else None)).ask(method, path)
    assert (answer.status_code, answer.json()) == (404, {"p": 1, "error": "refused", "reason": "unknown"})


def test_a_round_is_described_with_its_body_and_its_own_troubles():
    world = company()
    told = described(create_app(world.office.settings, world.office))["paths"]["/v1/sync"]["post"]
    assert list(told["requestBody"]["content"]) == list(told["responses"]["200"]["content"]) == [ROUND]
    assert {"401", "409", "413", "426"} < set(told["responses"])
