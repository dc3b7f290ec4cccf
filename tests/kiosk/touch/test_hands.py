"""Hands on a real window: only the first finger presses."""

from pathlib import Path

import pytest

from tests.kiosk.screen import INSTALLED, virtual_screen

pytestmark = [pytest.mark.screen, pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool")]


def test_a_palm_presses_nothing_and_the_finger_beside_it_does(tmp_path: Path):
    with virtual_screen("800x600") as screen:
        told = screen.run_app("tests.kiosk.apps.two_fingers", state_dir=tmp_path)
    assert told == {
        "a palm while a finger is down": ["left"],
        "a palm that stays longer": ["left"],
        "one after the other": ["right", "left"],
    }
