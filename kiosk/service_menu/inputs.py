"""What the service menu is told and what it asks for. Values only."""

from __future__ import annotations

from msgspec import Struct

from kiosk.service_menu.acceptance import Verdict
from kiosk.service_menu.calibration import STANDING, Affine, Place, Screen
from kiosk.service_menu.report import Report
from kiosk.touch.presses import Drawn, Passed, Touched

# What a button means, beside what it means on every touch screen.


class Digit(Struct, frozen=True):
    """Not in any repr: what a technician types must not come into a log by way of an error."""

    digit: str

    def __repr__(self) -> str:
        return "Digit(…)"


class Erase(Struct, frozen=True):
    pass


class Open(Struct, frozen=True):
    item: str


class Do(Struct, frozen=True):
    deed: str


class Sure(Struct, frozen=True):
    """Yes, do what I was asked about."""


class Turn(Struct, frozen=True):
    """Another page of the same report."""

    page: int


class Seen(Struct, frozen=True):
    """The pattern was looked at; the next one."""


class Pointed(Struct, frozen=True):
    """A touch at one of nine points: where it was taken to be, and what the panel itself said (None: not known yet)."""

    seen: Place
    raw: Place | None = None


class Try(Struct, frozen=True):
    """Let the better calibration hold, for a while."""


class Keep(Struct, frozen=True):
    """It is good."""


class Begin(Struct, frozen=True):
    """Do the check that the acceptance stands before."""


class Skip(Struct, frozen=True):
    pass


class Judge(Struct, frozen=True):
    """It was heard, seen, printed; or not."""

    well: bool


# What happens. `at` is monotonic.


class Knocked(Struct, frozen=True):
    """The gesture was made. `has`: what this appliance has; `has_codes`: somebody can come in at all."""

    at: float
    has: frozenset[str]
    has_codes: bool
    wait: float = 0.0
    screen: Screen = STANDING


class Looked(Struct, frozen=True):
    """The doorkeeper's answer to `LookAt`: who it is, or None; and how long nothing more is looked at."""

    at: float
    run: int
    name: str | None
    wait: float = 0.0


class Reported(Struct, frozen=True):
    at: float
    run: int
    report: Report


Input = Knocked | Touched | Looked | Reported | Drawn | Passed

# What is to be done.


class LookAt(Struct, frozen=True):
    run: int
    code: str

    def __repr__(self) -> str:
        return f"LookAt({self.run}, …)"


class Run(Struct, frozen=True):
    """Do a deed in the name of `by`, and report it as `run`."""

    run: int
    deed: str
    by: str
    sheet: tuple[Verdict, ...] = ()


class Hold(Struct, frozen=True):
    """Correct touches by this calibration, until it is kept or dropped."""

    calibration: Affine


class KeepCalibration(Struct, frozen=True):
    pass


class DropCalibration(Struct, frozen=True):
    pass


class Note(Struct, frozen=True):
    """A line for the audit file."""

    what: str
    by: str = ""
    failed: bool = False
    detail: str = ""


Effect = LookAt | Run | Hold | KeepCalibration | DropCalibration | Note
