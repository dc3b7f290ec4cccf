"""`cherha newcomer [FILE]`: shows how far this box has come into the hall, until it has a role."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from broker.bus.watchdog import Watchdog
from broker.contracts.arrival import Arrival
from kiosk.newcomer.face import NOTHING_HEARD, face
from kiosk.newcomer.other_ways import OtherWays
from kiosk.newcomer.panel_size import inches
from kiosk.newcomer.pointing import Pointing
from kiosk.newcomer.touched import Touched

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK = 0.5  # seconds between two looks at the file
FAREWELL = 5.0  # seconds that "let in" stands; the role's own screen comes over it
AGAIN = 30.0  # seconds after which the code is spoken once more
FILE = Path("/run/cherha/newcomer.json")


def read(file: Path) -> Arrival:
    """What stands in the file now; NOTHING_HEARD when nothing does."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Arrival)
    except (OSError, msgspec.MsgspecError):
        return NOTHING_HEARD


def has_screen(root: Path = Path("/")) -> bool:
    """Whether anything is plugged into a graphics connector."""
    told = [each.read_text("ascii", errors="replace").strip() for each in (root / "sys/class/drm").glob("*/status")]
    return "connected" in told


def main(arguments: list[str]) -> int:
    """Until it was let in. 0."""
    asked = argparse.ArgumentParser(prog="cherha newcomer")
    asked.add_argument("file", nargs="?", type=Path, default=FILE)
    asked.add_argument("--size", default="")
    given = asked.parse_args(arguments)
    if has_screen() or given.size or without_screen(given.file, OtherWays(screen=False), time.sleep):
        _on_screen(given.file, given.size)
    return 0


def without_screen(
    file: Path, ways: OtherWays, sleep: Callable[[float], None], plugged: Callable[[], bool] = has_screen
) -> bool:
    """Until it was let in, or until a screen is plugged in: True."""
    watchdog = Watchdog()
    watchdog.ready()
    spoken = time.monotonic()
    while (arrival := read(file)).stage != "accepted":
        watchdog.pet()
        ways.heard(arrival)
        if time.monotonic() - spoken > AGAIN:
            spoken = time.monotonic()
            ways.again(arrival)
        if plugged():
            return True
        sleep(LOOK)
    return False


def _on_screen(file: Path, size: str) -> None:
    from display.look import kivy_setup  # noqa: PLC0415 - see there
    from display.look.stopping import stop_on_signals  # noqa: PLC0415

    kivy_setup.prepare(Path(tempfile.gettempdir()) / "cherha-newcomer", size)
    from kivy.base import stopTouchApp  # noqa: PLC0415 - Kivy opens its window while it is imported
    from kivy.clock import Clock  # noqa: PLC0415

    stop_on_signals(stopTouchApp, lambda: Clock.schedule_once(lambda _: None))
    from display.look.frames import after_first_frame  # noqa: PLC0415
    from display.look.pulse import show_pulse  # noqa: PLC0415
    from display.power.keeper import Keeper  # noqa: PLC0415
    from display.power.replugged import Replugged  # noqa: PLC0415
    from kiosk.newcomer.newcomer import NewcomerScreen  # noqa: PLC0415
    from kiosk.newcomer.pointer import Pointer  # noqa: PLC0415
    from kiosk.touch.touch_app import TouchApp  # noqa: PLC0415

    touched, pointing = Touched(file), Pointing()

    def wants(role: str) -> None:
        touched.touch(role)
        look(0.0)

    screen, ways = NewcomerScreen(face(read(file)), wants), OtherWays(screen=True)
    app, pointer = TouchApp(screen, inches), Pointer()
    app.keys.listen(lambda key: screen.roles.key(key.name))
    shown = [NOTHING_HEARD]

    def look(_: float) -> None:
        arrival, there = touched.over(read(file)), pointing.found()
        pointer.is_meant = "mouse" in there
        screen.face = face(arrival, touchable=bool(there))
        if arrival == shown[0]:
            return
        identified, shown[0] = arrival.identify > shown[0].identify, arrival
        if identified:
            screen.identify()
        ways.heard(arrival)
        if arrival.stage == "accepted":
            app.wake_in(FAREWELL, stopTouchApp)

    def begin() -> None:
        show_pulse()
        replugged = Replugged(Keeper([]), fills=not size)  # whoever comes to let it in may bring the screen
        app.bind(on_stop=lambda *_: replugged.stop())
        look(0.0)
        Clock.schedule_interval(look, LOOK)

    after_first_frame(begin)
    app.wait_for_events()
    app.run()
