"""A standby whose journal cannot be trusted: it follows nothing, is nobody's heir, and tells the hall until a person comes.

Not mended by itself: what spoilt it is the card, and the next journal would lie on the same one. The queue-master has
everything; where it is dead, what is left here is all that there is, and stays as it is.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import NoReturn

from broker.bus.appliance import Appliance
from broker.bus.link import Link
from broker.bus.watchdog import Watchdog
from broker.contracts.phrases import Phrases
from broker.queuemaster.journal import JournalBroken

DAMAGED = "standby-journal-damaged"
PHRASES = Path(__file__).parent / "phrases"
LOOK = 1.0  # seconds


def damaged(bus: Link, appliance: Appliance, broken: JournalBroken, stopping: threading.Event) -> NoReturn:
    """Exit 0 once told to stop; 78 where no systemd watches: whoever started it sees it end. `bus` is not started yet."""
    sys.stderr.write(f"{broken}\n")
    if "NOTIFY_SOCKET" not in os.environ:
        sys.exit(os.EX_CONFIG)
    phrases, watchdog = Phrases.load(PHRASES), Watchdog()
    appliance.problem(DAMAGED, phrases.text(f"problem.{DAMAGED}"), phrases.text(f"remedy.{DAMAGED}"))
    appliance.degraded()
    bus.start()
    watchdog.ready()
    while not stopping.wait(LOOK):
        watchdog.pet()
    watchdog.stopping()
    appliance.stop()
    bus.stop()
    sys.exit(os.EX_OK)
