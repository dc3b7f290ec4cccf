"""What the flow is told and what it asks for: touches, replies, time; commands, slips. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from broker.contracts.fields import Text
from broker.contracts.replies import Reply, TicketView
from broker.contracts.snapshot import HallState, Notice, Snapshot
from kiosk.dispenser.errands.wanted import AskReady, AskWhere, ErrandPress, Scanned, SendCheckIn
from kiosk.touch.presses import Back, Drawn, Leave, More, Passed, Reading, StillHere, Touched
from kiosk.touch.typing_keys import KeyPress

# What a button means. A button carries its press; the flow decides whether it counts.


@dataclass(frozen=True, slots=True)
class ChooseGroup:
    group: str


@dataclass(frozen=True, slots=True)
class ChooseService:
    service: str


@dataclass(frozen=True, slots=True)
class ChooseMatter:
    matter: str


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """Let me type what I came for."""


@dataclass(frozen=True, slots=True)
class OpenBranches:
    """How busy are the other halls?"""


@dataclass(frozen=True, slots=True)
class GoOn:
    """I have read what there is to know of this service: a ticket, please."""


@dataclass(frozen=True, slots=True)
class ToggleNeed:
    """The visitor needs a window that a wheelchair can reach, or does not after all."""


@dataclass(frozen=True, slots=True)
class Take:
    """Give me a ticket; `priority`: by the right of this class."""

    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Back to the menu, by the same visitor: language and letters stay."""


Browse = ChooseGroup | ChooseMatter | ChooseService | OpenSearch | OpenBranches | GoOn | More | Back | KeyPress
Press = Browse | ToggleNeed | Take | Again | Leave | StillHere | Reading | ErrandPress


# What happens. `at` is monotonic seconds.


@dataclass(frozen=True, slots=True)
class Answered:
    """The queue-master's reply; `reply` None: nobody answered in time."""

    at: float
    id: str
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class HallSeen:
    """The hall as last heard. `closed_lines`: those that give no tickets now; `opens`: when each of them will, as far
    as that is known. `notices`: what everybody must know.

    `silent_for`: seconds since the queue-master gave a sign of life; what the broker kept for us is none.
    `reserve`: lines of which tickets can be issued without it, `spent`: the others.
    """

    at: float
    hall: HallState
    why: str | None = None
    until: datetime | None = None
    closed_lines: frozenset[str] = frozenset()
    opens: tuple[tuple[str, datetime], ...] = ()
    notices: tuple[Notice, ...] = ()
    silent_for: float = 0.0
    reserve: frozenset[str] = frozenset()
    spent: frozenset[str] = frozenset()

    @classmethod
    def in_snapshot(
        cls, snapshot: Snapshot, at: float, silent_for: float, reserve: frozenset[str] = frozenset()
    ) -> HallSeen:
        """What a dispenser needs of a snapshot. A hall none of whose lines gives tickets until a known moment is
        closed for it, though those who are inside are still being called.
        """
        opens = {line.id: line.opens for line in snapshot.lines if line.opens and not line.open}
        over = snapshot.hall == "open" and bool(opens) and len(opens) == len(snapshot.lines)
        return cls(
            at,
            "closed" if over else snapshot.hall,
            why=snapshot.why,
            until=min(opens.values()) if over else snapshot.until,
            closed_lines=frozenset(line.id for line in snapshot.lines if not line.open),
            opens=tuple(opens.items()),
            notices=snapshot.notices,
            silent_for=silent_for,
            reserve=reserve,
            spent=frozenset(line.id for line in snapshot.lines) - reserve,
        )


@dataclass(frozen=True, slots=True)
class BranchSeen:
    """Another hall as it was at `since`. `likely`: minutes of waiting; None: nobody can say."""

    name: Text
    address: Text
    open: bool
    waiting: int
    likely: float | None
    since: float


@dataclass(frozen=True, slots=True)
class CitySeen:
    """How busy the other halls are, as was last told; none: nobody tells it any more."""

    at: float
    branches: tuple[BranchSeen, ...]


@dataclass(frozen=True, slots=True)
class LinkChanged:
    at: float
    connected: bool


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    at: float
    can_print: bool


@dataclass(frozen=True, slots=True)
class SlipFound:
    """The dispenser has just begun, and finds a slip that was in the printer when the power went."""

    at: float
    ticket: TicketView
    language: str


@dataclass(frozen=True, slots=True)
class SlipSettled:
    """The printer is done with a ticket's slip: it came out, or it did not."""

    at: float
    ticket: str
    printed: bool


Input = (
    Touched
    | Passed
    | Drawn
    | Answered
    | HallSeen
    | CitySeen
    | LinkChanged
    | PrinterSeen
    | SlipFound
    | SlipSettled
    | Scanned
)


# What the shell is asked to do.


@dataclass(frozen=True, slots=True)
class SendTake:
    """Ask for a ticket, under this id, again and again for `patience` seconds."""

    id: str
    service: str
    priority: str | None
    language: str
    needs: tuple[str, ...]
    patience: float


@dataclass(frozen=True, slots=True)
class SendCancel:
    """Take back the ticket that may have come of a command nobody saw the answer of. Must not be lost."""

    ticket: str


@dataclass(frozen=True, slots=True)
class IssueAlone:
    """Issue a ticket from the dispenser's own numbers; the answer bears the wish's id, the ticket one of its own."""

    wish: SendTake


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """`alone`: the ticket was issued without the hall, and its slip says why it bears no time. `large`: its visitor reads
    large letters, or listens.
    """

    ticket: TicketView
    language: str
    alone: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class AskPrinter:
    """Somebody has begun: is there paper? So that the answer is known before the ticket is."""


Effect = SendTake | SendCancel | SendCheckIn | AskWhere | AskReady | IssueAlone | PrintSlip | AskPrinter
