"""A real dispenser and a real terminal of a closed hall go dark; the finger that lights them presses nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import HALL, NEEDS, STRIKE, real_hall

pytestmark = NEEDS

ENGLISH = 467, 1767


@pytest.mark.parametrize(("touched", "home"), [("dispenser", "NoticeFace"), ("info", "HomeFace")])
def test_the_finger_that_lights_the_screen_presses_no_button(tmp_path: Path, touched: str, home: str):
    hall_file = tmp_path / "hall.toml"
    closed = HALL.read_text("utf-8").replace('reception = "24/7"', 'reception = "2020 Jan 01 08:00-08:30"')
    hall_file.write_text(closed, "utf-8")
    with real_hall(tmp_path, hall_file, touched=touched, home=home, CHERHA_DARK_AFTER="0.05") as hall:
        until(lambda: hall.screen.picture().getbbox() is None, 60)
        hall.screen.touch(*ENGLISH)
        until(lambda: hall.screen.picture().getbbox() is not None)
        assert hall.traced("touch", "Speak") == 0
        until(lambda: hall.screen.picture().getbbox() is None, 60)  # and dark again
        hall.screen.touch(*ENGLISH)
        until(lambda: hall.screen.picture().getbbox() is not None)
        time.sleep(STRIKE)
        hall.screen.touch(*ENGLISH)
        until(lambda: hall.traced("touch", "Speak") == 1)
