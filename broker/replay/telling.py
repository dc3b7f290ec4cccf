"""A replayed day in one line for the terminal."""

from __future__ import annotations

from collections import Counter
from statistics import median

from broker.contracts.phrases import Phrases
from broker.replay.outcome import DayResult, Told


def told(day: DayResult, phrases: Phrases, language: str) -> str:
    """How many came and what became of them, the median wait, and how often the range of an estimate held."""
    ends = Counter(ticket.outcome for ticket in day.tickets)
    waits = [(ticket.called - ticket.arrival).total_seconds() / 60 for ticket in day.tickets if ticket.called]
    held = [_held(ticket) for ticket in day.tickets if ticket.called and ticket.estimate]
    parts = [phrases.say(language, "day", day=day.day, file=day.file, visitors=len(day.tickets))]
    parts += [phrases.say(language, f"outcome.{outcome}", count=count) for outcome, count in sorted(ends.items())]
    if waits:
        parts.append(phrases.say(language, "wait", minutes=f"{median(waits):.1f}", longest=f"{max(waits):.1f}"))
    if held:
        parts.append(phrases.say(language, "held", percent=f"{100 * sum(held) / len(held):.0f}"))
    if day.unexplained_overtakes:
        parts.append(phrases.say(language, "unexplained", count=day.unexplained_overtakes))
    return "; ".join(parts)


def _held(ticket: Told) -> bool:
    assert ticket.called is not None
    assert ticket.estimate is not None
    return ticket.estimate.earliest <= ticket.called <= ticket.estimate.latest
