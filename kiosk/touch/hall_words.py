"""The hall's own phrases on a touch screen: whoever stands there reads the new words, and stays where they are."""

from __future__ import annotations

import time

from broker.bus.appliance import Appliance
from broker.bus.hall_phrases import HallPhrases
from broker.bus.seam import Bus
from kiosk.touch.presses import Passed
from kiosk.touch.running import Stage


def speak_for_the_hall(stage: Stage, appliance: Appliance, bus: Bus) -> None:
    """Before `bus.start()`."""

    def say_anew() -> None:
        stage.attendant.tell(Passed(time.monotonic()))

    own = HallPhrases(
        bus,
        stage.settings.state_dir,
        stage.areas,
        staff=appliance,
        release=appliance.version,
        changed=lambda: stage.app.later(say_anew),
    )
    stage.app.bind(on_stop=lambda *_: own.stop())
