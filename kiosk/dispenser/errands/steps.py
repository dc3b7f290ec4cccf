"""Errands within a visit: what follows from their presses, scans, answers and from time. Pure; `flow` asks.

A check-in keeps the promises of a take-ticket: one wish a touch, under one id; without an answer it is taken back, so
that no ticket is in the hall that nobody holds. Whoever is late is told so before the ticket is printed, and who then
goes away leaves no ticket behind.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from broker.contracts import booking_code
from broker.contracts.errors import Refused
from broker.contracts.replies import Reply, TicketView
from kiosk.dispenser.browsing import Home
from kiosk.dispenser.errands.wanted import (
    CASE_SIGNS,
    CODE_SIGNS,
    FEWEST_CASE_SIGNS,
    AskReady,
    AskWhere,
    CasePad,
    CodePad,
    Document,
    Errands,
    Late,
    OpenCasePad,
    OpenCodePad,
    Pad,
    PrintLate,
    Scanned,
    SendCheckIn,
    Submit,
    Told,
    Waiting,
    Where,
    Wish,
)
from kiosk.dispenser.inputs import Answered, AskPrinter, Effect, PrintSlip, SendCancel
from kiosk.dispenser.visit import (
    ISSUE_PATIENCE,
    ISSUE_QUIET,
    PRINT_PATIENCE,
    REMEMBERED,
    Issued,
    Issuing,
    Place,
    State,
)
from kiosk.touch.presses import Back, Touched
from kiosk.touch.reader import given_time, heed
from kiosk.touch.recognised import BookingCode, CaseNumber, Known, TicketId, recognised
from kiosk.touch.typing_keys import Erase, EraseAll, Type

_NOTHING: tuple[Effect, ...] = ()
_DIGITS = "0123456789"
# Answers that mean that what was typed or scanned is wrong: it can be typed again.
_TRY_AGAIN = frozenset({"unknown-booking", "mistyped-code", "mistyped-case"})

Step = tuple[State, tuple[Effect, ...]]


def next_wake(place: Waiting) -> float:
    return place.until if place.said else min(place.quiet_until, place.until)


def time(state: State, place: Waiting, at: float) -> Step:
    """Nobody answers: first «please wait», then an apology."""
    if at >= place.until:
        return _unanswered(state, place.wish, at)
    said = place.said or at >= place.quiet_until
    return replace(state, place=replace(place, said=said), asked=False), _NOTHING


def left(place: Place) -> tuple[Effect, ...]:
    """What must be done when a visitor goes from here."""
    return (SendCancel(place.ticket.id),) if isinstance(place, Late) else _NOTHING


def scanned(state: State, event: Scanned, errands: Errands) -> Step:
    """A code was read. Whatever is under way is not disturbed by it; a scan of one moment is one scan."""
    begun = state.at_rest
    state, heard = heed(replace(state, asked=False), Touched(event.at, event, event.spare))
    busy = isinstance(state.place, Issuing | Waiting | Late) or (
        isinstance(state.place, Issued) and state.place.slip == "printing"
    )
    if heard is None or busy or state.obstacle in ("starting", "no-connection"):
        return state, _NOTHING
    known = _of_ours(recognised(event.text), errands, state.place)
    after, effects = _follow(state, known, event)
    return after, (AskPrinter(), *effects) if begun else effects


def pressed(state: State, press: Any, event: Touched, errands: Errands) -> Step:
    """A press on one of our screens, or on our buttons of the first."""
    match press, state.place:
        case OpenCodePad(), Home() | Told() if errands.bookings:
            place: Place = CodePad()
        case OpenCasePad(), Home() | Told() | Document() if errands.documents:
            place = CasePad()
        case Back(), CodePad() | CasePad():
            place = Home()
        case ((Type() | Erase() | EraseAll()), (CodePad() | CasePad()) as pad):
            return replace(state, place=_typed(pad, press)), _NOTHING
        case Submit(), CodePad(typed):
            return _submit_code(state, typed, event)
        case Submit(), CasePad(typed) if len(typed) >= FEWEST_CASE_SIGNS:
            return _ask(state, AskReady(event.spare, typed, ISSUE_PATIENCE), event.at)
        case PrintLate(), Late() as late:
            return _hand_over(state, late.ticket, late.language, event.at)
        case _:
            return state, _NOTHING
    return _shown(state, place, event.at), _NOTHING


def answered(state: State, event: Answered) -> Step | None:
    """What follows from an answer, if it is to an errand; None: it is to another wish."""
    if isinstance(state.place, Waiting) and state.place.wish.id == event.id:
        return _answered(state, state.place.wish, event)
    return _too_late(state, event) if event.id in state.unanswered else None


def _answered(state: State, wish: Wish, event: Answered) -> Step:
    """The answer to what is being waited for."""
    reply = event.reply
    if reply is None or reply.status == "invalid":
        return _unanswered(state, wish, event.at)
    if reply.status == "refused":
        return _shown(state, _refusal(wish, reply), event.at), _NOTHING
    match wish:
        case SendCheckIn() if isinstance(reply.ticket, TicketView):
            return _checked_in(state, wish, reply, reply.ticket, event.at)
        case AskWhere() if isinstance(reply.ticket, TicketView):
            return _shown(state, Where(reply.ticket), event.at), _NOTHING
        case AskReady(case=case) if reply.document is not None:
            return _shown(state, Document(case, reply.document.state), event.at), _NOTHING
    return _unanswered(state, wish, event.at)


def _too_late(state: State, event: Answered) -> Step:
    """An answer to a check-in that was given up: its ticket, if it made one, is held by nobody. A ticket that an earlier
    check-in made has another id, and stays.
    """
    ghost = event.reply is not None and event.reply.status == "done"
    return state, (SendCancel(event.id),) if ghost else _NOTHING


def _checked_in(state: State, wish: SendCheckIn, reply: Reply, ticket: TicketView, at: float) -> Step:
    if ticket.id != wish.id:
        return _shown(state, Where(ticket, again=True), at), _NOTHING
    if not ticket.booked and reply.message:
        return _shown(state, Late(ticket, reply.message, wish.language), at), _NOTHING
    return _hand_over(state, ticket, wish.language, at)


def _hand_over(state: State, ticket: TicketView, language: str, at: float) -> Step:
    if not state.can_print:
        return _shown(state, Issued(ticket, "on-screen", at), at), _NOTHING
    return _shown(state, Issued(ticket, "printing", at + PRINT_PATIENCE), at), (PrintSlip(ticket, language),)


def _of_ours(known: tuple[Known, ...], errands: Errands, place: Place) -> Known | None:
    """The likeliest of what it may be, in this hall; a case number before all where one is asked for."""
    can = [
        each
        for each in known
        if isinstance(each, TicketId)
        or (isinstance(each, BookingCode) and errands.bookings)
        or (isinstance(each, CaseNumber) and errands.documents)
    ]
    wanted = CaseNumber if isinstance(place, CasePad) else Known
    return next((each for each in can if isinstance(each, wanted)), can[0] if can else None)


def _follow(state: State, known: Known | None, event: Scanned) -> Step:
    match known:
        case BookingCode(code):
            return _ask(state, SendCheckIn(event.spare, code, state.language, ISSUE_PATIENCE), event.at)
        case TicketId(ticket):
            return _ask(state, AskWhere(event.spare, ticket, ISSUE_PATIENCE), event.at)
        case CaseNumber(digits):
            return _ask(state, AskReady(event.spare, digits, ISSUE_PATIENCE), event.at)
        case None:
            return _shown(state, Told("unknown-scan"), event.at), _NOTHING


def _ask(state: State, wish: Wish, at: float) -> Step:
    if state.lost:
        return _shown(state, Told("lost"), at), _NOTHING
    before = state.place
    return replace(state, place=Waiting(wish, before, at + ISSUE_QUIET, at + wish.patience)), (wish,)


def _submit_code(state: State, typed: str, event: Touched) -> Step:
    try:
        code = booking_code.typed(typed)
    except Refused:
        wrong = len(typed) == CODE_SIGNS
        return replace(state, place=CodePad(typed, wrong=wrong)), _NOTHING
    return _ask(state, SendCheckIn(event.spare, code, state.language, ISSUE_PATIENCE), event.at)


def _typed(pad: Pad, press: Type | Erase | EraseAll) -> Pad:
    signs, most = (booking_code.ALPHABET, CODE_SIGNS) if isinstance(pad, CodePad) else (_DIGITS, CASE_SIGNS)
    match press:
        case Type(sign) if sign in signs and len(pad.typed) < most:
            typed = pad.typed + sign
        case Erase():
            typed = pad.typed[:-1]
        case EraseAll():
            typed = ""
        case _:
            return pad
    return CodePad(typed) if isinstance(pad, CodePad) else CasePad(typed)


def _unanswered(state: State, wish: Wish, at: float) -> Step:
    state = _shown(state, Told("no-answer"), at)
    if not isinstance(wish, SendCheckIn):
        return state, _NOTHING
    # The command may still be under way: its ticket is taken back whatever becomes of it.
    return replace(state, unanswered=(*state.unanswered, wish.id)[-REMEMBERED:]), (SendCancel(wish.id),)


def _refusal(wish: Wish, reply: Reply) -> Told:
    retry: Pad | None = None
    if reply.reason in _TRY_AGAIN:
        retry = CasePad() if isinstance(wish, AskReady) else CodePad()
    kind = {SendCheckIn: "check-in", AskWhere: "where", AskReady: "document"}[type(wish)]
    return Told(f"{kind}.{reply.reason}", reply.message, retry)


def _shown(state: State, place: Place, at: float) -> State:
    return replace(given_time(state, at), place=place)
