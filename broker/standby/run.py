"""The role `standby`: has everything that the queue-master has, on a second box of the hall."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from msgspec.structs import replace

from broker.acceptance.taking import Acceptance
from broker.bus.addresses import addresses
from broker.bus.appliance import Appliance
from broker.bus.link import Link
from broker.bus.on_disk import keep
from broker.bus.release import release
from broker.bus.room import is_full
from broker.bus.settings import Settings
from broker.bus.unknown_settings import tell_unknown
from broker.bus.watchdog import Watchdog
from broker.contracts.phrases import Phrases
from broker.contracts.status import About
from broker.queuemaster.journal import DiskFull, JournalAway, JournalBroken
from broker.standby.candidate import Candidate, holds_office
from broker.standby.coming_home import bring_home
from broker.standby.damaged import damaged
from broker.standby.following import Following, Step
from broker.standby.giving_back import lay_before_office
from broker.standby.inheriting import NAME as AUTHORITY
from broker.standby.kept_files import HALL
from broker.standby.mirroring import BESIDE, Mirror
from broker.standby.questions import Questions
from broker.standby.room import FILES, JOURNAL, STANDS, Room
from broker.standby.second_office import CARRIED, STAFF, close_office
from broker.standby.staff_changes import seen, stood
from broker.standby.standing import STANDING, Standing, moment
from broker.standby.succeeding import Step as Wanted

log = logging.getLogger(__name__)

ROLE = "standby"
PHRASES = Path(__file__).parent / "phrases"
MIRROR_EVERY = 10.0  # seconds
STAFF_EVERY = 2.0  # seconds between two looks at the staff list: who was added or shut out is so where the queue goes
STANDS_EVERY = 0.5  # seconds between two words of how it stands
PATIENCE_BEHIND = 60  # answers in a row that leave something missing, before staff are told
_CODES = {Step.SILENCE: "no-queue-master", Step.AHEAD: "standby-ahead", Step.BEHIND: "standby-behind"}


def run(settings: Settings, home: Settings | None = None) -> None:
    """Follow until SIGTERM or SIGINT, or until this box becomes the queue-master. `home`: the settings of a box that was that
    from the beginning: the hall's files are in their own place there, and it makes what its own standby's broker reads.

    Exit 75: its journal cannot be had now. One that cannot be trusted is told of (`damaged.py`).
    """
    if holds_office(settings.state_dir, settings.appliance) or _follow_until_elected(settings, home):
        from broker.queuemaster.run import run as decide  # noqa: PLC0415 - most standbys never do

        office = in_office(settings)
        if home is not None:
            office = replace(office, hall=home.hall, content=home.content, broker_files=home.broker_files)
        decide(office)


def in_office(settings: Settings) -> Settings:
    """The settings of the queue-master that this box becomes: its own broker, and the hall's files as they were last."""
    host, port = addresses(settings.own_broker or "127.0.0.1", settings.broker_port)[0]
    hall, content = settings.state_dir / BESIDE / HALL, settings.state_dir / BESIDE / "content"
    return replace(
        settings,
        broker_host=host,
        broker_port=port,
        hall=hall if hall.is_file() else settings.hall,
        content=str(content) if content.is_dir() else "",
        broker_files="",
        access_list=settings.access_list or (f"{settings.broker_files}/access.list" if settings.broker_files else ""),
        backs_up=settings.backs_up or str(authority_of(settings) or ""),
        second_broker=settings.broker_host,
    )


def authority_of(settings: Settings) -> Path | None:
    """Where the desk of this machine looks for the hall's authority: beside what its broker reads. None: no desk here."""
    return Path(settings.broker_files).parent / AUTHORITY if settings.broker_files else None


def _follow_until_elected(settings: Settings, home: Settings | None) -> bool:
    plan, name = settings.hall_file(), settings.appliance
    if (authority := authority_of(settings)) is not None:
        close_office(authority.parent)
    bus = Link(plan.hall.id, name, settings.broker_host, settings.broker_port, identity=settings.identity)
    about = About(role=ROLE, version=release(), place=settings.place)
    appliance = Appliance(bus, id=name, role=ROLE, version=release(), about=about, zone=plan.timezone)
    Acceptance(appliance, bus, settings.state_dir, plan.timezone, place=settings.place)
    tell_unknown(appliance, settings)
    stopping = threading.Event()
    questions = Questions(bus)

    def stop(*_: object) -> None:
        stopping.set()
        questions.stop()

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, stop)
    broker = Path(settings.broker_files) if settings.broker_files else None
    mirror = Mirror(settings.state_dir, questions, stopping.is_set, broker)
    try:
        following = Following(settings.state_dir, questions, mirror)
    except JournalBroken as broken:
        damaged(bus, appliance, broken, stopping)
    except (JournalAway, DiskFull) as away:
        sys.stderr.write(f"{away}\n")
        sys.exit(os.EX_TEMPFAIL)
    office = in_office(settings)
    own = Link(plan.hall.id, name, office.broker_host, office.broker_port, identity=settings.identity)
    candidate = Candidate(settings.state_dir, bus, own, settings.witness) if settings.witness else None
    bus.start()
    if candidate is not None:
        own.start()
    room = Room(appliance)
    files = threading.Thread(target=_mirror, args=(mirror, settings.state_dir, stopping, room, home), name="files")
    files.start()
    elected = _follow(following, appliance, settings.state_dir, stopping, candidate, room=room)
    stop()
    files.join()
    appliance.stop()
    bus.stop()
    own.stop()
    following.let_go()
    return elected


