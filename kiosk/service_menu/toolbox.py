"""What of an appliance the service menu can lay hands on: the seams between its checks and the real things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct, field

from broker.bus.settings import Settings
from broker.contracts.acceptance import Sheet
from broker.contracts.status import Problem
from kiosk.service_menu.acceptance import Verdict
from kiosk.service_menu.machine import Machine

if TYPE_CHECKING:
    from kiosk.printing.desk import Loan
    from kiosk.service_menu.correcting import Correcting


class Toolbox(Struct, frozen=True):
    """`problems`: of this appliance; `elsewhere`: of the others, by their names, as far as they can be heard.

    `lend_printer` calls a loan with the printer in the printer's own thread; None: there is no printer. `restart` ends
    the role in a moment, and whoever keeps it running starts it again. `hall_ahead`: the hall's clock against the one
    here; `round_trip`: seconds to the queue-master and back. `by` and `sheet`: who asks, and the acceptance so far.
    `measured`: what the machine finds out by itself; `complete`: a sheet with what earlier ones say; `keep_sheet`: keeps
    a sheet and tells the hall of it.
    """

    appliance: str
    role: str
    settings: Settings
    zone: tzinfo
    screen: str
    problems: Callable[[], tuple[Problem, ...]]
    identify: Callable[[], None]
    restart: Callable[[], None]
    elsewhere: Callable[[], Mapping[str, tuple[Problem, ...]]] = field(default=dict)
    lend_printer: Callable[[Loan], None] | None = None
    machine: Machine = field(default_factory=Machine)
    hall_ahead: Callable[[], timedelta | None] = lambda: None
    round_trip: Callable[[], float | None] = lambda: None
    correcting: Correcting | None = None
    complete: Callable[[Sheet], Sheet] = lambda sheet: sheet
    keep_sheet: Callable[[Sheet], None] | None = None
    measured: Callable[[], tuple[Verdict, ...]] = tuple
    by: str = ""
    sheet: tuple[Verdict, ...] = ()

    @property
    def has(self) -> frozenset[str]:
        """What `Deed.needs` may name."""
        return frozenset(
            {
                "identify",
                *(["printer"] if self.lend_printer else []),
                *(["systemd"] if self.machine.has_systemd else []),
            }
        )
