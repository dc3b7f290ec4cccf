"""What an appliance is wired to besides its screen: a headset and buttons. Put together after the first frame."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.touch.help_call import CallForHelp
from kiosk.touch.help_desk import RAMP
from kiosk.touch.pins import PAD, Pins
from kiosk.touch.running import Stage


def wire(stage: Stage) -> Callable[[], None]:
    """Connect the headset and the buttons that the settings name. Returns what disconnects them."""
    from kiosk.touch.aloud.opening import open_speech  # noqa: PLC0415 - voices are heavy, and few kiosks have them

    speech = open_speech(stage)

    def happened(name: str, down: bool) -> None:  # noqa: FBT001 - a switch's state
        """In the screen's thread."""
        if name in ("help", "ramp"):
            if down and name == "help":
                stage.touched(CallForHelp())
            elif down:
                stage.attendant.call_to(RAMP)
        elif speech and name == "plug":
            speech.plugged(down)
        elif speech and down and name == "speech":
            speech.toggle()
        elif speech and down and name in PAD:
            speech.key(PAD[name])

    pins = Pins(stage.settings.pins, lambda name, down: stage.app.later(lambda: happened(name, down)))

    def unwire() -> None:
        pins.close()
        if speech:
            speech.close()

    return unwire
