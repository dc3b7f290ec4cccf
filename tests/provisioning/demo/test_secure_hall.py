"""The whole demo hall over TLS with the access list: everything that its parts say and ask to hear is theirs to."""

import os
import re
import signal
from collections.abc import Iterator

import pytest
import requests

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.guise import Guise
from broker.bus.link import Link
from broker.bus.seam import Message
from broker.bus.topic_filter import matches
from broker.contracts import codec
from broker.contracts.commands import SuspendHall, TakeTicket
from broker.contracts.events import ServiceFinished
from broker.contracts.hall_check import load
from broker.contracts.topics import Topics
from broker.mosquitto.access import ROLES
from provisioning.authority.authority import Authority
from provisioning.demo.command import OWN_HALL
from provisioning.demo.letting_in import LettingIn
from provisioning.demo.role import PARTS
from tests.broker.mosquitto import PROGRAM
from tests.provisioning.demo.running import RunningDemo, running_demo, until

pytestmark = [pytest.mark.wire, pytest.mark.screen, pytest.mark.voice]

VISITORS = 4


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    if PROGRAM is None:
        pytest.skip("mosquitto is not installed")
    people = ("--secure", "--visitors", str(VISITORS), "--speed", "40")
    talkative = "tests.provisioning.demo.talkative_demo"
    with running_demo(tmp_path_factory.mktemp("hall"), *people, module=talkative) as running:
        yield running


@pytest.fixture(scope="module")
def guest(demo: RunningDemo) -> Iterator[Link]:
    """Somebody who is let in while the hall is open."""
    letting_in, hall = LettingIn(demo.state_dir), load(OWN_HALL)
    authority = Authority(letting_in.authority)
    authority.equip(letting_in.identity("guest"), "guest", "people", now(hall.timezone))
    letting_in.tell_broker(authority, hall)
    os.kill(demo.pids["broker"], signal.SIGHUP)
    identity = str(letting_in.identity("guest"))
    link = Link(demo.line["hall"], "guest", "127.0.0.1", demo.line["broker"]["port"], identity=identity)
    yield link
    link.stop()


def log(demo: RunningDemo, of: str = "broker") -> str:
    return (demo.state_dir / "logs" / f"{of}.log").read_text(errors="replace")


def test_visitors_are_served_and_nothing_that_anybody_says_is_refused(demo: RunningDemo, guest: Link):
    served: list[str] = []

    def hear(message: Message) -> None:
        event = codec.event(message.body)
        if isinstance(event, ServiceFinished):
            served.append(event.number)

    guest.subscribe(Topics(demo.line["hall"]).event, hear)
    asker = Asker(guest)
    guest.start()
    wish = TakeTicket(id=new_id(), at=now(load(OWN_HALL).timezone), service="pick-up")
    assert asker.ask(wish, timeout=60).status == "done"
    office = demo.line["office"].rstrip("/")
    person = demo.line["staff"][0]
    signed_in = {"person": person["id"], "pin": person["pin"]}
    with requests.Session() as browser:
        browser.post(f"{office}/sign-in", json=signed_in, headers={"x-cherha": "press"}, timeout=20)
        with browser.get(f"{office}/events", stream=True, timeout=30) as stream:
            next(stream.iter_content(1024))  # somebody looks: pictures of all screens are asked for
            until(lambda: browser.get(f"{office}/picture/board-1", timeout=10).ok, within=60)
    until(lambda: len(served) >= 2, within=120)
    assert [line for line in log(demo).splitlines() if "Denied" in line] == []
    # Of all that the parts have asked nothing was refused as not theirs; this is, and is the only line of its kind.
    disguised = Asker(Guise(guest, "dispenser-1"))
    wish = SuspendHall(id=new_id(), at=now(load(OWN_HALL).timezone), why="air-raid")
    assert disguised.ask(wish, timeout=60).reason == "not-entitled"
    assert len([line for line in log(demo, "queue-master").splitlines() if " asked for " in line]) == 1


def test_everything_that_a_role_listens_to_is_its_own_to_hear(demo: RunningDemo):
    root = Topics(demo.line["hall"]).root
    roles = {part.appliance: part.role for part in PARTS}
    asked = set(re.findall(rf": ([a-z0-9-]+) 1 {re.escape(root)}(\S+)", log(demo)))
    assert {name for name, _ in asked} >= set(roles), "every part was heard to subscribe"
    for name, topic in sorted(asked):
        if name not in roles:
            continue
        may = [each.replace("<me>", name) for each in ROLES[roles[name]].hear]
        may = [each.replace("<window>", "+") if each == "reply/window-<window>" else each for each in may]
        own_window = topic.startswith("reply/window-") and name == "office-1"
        assert own_window or any(matches(each, topic) for each in may), f"{name} listens to {topic} in vain"


def test_whoever_comes_without_a_certificate_hears_nothing(demo: RunningDemo):
    stranger = Link(demo.line["hall"], "office-1", "127.0.0.1", demo.line["broker"]["port"])
    stranger.start()
    until(lambda: "OpenSSL Error" in log(demo) or "protocol error" in log(demo).lower(), within=30)
    assert not stranger.connected
    stranger.stop()
