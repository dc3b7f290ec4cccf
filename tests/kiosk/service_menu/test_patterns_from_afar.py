"""A technician before a real kiosk is sent its nine points from the office: touched by fingers, judged, on the sheet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.contracts import codec
from broker.contracts.acceptance import Sheet
from broker.contracts.status import Did, Do
from kiosk.service_menu.calibration import Screen, targets
from kiosk.touch.sizes import px_per_mm
from tests.broker.halls import PLAN
from tests.broker.mosquitto import PROGRAM
from tests.broker.until import until
from tests.kiosk.screen import INSTALLED
from tests.kiosk.service_menu.real_appliance import STRIKE, TOPICS, RealAppliance, real_appliance

pytestmark = [
    pytest.mark.screen,
    pytest.mark.wire,
    pytest.mark.skipif(not (INSTALLED and PROGRAM), reason="needs Xvfb, xdotool and Mosquitto"),
]


class Technician:
    """At the office's page."""

    def __init__(self, dispenser: RealAppliance) -> None:
        self.dispenser, self.sheets = dispenser, list[Sheet]()
        self.link = Link(TOPICS.hall, "office-1", "127.0.0.1", dispenser.broker.port)
        self.link.subscribe(TOPICS.acceptance("dispenser-1"), lambda m: self.sheets.append(codec.read(Sheet, m.body)))
        self.link.start()
        until(lambda: self.link.connected)

    def ask(self, what: str, **arguments: Any) -> Did:
        wish = Do(id=new_id(), what=what, at=now(PLAN.timezone), arguments=arguments)
        self.link.publish(TOPICS.do("dispenser-1"), codec.encode(wish))
        until(lambda: any(did.id == wish.id for did in self.dispenser.did), 30)
        return next(did for did in self.dispenser.did if did.id == wish.id)


@pytest.fixture
def technician(tmp_path: Path) -> Iterator[Technician]:
    with real_appliance(tmp_path) as dispenser:
        dispenser.start()
        technician = Technician(dispenser)
        yield technician
        technician.link.stop()
        assert dispenser.stop() == 0


def test_nine_points_are_touched_and_judged_and_visitors_have_the_screen_again(technician: Technician):
    dispenser = technician.dispenser
    assert technician.ask("touch-pattern", by="taras").outcome == "done"
    until(lambda: dispenser.traced("shown", "PointsScreen") == 1)
    screen = Screen(1080.0, 1920.0, px_per_mm(1080, 1920, 21.5))
    for number, target in enumerate(targets(screen), 1):
        last = number == len(targets(screen))
        dispenser.finger(
            (round(target.x * 1080), round((1 - target.y) * 1920)), "PatternEnded" if last else "PointsScreen"
        )
    until(lambda: bool(technician.sheets))
    sheet = technician.sheets[-1]
    assert [(check.item, check.outcome) for check in sheet.checks] == [("touch", "pass")]
    assert (sheet.technician, sheet.accepted) == ("taras", False)  # nothing else was checked yet
    until(lambda: dispenser.did[-1].what == "touch-pattern" and dispenser.did[-1].by == "taras")
    assert dispenser.traced("touch") == 0  # nothing of it came to the visitors' screen
    technician.ask("acceptance", by="taras")
    until(lambda: len(technician.sheets[-1].checks) > 1)
    (touch,) = (check for check in technician.sheets[-1].checks if check.item == "touch")
    assert (touch.outcome, touch.made) == ("pass", sheet.at)


def test_the_edges_are_shown_until_a_touch_and_never_to_a_visitor(technician: Technician):
    dispenser = technician.dispenser
    assert technician.ask("edge-pattern", by="taras").outcome == "done"
    until(lambda: dispenser.traced("shown", "EdgePattern") == 1)
    assert [(check.item, check.outcome) for check in technician.sheets[-1].checks] == [("screen", "asked")]
    assert technician.ask("end-pattern").outcome == "done"
    until(lambda: dispenser.traced("shown", "PatternEnded") == 1)
    assert technician.ask("edge-pattern").outcome == "done"
    time.sleep(STRIKE)
    dispenser.finger((540, 960), "PatternEnded")
    dispenser.screen.touch(400, 1870)  # a visitor chooses a language, which is there also while the hall is closed
    until(lambda: dispenser.traced("touch") > 0)
    for what in ("touch-pattern", "edge-pattern"):
        refused = technician.ask(what)
        assert (refused.outcome, refused.message) == ("failed", "busy")
    assert dispenser.traced("shown", "EdgePattern") == 2
