"""Where wishes for this machine's clock lie, and what came of them: in memory, so that a power cut forgets both."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from provisioning.updating.own_clock import BY_HAND

WANTED = Path("/run/cherha/clock/wanted.json")  # the desk's user writes here
DONE = BY_HAND.with_name("done.json")  # and there only who sets the clock


class Done(Struct, frozen=True):
    """`outcome`: "done", or why it was refused."""

    id: str
    outcome: str
