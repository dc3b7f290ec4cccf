"""Walks the service menu by hand."""

from __future__ import annotations

from kiosk.service_menu.calibration import Screen
from kiosk.service_menu.flow import step
from kiosk.service_menu.inputs import (
    Digit,
    Effect,
    Input,
    Knocked,
    LookAt,
    Looked,
)
from kiosk.service_menu.items import offered
from kiosk.service_menu.report import Report, line
from kiosk.service_menu.room import Room
from kiosk.service_menu.state import (
    State,
)
from kiosk.touch.presses import Passed, Touched

HAS = frozenset({"identify", "printer", "systemd"})
ALL = offered(HAS)
CODE = "48210573"
SCREEN = Screen(1080.0, 1920.0, 4.03)
ROOM = Room(8, 2, 8)
GOOD = Report((line("printer-well", "good"),))


class Technician:
    """Walks the flow by hand: every act takes a second."""

    def __init__(self, state: State | None = None, at: float = 100.0) -> None:
        self.state, self.at, self.effects = state or State(), at, list[Effect]()

    def tell(self, event: Input) -> list[Effect]:
        self.state, effects = step(self.state, event)
        self.effects += effects
        return list(effects)

    def knock(self, *, has_codes: bool = True, wait: float = 0.0) -> list[Effect]:
        return self.tell(Knocked(self.at, HAS, has_codes, wait, SCREEN))

    def press(self, press: object, after: float = 1.0) -> list[Effect]:
        self.at += after
        return self.tell(Touched(self.at, press, ""))

    def wait(self, seconds: float) -> list[Effect]:
        self.at += seconds
        return self.tell(Passed(self.at))

    def type(self, code: str = CODE) -> LookAt | None:
        effects = [each for digit in code for each in self.press(Digit(digit), 0.2)]
        return next((each for each in effects if isinstance(each, LookAt)), None)

    def come_in(self) -> Technician:
        self.knock()
        look = self.type()
        assert look
        self.tell(Looked(self.at, look.run, "Олена"))
        return self
