"""Facts about one ticket: from the printer to the end of its visit."""

from __future__ import annotations

from broker.contracts.decision import Decision, Estimate, Foreseen, Reason
from broker.contracts.event import Event
from broker.contracts.fields import Moment


class TicketIssued(Event, frozen=True, kw_only=True):
    """`since` is the ticket's seniority: the moment from which its waiting counts.

    `booking`: the booking that became this ticket; `booked`: it came in time and counts from its appointed time.
    `person`: a digest under the day's secret, where a limit is counted. `hour`: whose place of a quota it took.
    """

    ticket: str
    number: str
    service: str
    line: str
    since: Moment
    ahead: int
    language: str = "uk"
    priority: str | None = None
    needs: tuple[str, ...] = ()
    estimate: Estimate | None = None
    foreseen: Foreseen | None = None
    lease: str | None = None
    issued_at: Moment | None = None  # when it left the printer, if that was before `at`
    package: str | None = None
    legs: tuple[str, ...] = ()  # the services that follow `service` in a visit of several
    booking: str | None = None
    booked: bool = False
    person: str | None = None
    hour: Moment | None = None


class TicketCalled(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int
    zone: str
    line: str
    languages: tuple[str, ...]
    reason: Reason
    decision: Decision
    priority: str | None = None
    booked: bool = False
    checked: bool = False  # a person has seen what the priority is for


class TicketRecalled(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int
    zone: str
    line: str
    languages: tuple[str, ...]
    times: int
    priority: str | None = None


class ServiceStarted(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class ServiceFinished(Event, frozen=True, kw_only=True):
    """`outcome`: how it ended, where somebody said so."""

    ticket: str
    number: str
    window: int
    outcome: str | None = None


class LegFinished(Event, frozen=True, kw_only=True):
    """One service of several is over (`done`); the ticket waits for the next, `service`, in its `line`.

    `since` is kept; `legs`: what follows after that.
    """

    ticket: str
    number: str
    window: int
    done: str
    service: str
    line: str
    since: Moment
    legs: tuple[str, ...] = ()
    outcome: str | None = None


class LegStarted(Event, frozen=True, kw_only=True):
    """The next leg began where the last one ended, without a call: its visitor never left the window."""

    ticket: str
    number: str
    window: int
    service: str
    line: str
    decision: Decision


class TicketNoShow(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class TicketReturned(Event, frozen=True, kw_only=True):
    """`to_window`: where it was held, and waits to go on."""

    ticket: str
    number: str
    since: Moment
    to_window: int | None = None


class TicketGaveWay(Event, frozen=True, kw_only=True):
    """Its holder let the next ones of the line go first (`passed`, their numbers): its waiting counts from `since` now."""

    ticket: str
    number: str
    since: Moment
    passed: tuple[str, ...] = ()


class TicketTransferred(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int
    service: str
    line: str
    since: Moment
    to_window: int | None = None


class TicketMoved(Event, frozen=True, kw_only=True):
    """It waits in another line, or for another service or window, without having been at one."""

    ticket: str
    number: str
    service: str
    line: str
    since: Moment
    to_window: int | None = None


class TicketHeld(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class TicketResumed(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    window: int


class TicketCancelled(Event, frozen=True, kw_only=True):
    ticket: str
    number: str
    why: str | None = None


class PriorityChanged(Event, frozen=True, kw_only=True):
    """A person has looked at what the priority is for: confirmed or changed it, or (null) refused it."""

    ticket: str
    number: str
    priority: str | None
    evidence: str
    checked: bool = False


class TicketNoted(Event, frozen=True, kw_only=True):
    """What the staff should know of this ticket, scrubbed; not in the archive. "": nothing any more."""

    ticket: str
    number: str
    text: str
