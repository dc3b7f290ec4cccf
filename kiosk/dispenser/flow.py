"""A visit to the dispenser: `step(state, input)` gives the next state and what is to be done. Pure, no clock.

Promises, for any order of touches, replies, faults and time (tests/kiosk/dispenser/test_flow.py):
- a visit sends at most one take-ticket, however often a button is struck;
- a visit without an answer is taken back (`SendCancel`), so that no ticket is in the hall that nobody holds;
- one whose answer does not come because the hall is lost is taken back and then issued from the dispenser's own numbers,
  under another id: of the two tickets that may exist, only the one that the visitor holds stays;
- whatever is on the screen, it comes home by itself.
"""

from __future__ import annotations

from msgspec.structs import replace

from broker.contracts.replies import TicketView
from kiosk.dispenser.browsing import Around, Browsing, Chosen, Home, Search, Services, walk
from kiosk.dispenser.errands import steps as errands
from kiosk.dispenser.errands.wanted import (
    CasePad,
    CodePad,
    Document,
    Late,
    OpenCasePad,
    OpenCodePad,
    Scanned,
    Told,
    Waiting,
)
from kiosk.dispenser.inputs import (
    Again,
    Answered,
    AskPrinter,
    ChooseService,
    CitySeen,
    Effect,
    HallSeen,
    Input,
    IssueAlone,
    LinkChanged,
    Press,
    PrinterSeen,
    PrintSlip,
    SendCancel,
    SendTake,
    SlipFound,
    SlipSettled,
    Take,
    ToggleNeed,
)
from kiosk.dispenser.menu import Menu, pages, same_page
from kiosk.dispenser.visit import (
    ACCESSIBLE,
    ALONE_LOOK,
    ISSUE_PATIENCE,
    ISSUE_QUIET,
    PRINT_PATIENCE,
    REMEMBERED,
    AboutVisitor,
    Choosing,
    Issued,
    Issuing,
    Place,
    Sorry,
    State,
)
from kiosk.touch.dark import dark_from, night, nobody_since, only_wakes, woken
from kiosk.touch.presses import Back, Drawn, Leave, More, Passed, StillHere, Touched
from kiosk.touch.reader import given_time, heed, next_reader, saw, waited

_NOTHING: tuple[Effect, ...] = ()


