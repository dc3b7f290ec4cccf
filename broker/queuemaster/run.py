"""The queue-master's process: messages in, `master` decides and writes, answers and events out.

The network thread only puts messages into a queue; one loop takes all that wait, so that what arrives while the
disk is busy is written together. The snapshot follows every change at once, but not more often than people can see.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from queue import Empty, SimpleQueue

from broker.acceptance.taking import Acceptance
from broker.bus.appliance import Appliance
from broker.bus.clock import now
from broker.bus.link import Link
from broker.bus.release import release
from broker.bus.seam import Bus, Message
from broker.bus.settings import Settings
from broker.bus.unknown_settings import tell_unknown
from broker.bus.watchdog import Watchdog
from broker.contracts import codec
from broker.contracts.phrases import Phrases
from broker.contracts.status import About
from broker.contracts.topics import Topics
from broker.queuemaster.archivist import Archivist
from broker.queuemaster.breather import Breather
from broker.queuemaster.errands import Errands
from broker.queuemaster.from_backup import pass_over_restored
from broker.queuemaster.gate import Gate, list_of
from broker.queuemaster.hall_desk import HallDesk
from broker.queuemaster.journal import DiskFull, Journal, JournalAway, JournalBroken, is_small
from broker.queuemaster.master import Incoming, QueueMaster
from broker.queuemaster.opening import opened
from broker.queuemaster.pace import HEARTBEAT, Pace
from broker.queuemaster.picture import encoded
from broker.queuemaster.plan_and_calendar import load
from broker.queuemaster.refused import go_on, refused, tell_lost
from broker.queuemaster.reply_topics import CLIENT, reply_topic
from broker.queuemaster.reporting import Reporting
from broker.queuemaster.reserve import Reserve
from broker.queuemaster.second import OneDisk, Second, TermOver
from broker.queuemaster.short_journal import Head, note_head
from broker.queuemaster.shown_watch import ShownWatch
from broker.queuemaster.store import Store
from broker.queuemaster.succeeded import end_of_term, follows
from broker.queuemaster.summary import EVERY, summary
from broker.queuemaster.telling_hall import tell_hall
from broker.queuemaster.telling_staff import Staff
from broker.standby.word_desk import teach as teach_backup

log = logging.getLogger(__name__)

ROLE = "queue-master"
AT_ONCE = 256  # messages in one transaction
COPY_EVERY, HEAD_EVERY = 3600.0, 60.0  # seconds
UPKEEP = 5.0  # seconds
PHRASES = Path(__file__).parent / "phrases"


class Loop:
    """One turn after another, until told to stop."""

    def __init__(
        self,
        master: QueueMaster,
        bus: Bus,
        epoch: str,
        clock: Callable[[], datetime],
        second: Second | None = None,
        *,
        begins: Callable[[], None] = lambda: None,
    ) -> None:
        """`begins`: done once, when nobody else decides and this one is about to."""
        self._begins = begins
        self._master = master
        self._bus = bus
        self._epoch = epoch
        self._clock = clock
        self._second = second or OneDisk()
        self._topics = Topics(bus.hall)
        self._inbox: SimpleQueue[Incoming | None] = SimpleQueue()
        self._pace = Pace()
        self._summed = float("-inf")  # monotonic moment of the last summary for other halls
        self.unheard = 0
        self._behind = True  # events may be on disk that the hall has not heard
        self._breather = Breather()
        self._watchdog = Watchdog()
        self._stopping = threading.Event()
        self.errands = Errands(lambda: self._inbox.put(None))
        self._seen = ShownWatch(bus, clock)
        bus.subscribe(self._topics.command("+"), self._hear)
        bus.on_link(lambda _up: self._inbox.put(None))

    def stop(self) -> None:
        self._stopping.set()
        self._inbox.put(None)

    def run(self) -> None:
        self._watchdog.ready()  # the journal is read; the broker may come later
        if self._second.ready(self._go_on):
            self._begins()
            self._second.written(self._master.hall.seq, self._go_on)
        while self._second.ready(self._go_on):
            self.turn(self.waiting(self._patience()))
        self._watchdog.stopping()

    def _go_on(self) -> bool:
        self._watchdog.pet()
        return not self._stopping.is_set()

    def turn(self, incoming: list[Incoming]) -> None:
        """Take in a batch (or none, when only time passed) and tell what came of it."""
        if self.errands.run():
            self._pace.changed()
        outcome = self._master.handle(incoming, self._clock())
        if outcome.events and not self._second.written(self._master.hall.seq, self._go_on):
            self._behind = True  # told to stop before it was sure: nobody is answered
            return
        if outcome.turned:
            self._pace.changed()
        if outcome.events:
            self._pace.happened()
        self._publish(outcome.answers, outcome.events)
        if not self._pace.left(time.monotonic()):
            self._show()
            self._master.keep_house()
        if outcome.events:
            self._breather.changed(time.monotonic())
        calm = self._inbox.empty() and not self._breather.left(time.monotonic())
        if calm and self._master.look_ahead(self._clock()):
            self._pace.changed()

    def _hear(self, message: Message) -> None:
        client = message.topic.rsplit("/", 1)[1]
        # A kept command would be heard again at every connection. A name that is none cannot be answered.
        if message.retained or not CLIENT.fullmatch(client):
            self.unheard += 1
            if self.unheard & (self.unheard - 1) == 0:  # the 1st, 2nd, 4th, 8th: a flood must not fill the log too
                log.warning("%d commands not taken in: kept by the broker, or of a client without a name", self.unheard)
            return
        self._inbox.put(Incoming(client, message.body, message.response_topic, message.correlation))

    def waiting(self, patience: float = 0.0) -> list[Incoming]:
        """All messages that wait, at most a transaction's worth; when none does, `patience` seconds for the first."""
        batch: list[Incoming] = []
        try:
            first = self._inbox.get(timeout=patience) if patience > 0 else self._inbox.get_nowait()
            while first is not None:
                batch.append(first)
                if len(batch) == AT_ONCE:
                    break
                first = self._inbox.get_nowait()
        except Empty:
            pass
        return batch

    def _patience(self) -> float:
        """Seconds until a deadline, the next snapshot or the heartbeat; none while there is something to go on with."""
        breath = self._breather.left(time.monotonic())
        if self._master.foresight.looking:
            return breath
        moment = self._clock()
        return min(
            breath or HEARTBEAT,
            (self._master.next_wake(moment) - moment).total_seconds(),
            self._pace.left(time.monotonic()),
        )

    def _publish(self, answers: list[tuple[Incoming, bytes]], events: list[bytes]) -> None:
        if not self._bus.connected:
            self._behind = True  # who asked will ask again; the events are told when the link is back
            return
        for message, body in answers:
            topic = reply_topic(self._topics.reply(message.client), message.response_topic)
            self._bus.publish(topic, body, correlation=message.correlation)
        for body in self._master.unpublished() if self._behind else events:
            self._bus.publish(self._topics.event, body)
        self._behind = False
        self._master.published = self._master.hall.seq

    def _show(self) -> None:
        picture = self._master.picture(self._clock(), self._epoch)
        self._bus.publish(self._topics.state, encoded(picture), retain=True)
        self._seen.called(picture.calls)
        moment = time.monotonic()
        self._pace.told(moment)
        if moment - self._summed >= EVERY:
            self._summed = moment
            branch = summary(self._master.hall.plan.hall, picture)
            self._bus.publish(self._topics.branch, codec.encode(branch), retain=True)


