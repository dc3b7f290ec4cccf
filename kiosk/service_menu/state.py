"""Where a technician is in the service menu: the values that `flow.step` moves between. Pure."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from kiosk.service_menu.acceptance import Verdict
from kiosk.service_menu.calibration import STANDING, Affine, Place, Screen
from kiosk.service_menu.report import Report
from kiosk.touch.presence import Patience
from kiosk.touch.reader import Reader

TYPING = Patience(20.0)  # whoever came to the pad by chance leaves it to visitors soon
READING = Patience(40.0, 20.0)
TRYING = 20.0  # seconds to say that a calibration is good
PatternKind = Literal["edges", "white", "black", "red", "green", "blue", "greys", "letters"]
PATTERNS: tuple[PatternKind, ...] = get_args(PatternKind)
GUARD = 0.12  # seconds; whoever types a code strikes faster than the guard of all other screens allows


class Shut(Struct, frozen=True):
    """Visitors have the screen."""


class Pad(Struct, frozen=True):
    """`checking`: the run of the code that is being looked at. `until`: no code is taken before."""

    digits: str = ""
    checking: int | None = None
    wrong: bool = False
    until: float = 0.0

    def __repr__(self) -> str:
        return f"Pad({len(self.digits)} digits)"


class Items(Struct, frozen=True):
    page: int = 0


class Working(Struct, frozen=True):
    """Somebody is at it until `until` at the latest."""

    item: str
    deed: str
    run: int
    until: float


class Shown(Struct, frozen=True):
    item: str
    report: Report
    page: int = 0


class Asking(Struct, frozen=True):
    """Really? `before`: where «no» leads."""

    deed: str
    before: Shown


class Pattern(Struct, frozen=True):
    """A picture over the whole screen, the `number`-th of PATTERNS, on which a fault would be seen."""

    item: str
    number: int = 0


class Points(Struct, frozen=True):
    """Nine points are touched. `seen`: where the touches were taken to be; `raw`: what the panel itself said."""

    item: str
    seen: tuple[Place, ...] = ()
    raw: tuple[Place, ...] = ()


class Measured(Struct, frozen=True):
    """What the nine touches tell. `better`: a calibration that would mend it; None: there is none, or it is good."""

    report: Report
    better: Affine | None


class Trial(Struct, frozen=True):
    """A calibration holds until `until`, and then no longer, unless whoever tries it can say so with a touch."""

    until: float


class Next(Struct, frozen=True):
    """The acceptance stands before its `number`-th check."""

    number: int


class Judging(Struct, frozen=True):
    """Was it heard, seen, printed? Only whoever stands there can tell."""

    number: int
    report: Report


Spot = Shut | Pad | Items | Working | Shown | Asking | Pattern | Points | Measured | Trial | Next | Judging


class State(Reader, frozen=True):
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
