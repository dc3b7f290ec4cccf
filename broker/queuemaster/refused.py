"""A queue-master whose journal cannot be trusted: it decides nothing, tells the hall why, and waits for a person.

The person puts `use-last-copy.txt` onto the card, which a unit turns into a file in the queue-master's folder; then the
journal is mended, and the next start goes on from it. Where nothing is sound, `begin-anew.txt` begins an empty one. One of
a pair is left alone: its standby has everything.
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
LOOK = 1.0  # seconds


def refused(settings: Settings, plan: HallFile, broken: JournalBroken) -> NoReturn:
    """Exit 78: one of a pair, or nobody would start us again. 75: the next start finds another journal. 0: told to stop."""
    sys.stderr.write(f"{broken}\n")
    if another_has_more(settings) or "NOTIFY_SOCKET" not in os.environ:
        sys.exit(os.EX_CONFIG)
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
    about = About(role=ROLE, version=release())
    name = settings.appliance or ROLE
    bus = Link(plan.hall.id, name, settings.broker_host, settings.broker_port, identity=settings.identity)
    appliance = Appliance(bus, id=name, role=ROLE, version=about.version, about=about, zone=plan.timezone)
    phrases, watchdog, stopping = Phrases.load(PHRASES), Watchdog(), threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopping.set())
    appliance.problem(code, phrases.text(f"problem.{code}"), phrases.text(f"remedy.{code}"))
    appliance.degraded()
    bus.start()
    watchdog.ready()
    while not _is_ordered(settings.state_dir) and not stopping.wait(LOOK):
        watchdog.pet()
    watchdog.stopping()
    appliance.stop()
    bus.stop()
    sys.exit(os.EX_OK if stopping.is_set() else os.EX_TEMPFAIL)


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
