"""A technician at a real dispenser: gesture, code, printer test, and out again; wrong codes and a restart."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.kiosk.screen import INSTALLED
from tests.kiosk.service_menu.measured import place_of
from tests.kiosk.service_menu.real_dispenser import RealDispenser, real_dispenser

pytestmark = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not (INSTALLED and PROGRAM), reason="needs Xvfb, xdotool and Mosquitto"),
]

WRONG = "00000000"


@pytest.fixture
def dispenser(tmp_path: Path) -> Iterator[RealDispenser]:
    with real_dispenser(tmp_path) as made:
        yield made


def test_a_technician_comes_in_tests_the_printer_and_leaves(dispenser: RealDispenser):
    code = dispenser.code_for("Олена")
    dispenser.start()
    dispenser.knock()
    dispenser.type(code, "ItemsFace")
    dispenser.finger(place_of("items", "Принтер"), "ReportFace")
    dispenser.finger(place_of("printer", "Надрукувати пробний талон"), "ReportFace")
    slips = list(dispenser.tape.glob("*-test-*.png"))
    assert len(slips) == 1
    dispenser.finger(place_of("printer", "Назад"), "ItemsFace")
    # Visitors have the screen again, and in Ukrainian.
    dispenser.screen.touch(*place_of("items", "Вийти"))
    until(lambda: [a["what"] for a in dispenser.audit()] == ["knock", "enter", "test-slip", "leave"])
    assert {a["by"] for a in dispenser.audit()[1:]} == {"Олена"}
    until(lambda: [d.what for d in dispenser.did][-1] == "service-menu-leave")
    assert [d.by for d in dispenser.did if d.what == "service-menu-test-slip"] == ["Олена"]
    assert code not in (dispenser.folder / "dispenser.log").read_text("utf-8")
    for file in dispenser.state_dir.rglob("*"):
        assert not file.is_file() or code.encode() not in file.read_bytes(), file
    assert dispenser.stop() == 0


def test_wrong_codes_shut_the_pad_and_a_restart_opens_nothing(dispenser: RealDispenser):
    code = dispenser.code_for("Олена")
    dispenser.start()
    dispenser.knock()
    for _ in range(3):
        dispenser.type(WRONG, "PadFace")
        until(lambda: _last(dispenser) == "enter", 20)
        time.sleep(0.2)
    tries = (dispenser.state_dir / "service-tries").read_text()
    assert tries == "3"
    assert dispenser.stop() == 0
    dispenser.start()
    dispenser.knock()
    for digit in code:  # nothing is taken now
        dispenser.screen.touch(*place_of("pad", digit))
        time.sleep(0.15)
    assert [a["outcome"] for a in dispenser.audit() if a["what"] == "enter"] == ["failed"] * 3
    assert (dispenser.state_dir / "service-tries").read_text() == tries


def _last(dispenser: RealDispenser) -> str:
    return dispenser.audit()[-1]["what"]
