"""A second count of overtakes, from outside the hall: who comes, who is called, and past whom.

The bystander does not look at the hall's records but checks them: a reason on record is believed only when it is true
of the two visitors. A record that is missing, or that tells what is not so, counts as unexplained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec import Struct, structs

from broker.contracts.events import Reason
from broker.replay.outcome import Overtaking


class Seen(Struct, frozen=True, kw_only=True):
    """What anybody in the hall can know of a visitor. `place`: greater for who came later. `since`: from when the
    waiting counts, as the slip says to one who booked. `again`: was at a window already and waits for the next leg.
    """

    place: int
    number: str
    line: str
    since: datetime
    priority: str | None = None
    needs: bool = False
    booked: bool = False
    again: bool = False


class Bystander:
    """Watches the hall from a bench."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, Seen]] = {}  # line -> ticket id -> who waits
        self._seen: dict[str, Seen] = {}
        self._passed: list[tuple[str, Seen, Seen]] = []  # a ticket id, whose it is, and who was called past it

    def comes(self, ticket: str, seen: Seen) -> None:
        self._seen[ticket] = seen
        self._waiting.setdefault(seen.line, {})[ticket] = seen

    def goes_on(self, ticket: str, line: str) -> None:
        """Has been served, and waits for the next leg of the visit."""
        self.comes(ticket, structs.replace(self._seen[ticket], line=line, again=True))

    def leaves(self, ticket: str) -> None:
        """Waits no more: called, gone, or served on where they sit."""
        self._waiting[self._seen[ticket].line].pop(ticket, None)

    def called(self, ticket: str, serves: Iterable[str]) -> None:
        """A window that serves the lines `serves` calls."""
        called = self._seen[ticket]
        self.leaves(ticket)
        for line in serves:
            self._passed += [
                (other, seen, called)
                for other, seen in self._waiting.get(line, {}).items()
                if seen.place < called.place
            ]

    def unexplained(self, records: Mapping[str, Iterable[Overtaking]]) -> int:
        """How many were passed without a recorded reason that is true. `records`: by ticket id."""
        reasons = {ticket: {each.number: each.reason for each in those} for ticket, those in records.items()}
        return sum(
            not is_true(reasons.get(ticket, {}).get(called.number), passed, called)
            for ticket, passed, called in self._passed
        )


def is_true(reason: Reason | None, passed: Seen, called: Seen) -> bool:
    """Whether `reason` can be why `called` went before `passed`, who came earlier. None: nothing is on record.

    What never happens in a replay is never true: an operator's wish, a return, a transfer.
    """
    test = _TRUE.get(reason) if reason else None
    return test is not None and test(passed, called)


_TRUE: dict[Reason, Callable[[Seen, Seen], bool]] = {
    "other-line": lambda passed, called: passed.line != called.line,
    "priority": lambda passed, called: passed.priority != called.priority,
    "needs": lambda passed, called: passed.needs != called.needs,
    "appointment-due": lambda passed, called: called.booked and called.since <= passed.since,
    "oldest": lambda passed, called: passed.booked and called.since < passed.since,  # it waits from its slot on
    "next-leg": lambda _passed, called: called.again,
}
