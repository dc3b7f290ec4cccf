"""Where a visitor is and what the dispenser knows around them: the values that `flow.step` moves between. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from broker.contracts.fields import Text
from broker.contracts.replies import TicketView
from broker.contracts.snapshot import HallState, Notice
from kiosk.dispenser.browsing import Browsing, Card, Home, Listing, Purposes
from kiosk.dispenser.errands.wanted import CasePad, CodePad, Document, Errand, Late, Told, Waiting, Where
from kiosk.dispenser.inputs import BranchSeen, SendTake
from kiosk.touch.presence import BROWSING, WARNING, Patience
from kiosk.touch.reader import Reader

ISSUE_QUIET = 0.25  # an answer that comes sooner needs no «please wait», which would only flicker
ISSUE_PATIENCE = 8.0  # whoever stands there gets an answer or an apology
PRINT_PATIENCE = 10.0  # a printer that says nothing for so long has failed
LOST_LINK = 3.0  # a shorter loss is not worth a screen
LOST_WORD = 5.0  # the queue-master says something every 2 s
# Where nobody is turned away for it, a dispenser need not be so sure.
LOST_LINK_ALONE, LOST_WORD_ALONE = 2.0, 3.0
ALONE_LOOK = 3.0  # seconds between looks while alone: a line may have closed, the hall be back
LARGE_CLASSES = 3
REMEMBERED = 8  # visits without an answer whose late answers are still told apart

ACCESSIBLE = "accessible"  # the need, as the command names it

Slip = Literal["printing", "printed", "on-screen"]
Obstacle = Literal["starting", "no-connection", "closed", "suspended"]


class AboutVisitor(Struct, frozen=True):
    """The service is chosen; has the visitor a priority, or a need? `before`: where «back» leads. `page`: of the classes."""

    service: str
    before: Listing | Purposes | Card
    accessible: bool = False
    page: int = 0


class Issuing(Struct, frozen=True):
    """`said`: the wait has become long enough to speak of it; until then the screen `before` stays. `alone`: the ticket
    comes from the dispenser's own numbers.
    """

    take: SendTake
    before: AboutVisitor
    quiet_until: float
    until: float
    said: bool = False
    line: str = ""
    alone: bool = False


class Issued(Struct, frozen=True):
    """`slip` "on-screen": no paper comes; the number stays longer and is to be photographed."""

    ticket: TicketView
    slip: Slip
    until: float


class Sorry(Struct, frozen=True):
    """No ticket. `message`: the queue-master's words; None: nobody answered."""

    message: Text | None


Before = Browsing | AboutVisitor  # the ticket is asked for
Place = Before | Issuing | Issued | Sorry | Errand
# Where a visitor chooses: what the hall is like may take these screens away.
Choosing = Before | CodePad | CasePad


class State(Reader, frozen=True):
    """What the dispenser knows. Where the visitor is, how they read, and what the hall is like around them.

    `shut_lines`: those that the hall gives no tickets of; `closed_lines`: those that nobody does, as it is now.
    """

    place: Place = field(default_factory=Home)
    can_print: bool = True
    hall: HallState | None = None
    closed_since: float | None = None
    why: str | None = None
    until: datetime | None = None
    shut_lines: frozenset[str] = frozenset()
    closed_lines: frozenset[str] = frozenset()
    reserve: frozenset[str] = frozenset()
    spent: frozenset[str] = frozenset()
    opens: tuple[tuple[str, datetime], ...] = ()
    notices: tuple[Notice, ...] = ()
    branches: tuple[BranchSeen, ...] = ()
    connected: bool = False
    lost_at: float = 0.0
    heard_at: float = 0.0
    lost: bool = False
    abandoned: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()  # check-ins

    @property
    def at_rest(self) -> bool:
        """As the next visitor should find it."""
        return self.place == Home() and self.reads_as_usual

    @property
    def classes(self) -> int:
        """How many classes of priority there are on one screen: each has two more lines for its documents."""
        return LARGE_CLASSES if self.large else self.buttons

    @property
    def obstacle(self) -> Obstacle | None:
        """Why there is no menu now. What has begun (issuing, a ticket on the screen) is not interrupted."""
        if not isinstance(self.place, Choosing):
            return None
        if self.lost and (not self.reserve or self.hall is None):
            return "no-connection"
        if self.hall is None:
            return "starting"
        return None if self.hall == "open" else self.hall

    @property
    def alone(self) -> bool:
        """Whether tickets are issued from the dispenser's own numbers now."""
        return self.lost and self.hall == "open" and bool(self.reserve)

    @property
    def lost_from(self) -> float:
        """When the hall counts as out of reach, if nothing more is heard."""
        link, word = (LOST_LINK_ALONE, LOST_WORD_ALONE) if self.reserve else (LOST_LINK, LOST_WORD)
        silent = self.heard_at + word
        return silent if self.connected else min(silent, self.lost_at + link)

    def patience(self) -> Patience | None:
        """How long this screen waits for a touch. None: it does not wait for one."""
        match self.place:
            case Issuing() | Waiting() | Issued(slip="printing"):
                return None
            case Issued(slip="printed"):
                return Patience(20.0)
            case Issued() | Late() | Document():
                return BROWSING
            case Sorry() | Where() | Told():
                return Patience(30.0, WARNING)
            case place if isinstance(place, Choosing) and not isinstance(place, Home) and self.obstacle is None:
                return BROWSING
            case _:
                return (
                    None if self.at_rest else Patience(BROWSING.idle + BROWSING.asking) if self.obstacle else BROWSING
                )


def started(at: float) -> State:
    """A dispenser that has just been switched on and has heard nobody yet."""
    return State(lost_at=at, heard_at=at)
