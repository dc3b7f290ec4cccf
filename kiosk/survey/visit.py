"""Where a tablet is with its visitor: what its state is made of. Pure."""

from __future__ import annotations

from msgspec import Struct, field

from broker.contracts.fields import Text
from broker.contracts.playlists import Slide
from broker.contracts.surveys.condition import Value
from broker.contracts.surveys.survey import Survey
from display.media.turns import Turns
from kiosk.touch.presence import Patience
from kiosk.touch.reader import Reader
from kiosk.touch.typing_keys import Typed

# Somebody who has answered and does nothing more is asked after 15 s, and has 20 s more; what was answered is kept.
FOLLOWING = Patience(15.0, 20.0)
# A first question that nobody touches: as long as the hall is heard it stands until the visitor goes.
UNTOUCHED = Patience(900.0)
THANKS = Patience(6.0)
READING = Patience(60.0)  # somebody chose a language or letters, and then did nothing
GRACE = 20.0  # seconds after the visit's end, and after each touch from then on
REMEMBERED = 50  # visits that have voted or were left alone


class Idle(Struct, frozen=True):
    """Nobody is asked."""


class Asking(Struct, frozen=True):
    """A question is on the screen. `run`: empty until the first answer. `ticks`, `typed`: not yet an answer.
    `page`: of choices that do not all fit on the screen.

    `ends`: when it is over though somebody may still stand there, because the visit is.
    """

    visit: str
    ticket: str
    question: str
    run: str = ""
    answers: dict[str, Value] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    typed: Typed = field(default_factory=Typed)
    page: int = 0
    ends: float | None = None

    @property
    def given(self) -> dict[str, Value]:
        """All answers: conditions ask about words as well."""
        return {**self.answers, **self.words}


class Thanks(Struct, frozen=True):
    """`again`: the visitor had voted before."""

    again: bool = False


Place = Idle | Asking | Thanks


class State(Reader, frozen=True):
    """`visit`, `ticket`: who is served now. `voted`: visits that have; `dismissed`: those that wish to be left alone.
    `turns`: which slide stands there while nobody is asked. `nobody_since`: since when nobody has been expected to look.
    """

    place: Place = field(default_factory=Idle)
    survey: Survey | None = None
    visit: str | None = None
    ticket: str | None = None
    open: bool = False
    notice: Text | None = None
    turns: Turns = field(default_factory=Turns)
    voted: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    nobody_since: float | None = None

    @property
    def have_voted(self) -> tuple[str, ...]:
        """Also whoever is answering and has given the first answer: it is sent."""
        place = self.place
        now = (place.visit,) if isinstance(place, Asking) and place.run and place.visit not in self.voted else ()
        return (*self.voted, *now)[-REMEMBERED:]

    def patience(self) -> Patience | None:
        """How long the screen waits for a touch."""
        match self.place:
            case Asking(run=""):
                return UNTOUCHED
            case Asking():
                return FOLLOWING
            case Thanks():
                return THANKS
            case Idle() if not self.reads_as_usual:
                return READING
        return None

    @property
    def at_rest(self) -> bool:
        """As the next visitor should find it."""
        return isinstance(self.place, Idle) and self.reads_as_usual

    @property
    def nobody(self) -> bool:
        """Nobody sits at the window, and there is nothing to be seen: the hall is closed, or there are no slides."""
        return self.visit is None and self.notice is None and self.at_rest and self.showing is None

    @property
    def showing(self) -> Slide | None:
        """The slide that stands there now."""
        plays = isinstance(self.place, Idle) and self.open and not self.notice
        return self.turns.showing if plays else None

    @property
    def slide_ends(self) -> float | None:
        """When the next one is due."""
        return self.turns.ends if self.showing else None
