"""Where a technician is in the service menu: the values that `flow.step` moves between. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.service_menu.acceptance import Verdict
from kiosk.service_menu.calibration import STANDING, Affine, Place, Screen
from kiosk.service_menu.report import Report
from kiosk.touch.presence import Patience
from kiosk.touch.reader import Reader

TYPING = Patience(20.0)  # whoever came to the pad by chance leaves it to visitors soon
READING = Patience(40.0, 20.0)
TRYING = 20.0  # seconds to say that a calibration is good
PATTERNS = ("edges", "white", "black", "red", "green", "blue", "greys", "letters")
GUARD = 0.12  # seconds; whoever types a code strikes faster than the guard of all other screens allows


@dataclass(frozen=True, slots=True)
class Shut:
    """Visitors have the screen."""


@dataclass(frozen=True, slots=True)
class Pad:
    """`checking`: the run of the code that is being looked at. `until`: no code is taken before."""

    digits: str = field(default="", repr=False)
    checking: int | None = None
    wrong: bool = False
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class Items:
    page: int = 0


@dataclass(frozen=True, slots=True)
class Working:
    """Somebody is at it until `until` at the latest."""

    item: str
    deed: str
    run: int
    until: float


@dataclass(frozen=True, slots=True)
class Shown:
    item: str
    report: Report
    page: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """Really? `before`: where «no» leads."""

    deed: str
    before: Shown


@dataclass(frozen=True, slots=True)
class Pattern:
    """A picture over the whole screen, the `number`-th of PATTERNS, on which a fault would be seen."""

    item: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Points:
    """Nine points are touched. `seen`: where the touches were taken to be; `raw`: what the panel itself said."""

    item: str
    seen: tuple[Place, ...] = ()
    raw: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What the nine touches tell. `better`: a calibration that would mend it; None: there is none, or it is good."""

    report: Report
    better: Affine | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A calibration holds until `until`, and then no longer, unless whoever tries it can say so with a touch."""

    until: float


@dataclass(frozen=True, slots=True)
class Next:
    """The acceptance stands before its `number`-th check."""

    number: int


@dataclass(frozen=True, slots=True)
class Judging:
    """Was it heard, seen, printed? Only whoever stands there can tell."""

    number: int
    report: Report


Spot = Shut | Pad | Items | Working | Shown | Asking | Pattern | Points | Measured | Trial | Next | Judging


@dataclass(frozen=True, slots=True)
class State(Reader):
    """`who`: the technician's name, once a code was right. `run` numbers what is asked of others. `has`: what the
    appliance has; `sheet`: what the acceptance has found so far.
    """

    place: Spot = Shut()
    who: str = ""
    offers: tuple[str, ...] = ()
    has: frozenset[str] = frozenset()
    screen: Screen = STANDING
    sheet: tuple[Verdict, ...] = ()
    has_codes: bool = True
    run: int = 0

    @property
    def is_open(self) -> bool:
        """True while the screen is not the visitors'."""
        return not isinstance(self.place, Shut)

    @property
    def patience(self) -> Patience | None:
        """How long this screen waits for a touch. None: it waits for something else, or for nothing."""
        match self.place:
            case Shut() | Working() | Trial() | Pad(checking=int()):
                return None
            case Pad():
                return TYPING
            case _:
                return READING