def run(settings: Settings) -> None:
    """Run the queue-master until SIGTERM or SIGINT. Exit 78: its journal cannot be trusted (`refused`); 75: not now."""
    if settings.second_broker and settings.witness and follows(settings):
        return
    plan, calendar = load(settings.hall)
    store = Store(settings.state_dir)
    reserve = Reserve(settings.state_dir)
    try:
        store.claim()
        journal = opened(store, reserve, settings, now(plan.timezone))
        master = _gated(QueueMaster(plan, journal, Phrases.load(PHRASES), reserve, calendar), settings)
        go_on(master, settings.state_dir, now(plan.timezone))
    except JournalBroken as broken:
        refused(settings, plan, broken)
    except (JournalAway, DiskFull) as away:
        sys.stderr.write(f"{away}\n")
        sys.exit(os.EX_TEMPFAIL)
    name = settings.appliance or ROLE
    bus = Link(plan.hall.id, name, settings.broker_host, settings.broker_port, identity=settings.identity)
    appliance = _as_appliance(bus, name, settings, plan.timezone)
    second = _second(settings, bus, journal)
    loop = Loop(
        master,
        bus,
        appliance.boot,
        lambda: now(plan.timezone),
        second,
        begins=lambda: pass_over_restored(master, settings.state_dir, now(plan.timezone)),
    )
    HallDesk(settings.hall, master, loop.errands, lambda: tell_hall(bus, appliance, settings.hall)).teach(appliance)
    _stop_when_told(loop)
    bus.on_link(lambda up: appliance.ready() if up and appliance.state == "init" else None)
    health = _Health()
    archivist = Archivist(store.path, plan.retention, master, health.stopped)
    beside = (
        threading.Thread(target=_keep_copies, args=(store, journal, master, health), name="copies"),
        threading.Thread(
            target=_tell_staff,
            args=(
                master,
                Staff(appliance, Phrases.load(PHRASES), settings.state_dir),
                archivist,
                health,
                _missing(settings, bus, second),
            ),
            name="staff",
        ),
        threading.Thread(target=archivist.run, name="archivist"),
        threading.Thread(target=Reporting(store.path, plan, health.stopped).run, name="reports"),
    )
    stop_publishing = _publish_content(settings, bus, appliance)
    bus.start()
    threading.Thread(target=_warm_up, args=(master,), name="warm-up", daemon=True).start()  # beside the first answers
    for thread in beside:
        thread.start()
    over: TermOver | None = None
    try:
        loop.run()
    except TermOver as found:
        over = found
    finally:
        health.stopped.set()  # also when the loop broke: a half-dead queue-master must end, to be started anew
    for thread in beside:
        thread.join()
    second.stop()
    master.checkpoint()
    stop_publishing()
    appliance.stop()
    bus.stop()
    if not health.damaged:
        _copy(store, journal)
    journal.close()
    if over is not None:
        end_of_term(settings, over)


