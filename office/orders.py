"""What a page may ask for: a press, as JSON, becomes a command of the contract. Pure, and strict as the contract is.

The page makes the id and keeps it when it tries again, so that a press is one command however often it travels.
The window comes from the address, never from the body: a console speaks for its own window alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from broker.contracts import codec
from broker.contracts.commands import Command
from broker.contracts.errors import ContractError
from broker.contracts.snapshot import WindowView
from office.presses import kind_of

# What a console may send, and which fields of it the page fills in.
PRESSES: dict[str, frozenset[str]] = {
    "open-window": frozenset({"lines", "automatic"}),
    "pause-window": frozenset({"why"}),
    "close-window": frozenset(),
    "call-next": frozenset(),
    "recall": frozenset(),
    "start-service": frozenset(),
    "finish": frozenset({"outcome", "next_service", "stay"}),
    "no-show": frozenset(),
    "hold": frozenset(),
    "resume": frozenset({"ticket"}),
    "transfer": frozenset({"to_service", "to_line", "to_window", "keep_seniority"}),
    "call-ticket": frozenset({"ticket", "why"}),
    "ask-survey": frozenset(),
    "set-priority": frozenset({"ticket", "priority", "evidence"}),
    "note-ticket": frozenset({"ticket", "text"}),
    "call-for-help": frozenset(),
}
# What is about a ticket or a place, and not about the window itself.
_WITHOUT_WINDOW = frozenset({"set-priority", "note-ticket", "call-for-help"})


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the window stood when a press was made that was kept on the page: its state, and the ticket's number."""

    state: str
    ticket: str


def still_meant(press: Any, view: WindowView) -> bool:
    """Whether a press that says what it saw would still do what it was made for. ContractError when it says it wrongly."""
    if not isinstance(press, dict) or "seen" not in press:
        return True
    try:
        seen = msgspec.convert(press["seen"], Seen)
    except msgspec.ValidationError as error:
        raise ContractError(str(error), "$.seen") from None
    return (seen.state, seen.ticket) == (view.state, view.ticket or "")


def order(window: int, press: Any, at: datetime, staff: str | None = None) -> Command:
    """The command of a press: `{"type": …, "id": …, …}`. ContractError names the field that is wrong.

    `staff`: who has pressed; whoever opens a window is its operator.
    """
    kind = kind_of(press, PRESSES, "a console", {"seen"})
    fields = {**press, "at": at.isoformat()}
    fields.pop("seen", None)
    if kind not in _WITHOUT_WINDOW:
        fields["window"] = window
    if kind == "call-for-help":
        fields |= {"place": f"window-{window}", "why": "operator"}
    if staff:
        fields["staff"] = staff
    if staff and kind == "open-window":
        fields["operator"] = staff
    return codec.command(msgspec.json.encode(fields))
