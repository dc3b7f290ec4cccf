"""The role `witness`: the third voter, on any box of the hall that is neither the queue-master's nor the standby's.

It is at both brokers at once, and has one small file.
"""

from __future__ import annotations

import signal
import threading
import time
from copy import copy
from pathlib import Path

from broker.acceptance.taking import Acceptance
from broker.bus.addresses import addresses
from broker.bus.appliance import Appliance
from broker.bus.link import Link
from broker.bus.on_disk import keep, kept
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.unknown_settings import tell_unknown
from broker.bus.watchdog import Watchdog
from broker.contracts.standby import Register, Vote
from broker.contracts.status import About
from broker.standby.voter import REGISTER, answer_votes
from broker.standby.witnessing import Witnessing

ROLE = "witness"


class Witness:
    """The register in `folder`, on the disk before anybody hears of it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / REGISTER
        self._witnessing = Witnessing(kept(self._file, Register) or Register())
        self._lock = threading.Lock()

    def answer(self, vote: Vote) -> tuple[bool, Register]:
        """OSError: it could not be written, and nothing is promised."""
        with self._lock:
            before = copy(self._witnessing)
            granted = self._witnessing.asked(vote, time.monotonic())
            if self._witnessing.held != before.held:
                try:
                    keep(self._file, self._witnessing.held)
                except OSError:
                    self._witnessing = before
                    raise
            return granted, self._witnessing.held


def run(settings: Settings) -> None:
    """Vote until SIGTERM or SIGINT."""
    plan = settings.hall_file()
    witness = Witness(settings.state_dir)
    stopping = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopping.set())
    links = [
        Link(plan.hall.id, settings.appliance, host, port, identity=settings.identity)
        for host, port in addresses(settings.broker_host, settings.broker_port)
    ]
    about = About(role=ROLE, version=release(), place=settings.place)
    appliances = [
        Appliance(link, id=settings.appliance, role=ROLE, version=release(), about=about, zone=plan.timezone)
        for link in links
    ]
    # At the first broker alone: the technician's page is there.
    Acceptance(appliances[0], links[0], settings.state_dir, plan.timezone, place=settings.place)
    tell_unknown(appliances[0], settings)
    for link, appliance in zip(links, appliances, strict=True):
        answer_votes(link, witness.answer)
        appliance.ready()
        link.start()
    watchdog = Watchdog()
    watchdog.ready()
    while not stopping.wait(1.0):
        watchdog.pet()
    watchdog.stopping()
    for link, appliance in zip(links, appliances, strict=True):
        appliance.stop()
        link.stop()
