"""The dispenser without a window, in a process of its own: its flow, its backstage and its printer are the real ones.

Fingers that are never tired take one ticket after the other. Run as a program; settings come from CHERHA_*. FINGERS=off: nobody
comes.
"""

from __future__ import annotations

import os
import signal
import threading
from random import Random

from bench.screen_thread import ScreenThread
from broker.bus.clock import new_id, now
from broker.bus.link import Link
from broker.bus.settings import Settings
from broker.contracts.status import About
from kiosk.dispenser.attendant import Attendant
from kiosk.dispenser.backstage import Backstage
from kiosk.dispenser.browsing import Browsing
from kiosk.dispenser.inputs import Again, ChooseGroup, ChooseMatter, ChooseService, GoOn, Take
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import AboutVisitor, Issued, Issuing, Sorry
from kiosk.printing.opening import open_minded
from kiosk.touch import presence
from kiosk.touch.faces import presses
from kiosk.touch.presses import Back, Leave

ONWARDS = ChooseGroup | ChooseMatter | ChooseService | GoOn
PAUSE = 0.05  # seconds between looks of a visitor at the screen


def main() -> None:
    settings = Settings.read()
    hall = settings.hall_file()
    chance = Random(settings.appliance)
    presence.STRIKE_GUARD = 0.0  # these fingers never tremble
    screen = ScreenThread()
    over = threading.Event()

    attendant = Attendant(words_of(hall), show=lambda _frame: None, wake_in=screen.wake_in)
    backstage = Backstage(
        Link(hall.hall.id, settings.appliance, settings.broker_host, settings.broker_port),
        hall,
        about=About(role="dispenser", version="0"),
        state_dir=settings.state_dir,
        opened=lambda: open_minded(settings, lambda: now(hall.timezone)),
        paper_mm=settings.paper,
        tell=attendant.tell,
        later=screen.later,
    )
    screen.drawn = attendant.drawn
    attendant.serve(backstage.act, backstage.hall_seen)
    backstage.start()

    def visitor() -> None:
        """Does the next thing that a visitor would do."""
        match attendant.state.place:
            case place if isinstance(place, Browsing):
                onwards = [press for press in presses(attendant.shown) if isinstance(press, ONWARDS)]
                attendant.touched(chance.choice(onwards or [Back()]), new_id())
            case AboutVisitor():
                attendant.touched(Take(), new_id())
            case Issued(slip="printed" | "on-screen"):
                attendant.touched(Leave(), new_id())
            case Sorry():
                attendant.touched(Again(), new_id())
            case Issuing() | Issued():
                pass

    signal.signal(signal.SIGTERM, lambda *_: over.set())
    somebody_comes = os.environ.get("FINGERS", "on") == "on"
    while not over.wait(PAUSE):
        screen.turn()
        if somebody_comes:
            visitor()
    backstage.stop()


if __name__ == "__main__":
    main()
