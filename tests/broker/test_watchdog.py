"""What a role tells systemd of itself."""

import os
import socket
from pathlib import Path

import pytest

from broker.bus.watchdog import Watchdog
from tests.systemd.notified import Notified

pytestmark = pytest.mark.fast

TEN_SECONDS = {"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": str(os.getpid())}


def test_it_says_that_it_serves_and_that_it_ends(tmp_path: Path):
    with Notified(tmp_path) as systemd:
        watchdog = Watchdog({"NOTIFY_SOCKET": systemd.path})
        watchdog.ready()
        watchdog.stopping()
        assert systemd.all() == ["READY=1", "STOPPING=1"]


def test_a_socket_without_a_file_is_reached_too():
    name = f"cherha-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(f"\0{name}")
        Watchdog({"NOTIFY_SOCKET": f"@{name}"}).ready()
        assert systemd.recv(64) == b"READY=1"


def test_a_loop_that_turns_a_thousand_times_a_second_pets_it_twice_in_its_time(tmp_path: Path):
    now = [0.0]
    with Notified(tmp_path) as systemd:
        watchdog = Watchdog({"NOTIFY_SOCKET": systemd.path, **TEN_SECONDS}, lambda: now[0])
        assert watchdog.every == 5.0
        told = 0
        for turn in range(10_000):
            now[0] = turn / 1000
            watchdog.pet()
            told += len(systemd.all())
        assert told == 4


@pytest.mark.parametrize(
    "environment",
    [{}, TEN_SECONDS, {"NOTIFY_SOCKET": "/nowhere"}, {"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "x"}],
)
def test_where_nobody_watches_nothing_is_sent_and_nothing_breaks(environment: dict[str, str]):
    watchdog = Watchdog(environment)
    assert watchdog.every is None
    watchdog.ready()
    watchdog.pet()


def test_a_child_of_the_watched_one_is_not_watched(tmp_path: Path):
    with Notified(tmp_path) as systemd:
        child = Watchdog({"NOTIFY_SOCKET": systemd.path, **TEN_SECONDS, "WATCHDOG_PID": "1"})
        assert child.every is None
