"""What each button means in each state of its window: a table. Pure."""

from __future__ import annotations

from typing import Literal

from broker.contracts.commands import CallNext, Finish, NoShow, OpenWindow, PauseWindow, Recall, StartService
from broker.contracts.snapshot import WindowState

Button = Literal["next", "recall", "no-show", "finish", "help"]
BUTTONS: tuple[Button, ...] = ("next", "recall", "no-show", "finish", "help")
Wish = type[OpenWindow | PauseWindow | CallNext | Recall | StartService | Finish | NoShow]

# Held for a second it means something else: what cannot be taken back, or is not wanted by accident, wants a long press.
_SHORT: dict[tuple[Button, WindowState], tuple[Wish, ...]] = {
    ("next", "closed"): (OpenWindow,),
    ("next", "paused"): (OpenWindow,),
    ("next", "free"): (CallNext,),
    ("next", "calling"): (StartService,),
    ("next", "serving"): (Finish, CallNext),
    ("recall", "calling"): (Recall,),
    ("finish", "serving"): (Finish,),
}
_LONG: dict[tuple[Button, WindowState], tuple[Wish, ...]] = {
    ("no-show", "calling"): (NoShow,),
    ("finish", "free"): (PauseWindow,),
    ("finish", "serving"): (Finish, PauseWindow),
}


def wishes(button: Button, state: WindowState, *, long: bool) -> tuple[Wish, ...]:
    """What a press asks for, one after the other, each once the one before it is done; nothing: it means nothing now."""
    return (_LONG if long else _SHORT).get((button, state), ())


def has_long(button: Button) -> bool:
    """Whether a long press of it ever means something: its short one then counts when the finger lifts."""
    return any(named == button for named, _ in _LONG)
