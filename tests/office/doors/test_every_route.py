"""Every address that the office has, asked for in every role and in none: the table of who may what holds for all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from starlette.routing import Mount, Route

from broker.bus.memory import MemoryBroker, MemoryBus
from office.doors.door import COOKIE
from office.doors.doorkeeper import Doorkeeper
from office.doors.person import ROLES, Person
from office.doors.who_may import who_may
from office.guard import HEADERS, UPLOADS
from office.live import Live
from office.pages import application
from office.window_links import WindowLinks
from tests.broker.halls import PLAN
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import made_up_staff, serving

pytestmark = pytest.mark.fast

SAMPLES = {"window": "1", "appliance": "board-1", "call": "01JD", "press": "end"}


def every_address() -> list[tuple[str, str]]:
    """(method, path) of each route, with something in place of what varies."""
    broker = MemoryBroker()

    def bus(name: str) -> MemoryBus:
        return broker.client(name, PLAN.hall.id)

    with made_up_staff() as keeper:
        app = application(Live(PLAN, bus("office-1")), WindowLinks(bus), keeper)
    found = []
    for route in app.routes:
        assert isinstance(route, (Route, Mount)), f"a test for {route} is missing"
        if isinstance(route, Route):
            path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda slot: SAMPLES.get(slot.group(1), "1"), route.path)
            found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


ADDRESSES = every_address()


@pytest.fixture(scope="module")
def office() -> Iterator[tuple[str, Doorkeeper]]:
    broker = MemoryBroker()
    HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        made_up_staff() as keeper,
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id), keeper=keeper) as (address, _),
    ):
        yield address, keeper


def asked(office: tuple[str, Doorkeeper], method: str, path: str, role: str | None, *, lock: bool = False) -> int:
    address, keeper = office
    cookies = {}
    if role is not None:
        person = keeper.staff.of({"operator": "olena", "reception": "iryna", "manager": "maria"}.get(role, "taras"))
        assert isinstance(person, Person)
        token, signed = keeper.let_in(person, 1)
        cookies = {COOKIE: token}
        if lock:
            keeper.lock(signed)
    kind = "application/octet-stream" if path.startswith(UPLOADS) else "application/json"
    with requests.request(
        method,
        address + path,
        data=b"{}" if method == "POST" else None,
        headers={"accept": "text/html", "x-cherha": "press", "content-type": kind},
        cookies=cookies,
        timeout=20,
        allow_redirects=False,
        stream=True,
    ) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, "no address is without its headers"
        if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
            return 401
        return answer.status_code


STAFFS = [(method, path) for method, path in ADDRESSES if who_may(path) is not None]
SHUT = {401, 403}


@pytest.mark.parametrize(("method", "path"), STAFFS)
def test_an_address_of_the_staff_opens_for_its_roles_alone(office: tuple[str, Doorkeeper], method: str, path: str):
    assert asked(office, method, path, None) == 401, "nobody is in"
    assert asked(office, method, path, "manager", lock=True) in {401, 403, 423}, "a locked session opens nothing"
    allowed = who_may(path) or frozenset()
    for role in ROLES:
        status = asked(office, method, path, role)
        assert (status not in SHUT) == (role in allowed), f"{role}: {status}"


def test_there_are_addresses_to_ask_for():
    assert ("POST", "/window/1/command") in STAFFS
    assert len(STAFFS) >= 6


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/window/1",
        "/static/../window/1",
        "/static/%2e%2e/window/1",
        "/static/..%2fwindow/1",
        "/sign-in/../window/1",
        "/public/../window/1",
        "/t/..%2f..%2fwindow/1",
        "/WINDOW/1",
        "/window/1%00",
        "/window/1;x",
        "/%77indow/1",
    ],
)
def test_no_way_of_writing_an_address_leads_around_the_door(office: tuple[str, Doorkeeper], path: str):
    address, _ = office
    session = requests.Session()
    asking = session.prepare_request(requests.Request("GET", address + "/", headers={"accept": "text/html"}))
    asking.url = address + path
    answer = session.send(asking, timeout=20, allow_redirects=False)
    assert "Чому саме цей талон" not in answer.text
    assert answer.status_code in {303, 400, 404}
    if answer.status_code == 303:
        assert answer.headers["location"].startswith("/sign-in")
        assert "evil" not in answer.headers["location"]


def test_the_pages_policy_has_no_hole(office: tuple[str, Doorkeeper]):
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy["form-action"], policy["frame-ancestors"], policy["base-uri"]} == {"'none'"}
    assert all("unsafe" not in sources and "*" not in sources for sources in policy.values())


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_turned_away(office: tuple[str, Doorkeeper], method: str):
    address, _ = office
    if method != "CONNECT":
        assert requests.request(method, f"{address}/window/1", timeout=20).status_code == 405


def test_a_body_that_is_too_large_is_not_read(office: tuple[str, Doorkeeper]):
    address, _ = office
    for path in ("/sign-in", "/window/1/command"):
        sent = requests.post(address + path, json={"pin": "1" * 5000}, headers={"x-cherha": "press"}, timeout=20)
        assert sent.status_code == 413
