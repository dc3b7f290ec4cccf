"""Who was overtaken by whom, twice over: as the hall's own records explain it, and as the bare calls show it.

The second does not look at the hall: it watches who comes and who is called, and believes a recorded reason only
when it is true of the two visitors. A record that is missing, or that tells what is not so, counts as unexplained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from broker.contracts.events import Reason
from broker.queuemaster.overtaking import Reasons, came_later
from broker.queuemaster.state import Hall, Stay, Ticket
from broker.replay.outcome import Overtaking


def explained(hall: Hall) -> dict[str, tuple[Overtaking, ...]]:
    """Ticket id -> the calls that went before it while it waited, and why, as `explain` would answer for each.

    One sweep over the day instead of a question for each ticket: a full hall has hundreds of thousands of pairs.
    """
    stays = [(ticket, stay) for ticket in hall.memory.tickets.values() for stay in ticket.stays]
    coming = sorted(stays, key=lambda each: each[1].start, reverse=True)
    waiting: list[tuple[Ticket, Stay]] = []
    found: dict[str, list[Overtaking]] = {}
    for record in hall.memory.records:
        while coming and coming[-1][1].start < record.seq:
            waiting.append(coming.pop())
        waiting = [each for each in waiting if each[1].until is None or each[1].until > record.seq]
        reasons = Reasons(record)
        alike: dict[Reason, Overtaking] = {}
        for ticket, stay in waiting:
            if came_later(record, ticket, stay):
                reason, _ = reasons.of(ticket, stay)
                if reason not in alike:
                    alike[reason] = Overtaking(number=record.number, reason=reason)
                found.setdefault(ticket.id, []).append(alike[reason])
    return {ticket: tuple(those) for ticket, those in found.items()}


class Seen(Struct, frozen=True, kw_only=True):
    """What anybody in the hall can know of a visitor. `place`: how many came before."""

    place: int
    number: str
    line: str
    priority: str | None = None
    needs: bool = False
    booked: bool = False


class Bystander:
    """Watches the hall from a bench: who comes, who leaves the queue, and who is called past whom."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, Seen]] = {}  # line -> ticket id -> who waits, in order of arrival
        self._seen: dict[str, Seen] = {}
        self._passed: list[tuple[str, Seen]] = []  # a ticket id, and who was called past it

    def comes(self, ticket: str, seen: Seen) -> None:
        self._seen[ticket] = seen
        self._waiting.setdefault(seen.line, {})[ticket] = seen

    def leaves(self, ticket: str) -> None:
        """Gave up, or was sent away: waits no more."""
        self._waiting[self._seen[ticket].line].pop(ticket, None)

    def called(self, ticket: str, serves: Iterable[str]) -> None:
        """A window that serves the lines `serves` calls."""
        called = self._seen[ticket]
        self.leaves(ticket)
        for line in serves:
            for other, seen in self._waiting.get(line, {}).items():
                if seen.place > called.place:
                    break
                self._passed.append((other, called))

    def unexplained(self, records: Mapping[str, Iterable[Overtaking]]) -> int:
        """How many were passed without a recorded reason that is true. `records`: by ticket id."""
        reasons = {ticket: {each.number: each.reason for each in those} for ticket, those in records.items()}
        return sum(
            not _true(reasons.get(ticket, {}).get(called.number), self._seen[ticket], called)
            for ticket, called in self._passed
        )


def _true(reason: Reason | None, passed: Seen, called: Seen) -> bool:
    """Whether `reason` can be why `called` went before `passed`, who came earlier."""
    if reason == "other-line":
        return called.line != passed.line
    if reason == "priority":
        return called.priority != passed.priority
    if reason == "needs":
        return called.needs != passed.needs
    if reason == "appointment-due":
        return called.booked
    return False  # nothing was recorded, or what never happens in a replay: an operator's wish, a return, a transfer
