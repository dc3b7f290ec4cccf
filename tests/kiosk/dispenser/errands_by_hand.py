"""Walks a dispenser through its errands by hand."""

from itertools import count

from msgspec.structs import replace

from broker.contracts.booking_code import drawn
from broker.contracts.replies import Reply
from kiosk.dispenser.errands.wanted import (
    Scanned,
    Waiting,
)
from kiosk.dispenser.flow import next_wake, step
from kiosk.dispenser.frame import frame
from kiosk.dispenser.inputs import (
    Answered,
    Effect,
    HallSeen,
    Input,
    LinkChanged,
    Press,
)
from kiosk.dispenser.run import words_of
from kiosk.dispenser.visit import started
from kiosk.touch.presses import Passed, Touched
from kiosk.touch.typing_keys import Type
from tests.kiosk.dispenser.halls import hall

CODE = drawn(2026)
TICKET = "01KAQ5B2M4X7R8T9V0W1Y2Z3A4"
HALL = hall(3, documents=True)
LATE = {"uk": "Час вашого запису минув, тож ви в загальній черзі.", "en": "You are in the ordinary queue."}


class Dispenser:
    """The flow with a clock that the test turns; what it shows is made into words at every step."""

    def __init__(self) -> None:
        self.words = words_of(HALL)
        self.at = 100.0
        self.state = started(self.at)
        self.effects: list[Effect] = []
        self._ids = count()
        self.tell(LinkChanged(self.at, connected=True))
        self.tell(HallSeen(self.at, "open"))

    def tell(self, event: Input) -> None:
        self.state, effects = step(self.state, event, self.words.menu)
        self.effects.extend(effects)
        frame(self.state, self.words)

    def wait(self, seconds: float) -> None:
        until = self.at + seconds
        while self.at < until:
            wake = next_wake(self.state, self.at)
            self.at = min(until, self.at + 2.0, wake if wake is not None and wake > self.at else until)
            self.tell(replace(HallSeen(self.at, "open"), at=self.at))
            self.tell(Passed(self.at))

    def touch(self, press: Press | None, after: float = 1.0) -> None:
        self.wait(after)
        self.tell(Touched(self.at, press, f"id-{next(self._ids)}"))

    def scan(self, text: str, after: float = 1.0) -> None:
        self.wait(after)
        self.tell(Scanned(self.at, text, f"id-{next(self._ids)}"))

    def keys(self, text: str) -> None:
        for sign in text:
            self.touch(Type(sign))

    def sent(self, kind: type) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def answer(self, reply: Reply | None = None, **fields: object) -> None:
        assert isinstance(self.state.place, Waiting)
        wish = self.state.place.wish.id
        self.tell(Answered(self.at, wish, reply or Reply(id=wish, **fields)))  # type: ignore[arg-type]

    @property
    def wish(self) -> str:
        assert isinstance(self.state.place, Waiting)
        return self.state.place.wish.id
