"""A queue-master whose journal cannot be trusted: it decides nothing, tells the hall why, and waits for a person.

The person puts `use-last-copy.txt` onto the card, which a unit turns into a file in the queue-master's folder; then the
journal is mended, and the next start goes on from it. Where nothing is sound, `begin-anew.txt` begins an empty one. One of
a pair only says what is wrong, to both boxes: its standby has everything.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import date, datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import NoReturn

from msgspec import structs

from broker.bus.addresses import addresses
from broker.bus.appliance import Appliance
from broker.bus.clock import now
from broker.bus.link import Link
from broker.bus.on_disk import keep
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.watchdog import Watchdog
from broker.contracts.hall_file import HallFile
from broker.contracts.phrases import Phrases
from broker.contracts.status import About
from broker.queuemaster.journal import JournalBroken
from broker.queuemaster.master import QueueMaster
from broker.queuemaster.mending import LOST, lost_in, mend
from broker.queuemaster.opening import another_has_more

ROLE = "queue-master"
PHRASES = Path(__file__).parent / "phrases"
ORDER, ANEW = "use-last-copy", "begin-anew"  # in the queue-master's folder
REFUSED, HOPELESS, MENDED, BEGUN = "journal-refused", "journal-lost", "journal-mended", "journal-begun-anew"
OF_PAIR = "journal-refused-pair"
LOOK = 1.0  # seconds


def refused(settings: Settings, plan: HallFile, broken: JournalBroken) -> NoReturn:
    """Exit 78: nobody would start us again. 75: the next start finds another journal. 0: told to stop."""
    sys.stderr.write(f"{broken}\n")
    if "NOTIFY_SOCKET" not in os.environ:
        sys.exit(os.EX_CONFIG)
    if another_has_more(settings):
        _wait(settings, plan, OF_PAIR)
    code, folder = REFUSED, settings.state_dir
    if _is_ordered(folder):  # before we say that we are up: mending may take longer than the watchdog waits
        try:
            mend(folder, now(plan.timezone), anew=(folder / ANEW).exists())
        except (JournalBroken, OSError, DatabaseError) as hopeless:
            sys.stderr.write(f"{hopeless}\n")
            code = HOPELESS
        _obeyed(folder)
        if code == REFUSED:
            sys.exit(os.EX_TEMPFAIL)
    _wait(settings, plan, code)


def _is_ordered(folder: Path) -> bool:
    return (folder / ORDER).exists() or (folder / ANEW).exists()


def _obeyed(folder: Path) -> None:
    """An order is for this damage, and for no later one."""
    (folder / ORDER).unlink(missing_ok=True)
    (folder / ANEW).unlink(missing_ok=True)


def _wait(settings: Settings, plan: HallFile, code: str) -> NoReturn:
    told = [_as_appliance(settings, plan, ROLE, settings.broker_host)]
    if (
        code == OF_PAIR and settings.second_broker
    ):  # where the hall is once the standby has it, and this box would follow
        told.append(_as_appliance(settings, plan, "standby", settings.second_broker))
    phrases, watchdog, stopping = Phrases.load(PHRASES), Watchdog(), threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopping.set())
    for bus, appliance in told:
        appliance.problem(code, phrases.text(f"problem.{code}"), phrases.text(f"remedy.{code}"))
        appliance.degraded()
        bus.start()
    watchdog.ready()
    while (code == OF_PAIR or not _is_ordered(settings.state_dir)) and not stopping.wait(LOOK):
        watchdog.pet()
    watchdog.stopping()
    for bus, appliance in told:
        appliance.stop()
        bus.stop()
    sys.exit(os.EX_OK if stopping.is_set() else os.EX_TEMPFAIL)


def _as_appliance(settings: Settings, plan: HallFile, role: str, broker: str) -> tuple[Link, Appliance]:
    name, about = settings.appliance or ROLE, About(role=role, version=release())
    host, port = addresses(broker, settings.broker_port)[0]
    bus = Link(plan.hall.id, name, host, port, identity=settings.identity)
    return bus, Appliance(bus, id=name, role=role, version=about.version, about=about, zone=plan.timezone)


def go_on(master: QueueMaster, folder: Path, at: datetime) -> None:
    """With a journal that is sound: an order has nothing to do; what a mended one has lost is passed over. DiskFull."""
    _obeyed(folder)
    lost = lost_in(folder)
    if lost is not None and not lost.passed:
        master.pass_over(max(at, lost.until))  # with a clock of an earlier day, still in the day that lost them
        keep(folder / LOST, structs.replace(lost, passed=True))


def tell_lost(appliance: Appliance, folder: Path, today: date) -> None:
    """Until the end of the day on which the journal was mended: from when to when events may be missing."""
    lost = lost_in(folder)
    if lost is not None and lost.until.date() >= today:
        code, phrases = (MENDED if lost.since else BEGUN), Phrases.load(PHRASES)
        since = f"{lost.since:%d.%m %H:%M}" if lost.since else ""
        message = phrases.text(f"problem.{code}", since=since, until=f"{lost.until:%d.%m %H:%M}")
        appliance.problem(code, message, phrases.text(f"remedy.{code}"))
