"""The role `standby`: has everything that the queue-master has, on a second box of the hall."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from pathlib import Path

from broker.bus.appliance import Appliance
from broker.bus.link import Link
from broker.bus.on_disk import keep
from broker.bus.release import release
from broker.bus.settings import Settings
from broker.bus.watchdog import Watchdog
from broker.contracts.phrases import Phrases
from broker.contracts.status import About
from broker.queuemaster.journal import DiskFull, JournalAway, JournalBroken
from broker.standby.following import Following, Step
from broker.standby.mirroring import Mirror
from broker.standby.questions import Questions
from broker.standby.standing import STANDING, Standing, moment

log = logging.getLogger(__name__)

ROLE = "standby"
PHRASES = Path(__file__).parent / "phrases"
MIRROR_EVERY = 10.0  # seconds
PATIENCE_BEHIND = 60  # answers in a row that leave something missing, before staff are told
_CODES = {Step.SILENCE: "no-queue-master", Step.AHEAD: "standby-ahead", Step.BEHIND: "standby-behind"}


def run(settings: Settings) -> None:
    """Follow until SIGTERM or SIGINT. Exit 78: its journal cannot be trusted; 75: it cannot be had now."""
    plan = settings.hall_file()
    bus = Link(plan.hall.id, settings.appliance, settings.broker_host, settings.broker_port, identity=settings.identity)
    about = About(role=ROLE, version=release(), place=settings.place)
    appliance = Appliance(bus, id=settings.appliance, role=ROLE, version=release(), about=about, zone=plan.timezone)
    stopping = threading.Event()
    questions = Questions(bus)

    def stop(*_: object) -> None:
        stopping.set()
        questions.stop()

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, stop)
    mirror = Mirror(settings.state_dir, questions, stopping.is_set)
    try:
        following = Following(settings.state_dir, questions, mirror)
    except JournalBroken as broken:
        sys.stderr.write(f"{broken}\n")
        sys.exit(os.EX_CONFIG)
    except (JournalAway, DiskFull) as away:
        sys.stderr.write(f"{away}\n")
        sys.exit(os.EX_TEMPFAIL)
    bus.start()
    files = threading.Thread(target=_mirror, args=(mirror, stopping), name="files")
    files.start()
    _follow(following, appliance, settings.state_dir, stopping)
    stopping.set()
    files.join()
    appliance.stop()
    bus.stop()
    following.close()


def _mirror(mirror: Mirror, stopping: threading.Event) -> None:
    while not stopping.wait(MIRROR_EVERY if mirror.whole else 1.0):
        try:
            mirror.turn()
        except OSError as error:
            log.error("the files could not be kept: %s", error)  # noqa: TRY400 - the words say it all


def _follow(following: Following, appliance: Appliance, folder: Path, stopping: threading.Event) -> None:
    """Each question is a turn; the watchdog is petted from here."""
    phrases = Phrases.load(PHRASES)
    watchdog = Watchdog()
    watchdog.ready()
    told, behind = "", 0
    while not stopping.is_set():
        try:
            step = following.turn()
        except DiskFull as full:
            log.error("no room for the journal: %s", full)  # noqa: TRY400 - the words say it all
            step = Step.BEHIND
        watchdog.pet()
        behind = behind + 1 if step is Step.BEHIND else 0
        code = _CODES.get(step, "") if step is not Step.BEHIND or behind > PATIENCE_BEHIND else told
        if step is Step.UP_TO_DATE:
            keep(folder / STANDING, Standing(following.durable, following.journal.root.hex(), moment()), sync=False)
        if code != told:
            if told:
                appliance.clear(told)
            if code:
                appliance.problem(code, phrases.text(f"problem.{code}"), phrases.text(f"remedy.{code}"))
            told = code
        wanted = "degraded" if told else "ready"
        if appliance.state != wanted:
            (appliance.degraded if told else appliance.ready)()
        if step in (Step.AHEAD, Step.BEHIND) or (step is Step.SILENCE and not stopping.is_set()):
            stopping.wait(0.2)
    watchdog.stopping()