def step(state: State, event: Input, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    """What follows from one input. Time first: what was due before the input happened is done before it."""
    state, due = _time(state, event.at)
    if only_wakes(state, event) or (state.dark and isinstance(event, Scanned)):
        return woken(state, event.at), due
    after, effects = _follow(state, event, menu)
    after, late = _time(after, event.at)
    return after, due + effects + late


def _follow(state: State, event: Input, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    match event:
        case Passed():
            after, effects = state, _NOTHING
        case Drawn():
            after, effects = saw(state, event.at), _NOTHING
        case Touched():
            after, effects = _touch(state, event, menu)
        case Answered() | Scanned():
            after, effects = _heard(state, event, menu)
        case SlipSettled():
            after, effects = _slip(state, event), _NOTHING
        case SlipFound():
            after, effects = _found(state, event), _NOTHING
        case PrinterSeen() | CitySeen():
            after, effects = _noted(state, event), _NOTHING
        case LinkChanged():
            after, effects = _link(state, event), _NOTHING
        case HallSeen():
            after, effects = _hall(state, event), _NOTHING
    return after, effects


def _heard(state: State, event: Answered | Scanned, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    if isinstance(event, Scanned):
        return errands.scanned(state, event, menu.errands)
    return errands.answered(state, event) or _answer(state, event)


def _noted(state: State, event: PrinterSeen | CitySeen) -> State:
    if isinstance(event, CitySeen):
        return replace(state, branches=event.branches)
    return replace(state, can_print=event.can_print)


def next_wake(state: State, at: float) -> float | None:
    """When `step` has something to do by itself. None: only when something happens."""
    moments: list[float | None] = []
    match state.place:
        case Waiting() as waiting:
            moments.append(errands.next_wake(waiting))
        case Issuing(said=False, quiet_until=quiet_until):
            moments.append(quiet_until)
        case Issuing(until=until) | Issued(slip="printing", until=until):
            moments.append(until)
    if patience := state.patience():
        moments.append(state.presence.next_change(patience, at))
    if not state.lost:
        moments.append(state.lost_from)
    elif state.alone:
        moments.append(at + ALONE_LOOK)
    if not state.dark and state.at_rest:
        moments.append(dark_from(state, state.closed_since))
    return min((m for m in moments if m is not None), default=None)


def _home(state: State) -> State:
    """The next visitor begins afresh, in Ukrainian."""
    return replace(next_reader(state), place=Home())


def _time(state: State, at: float) -> tuple[State, tuple[Effect, ...]]:
    state = _reckoned(state, at)
    match state.place:
        case Waiting() as waiting:
            return errands.time(state, waiting, at)
        case Issuing(until=until) as issuing if at >= until:
            return _abandon(state, issuing, at)
        case Issuing(alone=False) as issuing if state.alone and issuing.line not in state.closed_lines:
            return _go_on_alone(state, issuing, at)
        case Issuing(quiet_until=quiet_until) if at >= quiet_until:
            state = replace(state, place=replace(state.place, said=True))
        case Issued(slip="printing", until=until) if at >= until:
            state = _shown(state, replace(state.place, slip="on-screen"), at)
    still = waited(state, state.patience(), at)
    return (still, _NOTHING) if still is not None else (_home(state), errands.left(state.place))


def _reckoned(state: State, at: float) -> State:
    """What follows from the silence of the hall: which lines nobody gives tickets of."""
    lost = at >= state.lost_from
    closed = state.shut_lines | state.spent if lost else state.shut_lines
    state = replace(state, lost=lost, closed_lines=closed)
    return night(state, state.closed_since, at, at_rest=state.at_rest)


def _go_on_alone(state: State, issuing: Issuing, at: float) -> tuple[State, tuple[Effect, ...]]:
    """The hall was lost while it was asked: what it may have made of it is taken back, then the visitor is served."""
    wish = replace(issuing.take, id=f"{issuing.take.id}-alone")
    state = replace(state, abandoned=(*state.abandoned, issuing.take.id)[-REMEMBERED:])
    state = replace(state, place=replace(issuing, take=wish, alone=True, until=at + ISSUE_PATIENCE))
    return state, (SendCancel(issuing.take.id), IssueAlone(wish))


def _shown(state: State, place: Place, at: float) -> State:
    return replace(given_time(state, at), place=place)


def _abandon(state: State, issuing: Issuing, at: float) -> tuple[State, tuple[Effect, ...]]:
    """Nobody answered. The command may still be under way, so its ticket is taken back whatever becomes of it. One of
    the dispenser's own has an id only when it is there: it is taken back then.
    """
    state = replace(state, abandoned=(*state.abandoned, issuing.take.id)[-REMEMBERED:])
    return _shown(state, Sorry(None), at), _NOTHING if issuing.alone else (SendCancel(issuing.take.id),)


def _answer(state: State, event: Answered) -> tuple[State, tuple[Effect, ...]]:
    reply = event.reply
    if not isinstance(state.place, Issuing) or state.place.take.id != event.id:
        # An answer to a visit that was given up: the ticket exists, and nobody holds it.
        if event.id not in state.abandoned or reply is None or reply.status != "done":
            return state, _NOTHING
        return state, (SendCancel(reply.ticket.id if isinstance(reply.ticket, TicketView) else event.id),)
    if reply is None or reply.status == "invalid":
        return _abandon(state, state.place, event.at)
    if reply.status == "refused" or not isinstance(reply.ticket, TicketView):
        return _shown(state, Sorry(reply.message), event.at), _NOTHING
    if not state.can_print:
        return _shown(state, Issued(reply.ticket, "on-screen", event.at), event.at), _NOTHING
    place = Issued(reply.ticket, "printing", event.at + PRINT_PATIENCE)
    large = state.large or state.aloud
    slip = PrintSlip(reply.ticket, state.place.take.language, alone=state.place.alone, large=large)
    return _shown(state, place, event.at), (slip,)


def _slip(state: State, event: SlipSettled) -> State:
    place = state.place
    if not isinstance(place, Issued) or place.ticket.id != event.ticket:
        return state
    # "on-screen" may become "printed": a slow printer was given up and then delivered after all.
    return _shown(state, replace(place, slip="printed" if event.printed else "on-screen"), event.at)


def _found(state: State, event: SlipFound) -> State:
    """Its visitor may still stand there: the number is shown while it is seen whether the slip came out."""
    if not state.at_rest:
        return state
    place = Issued(event.ticket, "printing", event.at + PRINT_PATIENCE)
    return replace(_shown(state, place, event.at), language=event.language)


def _link(state: State, event: LinkChanged) -> State:
    if event.connected == state.connected:
        return state
    # A new connection gets its LOST_WORD to speak; the retained snapshot comes at once.
    return replace(
        state,
        connected=event.connected,
        lost_at=state.lost_at if event.connected else event.at,
    )


def _hall(state: State, event: HallSeen) -> State:
    state = replace(
        state,
        hall=event.hall,
        closed_since=nobody_since(state.closed_since, event.at, nobody=event.hall == "closed"),
        why=event.why,
        until=event.until,
        shut_lines=event.closed_lines,
        reserve=event.reserve,
        spent=event.spent,
        opens=event.opens,
        notices=event.notices,
        heard_at=event.at - event.silent_for,
    )
    shut = event.hall != "open" and isinstance(state.place, Choosing) and not isinstance(state.place, Home)
    return replace(state, place=Home(), asked=False) if shut else state


def _touch(state: State, event: Touched, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    begun = state.at_rest and not state.presence.deaf(event.at)
    before, (state, press) = state.buttons, heed(state, event)
    if isinstance(state.place, Home | Services) and state.buttons != before:
        state = replace(state, place=replace(state.place, page=same_page(state.place.page, before, state.buttons)))
    elif isinstance(state.place, AboutVisitor | Search) and state.buttons != before:
        state = replace(state, place=replace(state.place, page=0))
    after, effects = (state, _NOTHING) if press is None else _press(state, press, event, menu)
    return after, (AskPrinter(), *effects) if begun else effects


def _press(state: State, press: Press, event: Touched, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    match press, state.place:
        case (StillHere(), _) | (_, Issuing() | Waiting()):
            return state, _NOTHING
        case Leave(), _:
            return _home(state), errands.left(state.place)
        case Again(), _:
            return replace(state, place=Home()), errands.left(state.place)
    return (state, _NOTHING) if state.obstacle else _choice(state, press, event, menu)


def _choice(state: State, press: Press, event: Touched, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    match press, state.place:
        case Take(priority), AboutVisitor() as about:
            return _take(state, about, priority, event, menu)
        case _, AboutVisitor() as about:
            return replace(state, place=_answered(about, press, menu, state.classes)), _NOTHING
        case ChooseService(service), Document() if service == menu.errands.documents:
            return _chosen(state, Chosen(service, Home()), event, menu)
        case (OpenCodePad() | OpenCasePad(), _) | (_, CodePad() | CasePad() | Late() | Document() | Told()):
            return errands.pressed(state, press, event, menu.errands)
        case _, place if isinstance(place, Browsing):
            return _browse(state, place, event, menu)
    return state, _NOTHING


def _answered(about: AboutVisitor, press: Press, menu: Menu, size: int) -> Place:
    """Moves within what is asked about the visitor, or back out of it."""
    match press:
        case More() if about.page + 1 < len(pages(menu.priorities, size)):
            return replace(about, page=about.page + 1)
        case Back():
            return replace(about, page=about.page - 1) if about.page else about.before
        case ToggleNeed() if menu.accessible:
            return replace(about, accessible=not about.accessible)
    return about


def _browse(state: State, place: Browsing, event: Touched, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    around = Around(
        menu,
        state.buttons,
        gives=lambda service: service.line not in state.closed_lines,
        branches=bool(state.branches),
        at=event.at,
    )
    after = walk(place, event.press, around)
    if not isinstance(after, Chosen):
        return replace(state, place=after), _NOTHING
    return _chosen(state, after, event, menu)


def _chosen(state: State, chosen: Chosen, event: Touched, menu: Menu) -> tuple[State, tuple[Effect, ...]]:
    """What is asked about the visitor, or the ticket at once."""
    if chosen.service not in menu.services or menu.services[chosen.service].line in state.closed_lines:
        return state, _NOTHING
    about = AboutVisitor(chosen.service, chosen.before)
    if menu.asks_about_visitor:
        return replace(state, place=about), _NOTHING
    return _take(state, about, None, event, menu)


def _take(
    state: State, about: AboutVisitor, priority: str | None, event: Touched, menu: Menu
) -> tuple[State, tuple[Effect, ...]]:
    if priority is not None and priority not in {p.id for p in menu.priorities}:
        return state, _NOTHING
    take = SendTake(
        id=event.spare,
        service=about.service,
        priority=priority,
        language=state.language,
        needs=(ACCESSIBLE,) if about.accessible else (),
        patience=ISSUE_PATIENCE,
    )
    issuing = Issuing(
        take,
        about,
        event.at + ISSUE_QUIET,
        event.at + ISSUE_PATIENCE,
        line=menu.services[about.service].line,
        alone=state.alone,
    )
    return replace(state, place=issuing), (IssueAlone(take) if state.alone else take,)
