"""Why this ticket and not the others: the decision record of a call in plain words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from broker.contracts.events import Candidate, Decision
from broker.contracts.hall_file import HallFile
from office.desk import Card
from office.words import Words

STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Rival:
    """The head of one row of waiting tickets, as the dispatcher weighed it."""

    number: str
    line: str
    score: str
    priority: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Why:
    """`sentence`: the reason. `second`: who came close. `rule`: the policy in force. `rivals`: best first."""

    sentence: str
    second: str
    rule: str
    rivals: tuple[Rival, ...]


def why(card: Card, hall: HallFile, say: Words) -> Why | None:
    """The explanation of a card's last call; None while the call itself is not known."""
    if card.reason is None or card.decision is None:
        return None
    rivals = tuple(_rival(c, card, hall, say) for c in card.decision.candidates)
    second = _second(rivals, say, by_score=_by_score(card))
    return Why(_sentence(card, hall, say), second, _rule(card.decision, hall, say), rivals)


def _sentence(card: Card, hall: HallFile, say: Words) -> str:
    """The reason's phrase, with whatever it needs to know of the card; the bare one where that is not known."""
    assert card.decision is not None
    line = hall.lines.get(card.line)
    name = say.of(line.name) if line else card.line
    if card.reason == "priority":
        return _priority(card, hall, say)
    if card.reason == "other-line" and card.decision.turn is not None:
        return say("reason.turn", line=name)
    if card.reason == "transferred" and card.from_window is not None:
        return say("reason.transferred_from", window=card.from_window)
    if card.reason == "operator" and not card.decision.why:
        return say("reason.operator_bare")
    return say(f"reason.{card.reason}", line=name, why=card.decision.why)


def _priority(card: Card, hall: HallFile, say: Words) -> str:
    """The class, and what it did: its guarantee was due, its wait counts faster, or it goes first."""
    assert card.decision is not None
    priority = hall.priorities.get(card.priority or "")
    name = say.of(priority.name) if priority else card.priority or ""
    if (guarantee := _guarantee(card)) is not None:
        return say("reason.guarantee", priority=name, time=say.lasting(guarantee))
    if priority and card.decision.policy != STRICT:
        return say("reason.priority", priority=name, rate=say.number(priority.rate))
    return say("reason.priority_strict", priority=name)


def _guarantee(card: Card) -> float | None:
    """The guarantee (seconds) that had passed when the card was called; None when it had not."""
    assert card.decision is not None
    own = next((each for each in card.decision.candidates if each.number == card.number), None)
    if own is None or own.guarantee is None or card.called_at is None:
        return None
    return own.guarantee if (card.called_at - card.since).total_seconds() >= own.guarantee else None


def _by_score(card: Card) -> bool:
    """Whether the chosen one had the greatest score; else, a turn or a guarantee put it before."""
    assert card.decision is not None
    first = card.decision.candidates[0].number if card.decision.candidates else None
    return first == card.number and _guarantee(card) is None


def _rule(decision: Decision, hall: HallFile, say: Words) -> str:
    rule = say.named("reason", decision.policy)
    preference = hall.policy.preference.total_seconds()
    if decision.policy == STRICT or not preference:
        return rule
    return f"{rule} {say('reason.preference', time=say.lasting(preference))}"


def _second(rivals: tuple[Rival, ...], say: Words, *, by_score: bool) -> str:
    other = next((r for r in rivals if not r.chosen), None)
    winner = next((r for r in rivals if r.chosen), None)
    if other is None:
        return say("reason.alone")
    if winner is None or not winner.score or not by_score:
        return say("reason.second_bare", number=other.number)
    return say("reason.second", number=other.number, score=other.score, winner=winner.score)


def _rival(candidate: Candidate, card: Card, hall: HallFile, say: Words) -> Rival:
    line = hall.lines.get(candidate.line)
    priority = hall.priorities.get(candidate.priority or "")
    assert card.decision is not None
    return Rival(
        number=candidate.number,
        line=say.of(line.name) if line else candidate.line,
        # With the strict policy a score ranks, and means nothing to a person.
        score="" if card.decision.policy == STRICT else say.lasting(candidate.score),
        priority=say.of(priority.name) if priority else "",
        chosen=candidate.number == card.number,
    )
