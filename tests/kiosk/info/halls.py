"""A terminal of the demo's hall, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from broker.contracts.hall_check import load
from broker.contracts.hall_file import HallFile
from kiosk.info.flow import next_wake, step
from kiosk.info.frame import frame
from kiosk.info.inputs import Effect, HallSeen, Input, LineNow, NewsRead, Press, PrinterSeen
from kiosk.info.news.item import Item, News
from kiosk.info.run import words_of
from kiosk.info.saying import Words
from kiosk.info.visit import started
from kiosk.touch.faces import presses
from kiosk.touch.frame import Frame
from kiosk.touch.presses import Passed, Touched

DEMO = Path(__file__).parents[3] / "provisioning" / "demo"
KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=KYIV)
NEWS = News(
    (Item("a", "Сквер", "Відкрили.", NOW - timedelta(hours=2)), Item("b", "Трамвай", "Ремонт. " * 300)),
    NOW.replace(hour=9, minute=40),
)


@cache
def hall() -> HallFile:
    return load(DEMO / "hall.toml")


@cache
def words(*, wide: bool = False) -> Words:
    return words_of(hall(), DEMO / "catalogue", wide=wide)


def seen(at: float) -> HallSeen:
    """An open hall in the morning; line by line until six."""
    closes = NOW.replace(hour=18, minute=0)
    return HallSeen(
        at,
        NOW,
        hall="open",
        lines=tuple((line.id, LineNow(open=True, closes=closes)) for line in hall().line),
        windows=frozenset({3, 14}),
        heard=NOW,
    )


class Terminal:
    """A flow with a clock that the test turns: a second between touches, so that each is a new wish."""

    def __init__(self, *, wide: bool = False) -> None:
        self.words = words(wide=wide)
        self.at = 100.0
        self.state = started(self.at)
        self.effects: list[Effect] = []
        self._ids = count()
        self.tell(seen(self.at))
        self.tell(PrinterSeen(self.at, can_print=True))
        self.tell(NewsRead(self.at, NEWS))

    @property
    def frame(self) -> Frame:  # type: ignore[type-arg]
        return frame(self.state, self.words)

    @property
    def presses(self) -> list[Press]:
        return presses(self.frame.face)

    def tell(self, event: Input) -> None:
        self.state, effects = step(self.state, event, self.words.content)
        self.effects.extend(effects)

    def touch(self, press: Press | None, after: float = 1.0) -> None:
        self.wait(after)
        self.tell(Touched(self.at, press, f"id-{next(self._ids)}"))

    def wait(self, seconds: float, *, hall_alive: bool = True) -> None:
        until = self.at + seconds
        while self.at < until:
            wake = next_wake(self.state, self.at)
            if hall_alive:
                self.tell(replace(seen(self.at)))
            self.at = min(until, self.at + 2.0, wake if wake is not None and wake > self.at else until)
            self.tell(Passed(self.at))
