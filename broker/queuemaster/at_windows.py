"""What the queue-master decides when a window asks: open and close, call, serve, send on."""

from __future__ import annotations

from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.errors import Refused
from broker.queuemaster import legs
from broker.queuemaster.deciding import (
    Asked,
    Decided,
    at_window,
    find_ticket,
    need_free_window,
    need_lines,
    need_step,
    need_window,
)
from broker.queuemaster.moving import goal_of, need_one_goal
from broker.queuemaster.state import Hall, Ticket, Window
from broker.queuemaster.turn import Choice, choose, heads


def open_window(hall: Hall, command: c.OpenWindow, asked: Asked) -> Decided:
    """Open a window, or go on after a pause. Opening an open window as it is changes nothing."""
    need_lines(hall, command.lines)
    planned = hall.plan.windows.get(command.window)
    if planned is None:
        raise Refused("unknown-window", window=str(command.window))
    now = hall.memory.windows.get(command.window)
    as_planned = not command.lines and (now is None or now.as_planned)
    chosen = tuple(dict.fromkeys(command.lines)) if command.lines else now.lines if now else ()
    lines = hall.plan.served_by(planned) if as_planned else chosen
    operator = command.operator or (now.operator if now else None)
    automatic = (now.automatic if now else True) if command.automatic is None else command.automatic
    as_now = (lines, operator, as_planned, automatic)
    if now and not now.paused and (now.lines, now.operator, now.as_planned, now.automatic) == as_now:
        return Decided()
    fact = asked.fact(
        hall,
        e.WindowOpened,
        window=command.window,
        zone=planned.zone,
        lines=lines,
        operator=operator,
        as_planned=as_planned,
        automatic=automatic,
    )
    return Decided(events=(fact,))


def pause_window(hall: Hall, command: c.PauseWindow, asked: Asked) -> Decided:
    """No more calls after the present visitor."""
    if need_window(hall, command.window).paused:
        return Decided()
    return Decided(events=(asked.fact(hall, e.WindowPaused, window=command.window, why=command.why),))


def close_window(hall: Hall, command: c.CloseWindow, asked: Asked) -> Decided:
    if command.window in hall.plan.windows and command.window not in hall.memory.windows:
        return Decided()
    window = need_window(hall, command.window)
    if window.ticket is not None:
        raise Refused("window-busy", window=str(window.id), ticket=hall.memory.tickets[window.ticket].number)
    return Decided(events=(asked.fact(hall, e.WindowClosed, window=command.window, why=command.why),))


def call_next(hall: Hall, command: c.CallNext, asked: Asked) -> Decided:
    """Whoever's turn it is; nobody when nobody waits."""
    window = need_free_window(hall, command.window)
    fact = next_call(hall, window, asked)
    return Decided(events=(fact,), ticket=fact.ticket) if fact else Decided(ticket=None)


def next_call(hall: Hall, window: Window, asked: Asked) -> e.TicketCalled | None:
    """The call of whoever's turn it is at a free window."""
    choice = choose(hall, window, asked.at)
    return _called(hall, window, choice, asked) if choice else None


def call_ticket(hall: Hall, command: c.CallTicket, asked: Asked) -> Decided:
    """One ticket out of turn; the reason is on record for whoever it overtook."""
    window = need_free_window(hall, command.window)
    ticket = find_ticket(hall, command.ticket)
    need_step(ticket, e.TicketCalled)
    if ticket.line in hall.memory.lines_closed:  # boards say that nobody is called from it
        raise Refused("line-closed", line=ticket.line, why=hall.memory.lines_closed[ticket.line])
    choice = Choice(ticket, "operator", heads(hall, window, asked.at, command.why))
    return Decided(events=(_called(hall, window, choice, asked),), ticket=ticket.id)


def _called(hall: Hall, window: Window, choice: Choice, asked: Asked) -> e.TicketCalled:
    ticket = choice.ticket
    return e.TicketCalled(
        seq=hall.seq + 1,
        at=asked.at,
        by=asked.by,
        command=asked.command,
        staff=asked.staff,
        ticket=ticket.id,
        number=ticket.number,
        window=window.id,
        zone=window.zone,
        line=ticket.line,
        languages=spoken_to(hall, ticket),
        reason=choice.reason,
        decision=choice.decision,
        priority=ticket.priority,
        checked=ticket.checked,
        booked=ticket.booked,
    )


