"""Why a ticket was called and when a visitor will be: what the dispatcher weighed, as events carry it."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from broker.contracts.fields import Moment

Reason = Literal[
    "oldest", "priority", "appointment-due", "other-line", "returned", "transferred", "next-leg", "needs", "operator"
]


class Estimate(Struct, frozen=True, kw_only=True):
    """When a visitor will be called: o'clock, and how sure the range is (0.8: four of five times).

    `method`: `played`, the dispatcher was played forward; `formula`, there was no time for that, and it is rougher.
    """

    earliest: Moment
    likely: Moment
    latest: Moment
    confidence: float = 0.8
    method: Literal["played", "formula"] | UnsetType = UNSET


class Foreseen(Struct, frozen=True, kw_only=True):
    """A wait as it was played, before experience corrected it: seconds; `before`, `after`: the ways to the tenths of
    plays that end earlier and later.
    """

    likely: float
    before: float
    after: float


class Candidate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The head of one row of waiting tickets, as the dispatcher weighed it. Score in seconds.

    All that the rule (`queuemaster/rule.py`) needs, so that each decision can be computed again: the class's rate
    and guarantee (seconds), and what the window added for the place of the line and for needs (seconds).
    """

    number: str
    line: str
    score: float
    priority: str | None = None
    needs: bool = False
    window: int | None = None  # waits for this window alone
    rate: float = 1.0
    guarantee: float | None = None
    extra: float = 0.0


class Turn(Struct, frozen=True, kw_only=True):
    """A turn of lines that share calls: whose it was, among which (and in what ratio), and where that leaves it.

    `start` and `next` count rounds of the whole ratio in parts that every line's share is a whole number of.
    """

    lines: tuple[str, ...]
    ratio: tuple[int, ...]
    line: str
    start: int
    next: int


class Decision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why this ticket and not the others: the candidates, best first, and the rule in force.

    At most 20 candidates, and any further one that is senior to the chosen. `preference` (seconds): what needs that
    few windows meet are worth. `turn`: present where lines take turns; its line's best candidate was called.
    """

    policy: str
    candidates: tuple[Candidate, ...]
    why: str | None = None
    preference: float = 0.0
    turn: Turn | None = None
