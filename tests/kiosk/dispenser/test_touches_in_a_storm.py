"""A hall that says something new ten times a second while somebody walks through the menu: every touch counts."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from broker.contracts import codec
from tests.broker.traced import notes
from tests.broker.until import until
from tests.kiosk.dispenser.real_hall import FIRST_TILE, NEEDS, SECOND_SERVICE, STRIKE, HallNow, real_hall

pytestmark = NEEDS

OF_THE_SECOND_SERVICE = "residence"  # its line; two services below it are of others
TO_THE_SERVICES, TO_THE_VISITOR = (FIRST_TILE, "ChooseGroup"), (SECOND_SERVICE, "ChooseService")
BACK = (170, 1630), "Back"  # stands there both in the menu and at what is asked about the visitor
EVERY = 0.1  # seconds


@contextmanager
def storm(hall: HallNow) -> Iterator[None]:
    """Instead of the queue-master: the hall as it is, in which all lines but one open and close, again and again."""
    assert hall.snapshot
    still, over = hall.snapshot, threading.Event()

    def blow() -> None:
        for n in count(1):
            lines = tuple(replace(x, open=x.id == OF_THE_SECOND_SERVICE or n % 2 == 0) for x in still.lines)
            snapshot = replace(still, seq=still.seq + n, lines=lines)
            hall.link.publish(hall.topics.state, codec.encode(snapshot), retain=True)
            if over.wait(EVERY):
                return

    hall.queue_master.send_signal(signal.SIGSTOP)
    blowing = threading.Thread(target=blow)
    blowing.start()
    try:
        yield
    finally:
        over.set()
        blowing.join()
        hall.queue_master.send_signal(signal.SIGCONT)


def press(hall: HallNow, place: tuple[int, int], means: str) -> None:
    """A finger that stays a moment; then the strike guard of the screen that it brought."""
    before = hall.traced("touch", means)
    x, y = map(str, place)
    finger = ["xdotool", "mousemove", x, y, "mousedown", "1", "sleep", "0.15", "mouseup", "1"]
    subprocess.run(finger, env=hall.screen.environment, check=True, timeout=60)
    until(lambda: hall.traced("touch", means) > before, what=f"{means} at {place}")
    lines = notes(hall.trace)
    touched = max(n for n, line in enumerate(lines) if line["what"] == "touch")
    until(lambda: any(line["what"] == "shown" for line in notes(hall.trace)[touched:]), what=f"a screen after {means}")
    time.sleep(STRIKE)


def test_every_touch_counts_whatever_the_hall_says_meanwhile(tmp_path: Path):
    with real_hall(tmp_path) as hall, storm(hall):
        for number in range(1, 9):
            press(hall, *TO_THE_SERVICES)
            shown = hall.traced("shown")
            until(lambda shown=shown: hall.traced("shown") > shown + 3, what="a screen that is drawn again and again")  # type: ignore[misc]
            press(hall, *TO_THE_VISITOR)
            until(lambda number=number: hall.traced("shown", "VisitorFace") == number)  # type: ignore[misc]
            for _ in range(2):
                press(hall, *BACK)
