"""The same door at the information terminal and at a survey tablet: gesture and code let technicians in, and nobody else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kiosk.service_menu.gesture import HOLD
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.kiosk.info.halls import DEMO
from tests.kiosk.screen import INSTALLED
from tests.kiosk.service_menu.real_appliance import RealAppliance, real_appliance

pytestmark = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not (INSTALLED and PROGRAM), reason="needs Xvfb, xdotool and Mosquitto"),
]

SETTINGS = {
    "info": ("1080x1920", {"CHERHA_CATALOGUE": str(DEMO / "catalogue")}),
    "survey": ("1280x800", {"CHERHA_WINDOW": "1", "CHERHA_PANEL": "10.1"}),
}
WRONG = "00000000"


@pytest.mark.parametrize("role", SETTINGS)
def test_a_technician_comes_in_by_gesture_and_code_and_leaves(role: str, tmp_path: Path):
    size, settings = SETTINGS[role]
    with real_appliance(tmp_path, role, size, **settings) as appliance:
        code = appliance.code_for("Олена")
        appliance.start()
        _four_taps_and_a_hold_open_nothing(appliance)
        appliance.knock()
        appliance.type(WRONG, "PadFace")
        until(
            lambda: [(a["what"], a["outcome"]) for a in appliance.audit()] == [("knock", "done"), ("enter", "failed")]
        )
        time.sleep(0.2)  # the guard of the pad, whose keys are there again
        appliance.type(code, "ItemsFace")
        appliance.screen.touch(*appliance.place_of("items", "Вийти"))
        until(lambda: [a["what"] for a in appliance.audit()] == ["knock", "enter", "enter", "leave"])
        assert [a.get("by") for a in appliance.audit()][2:] == ["Олена", "Олена"]
        assert code not in (tmp_path / f"{role}.log").read_text("utf-8")
        assert appliance.stop() == 0


def _four_taps_and_a_hold_open_nothing(appliance: RealAppliance) -> None:
    appliance.tap_in_the_corner(4)
    appliance.xdotool("mousedown", "1", "sleep", str(HOLD + 1), "mouseup", "1")
    assert appliance.traced("shown", "PadFace") == 0
    assert appliance.audit() == []