def _gated(master: QueueMaster, settings: Settings) -> QueueMaster:
    master.gate = Gate(list_of(settings))
    return master


def _as_appliance(bus: Bus, name: str, settings: Settings, zone: tzinfo) -> Appliance:
    about = About(role=ROLE, version=release())
    appliance = Appliance(bus, id=name, role=ROLE, version=about.version, about=about, zone=zone)
    Acceptance(appliance, bus, settings.state_dir, zone)
    tell_lost(appliance, settings.state_dir, now(zone).date())
    tell_unknown(appliance, settings)
    teach_backup(appliance, settings.state_dir, second=bool(settings.standby))
    return appliance


def _stop_when_told(loop: Loop) -> None:
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: loop.stop())


def _second(settings: Settings, bus: Bus, journal: Journal) -> Second:
    if not settings.standby:
        return OneDisk()
    from broker.standby.second_disk import second_disk  # noqa: PLC0415 - most halls have none, and it brings a library

    return second_disk(settings, bus, journal)


def _missing(settings: Settings, bus: Bus, second: Second) -> Callable[[], frozenset[str]]:
    """What is missing of the pair that this box is one of: the second disk, and the authority, which comes with the office.

    Before the bus starts: the hall's desk opens once this box is heard.
    """
    if not (settings.second_broker and settings.witness):
        return lambda: second.missing
    from broker.standby.heir import heir_of  # noqa: PLC0415 - most halls have no pair

    heir = heir_of(settings, bus)
    return lambda: second.missing | (heir.missing if heir else frozenset())


def _publish_content(settings: Settings, bus: Bus, appliance: Appliance) -> Callable[[], None]:
    """Publish the hall's content bundles, if it has any, beside the work. Returns what ends it."""
    if not settings.content:
        return lambda: None
    from broker.content.publishing import Publisher  # noqa: PLC0415 - it brings the web server along

    store = settings.state_dir / "content"
    publisher = Publisher(
        bus,
        Path(settings.content),
        store,
        host=settings.content_host,
        port=settings.content_port,
        staff=appliance,
    )
    publisher.start()
    return publisher.stop


def _copy(store: Store, journal: Journal) -> None:
    try:
        store.copy(journal)
    except (OSError, sqlite3.Error):
        log.exception("no copy of the journal could be made")


def _warm_up(master: QueueMaster) -> None:
    """Load what is not needed for the first answers."""
    master.foresight.warm_up()
    gc.freeze()  # what is loaded now stays: to look through it for garbage would hold up a visitor for ten milliseconds


def _keep_copies(store: Store, journal: Journal, master: QueueMaster, health: _Health) -> None:
    """A whole copy of the journal now and every hour, and once a minute how far it has come.

    A journal too large to be looked through before the first ticket is looked through here. A damaged one is not
    copied any more: the copies that are whole are the way back.
    """
    if not is_small(journal.path) and (damage := journal.damage()):
        log.critical("%s is damaged: %s", journal.path, damage)
        health.damaged = True
    copied = noted = float("-inf")
    head = 0
    while not health.damaged and not health.stopped.wait(UPKEEP):
        if journal.seq > head and time.monotonic() - noted > HEAD_EVERY:
            head, noted = journal.seq, time.monotonic()
            with suppress(OSError):  # a full disk
                note_head(journal.path, Head(head, now(master.hall.plan.timezone)))
        if not master.is_full and time.monotonic() - copied > COPY_EVERY and master.hall.seq:
            copied = time.monotonic()
            _copy(store, journal)


def _tell_staff(
    master: QueueMaster, staff: Staff, archivist: Archivist, health: _Health, missing: Callable[[], frozenset[str]]
) -> None:
    """A word to the staff while something is wrong with disk, journal or archive; apart from copying, which may be slow."""
    while not health.stopped.wait(UPKEEP):
        lost = any(day >= master.hall.memory.day for day in master.days_without_secret)
        wrong = {
            "storage-full": master.is_full,
            "journal-damaged": health.damaged,
            "archive-stands": archivist.stands,
            "secret-lost": lost,
            "not-entitled": master.gate.refuses,
            "nobody-known": master.gate.blind,
        }
        staff.tell({code for code, is_so in wrong.items() if is_so} | missing())
    staff.over()


class _Health:
    """What the queue-master's threads tell each other."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.damaged = False
