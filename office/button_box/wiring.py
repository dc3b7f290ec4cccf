"""The buttons and lamps of a box, on the machine's pins, by gpiozero.

`CHERHA_PINS` names them: "next=17 recall=27 no-show=22 finish=5 help=6 free=13 calling=19 serving=26 offline=21". A button
connects its pin to ground; a lamp (a light-emitting diode with its resistor) lights while its pin is high.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from broker.contracts.errors import ConfigError
from broker.contracts.pin_names import pin_of, wired
from office.button_box.lamps import BLINKS, LAMPS, Lamp, Light, Lights
from office.button_box.meaning import BUTTONS, Button, has_long

BOUNCE = 0.03  # seconds in which the contacts of a button may chatter
HELD = 1.0  # seconds after which a press is a long one

Happened = Callable[[Button, bool], None]
"""Which button, and whether it was held. In gpiozero's own thread."""


def pins_of(setting: str) -> dict[str, str]:
    """The pins by name. ConfigError with every mistake; a box without its first button is none."""
    pins = wired(setting, (*BUTTONS, *LAMPS))
    if "next" not in pins:
        raise ConfigError(["CHERHA_PINS: a button box needs at least its first button: write next=17"])
    return pins


class Wiring:
    """Opens the pins of `setting`. ConfigError when they cannot be had."""

    def __init__(self, setting: str, happened: Happened) -> None:
        import gpiozero  # noqa: PLC0415 - only here is it known that there are wires

        self._pushes: dict[str, Any] = {}
        self._lamps: dict[Lamp, Any] = {}
        self._lit: Lights = {}
        try:
            for name, pin in pins_of(setting).items():
                if name in LAMPS:
                    self._lamps[name] = gpiozero.LED(pin_of(pin))
                else:
                    self._pushes[name] = _push(
                        gpiozero.Button(pin_of(pin), bounce_time=BOUNCE, hold_time=HELD), name, happened
                    )
        except ConfigError:
            raise
        except Exception as error:  # gpiozero's, and those of the libraries below it
            self.close()
            raise ConfigError([f"CHERHA_PINS: {setting}: {error}"]) from error

    def show(self, lights: Lights) -> None:
        """Light the lamps so; those that are lit so already go on undisturbed."""
        for name, light in lights.items():
            if name in self._lamps and self._lit.get(name) != light:
                self._lit[name] = light
                _light(self._lamps[name], light)

    def close(self) -> None:
        for each in (*self._pushes.values(), *self._lamps.values()):
            each.close()


def _push(push: Any, name: str, happened: Happened) -> Any:
    """Tell of a press as it goes down; where a long one means something else, when it is known which it is."""
    button: Button = name  # type: ignore[assignment]  # the caller has looked
    if not has_long(button):
        push.when_pressed = lambda: happened(button, False)
        return push
    held = False

    def hold() -> None:
        nonlocal held
        held = True
        happened(button, True)

    def release() -> None:
        nonlocal held
        if not held:
            happened(button, False)
        held = False

    push.when_held, push.when_released = hold, release
    return push


def _light(lamp: Any, light: Light) -> None:
    if light in BLINKS:
        lamp.blink(*BLINKS[light])
    elif light == "lit":
        lamp.on()
    else:
        lamp.off()