def spoken_to(hall: Hall, ticket: Ticket) -> tuple[str, ...]:
    """The hall's first language, and the visitor's own where it is another."""
    first = hall.plan.hall.languages[0]
    return (first,) if ticket.language in (first, "") else (first, ticket.language)


def recall(hall: Hall, command: c.Recall, asked: Asked) -> Decided:
    """Call again whoever was called and has not come. Refused `recalls-exhausted` after the policy's number."""
    ticket = at_window(hall, command.window, e.TicketRecalled)
    if hall.memory.suspended is not None:  # as no call is: nobody is to come out of a shelter for it
        raise Refused("hall-suspended", why=hall.memory.suspended)
    if ticket.times > hall.plan.policy.recalls:
        raise Refused("recalls-exhausted", ticket=ticket.number, recalls=str(hall.plan.policy.recalls))
    fact = asked.fact(
        hall,
        e.TicketRecalled,
        ticket=ticket.id,
        number=ticket.number,
        window=command.window,
        zone=hall.memory.windows[command.window].zone,
        line=ticket.line,
        languages=spoken_to(hall, ticket),
        times=ticket.times + 1,
        priority=ticket.priority,
    )
    return Decided(events=(fact,), ticket=ticket.id)


def start_service(hall: Hall, command: c.StartService, asked: Asked) -> Decided:
    return _happens(hall, command.window, e.ServiceStarted, asked)


def finish(hall: Hall, command: c.Finish, asked: Asked) -> Decided:
    """The service is over, and with it the visit, unless it has another leg. One who was called and served without
    Start is started and finished at once.
    """
    window = need_window(hall, command.window)
    ticket = hall.memory.tickets.get(window.ticket or "")
    facts: list[e.Event] = []
    if ticket and ticket.state == "called":
        facts.append(asked.fact(hall, e.ServiceStarted, ticket=ticket.id, number=ticket.number, window=window.id))
    else:
        ticket = at_window(hall, window.id, e.ServiceFinished)
    services = legs.coming(hall, ticket, command)
    if services:
        facts += legs.go_on(hall, ticket, services, command, asked)
    else:
        fields = {"ticket": ticket.id, "number": ticket.number, "window": window.id, "outcome": command.outcome}
        facts.append(asked.fact(hall, e.ServiceFinished, after=len(facts), **fields))
    return Decided(events=tuple(facts), ticket=ticket.id)


def no_show(hall: Hall, command: c.NoShow, asked: Asked) -> Decided:
    return _happens(hall, command.window, e.TicketNoShow, asked)


def hold(hall: Hall, command: c.Hold, asked: Asked) -> Decided:
    """The visitor went to pay or to fetch a paper: the window is free, the ticket keeps its right to come back."""
    return _happens(hall, command.window, e.TicketHeld, asked)


def _happens(hall: Hall, window: int, kind: type[e.Event], asked: Asked) -> Decided:
    ticket = at_window(hall, window, kind)
    fact = asked.fact(hall, kind, ticket=ticket.id, number=ticket.number, window=window)
    return Decided(events=(fact,), ticket=ticket.id)


def resume(hall: Hall, command: c.Resume, asked: Asked) -> Decided:
    """A held visitor is back, at any free window."""
    window = need_window(hall, command.window)
    if window.ticket is not None:
        raise Refused("window-busy", window=str(window.id), ticket=hall.memory.tickets[window.ticket].number)
    ticket = find_ticket(hall, command.ticket)
    need_step(ticket, e.TicketResumed)
    fact = asked.fact(hall, e.TicketResumed, ticket=ticket.id, number=ticket.number, window=window.id)
    return Decided(events=(fact,), ticket=ticket.id)


def transfer(hall: Hall, command: c.Transfer, asked: Asked) -> Decided:
    """Send the visitor on. ContractError unless exactly one of service, line and window is named."""
    need_one_goal(command)
    ticket = at_window(hall, command.window, e.TicketTransferred)
    if command.to_window == command.window:
        raise Refused("same-window", window=str(command.window))
    service, line = goal_of(hall, command, ticket)
    fact = asked.fact(
        hall,
        e.TicketTransferred,
        ticket=ticket.id,
        number=ticket.number,
        window=command.window,
        service=service,
        line=line,
        since=ticket.since if command.keep_seniority else asked.at,
        to_window=command.to_window,
    )
    return Decided(events=(fact,), ticket=ticket.id)
