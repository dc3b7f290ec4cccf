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

# What a console may send, and which fields of it the page fills in.
PRESSES: dict[str, frozenset[str]] = {
    "open-window": frozenset({"lines"}),
    "pause-window": frozenset({"why"}),
    "close-window": frozenset(),
    "call-next": frozenset(),
    "recall": frozenset(),
    "start-service": frozenset(),
    "finish": frozenset(),
    "no-show": frozenset(),
    "hold": frozenset(),
    "resume": frozenset({"ticket"}),
    "transfer": frozenset({"to_service", "to_line", "to_window", "keep_seniority"}),
}


def order(window: int, press: Any, at: datetime, staff: str | None = None) -> Command:
    """The command of a press: `{"type": …, "id": …, …}`. ContractError names the field that is wrong.

    `staff`: who has pressed; whoever opens a window is its operator.
    """
    if not isinstance(press, dict):
        raise ContractError("a press is an object", "$")
    kind = press.get("type")
    allowed = PRESSES.get(kind) if isinstance(kind, str) else None
    if allowed is None:
        raise ContractError("no press of a console", "$.type")
    for field in press.keys() - allowed - {"type", "id"}:
        raise ContractError("unknown field", f"$.{field}")
    who = {"staff": staff} if staff else {}
    if staff and kind == "open-window":
        who["operator"] = staff
    return codec.command(msgspec.json.encode({**press, **who, "window": window, "at": at.isoformat()}))
