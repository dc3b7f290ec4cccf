"""The state of the hall for everybody: light, true, of a known age, and open to other sites as far as it should be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import requests
from jsonschema import Draft202012Validator

from broker.bus.memory import MemoryBroker
from broker.contracts import commands as c
from broker.contracts.snapshot import LineState, Notice, Range, Snapshot, WindowView
from office.phone.public_state import public_state, schema
from office.phone.queue_monitor import queue_monitors
from tests.broker.halls import MORNING, PLAN
from tests.broker.until import until
from tests.office.hall_in_memory import HallInMemory, delivering
from tests.office.serving import serving

pytestmark = pytest.mark.fast

MOST = 30 * 1024  # bytes of the page with all that it loads


def line(identity: str = "residence", **more: Any) -> LineState:
    soon = MORNING + timedelta(minutes=7)
    estimate = Range(earliest=soon, likely=soon, latest=soon + timedelta(minutes=14))
    given = {"letter": "А", "open": True, "waiting": 4, "held": 0, "estimate": estimate, **more}
    return LineState(id=identity, **given)


def snapshot(**more: Any) -> Snapshot:
    windows = [("free", ("residence",)), ("serving", ("residence",)), ("paused", ("residence",)), ("closed", ())]
    given: dict[str, Any] = {
        "seq": 1,
        "at": MORNING,
        "hall": "open",
        "until": None,
        "why": None,
        "lines": (line(), line("passport", letter="К", open=False, waiting=0, why="not-yet")),
        "windows": tuple(
            WindowView(id=n, zone="hall-1", state=state, ticket=None, since=None, lines=lines)  # type: ignore[arg-type]
            for n, (state, lines) in enumerate(windows, 1)
        ),
        "calls": (),
        **more,
    }
    return Snapshot(**given)


def test_windows_waiting_and_waits_are_counted_as_people_mean_them():
    state = public_state(PLAN, snapshot(), "ok", MORNING)
    assert (state.windows.open, state.windows.all, state.waiting) == (2, 4, 4)
    residence, passport = state.lines
    assert (residence.windows, residence.waiting) == (2, 4)
    assert residence.wait
    assert (residence.wait.least, residence.wait.most) == (5, 25), "rounded outwards"
    assert (passport.open, passport.wait, passport.why) == (False, None, "not-yet")


def test_an_old_state_says_of_when_it_is():
    state = public_state(PLAN, snapshot(), "queue-master-lost", MORNING)
    assert not state.live
    assert state.at == MORNING
    assert public_state(PLAN, None, "queue-master-never", MORNING).state == "unknown"


@pytest.mark.parametrize("seen", [snapshot(), snapshot(hall="suspended", why="air-raid", mode="air-raid"), None])
def test_the_json_obeys_the_published_schema(seen: Snapshot | None):
    body = json.loads(msgspec.json.encode(public_state(PLAN, seen, "ok", MORNING)))
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(body)


# Of smart-data-models/dataModel.QueueManagement, QueueMonitor 0.0.1.
MODEL = {
    *("address", "alternateName", "areaServed", "dataProvider", "dateCreated", "dateModified", "description", "id"),
    *(
        "lastTicketIssued",
        "lastTicketIssuedLabel",
        "linePriority",
        "localId",
        "location",
        "name",
        "officeName",
        "owner",
    ),
    *("queueLine", "scheduleTime", "seeAlso", "serviceId", "serviceName", "serviceStatus", "serviceStatusNote"),
    *("source", "ticketServed", "ticketServedLabel", "ticketsToServe", "type"),
}


def test_each_line_is_a_queue_monitor_of_the_citys_data():
    parked = Notice(code="registers-down", text={"uk": "Реєстри не працюють"}, lines=("residence",), stops=True)
    state = public_state(PLAN, snapshot(notices=(parked,)), "ok", MORNING)
    one, other = queue_monitors(state, "uk", "https://cherga.example/public.json")
    assert one.keys() - {"@context"} <= MODEL
    assert (one["id"], one["type"]) == ("urn:ngsi-ld:QueueMonitor:test-hall:residence", "QueueMonitor")
    assert (one["serviceStatus"], one["serviceStatusNote"]) == ("Suspended", "Реєстри не працюють")
    assert (one["ticketsToServe"], other["serviceStatus"]) == (4, "Closed")


@pytest.fixture
def site() -> Iterator[tuple[str, HallInMemory, requests.Session]]:
    broker = MemoryBroker()
    hall = HallInMemory(broker.client("queue-master", PLAN.hall.id), PLAN)
    with (
        delivering(broker),
        serving(PLAN, lambda name: broker.client(name, PLAN.hall.id)) as (address, _),
        requests.Session() as browser,
    ):
        yield address, hall, browser


@pytest.mark.parametrize("page", ["/public", "/public/widget"])
def test_a_page_with_all_that_it_loads_is_light(site: tuple[str, HallInMemory, requests.Session], page: str):
    address, hall, browser = site
    for window in (1, 2, 3, 4):
        hall.do(c.OpenWindow, window=window)
    for service in ("registration", "passport-new", "ready"):
        hall.do(c.TakeTicket, service=service)
    html = browser.get(f"{address}{page}?lang=uk", timeout=10)
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', html.text)
    assert len(loaded) >= 2
    size = len(html.content) + sum(len(browser.get(address + each, timeout=10).content) for each in loaded)
    assert size <= MOST
    assert "Місце проживання" in html.text


def test_a_ticket_page_is_light_too(site: tuple[str, HallInMemory, requests.Session]):
    address, hall, browser = site
    ticket = hall.do(c.TakeTicket, service="registration").ticket
    assert ticket
    until(lambda: browser.get(f"{address}/t/{ticket.id}", timeout=10).status_code == 200)
    html = browser.get(f"{address}/t/{ticket.id}", timeout=10)
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', html.text)
    assert len(html.content) + sum(len(browser.get(address + each, timeout=10).content) for each in loaded) <= MOST


def test_only_the_widget_may_be_framed_and_only_data_is_read_from_elsewhere(
    site: tuple[str, HallInMemory, requests.Session],
):
    address, _, browser = site
    answers = {
        path: browser.get(address + path, headers={"origin": "https://city.example"}, timeout=10).headers
        for path in ("/public", "/public/widget", "/public.json", "/public/schema.json", "/public/queue-monitor.json")
    }
    framed = {path for path, said in answers.items() if "frame-ancestors *" in said["content-security-policy"]}
    shared = {path for path, said in answers.items() if said.get("access-control-allow-origin") == "*"}
    assert framed == {"/public/widget"}
    assert shared == {"/public.json", "/public/schema.json", "/public/queue-monitor.json"}
    assert all("unsafe" not in said["content-security-policy"] for said in answers.values())
    assert answers["/public/queue-monitor.json"]["content-type"].startswith("application/ld+json")


def test_whoever_asks_without_end_is_asked_to_wait(site: tuple[str, HallInMemory, requests.Session]):
    address, _, browser = site
    statuses = [browser.get(f"{address}/public.json", timeout=10).status_code for _ in range(200)]
    assert statuses[0] == 200
    assert 429 in statuses
