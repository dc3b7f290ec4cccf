"""The code on paper where there is a printer, and in words where there is no screen: once for each code."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from broker.contracts.arrival import Arrival
from broker.contracts.phrases import FIRST
from kiosk.newcomer.face import CODED, PHRASES, face
from kiosk.printing.slip import Slip, SlipLine

log = logging.getLogger(__name__)

MOST_SLIPS = 3  # a code lasts a quarter of an hour, and a box may stand for a night
NARROWEST = 58  # mm: fits every printer, and nobody has said yet how wide this one's paper is


def slip_of(arrival: Arrival) -> Slip:
    """The code, and where it is to be typed."""

    def say(key: str) -> str:
        return PHRASES.say(FIRST, f"slip.{key}")

    return Slip(
        FIRST,
        (
            SlipLine("hall", say(f"title-{arrival.stage}")),
            SlipLine("number", arrival.code, label=say(f"code-{arrival.stage}")),
            SlipLine("fact", arrival.hall, label=say("hall")),
            SlipLine("fact", arrival.hardware or "?", label=say("box")),
            SlipLine("text", face(arrival).first.text),
        ),
    )


def printers(root: Path = Path("/")) -> list[str]:
    """The settings of the USB printers that are plugged in."""
    return [f"file:{device}" for device in sorted((root / "dev/usb").glob("lp*"))]


def print_code(arrival: Arrival, setting: str) -> None:
    """HardwareError, OSError: there is no slip."""
    from kiosk.printing.drawing import draw  # noqa: PLC0415 - it loads Pillow
    from kiosk.printing.opening import open_printer  # noqa: PLC0415

    open_printer(setting, NARROWEST, Path()).print(draw(slip_of(arrival), NARROWEST), ticket=f"code-{arrival.code}")


def speak(words: list[str]) -> None:
    """By the announcer's own voice, in a process of its own: nothing here waits for voices to be read."""
    subprocess.Popen(  # noqa: S603 - our own program, and a code of ours
        [sys.executable, "-m", "announcer.code_aloud", *words], stdin=subprocess.DEVNULL
    )


class OtherWays:
    """Told of each step. `screen`: people can read the code, so it is not spoken again and again."""

    def __init__(
        self,
        *,
        screen: bool,
        printers: Callable[[], list[str]] = printers,
        print_code: Callable[[Arrival, str], None] = print_code,
        speak: Callable[[list[str]], None] = speak,
    ) -> None:
        self._screen, self._printers, self._print, self._speak = screen, printers, print_code, speak
        self._printed = self._spoken = ""
        self._slips = 0
        self._identified = 0

    def heard(self, arrival: Arrival) -> None:
        if arrival.stage in CODED and arrival.code != self._printed and self._slips < MOST_SLIPS:
            self._printed, self._slips = arrival.code, self._slips + 1
            for setting in self._printers()[:1]:
                try:
                    self._print(arrival, setting)
                except Exception as error:  # noqa: BLE001 - a printer must not keep the box from asking
                    log.warning("%s: %s", setting, error)
        if arrival.identify > self._identified:
            self._speak(["--gong"])
        self._identified = arrival.identify
        if arrival.stage in CODED and not self._screen and arrival.code != self._spoken:
            self._spoken = arrival.code
            self.again(arrival)

    def again(self, arrival: Arrival) -> None:
        """Say it once more: whoever came in meanwhile has not heard it."""
        if arrival.stage in CODED and not self._screen:
            self._speak([arrival.code])
