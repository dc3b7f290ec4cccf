"""What a made-up person does next: a command without its id and moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from broker.contracts.commands import Command


@dataclass(frozen=True, slots=True)
class Deed:
    """`client`: who does it. `TakeTicket` with {"service": "advice"} and so on."""

    client: str
    command: type[Command]
    fields: dict[str, Any] = field(default_factory=dict)