def _mirror(mirror: Mirror, state: Path, stopping: threading.Event, room: Room, home: Settings | None = None) -> None:
    turned, rests = float("-inf"), 0.0
    while not stopping.wait(rests or (STAFF_EVERY if mirror.whole else 1.0)):
        had, rests = stood(state), 0.0
        try:
            if not mirror.whole or time.monotonic() - turned >= MIRROR_EVERY:
                mirror.turn()
                lay_before_office(state)
                if mirror.whole and home is not None:
                    bring_home(home)
                turned = time.monotonic()
            # Not before the rest: pages with staff and without certificates would not open.
            if mirror.whole and mirror.fresh(f"{CARRIED}/{STAFF}"):
                seen(state, had)
            if mirror.whole:
                room.had(FILES)
        except OSError as error:
            log.error("the files could not be kept: %s", error)  # noqa: TRY400 - the words say it all
            rests = room.lacked(FILES) if is_full(error) else 0.0


def _follow(
    following: Following,
    appliance: Appliance,
    folder: Path,
    stopping: threading.Event,
    candidate: Candidate | None,
    *,
    room: Room,
) -> bool:
    """Each question is a turn; the watchdog is petted from here. True: this box is the queue-master now."""
    staff = _Staff(appliance)
    watchdog = Watchdog()
    watchdog.ready()
    stood, rests = float("-inf"), 0.0
    while not stopping.is_set():
        try:
            step = following.turn()
            if step in (Step.UP_TO_DATE, Step.TAKEN):
                room.had(JOURNAL)
        except (DiskFull, OSError) as full:
            if isinstance(full, OSError) and not is_full(full):
                raise
            log.error("no room for the journal: %s", full)  # noqa: TRY400 - the words say it all
            step, rests = Step.NO_ROOM, room.lacked(JOURNAL)
        if step is Step.UP_TO_DATE and time.monotonic() - stood >= STANDS_EVERY:
            stood = time.monotonic()
            _say_how_it_stands(following, folder, room)
        watchdog.pet()
        staff.tell(step)
        if candidate is not None and _is_elected(candidate, step, following, watchdog, stopping):
            return True
        if step is Step.NO_ROOM:
            _rest(rests, watchdog, stopping)
        if step in (Step.SILENCE, Step.AHEAD, Step.BEHIND):
            stopping.wait(0.2)
    watchdog.stopping()
    return False


def _say_how_it_stands(following: Following, folder: Path, room: Room) -> None:
    """For who looks at this box; without room staff are told, and nothing is held up."""
    try:
        keep(folder / STANDING, Standing(following.durable, following.journal.root.hex(), moment()), sync=False)
        room.had(STANDS)
    except OSError as error:
        if not is_full(error):
            raise
        room.lacked(STANDS)


def _rest(seconds: float, watchdog: Watchdog, stopping: threading.Event) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not stopping.wait(min(1.0, seconds)):
        watchdog.pet()


def _is_elected(
    candidate: Candidate, step: Step, following: Following, watchdog: Watchdog, stopping: threading.Event
) -> bool:
    if step not in (Step.SILENCE, Step.AHEAD):
        candidate.heard()
    wanted = candidate.turn(fit=following.fit)
    while wanted in (Wanted.PARTING, Wanted.ELECTED) and not stopping.is_set():
        if wanted is Wanted.ELECTED:
            return True
        watchdog.pet()  # promised to ourselves: the old queue-master is not followed any more
        stopping.wait(0.1)
        wanted = candidate.turn(fit=following.fit)
    return False


class _Staff:
    """A word to the staff while something is wrong."""

    def __init__(self, appliance: Appliance) -> None:
        self._appliance, self._phrases = appliance, Phrases.load(PHRASES)
        self._told, self._behind = "", 0

    def tell(self, step: Step) -> None:
        self._behind = self._behind + 1 if step is Step.BEHIND else 0
        lasts = step is not Step.BEHIND or self._behind > PATIENCE_BEHIND
        code = _CODES.get(step, "") if lasts else self._told
        if code != self._told:
            if self._told:
                self._appliance.clear(self._told)
            if code:
                words = (self._phrases.text(f"problem.{code}"), self._phrases.text(f"remedy.{code}"))
                self._appliance.problem(code, *words)
            self._told = code
        if self._appliance.state != (wanted := "degraded" if code else "ready"):
            (self._appliance.degraded if wanted == "degraded" else self._appliance.ready)()
