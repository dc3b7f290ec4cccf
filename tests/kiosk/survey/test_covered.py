"""Nothing plays below a service menu."""

from pathlib import Path

import pytest

from tests.kiosk.screen import INSTALLED, virtual_screen

pytestmark = [pytest.mark.screen, pytest.mark.skipif(not INSTALLED, reason="needs Xvfb and xdotool")]


def test_a_slide_is_gone_while_somebody_else_has_the_screen_and_comes_back(tmp_path: Path) -> None:
    with virtual_screen("1280x800") as screen:
        told = screen.run_app("tests.kiosk.apps.covered", state_dir=tmp_path)
    assert told["alone"] == ["one.png"]
    assert told["covered"] == told["another while covered"] == []
    assert told["uncovered"] == ["two.png"]
