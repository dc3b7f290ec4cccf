"""What the flow is told and what it asks for. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from broker.contracts.snapshot import HallState, Snapshot
from kiosk.info.news.item import News
from kiosk.touch.presses import Back, Drawn, Leave, Passed, Reading, StillHere, Touched
from kiosk.touch.typing_keys import KeyPress

# What a button means beside what it means everywhere.


@dataclass(frozen=True, slots=True)
class GoHome:
    """The first screen, by the same visitor."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Another page of what is on the screen."""

    page: int


@dataclass(frozen=True, slots=True)
class OpenSearch:
    pass


@dataclass(frozen=True, slots=True)
class OpenCategories:
    pass


@dataclass(frozen=True, slots=True)
class OpenLifeEvents:
    pass


@dataclass(frozen=True, slots=True)
class OpenCategory:
    category: str


@dataclass(frozen=True, slots=True)
class OpenLifeEvent:
    event: str


@dataclass(frozen=True, slots=True)
class OpenCard:
    local_no: str


@dataclass(frozen=True, slots=True)
class OpenTechnological:
    """The technological card of a service: what happens to the case."""

    local_no: str


@dataclass(frozen=True, slots=True)
class OpenSamples:
    local_no: str


@dataclass(frozen=True, slots=True)
class OpenSample:
    document: str


@dataclass(frozen=True, slots=True)
class Zoom:
    """How big the sample is: 1 is the whole page."""

    times: int


@dataclass(frozen=True, slots=True)
class Move:
    """Another part of a sample that is bigger than the screen."""

    across: int
    up: int


@dataclass(frozen=True, slots=True)
class TakeAway:
    """A code with the card, for a telephone."""

    local_no: str


@dataclass(frozen=True, slots=True)
class PrintCard:
    local_no: str


@dataclass(frozen=True, slots=True)
class OpenHours:
    pass


@dataclass(frozen=True, slots=True)
class OpenFees:
    pass


@dataclass(frozen=True, slots=True)
class OpenLaw:
    pass


@dataclass(frozen=True, slots=True)
class OpenContacts:
    pass


@dataclass(frozen=True, slots=True)
class OpenNews:
    pass


@dataclass(frozen=True, slots=True)
class OpenArticle:
    id: str


@dataclass(frozen=True, slots=True)
class OpenMap:
    """The map, with windows chosen on it; none: as it is."""

    windows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPlaces:
    """The list of the windows, or of what else can be found on the map."""

    kind: Literal["windows", "spots"]


@dataclass(frozen=True, slots=True)
class ShowFloor:
    floor: str


@dataclass(frozen=True, slots=True)
class FindSpot:
    """Something on the map besides windows, by its place in the map."""

    place: int


Press = (
    GoHome
    | Turn
    | OpenSearch
    | OpenCategories
    | OpenLifeEvents
    | OpenCategory
    | OpenLifeEvent
    | OpenCard
    | OpenTechnological
    | OpenSamples
    | OpenSample
    | Zoom
    | Move
    | TakeAway
    | PrintCard
    | OpenHours
    | OpenFees
    | OpenLaw
    | OpenContacts
    | OpenNews
    | OpenArticle
    | OpenMap
    | OpenPlaces
    | ShowFloor
    | FindSpot
    | KeyPress
    | Back
    | Leave
    | StillHere
    | Reading
)


# What happens. `at` is monotonic seconds.


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line as heard last: `opens` where it is closed, `closes` where it is open, as far as that is known."""

    open: bool
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class HallSeen:
    """The hall as last heard, and the hall's clock. `windows`: which of them receive. `silent_for`: seconds since the
    queue-master gave a sign of life.
    """

    at: float
    now: datetime
    hall: HallState | None = None
    until: datetime | None = None
    lines: tuple[tuple[str, LineNow], ...] = ()
    windows: frozenset[int] = frozenset()
    heard: datetime | None = None
    silent_for: float = 0.0

    @classmethod
    def in_snapshot(cls, snapshot: Snapshot | None, at: float, now: datetime, silent_for: float) -> HallSeen:
        """What the terminal needs of a snapshot."""
        if snapshot is None:
            return cls(at, now, silent_for=silent_for)
        return cls(
            at,
            now,
            hall=snapshot.hall,
            until=snapshot.until,
            lines=tuple((line.id, LineNow(line.open, line.opens, line.closes)) for line in snapshot.lines),
            windows=frozenset(w.id for w in snapshot.windows if w.state in ("free", "calling", "serving")),
            heard=snapshot.at,
            silent_for=silent_for,
        )


@dataclass(frozen=True, slots=True)
class NewsRead:
    """City news as they are kept on the disk."""

    at: float
    news: News


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """`can_print` None: the terminal has no printer."""

    at: float
    can_print: bool | None


@dataclass(frozen=True, slots=True)
class CardSettled:
    """The printer is done with a card: it came out, or it did not."""

    at: float
    id: str
    printed: bool


Input = Touched | Passed | Drawn | HallSeen | NewsRead | PrinterSeen | CardSettled


# What the shell is asked to do.


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print the card of a service; `id` names the wish."""

    id: str
    local_no: str
    language: str


@dataclass(frozen=True, slots=True)
class AskPrinter:
    """Somebody has begun: is there paper?"""


Effect = PrintSlip | AskPrinter
