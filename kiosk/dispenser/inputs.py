"""What the flow is told and what it asks for: touches, replies, time; commands, slips. Values only."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.contracts.fields import Text
from broker.contracts.replies import Reply, TicketView
from broker.contracts.snapshot import HallState, Notice, Snapshot
from kiosk.dispenser.errands.wanted import AskReady, AskWhere, ErrandPress, Scanned, SendCheckIn
from kiosk.touch.presses import Back, Drawn, Leave, More, Passed, Reading, StillHere, Touched
from kiosk.touch.typing_keys import KeyPress

# What a button means. A button carries its press; the flow decides whether it counts.


class ChooseGroup(Struct, frozen=True):
    group: str


class ChooseService(Struct, frozen=True):
    service: str


class ChooseMatter(Struct, frozen=True):
    matter: str


class OpenSearch(Struct, frozen=True):
    """Let me type what I came for."""


class OpenBranches(Struct, frozen=True):
    """How busy are the other halls?"""


class GoOn(Struct, frozen=True):
    """I have read what there is to know of this service: a ticket, please."""


class ToggleNeed(Struct, frozen=True):
    """The visitor needs a window that a wheelchair can reach, or does not after all."""


class Take(Struct, frozen=True):
    """Give me a ticket; `priority`: by the right of this class."""

    priority: str | None = None


class Again(Struct, frozen=True):
    """Back to the menu, by the same visitor: language and letters stay."""


Browse = ChooseGroup | ChooseMatter | ChooseService | OpenSearch | OpenBranches | GoOn | More | Back | KeyPress
Press = Browse | ToggleNeed | Take | Again | Leave | StillHere | Reading | ErrandPress


# What happens. `at` is monotonic seconds.


class Answered(Struct, frozen=True):
    """The queue-master's reply; `reply` None: nobody answered in time."""

    at: float
    id: str
    reply: Reply | None


class HallSeen(Struct, frozen=True):
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


class BranchSeen(Struct, frozen=True):
    """Another hall as it was at `since`. `likely`: minutes of waiting; None: nobody can say."""

    name: Text
    address: Text
    open: bool
    waiting: int
    likely: float | None
    since: float


class CitySeen(Struct, frozen=True):
    """How busy the other halls are, as was last told; none: nobody tells it any more."""

    at: float
    branches: tuple[BranchSeen, ...]


class LinkChanged(Struct, frozen=True):
    at: float
    connected: bool


class PrinterSeen(Struct, frozen=True):
    at: float
    can_print: bool


class SlipFound(Struct, frozen=True):
    """The dispenser has just begun, and finds a slip that was in the printer when the power went."""

    at: float
    ticket: TicketView
    language: str


class SlipSettled(Struct, frozen=True):
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


class SendTake(Struct, frozen=True):
    """Ask for a ticket, under this id, again and again for `patience` seconds."""

    id: str
    service: str
    priority: str | None
    language: str
    needs: tuple[str, ...]
    patience: float


class SendCancel(Struct, frozen=True):
    """Take back the ticket that may have come of a command nobody saw the answer of. Must not be lost."""

    ticket: str


class IssueAlone(Struct, frozen=True):
    """Issue a ticket from the dispenser's own numbers; the answer bears the wish's id, the ticket one of its own."""

    wish: SendTake


class PrintSlip(Struct, frozen=True):
    """`alone`: the ticket was issued without the hall, and its slip says why it bears no time. `large`: its visitor reads
    large letters, or listens.
    """

    ticket: TicketView
    language: str
    alone: bool = False
    large: bool = False


class AskPrinter(Struct, frozen=True):
    """Somebody has begun: is there paper? So that the answer is known before the ticket is."""


Effect = SendTake | SendCancel | SendCheckIn | AskWhere | AskReady | IssueAlone | PrintSlip | AskPrinter
