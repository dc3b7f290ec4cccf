"""A technician at a real dispenser: gesture, code, printer test, and out again; wrong codes and a restart."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.service_menu.calibration import Screen, targets
from kiosk.touch.sizes import px_per_mm
from tests.broker.mosquitto import PROGRAM
from tests.broker.traced import notes
from tests.broker.until import until
from tests.kiosk.screen import INSTALLED
from tests.kiosk.service_menu.measured import place_of
from tests.kiosk.service_menu.real_appliance import STRIKE, RealAppliance, real_appliance

pytestmark = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not (INSTALLED and PROGRAM), reason="needs Xvfb, xdotool and Mosquitto"),
]

WRONG = "00000000"


@pytest.fixture
def dispenser(tmp_path: Path) -> Iterator[RealAppliance]:
    with real_appliance(tmp_path) as made:
        yield made


def test_a_technician_comes_in_tests_the_printer_and_leaves(dispenser: RealAppliance):
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


def test_wrong_codes_shut_the_pad_and_a_restart_opens_nothing(dispenser: RealAppliance):
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


OFFSET = 30, 6  # px: a panel that sits 7 mm to the right in its frame


def beside(place: tuple[int, int]) -> tuple[int, int]:
    """Where the panel says that it is touched, when a finger is at `place`."""
    return place[0] + OFFSET[0], place[1] + OFFSET[1]


def touch_nine_points(dispenser: RealAppliance) -> str:
    """All nine, by a panel that sits beside its screen. What the audit file says of it."""
    tests = len([a for a in dispenser.audit() if a["what"] == "touch-test"])
    dispenser.finger(beside(place_of("touch", "Торкнутися дев'яти точок")), "PointsFace")
    screen = Screen(1080.0, 1920.0, px_per_mm(1080, 1920, 21.5))
    for number, target in enumerate(targets(screen)):
        place = beside((round(target.x * 1080), round((1 - target.y) * 1920)))
        dispenser.finger(place, "PointsFace" if number < 8 else "ReportFace")
    found = [a for a in dispenser.audit() if a["what"] == "touch-test"]
    assert len(found) == tests + 1
    return found[-1]["outcome"]


def test_a_panel_that_sits_askew_is_calibrated_and_stays_so_through_a_restart(dispenser: RealAppliance):
    code = dispenser.code_for("Олена")
    dispenser.start()
    dispenser.knock()
    dispenser.type(code, "ItemsFace")
    dispenser.finger(place_of("items", "Дотик"), "ReportFace")
    assert touch_nine_points(dispenser) == "failed"
    dispenser.finger(beside(place_of("touch-measured", "Спробувати калібрування")), "WordsFace")
    dispenser.finger(beside(place_of("touch-trial", "Так, залишити")), "ReportFace")
    until(lambda: _last(dispenser) == "touch-calibrated")
    assert (dispenser.state_dir / "touch-calibration.json").exists()
    assert dispenser.stop() == 0
    dispenser.start()
    dispenser.knock()
    dispenser.type(code, "ItemsFace")
    dispenser.finger(beside(place_of("items", "Дотик")), "ReportFace")
    assert touch_nine_points(dispenser) == "done"


def test_an_acceptance_asks_what_only_a_person_can_tell_and_prints_its_sheet(dispenser: RealAppliance):
    code = dispenser.code_for("Олена")
    dispenser.start()
    dispenser.knock()
    dispenser.type(code, "ItemsFace")
    begin, skip = place_of("acceptance-next", "Почати"), place_of("acceptance-next", "Пропустити")
    dispenser.finger(place_of("items", "Акт приймання"), "WordsFace")
    printed = dispenser.traced("shown", "WordsFace")
    dispenser.screen.touch(*begin)
    until(lambda: dispenser.traced("shown", "WordsFace") >= printed + 2, 40)  # at work, and then the question
    time.sleep(STRIKE)
    dispenser.finger(place_of("acceptance-judging", "Так, добре"), "WordsFace")
    for _ in ("touch", "screen", "sound", "network", "clock"):
        dispenser.finger(skip, "WordsFace")
    dispenser.finger(begin, "ReportFace")
    (sheet,) = (dispenser.state_dir / "acceptance").glob("*.json")
    outcomes = {check["item"]: check["outcome"] for check in json.loads(sheet.read_text("utf-8"))["checks"]}
    assert outcomes.pop("problems") in ("pass", "fail")  # whatever this machine lacks
    # What the machine finds out by itself is on it, too: nobody knows here what it is.
    assert {outcomes.pop("power"), outcomes.pop("storage")} <= {"pass", "fail", "skipped"}
    assert outcomes == {"printer": "pass"} | dict.fromkeys(("touch", "screen", "sound", "network", "clock"), "skipped")
    dispenser.finger(place_of("acceptance-sheet", "Надрукувати акт"), "ReportFace")
    assert len(list(dispenser.tape.glob("*-acceptance-*.png"))) == 1
    assert [a["what"] for a in dispenser.audit()][-2:] == ["test-slip", "sheet-print"]


def _last(dispenser: RealAppliance) -> str:
    return dispenser.audit()[-1]["what"]


@pytest.mark.voice
def test_a_technician_who_does_not_see_the_screen_comes_in_with_five_keys(tmp_path: Path):
    with real_appliance(tmp_path, CHERHA_HEADSET=f"wav:{tmp_path / 'headset'}") as dispenser:
        code = dispenser.code_for("Олена")
        dispenser.start()
        until(lambda: dispenser.traced("voice-ready") == 1, 60)
        dispenser.knock()
        until(lambda: _stands(dispenser), 60)
        dispenser.xdotool("key", "Up")
        until(lambda: _heard(dispenser, "Код техніка"), 60)
        place = 0
        for digit in code:
            shown = dispenser.traced("shown")
            goal = "1234567890".index(digit) + (digit == "0")  # before it stands «Стерти»
            keys = ["Down" if goal > place else "Up"] * abs(goal - place)
            if keys:
                dispenser.xdotool("key", "--delay", "60", *keys)
            else:
                time.sleep(STRIKE)  # the same digit sooner is a trembling finger
            dispenser.xdotool("key", "Return")
            place = goal
            until(lambda shown=shown: dispenser.traced("shown") > shown)  # type: ignore[misc]
        until(lambda: _heard(dispenser, "Сервісне меню"), 60)
        assert [a["what"] for a in dispenser.audit()] == ["knock", "enter"]
        assert dispenser.stop() == 0


def _stands(dispenser: RealAppliance) -> bool:
    """Whether the screen has stood there for a second: a key that comes with a screen is taken for one before it."""
    shown = notes(dispenser.trace)
    return time.monotonic_ns() - max(line["at_ns"] for line in shown if line["what"] == "shown") > 1e9


def _heard(dispenser: RealAppliance, words: str) -> bool:
    """Whether a sentence with these words has begun in the headset."""
    return any(words in line["about"] for line in notes(dispenser.trace) if line["what"] == "first-sample")
