"""A demo keeps its hall alive, tells the truth about its processes, and leaves nothing behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from provisioning.demo import ports
from provisioning.demo.virtual_screen import display_answers
from tests.provisioning.demo.running import (
    ROOT,
    STUB_DEMO,
    RunningDemo,
    demo_environment,
    is_alive,
    running_demo,
    until,
)

pytestmark = [pytest.mark.wire, pytest.mark.screen]

ROLES = {
    "broker",
    "queue-master",
    "dispenser-1",
    "board-1",
    "announcer-1",
    "office-1",
    "info-1",
    "survey-1",
    "window-sign-1",
    "buttons-1",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """One demo for all tests that leave it as lively as they found it."""
    with running_demo(tmp_path_factory.mktemp("demo"), "--visitors", "0") as running:
        yield running


def test_a_ready_demo_says_so_in_one_line_of_the_contracts_shape(demo: RunningDemo):
    assert set(demo.line) == {"broker", "hall", "office", "staff", "state_dir", "pids"}
    assert demo.line["broker"]["host"] == "127.0.0.1"
    assert demo.line["hall"] == "lotsman"
    assert demo.line["office"].startswith("http://127.0.0.1:")
    assert Path(demo.line["state_dir"]).is_dir()
    assert set(demo.line["pids"]) == ROLES
    assert set(demo.pids) == ROLES
    assert all(map(is_alive, demo.pids.values()))


def test_each_part_that_draws_has_a_screen_of_its_own_of_its_size(demo: RunningDemo):
    shown = {name: environment_of(demo.pids[name]) for name in ("dispenser-1", "board-1")}
    assert shown["dispenser-1"]["CHERHA_WINDOW_SIZE"] == "1080x1920"
    assert shown["board-1"]["CHERHA_WINDOW_SIZE"] == "1920x1080"
    assert shown["dispenser-1"]["DISPLAY"] != shown["board-1"]["DISPLAY"]


@pytest.mark.parametrize("role", ["queue-master", "board-1"])
def test_a_killed_role_is_started_again_and_its_pid_is_told(demo: RunningDemo, role: str):
    for _ in range(3):
        before = demo.pids
        demo.kill(role)
        demo.await_successor(role, before[role])
        after = demo.pids
        assert is_alive(after[role])
        assert {**after, role: 0} == {**before, role: 0}
        until(lambda: demo.is_ready(role))


def test_what_a_killed_role_had_started_goes_with_it(demo: RunningDemo):
    before = demo.pids["announcer-1"]
    demo.kill("announcer-1")
    demo.await_successor("announcer-1", before)
    assert not [pid for pid in demo.left if group_of(pid) == before]


def test_a_killed_broker_comes_back_on_its_port_and_the_roles_stay(demo: RunningDemo):
    before = demo.pids
    demo.kill("broker")
    demo.await_successor("broker", before["broker"])
    until(lambda: asyncio.run(ports.answers(demo.line["broker"]["port"])))
    until(lambda: demo.is_ready("office-1"))
    assert {**demo.pids, "broker": 0} == {**before, "broker": 0}


def test_a_dead_screen_is_made_again_with_its_role(demo: RunningDemo):
    before = demo.pids["board-1"]
    screen = next(pid for pid in demo.left if b"1920x1080x24" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(screen, signal.SIGKILL)
    until(lambda: not is_alive(screen))
    demo.kill("board-1")  # a stub has no window that would break with its screen
    demo.await_successor("board-1", before)
    until(lambda: demo.is_ready("board-1"))
    assert display_answers(environment_of(demo.pids["board-1"])["DISPLAY"])


def test_two_demos_at_once_do_not_disturb_each_other(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    with running_demo(one, "--visitors", "0") as first, running_demo(two, "--visitors", "0") as second:
        assert first.line["broker"]["port"] != second.line["broker"]["port"]
        assert first.line["office"] != second.line["office"]
        assert first.end(signal.SIGTERM) == 0
        assert all(map(is_alive, second.pids.values()))


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nothing_behind(tmp_path: Path, sign: signal.Signals):
    with running_demo(tmp_path, "--visitors", "0") as demo:
        assert len(demo.left) > len(ROLES)  # the screens, and the children of the stubs
        assert demo.end(sign) == 0
        assert demo.left == []
        assert demo.pids == {}
        assert demo.rest_of_output() == ""


def test_killed_without_a_word_it_leaves_nothing_behind(tmp_path: Path):
    with running_demo(tmp_path, "--visitors", "0") as demo:
        assert demo.end(signal.SIGKILL) == -signal.SIGKILL
        until(lambda: demo.left == [], within=10)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_even_roles_that_hear_nothing_are_not_left_behind(tmp_path: Path, sign: signal.Signals):
    with running_demo(tmp_path, "--visitors", "0", manner="deaf") as demo:
        demo.end(sign)
        until(lambda: demo.left == [], within=15)


def test_it_stops_by_itself_after_the_time_given(tmp_path: Path):
    with running_demo(tmp_path, "--visitors", "0", "--seconds", "0.2") as demo:
        assert demo.process.wait(30) == 0
        assert demo.left == []


def test_a_port_that_is_taken_is_told_at_once(demo: RunningDemo, tmp_path: Path):
    ended = subprocess.run(
        (sys.executable, "-m", STUB_DEMO, "--headless", "--json"),
        cwd=ROOT,
        env={**demo_environment(tmp_path), "CHERHA_BROKER_PORT": str(demo.line["broker"]["port"])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "CHERHA_BROKER_PORT" in ended.stderr


def test_a_role_that_is_wrongly_set_up_ends_the_demo_with_the_reason(tmp_path: Path):
    ended = subprocess.run(
        (sys.executable, "-m", STUB_DEMO, "misled", "--headless", "--json"),
        cwd=ROOT,
        env=demo_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "the journal is broken" in ended.stderr


def test_what_an_earlier_demo_left_on_the_bus_does_not_make_a_hall_ready(tmp_path: Path):
    with running_demo(tmp_path, "--visitors", "0") as demo:
        demo.end(signal.SIGKILL)  # the broker keeps "ready" for everybody
        until(lambda: demo.left == [])
        first = demo.pids
    with running_demo(tmp_path, "--visitors", "0") as demo:
        assert set(demo.pids) == ROLES
        assert not set(demo.pids.values()) & set(first.values())


def environment_of(pid: int) -> dict[str, str]:
    words = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(word.split("=", 1) for word in words if "=" in word)


def group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0
