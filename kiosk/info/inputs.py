"""What the flow is told and what it asks for. Values only."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from broker.contracts.snapshot import HallState, Snapshot
from kiosk.info.news.item import News
from kiosk.touch.presses import Back, Drawn, Leave, Passed, Reading, StillHere, Touched
from kiosk.touch.typing_keys import KeyPress

# What a button means beside what it means everywhere.


class GoHome(Struct, frozen=True):
    """The first screen, by the same visitor."""


class Turn(Struct, frozen=True):
    """Another page of what is on the screen."""

    page: int


class OpenSearch(Struct, frozen=True):
    pass


class OpenCategories(Struct, frozen=True):
    pass


class OpenLifeEvents(Struct, frozen=True):
    pass


class OpenCategory(Struct, frozen=True):
    category: str


class OpenLifeEvent(Struct, frozen=True):
    event: str


class OpenCard(Struct, frozen=True):
    local_no: str


class OpenTechnological(Struct, frozen=True):
    """The technological card of a service: what happens to the case."""

    local_no: str


class OpenSamples(Struct, frozen=True):
    local_no: str


class OpenSample(Struct, frozen=True):
    document: str


class Zoom(Struct, frozen=True):
    """How big the sample is: 1 is the whole page."""

    times: int


class Move(Struct, frozen=True):
    """Another part of a sample that is bigger than the screen."""

    across: int
    up: int


class TakeAway(Struct, frozen=True):
    """A code with the card, for a telephone."""

    local_no: str


class PrintCard(Struct, frozen=True):
    local_no: str


class OpenHours(Struct, frozen=True):
    pass


class OpenFees(Struct, frozen=True):
    pass


class OpenLaw(Struct, frozen=True):
    pass


class OpenContacts(Struct, frozen=True):
    pass


class OpenNews(Struct, frozen=True):
    pass


class OpenArticle(Struct, frozen=True):
    id: str


class OpenMap(Struct, frozen=True):
    """The map, with windows chosen on it; none: as it is."""

    windows: tuple[int, ...] = ()


class OpenPlaces(Struct, frozen=True):
    """The list of the windows, or of what else can be found on the map."""

    kind: Literal["windows", "spots"]


class ShowFloor(Struct, frozen=True):
    floor: str


class FindSpot(Struct, frozen=True):
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


class LineNow(Struct, frozen=True):
    """A line as heard last: `opens` where it is closed, `closes` where it is open, as far as that is known."""

    open: bool
    opens: datetime | None = None
    closes: datetime | None = None


class HallSeen(Struct, frozen=True):
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


class NewsRead(Struct, frozen=True):
    """City news as they are kept on the disk."""

    at: float
    news: News


class PrinterSeen(Struct, frozen=True):
    """`can_print` None: the terminal has no printer."""

    at: float
    can_print: bool | None


class CardSettled(Struct, frozen=True):
    """The printer is done with a card: it came out, or it did not."""

    at: float
    id: str
    printed: bool


Input = Touched | Passed | Drawn | HallSeen | NewsRead | PrinterSeen | CardSettled


# What the shell is asked to do.


class PrintSlip(Struct, frozen=True):
    """Print the card of a service; `id` names the wish."""

    id: str
    local_no: str
    language: str


class AskPrinter(Struct, frozen=True):
    """Somebody has begun: is there paper?"""


Effect = PrintSlip | AskPrinter
