"""The window sleeps until something happens, and letters stay in their boxes: with real Kivy on a real X server."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.display.virtual_screen import VirtualScreen

pytestmark = [pytest.mark.screen, pytest.mark.timeout(90)]


def test_the_window_does_nothing_when_nothing_happens_and_never_spins(
    virtual_screen: VirtualScreen, tmp_path: Path
) -> None:
    said = virtual_screen.run_app("tests.display.apps.waiting", state_dir=tmp_path)
    # This is the guard of the names that Kivy does not promise: with another Kivy it fails here first.
    assert said["installed"]
    assert said["woken"] == "1"
    assert said["idle turns"] == 0
    assert said["idle frames"] == 0
    assert said["slowest awakening"] < 1.5
    assert said["turns a second when animated"] < 65


def test_where_the_driver_cannot_wait_the_window_ticks(virtual_screen: VirtualScreen, tmp_path: Path) -> None:
    said = virtual_screen.run_app("tests.display.apps.waiting", "poll", state_dir=tmp_path)
    assert not said["installed"]
    assert said["woken"] == "1"


@pytest.fixture
def sleeping_app(virtual_screen: VirtualScreen, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    app = subprocess.Popen(
        [sys.executable, "-m", "tests.display.apps.touched", str(tmp_path)],
        env=virtual_screen.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert app.stdout
    assert app.stdout.readline() == "shown\n"
    yield app
    app.kill()
    app.wait()
    app.stdout.close()


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed")
def test_a_sleeping_window_feels_every_touch(
    virtual_screen: VirtualScreen, sleeping_app: subprocess.Popen[str]
) -> None:
    assert sleeping_app.stdout
    for _ in range(3):
        subprocess.run(["xdotool", "mousemove", "640", "360", "click", "1"], env=virtual_screen.environment, check=True)
        assert sleeping_app.stdout.readline() == "touched\n"


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_sleeping_window_stops_when_it_is_told_to(
    sleeping_app: subprocess.Popen[str], signal_number: signal.Signals
) -> None:
    sleeping_app.send_signal(signal_number)
    assert sleeping_app.stdout
    assert sleeping_app.stdout.readline() == "stopped\n"
    assert sleeping_app.wait(10) == 0


def test_letters_never_leave_their_box_and_words_are_never_broken(
    virtual_screen: VirtualScreen, tmp_path: Path
) -> None:
    said = virtual_screen.run_app("tests.display.apps.labels", state_dir=tmp_path)
    assert said == {"outside": [], "broken": []}


def test_letters_are_set_once_and_not_for_every_size_on_the_way_nor_for_a_colour(
    virtual_screen: VirtualScreen, tmp_path: Path
) -> None:
    said = virtual_screen.run_app("tests.display.apps.settled", state_dir=tmp_path)
    assert said == {"first": 4, "boxes": [[320.0, 60.0]], "coloured": 0}


def test_alone_with_an_x_server_the_window_fills_the_screen(virtual_screen: VirtualScreen, tmp_path: Path) -> None:
    told = virtual_screen.run_app("tests.display.apps.whole_screen", state_dir=tmp_path)
    assert told == {"corners": [[0, 128, 255]] * 4, "window": [1280, 720]}
