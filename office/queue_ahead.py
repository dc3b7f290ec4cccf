"""Who waits for one window, in the order of their seniority: what an operator may call by name, with a reason. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from office.standing import Standing
from office.words import Words

MOST = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """`mark`: the priority's prefix. `mine`: it was sent to this window and to no other. `note`: the staff's own."""

    ticket: str
    number: str
    mark: str
    service: str
    since: datetime
    needs: tuple[str, ...]
    mine: bool
    note: str


def waiting_for(standing: Standing, window: int, say: Words) -> tuple[Waiting, ...]:
    """The first `MOST` of those whom this window may call; those that were sent here stand first."""
    lines = set(standing.lines_of(window))
    cards = [
        card
        for card in standing.desk.cards.values()
        if card.state == "waiting" and (card.to_window == window or (card.to_window is None and card.line in lines))
    ]
    cards.sort(key=lambda card: (card.to_window != window, card.since, card.id))
    rows = []
    for card in cards[:MOST]:
        service = standing.hall.services.get(card.service)
        priority = standing.hall.priorities.get(card.priority or "")
        rows.append(
            Waiting(
                ticket=card.id,
                number=card.number,
                mark=priority.prefix if priority else "",
                service=say.of(service.name) if service else "",
                since=card.since,
                needs=tuple(say.named("need", need) for need in card.needs),
                mine=card.to_window == window,
                note=card.note,
            )
        )
    return tuple(rows)
