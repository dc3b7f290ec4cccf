"""Where a visitor is on the information terminal, and what it knows around them. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from broker.contracts.snapshot import HallState
from kiosk.info.inputs import LineNow
from kiosk.info.news.item import News
from kiosk.touch.presence import BROWSING, Patience
from kiosk.touch.reader import Reader
from kiosk.touch.typing_keys import Typed

READING = Patience(120.0, 20.0)  # a page of a card, a sample, a code that is being photographed
LOST_WORD = 5.0  # seconds; the queue-master says something every 2
PRINT_PATIENCE = 12.0  # a printer that says nothing for so long has failed
DEEPEST = 12  # screens that «back» still leads through
CLOSEST = 3  # steps of a sample's size
# In how many parts a sample of A4 is seen at each size: side by side, one below the other. At the first it is whole.
PARTS_STANDING = {1: (1, 1), 2: (2, 3), 3: (3, 4)}
PARTS_LYING = {1: (1, 1), 2: (1, 4), 3: (2, 7)}


class Home(Struct, frozen=True):
    page: int = 0


class Categories(Struct, frozen=True):
    page: int = 0


class LifeEvents(Struct, frozen=True):
    page: int = 0


class Services(Struct, frozen=True):
    """The services of a category or of a life event."""

    of: str
    kind: Literal["category", "life-event"] = "category"
    page: int = 0


class Search(Struct, frozen=True):
    typed: Typed = field(default_factory=Typed)
    page: int = 0


class Card(Struct, frozen=True):
    """The information card of a service, or its technological card."""

    local_no: str
    technological: bool = False
    page: int = 0


class Samples(Struct, frozen=True):
    """The papers of a service, and the samples of those that have one."""

    local_no: str
    page: int = 0


class Sample(Struct, frozen=True):
    """A filled sample. `across`, `up`: which part of it is shown when it is bigger than the screen."""

    document: str
    page: int = 0
    zoom: int = 1
    across: int = 0
    up: int = 0


class Code(Struct, frozen=True):
    """A code to take the card along."""

    local_no: str
    page: int = 0


class Hours(Struct, frozen=True):
    page: int = 0


class Fees(Struct, frozen=True):
    page: int = 0


class Law(Struct, frozen=True):
    page: int = 0


class Contacts(Struct, frozen=True):
    page: int = 0


class NewsList(Struct, frozen=True):
    page: int = 0


class Article(Struct, frozen=True):
    id: str
    page: int = 0


class Map(Struct, frozen=True):
    """A floor, and what is looked for: windows, or a spot by its place in the map."""

    floor: str
    windows: tuple[int, ...] = ()
    spot: int | None = None
    page: int = 0


class Places(Struct, frozen=True):
    """The list of the windows, or of what else can be found on the map."""

    kind: Literal["windows", "spots"]
    page: int = 0


Place = (
    Home
    | Categories
    | LifeEvents
    | Services
    | Search
    | Card
    | Samples
    | Sample
    | Code
    | Hours
    | Fees
    | Law
    | Contacts
    | NewsList
    | Article
    | Map
    | Places
)

Printing = Literal["", "printing", "printed", "failed"]


class State(Reader, frozen=True):
    """`path`: the screens from the first one to the one that is shown. `wish`: the card that is being printed."""

    path: tuple[Place, ...] = (Home(),)
    printing: Printing = ""
    wish: str = ""
    print_until: float = 0.0
    can_print: bool | None = None
    now: datetime | None = None
    hall: HallState | None = None
    closed_since: float | None = None
    until: datetime | None = None
    lines: tuple[tuple[str, LineNow], ...] = ()
    windows: frozenset[int] = frozenset()
    heard: datetime | None = None
    heard_at: float = 0.0
    stale: bool = True
    news: News = field(default_factory=News)

    @property
    def place(self) -> Place:
        return self.path[-1]

    @property
    def at_rest(self) -> bool:
        """As the next visitor should find it."""
        return self.path == (Home(),) and self.reads_as_usual

    def patience(self) -> Patience | None:
        """How long this screen waits for a touch. None: it does not wait for one."""
        if self.at_rest:
            return None
        return READING if isinstance(self.place, Card | Sample | Code | Article | Law | Map) else BROWSING

    def to(self, place: Place) -> State:
        """One screen further."""
        path = (*self.path, place)
        # The longest walks forget their middle, never the first screen.
        return replace(self, path=path if len(path) <= DEEPEST else (path[0], *path[2:]), printing="")

    def at(self, place: Place) -> State:
        """The same screen, changed."""
        return replace(self, path=(*self.path[:-1], place))


def sample_parts(zoom: int, *, wide: bool) -> tuple[int, int]:
    """In how many parts a sample is seen, across and down."""
    return (PARTS_LYING if wide else PARTS_STANDING)[zoom]


def started(at: float) -> State:
    """A terminal that has just been switched on and has heard nobody yet."""
    return State(heard_at=at - LOST_WORD)
