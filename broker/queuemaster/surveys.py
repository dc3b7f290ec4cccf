"""What visitors answer on the tablet of a window: one run of questions a ticket, whose it is and who knows nobody.

Window, ticket and service are what the queue-master itself knows of the ticket; the tablet only says whom it saw. An
answer that was kept on a tablet until the day was over is of no ticket any more: the event keeps the number that the
tablet saw, and reports find by it who was served there on that day.
"""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.contracts.numbers import split, written
from broker.contracts.scrubbing import scrub
from broker.queuemaster.deciding import Asked, Decided, at_window, find_ticket, need_window
from broker.queuemaster.state import Hall, Ticket


def ask_survey(hall: Hall, command: c.AskSurvey, asked: Asked) -> Decided:
    """Refused `no-ticket` when nobody is at the window, `voted-already` when the visitor has answered."""
    window = need_window(hall, command.window)
    if window.ticket is None:
        raise Refused("no-ticket", window=str(command.window))
    ticket = hall.memory.tickets[window.ticket]
    if ticket.id in hall.memory.votes:
        raise Refused("voted-already", ticket=ticket.number)
    fact = asked.fact(hall, e.SurveyAsked, ticket=ticket.id, number=ticket.number, window=command.window)
    return Decided(events=(fact,))


def answer_survey(hall: Hall, command: c.AnswerSurvey, asked: Asked) -> Decided:
    """Refused `voted-already`, `unknown-ticket`, or `not-at-window` when that ticket was never served there."""
    if command.window not in hall.plan.windows and command.window not in hall.memory.windows:
        raise Refused("unknown-window", window=str(command.window))
    ticket = None if _of_another_day(hall, command) else _ticket(hall, command)
    if ticket is not None and hall.memory.votes.get(ticket.id, command.run) != command.run:
        raise Refused("voted-already", ticket=ticket.number)
    fact = asked.fact(
        hall,
        e.SurveyAnswered,
        ticket=ticket.id if ticket else None,
        window=command.window,
        service=ticket.service if ticket else None,
        survey=command.survey,
        version=command.version,
        run=command.run,
        language=command.language,
        answers=command.answers,
        comments={name: scrub(text) for name, text in command.comments.items()},
        partial=command.partial,
        answered_at=command.at if command.at < asked.at else None,
        number=None if ticket else _number(command.ticket),
    )
    return Decided(events=(fact,))


def _of_another_day(hall: Hall, command: c.AnswerSurvey) -> bool:
    """Whether the day on which it was touched is over: its tickets are forgotten."""
    return command.at.astimezone(hall.plan.timezone).date().isoformat() != hall.memory.day


def _number(said: str | None) -> str | None:
    """A number that a ticket could have, and no other words."""
    try:
        return written(*split(said or ""))
    except ValueError:
        return None


def _ticket(hall: Hall, command: c.AnswerSurvey) -> Ticket:
    if command.ticket is None:
        return at_window(hall, command.window, e.ServiceFinished)
    ticket = find_ticket(hall, command.ticket)
    if ticket.window != command.window and not any(
        record.window == command.window and record.number == ticket.number for record in hall.memory.records
    ):
        raise Refused("not-at-window", ticket=ticket.number, window=str(command.window))
    return ticket
