"""What the service menu is told and what it asks for. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.service_menu.acceptance import Verdict
from kiosk.service_menu.calibration import STANDING, Affine, Place, Screen
from kiosk.service_menu.report import Report
from kiosk.touch.presses import Drawn, Passed, Touched

# What a button means, beside what it means on every touch screen.


@dataclass(frozen=True, slots=True)
class Digit:
    """Not in any repr: what a technician types must not come into a log by way of an error."""

    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Erase:
    pass


@dataclass(frozen=True, slots=True)
class Open:
    item: str


@dataclass(frozen=True, slots=True)
class Do:
    deed: str


@dataclass(frozen=True, slots=True)
class Sure:
    """Yes, do what I was asked about."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Another page of the same report."""

    page: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The pattern was looked at; the next one."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A touch at one of nine points: where it was taken to be, and what the panel itself said (None: not known yet)."""

    seen: Place
    raw: Place | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """Let the better calibration hold, for a while."""


@dataclass(frozen=True, slots=True)
class Keep:
    """It is good."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Do the check that the acceptance stands before."""


@dataclass(frozen=True, slots=True)
class Skip:
    pass


@dataclass(frozen=True, slots=True)
class Judge:
    """It was heard, seen, printed; or not."""

    well: bool


# What happens. `at` is monotonic.


@dataclass(frozen=True, slots=True)
class Knocked:
    """The gesture was made. `has`: what this appliance has; `has_codes`: somebody can come in at all."""

    at: float
    has: frozenset[str]
    has_codes: bool
    wait: float = 0.0
    screen: Screen = STANDING


@dataclass(frozen=True, slots=True)
class Looked:
    """The doorkeeper's answer to `LookAt`: who it is, or None; and how long nothing more is looked at."""

    at: float
    run: int
    name: str | None
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Reported:
    at: float
    run: int
    report: Report


Input = Knocked | Touched | Looked | Reported | Drawn | Passed

# What is to be done.


@dataclass(frozen=True, slots=True)
class LookAt:
    run: int
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Run:
    """Do a deed in the name of `by`, and report it as `run`."""

    run: int
    deed: str
    by: str
    sheet: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Correct touches by this calibration, until it is kept or dropped."""

    calibration: Affine


@dataclass(frozen=True, slots=True)
class KeepCalibration:
    pass


@dataclass(frozen=True, slots=True)
class DropCalibration:
    pass


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the audit file."""

    what: str
    by: str = ""
    failed: bool = False
    detail: str = ""


Effect = LookAt | Run | Hold | KeepCalibration | DropCalibration | Note
