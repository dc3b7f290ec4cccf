"""What a button box knows and does: presses in, wishes out. Pure.

A press while the hall is not heard is refused by the lamps and forgotten: nobody remembers in a minute what they pressed
now, and a call that comes late calls somebody to an empty window.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from broker.contracts.snapshot import WindowState
from office.button_box.meaning import Button, Wish, wishes

REFUSED_FOR = 1.5  # seconds in which the lamps say no
TOLD_FOR = 3.0  # seconds in which the display says why, or what came of a press
AWAY, MEANINGLESS, NO_ANSWER = "away", "meaningless", "no-answer"  # why a press was not taken, besides the rules' own
NONE_WAITS, PERSON_CALLED = "none-waits", "person-called"  # what came of one that was
GUARD = 0.4  # seconds after a press in which another of the same button is a trembling finger


class Box(Struct, frozen=True):
    """`heard`: the queue-master is, now. `state`: of the window; None: the hall has no such window.

    `asked`: the id of what is under way, and `then` what comes once it is done. `why`: the code of what there is to say
    of the last press, until `told_until`.
    """

    heard: bool = False
    state: WindowState | None = None
    asked: str = ""
    then: tuple[Wish, ...] = ()
    refused_until: float = 0.0
    why: str = ""
    told_until: float = 0.0
    last: tuple[Button, float] | None = None


class Seen(Struct, frozen=True):
    """The hall, or its silence."""

    heard: bool
    state: WindowState | None


class Pressed(Struct, frozen=True):
    """`id`: for the command that may come of it."""

    at: float
    button: Button
    id: str
    long: bool = False


class Answered(Struct, frozen=True):
    """The answer to the command `id`, `done` or not (refused, or no answer). `next_id`: for what may follow.

    `why`: the code of a refusal, or of what there is to say of what was done; empty: nothing.
    """

    at: float
    id: str
    done: bool
    next_id: str
    why: str = ""


class Send(Struct, frozen=True):
    id: str
    wish: Wish


class CallPerson(Struct, frozen=True):
    """Somebody is needed at the box's window."""

    id: str


Input = Seen | Pressed | Answered
Effect = Send | CallPerson


def step(box: Box, event: Input) -> tuple[Box, tuple[Effect, ...]]:
    """What the box is after `event`, and what must be sent."""
    match event:
        case Seen(heard, state):
            return replace(box, heard=heard, state=state), ()
        case Pressed():
            return _pressed(box, event)
        case Answered():
            return _answered(box, event)


def _pressed(box: Box, press: Pressed) -> tuple[Box, tuple[Effect, ...]]:
    if box.last and box.last[0] == press.button and press.at - box.last[1] < GUARD and not press.long:
        return box, ()
    box = replace(box, last=(press.button, press.at), told_until=0.0)
    if box.asked:
        return box, ()  # one thing after the other: what is under way says what the button means
    if not box.heard or box.state is None:
        return _refused(box, press.at, AWAY), ()
    if press.button == "help":
        return replace(box, asked=press.id), (CallPerson(press.id),)
    asked = wishes(press.button, box.state, long=press.long)
    if not asked:
        return _refused(box, press.at, MEANINGLESS), ()
    return replace(box, asked=press.id, then=asked[1:]), (Send(press.id, asked[0]),)


def _answered(box: Box, answer: Answered) -> tuple[Box, tuple[Effect, ...]]:
    if answer.id != box.asked:
        return box, ()
    if not answer.done:
        return _refused(replace(box, asked="", then=()), answer.at, answer.why or NO_ANSWER), ()
    if box.then and box.heard:
        return replace(box, asked=answer.next_id, then=box.then[1:]), (Send(answer.next_id, box.then[0]),)
    box = replace(box, asked="", then=())
    return replace(box, why=answer.why, told_until=answer.at + TOLD_FOR) if answer.why else box, ()


def _refused(box: Box, at: float, why: str) -> Box:
    return replace(box, refused_until=at + REFUSED_FOR, why=why, told_until=at + TOLD_FOR)


def next_wake(box: Box, at: float) -> float | None:
    """When the lamps or the display change by themselves."""
    return min((moment for moment in (box.refused_until, box.told_until) if moment > at), default=None)
