"""The life of a ticket, as a table. Two rules: everything that changes a ticket's state stands here,
and this file knows nothing of windows, lines or time, so that nobody can cheat.

`docs/lifecycle.md` draws this table; a test holds the drawing against it.
"""

from __future__ import annotations

from typing import Literal

from broker.contracts import events as e

State = Literal["waiting", "called", "serving", "held", "done", "no-show", "cancelled"]

FIRST: State = "waiting"
LAST: frozenset[State] = frozenset({"done", "cancelled"})  # a no-show may still come back

TABLE: dict[State, dict[type[e.Event], State]] = {
    "waiting": {
        e.TicketCalled: "called",
        e.LegStarted: "serving",
        e.TicketGaveWay: "waiting",
        e.TicketMoved: "waiting",
        e.TicketCancelled: "cancelled",
        e.PriorityChanged: "waiting",
    },
    "called": {
        e.TicketRecalled: "called",
        e.ServiceStarted: "serving",
        e.TicketNoShow: "no-show",
        e.TicketReturned: "waiting",
        e.TicketTransferred: "waiting",
        e.TicketHeld: "held",
        e.TicketCancelled: "cancelled",
        e.PriorityChanged: "called",
    },
    "serving": {
        e.ServiceFinished: "done",
        e.LegFinished: "waiting",
        e.TicketTransferred: "waiting",
        e.TicketHeld: "held",
        e.PriorityChanged: "serving",
    },
    "held": {
        e.TicketResumed: "serving",
        e.TicketReturned: "waiting",
        e.TicketNoShow: "no-show",
        e.TicketCancelled: "cancelled",
        e.PriorityChanged: "held",
    },
    "no-show": {
        e.TicketReturned: "waiting",
        e.TicketCancelled: "cancelled",
    },
    "done": {},
    "cancelled": {},
}


class NotAllowed(Exception):
    """The table has no such step: a bug of ours, or a journal that somebody edited."""


def after(state: State, event: type[e.Event]) -> State:
    """The state that follows `event` in `state`. NotAllowed when the table has no such step."""
    try:
        return TABLE[state][event]
    except KeyError:
        raise NotAllowed(f"{event.__name__} cannot happen to a ticket that is {state}") from None


def allows(state: State, event: type[e.Event]) -> bool:
    return event in TABLE[state]


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    rows = [f"    [*] --> {FIRST}: TicketIssued"]
    for state, steps in TABLE.items():
        rows += [f"    {_name(state)} --> {_name(to)}: {event.__name__}" for event, to in steps.items()]
        if state in LAST:
            rows.append(f"    {_name(state)} --> [*]")
    return "\n".join(["stateDiagram-v2", *rows, ""])


def _name(state: State) -> str:
    return state.replace("-", "_")
