"""Which ticket has voted, and in which run of questions: what a survey's event does to the hall."""

from __future__ import annotations

from broker.contracts import events as e
from broker.queuemaster.state import Hall


def answered(hall: Hall, event: e.SurveyAnswered) -> None:
    if event.ticket is not None and event.ticket in hall.memory.tickets:
        hall.memory.votes[event.ticket] = event.run
