"""A hall under fire: clients that ask until they are answered, and somebody who kills what they ask.

What was acknowledged is written down here, apart from the hall, and held against its journal at the end.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

import msgspec
from msgspec import structs

from bench.hall import SERVICES
from bench.processes import until
from bench.standing import Standing
from broker.bus.asking import Asker, NoAnswer
from broker.bus.clock import new_id
from broker.bus.seam import Message
from broker.contracts import codec
from broker.contracts import commands as c
from broker.contracts import events as e
from broker.contracts.replies import Reply, TicketView
from broker.contracts.snapshot import Snapshot
from broker.contracts.topics import Topics
from broker.queuemaster.journal import Journal
from broker.queuemaster.picture import snapshot
from broker.queuemaster.restoring import replayed
from broker.queuemaster.state import Hall, Memory

PATIENCE = 60.0  # seconds until a wish counts as unanswered; the hall is never away so long
DISPENSERS, WINDOWS = 14, 6
PAUSE = 0.02  # seconds between an answer and the next wish: a hall, not a flood


@dataclass
class Acknowledged:
    """What the hall answered `done` to. Locked by whoever writes."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    tickets: list[TicketView] = field(default_factory=list)
    calls: list[tuple[str, TicketView]] = field(default_factory=list)  # command id, ticket
    answers: int = 0
    mistakes: list[str] = field(default_factory=list)


class Clients:
    """Twenty of them, each a link, an asker and a thread."""

    def __init__(self, hall: Standing) -> None:
        self.heard = Acknowledged()
        self._hall = hall
        self._over = threading.Event()
        names = [f"dispenser-{n}" for n in range(1, DISPENSERS + 1)] + [f"window-{n}" for n in range(1, WINDOWS + 1)]
        self._links = [hall.link(name) for name in names]
        self._lives = [
            threading.Thread(target=self._take if place < DISPENSERS else self._work, args=(Asker(link), place))
            for place, link in enumerate(self._links)
        ]
        for link in self._links:
            link.start()
        for life in self._lives:
            life.start()

    def stop(self) -> None:
        """Let each have its last answer."""
        self._over.set()
        for life in self._lives:
            life.join()
        for link in self._links:
            link.stop()

    def _take(self, asker: Asker, place: int) -> None:
        turn = place
        while not self._over.wait(PAUSE):
            turn += 1
            reply = self._ask(asker, c.TakeTicket, service=SERVICES[turn % len(SERVICES)])
            if reply and reply.ticket:
                with self.heard.lock:
                    self.heard.tickets.append(reply.ticket)

    def _work(self, asker: Asker, place: int) -> None:
        window = place - DISPENSERS + 1
        self._ask(asker, c.OpenWindow, window=window)
        while not self._over.wait(PAUSE):
            reply = self._ask(asker, c.CallNext, window=window)
            if reply and reply.ticket:
                with self.heard.lock:
                    self.heard.calls.append((str(reply.id), reply.ticket))
                self._ask(asker, c.StartService, window=window)
                self._ask(asker, c.Finish, window=window)

    def _ask(self, asker: Asker, kind: type[c.Command], **fields: object) -> Reply | None:
        """The reply, if it is `done`; anything else is a mistake of the hall."""
        wish = self._hall.wish(kind, **fields)
        try:
            reply = asker.ask(wish, PATIENCE)
        except NoAnswer as silence:
            self._mistake(str(silence))
            return None
        with self.heard.lock:
            self.heard.answers += 1
        if reply.status != "done":
            self._mistake(f"{kind.__name__} was {reply.status}: {reply.reason}")
            return None
        return reply

    def _mistake(self, what: str) -> None:
        with self.heard.lock:
            self.heard.mistakes.append(what)


class Listener:
    """Hears every event, and asks for those that it missed, as the contract says."""

    def __init__(self, hall: Standing) -> None:
        self._hall = hall
        self._link = hall.link("listener")
        self._asker = Asker(self._link)
        self._link.subscribe(Topics(hall.plan.hall.id).event, self._hear)
        self._lock = threading.Lock()
        self.events: dict[int, bytes] = {}
        self.missed = 0
        self.mistakes: list[str] = []
        self._link.start()
        until(lambda: self._link.connected)

    def catch_up(self, last: int) -> None:
        """Ask for all gaps up to event `last`."""
        while gap := next((seq for seq in range(1, last + 1) if seq not in self.events), None):
            reply = self._asker.ask(self._hall.wish(c.EventsSince, seq=gap - 1), PATIENCE)
            before = len(self.events)
            for body in reply.events or ():
                self._take_in(bytes(body))
            if len(self.events) == before:
                self.mistakes.append(f"event {gap} is not to be had")
                return
            self.missed += len(self.events) - before

    def stop(self) -> None:
        self._link.stop()

    def _hear(self, message: Message) -> None:
        self._take_in(message.body)

    def _take_in(self, body: bytes) -> None:
        event = codec.event(body)
        with self._lock:
            if self.events.setdefault(event.seq, body) != body:
                self.mistakes.append(f"two events have the place {event.seq}")


def fire(hall: Standing, clients: Clients, rounds: int, chance: Random) -> Counter[str]:
    """Kill -9 so many times, each time start again at once; who died how often. Now and then the master ends in order."""
    deaths: Counter[str] = Counter()
    while deaths["queue-master"] + deaths["broker"] < rounds:
        # Half of the deaths come at any moment, also during the start; the others once the hall works again.
        if chance.random() < 0.5:  # noqa: PLR2004 - half
            before = clients.heard.answers
            until(lambda before=before: clients.heard.answers > before, PATIENCE, "nobody was answered")  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, 0.6))
        victim, how = chance.choice(
            [(hall.master, signal.SIGKILL)] * 5 + [(hall.broker, signal.SIGKILL)] * 5 + [(hall.master, signal.SIGTERM)]
        )
        if victim.ended:
            clients.heard.mistakes.append(f"it ended by itself: {victim.words()}")
        victim.end(how)
        victim.start()
        deaths["broker" if victim is hall.broker else "queue-master" if how == signal.SIGKILL else "in order"] += 1
    return deaths


def _without_estimates(picture: Snapshot) -> Snapshot:
    """What follows from the journal alone: how far the hall was played forward depends on the time that there was."""
    return structs.replace(picture, lines=tuple(structs.replace(line, estimate=None) for line in picture.lines))


def mistakes(hall: Standing, heard: Acknowledged, listener: Listener) -> list[str]:
    """What is false after the fire; the hall must be up, and nobody may ask any more. Ends the queue-master."""
    live = _live_picture(hall)
    listener.catch_up(live.seq)
    hall.master.end(signal.SIGKILL)
    journal = Journal.read_only(hall.journal / "journal.db")
    found = [*heard.mistakes, *listener.mistakes]
    if (last := journal.verify()) != live.seq:
        found.append(f"the journal ends at {last}, the hall said {live.seq}")
    found += _against_journal(journal, heard, listener)
    from_first = replayed(Hall(hall.plan), journal)
    if (checkpoint := journal.checkpoint()) is not None:
        memory = msgspec.json.decode(checkpoint.memory, type=Memory)
        from_checkpoint = replayed(Hall(hall.plan, memory), journal, checkpoint.seq)
        if msgspec.json.encode(from_checkpoint.memory) != msgspec.json.encode(from_first.memory):
            found.append("from the checkpoint on it is another hall than from the first event on")
    if _without_estimates(snapshot(from_first, live.at, live.epoch)) != _without_estimates(live):
        found.append("the hall that runs is another than the one replayed from the first event")
    journal.close()
    return found


def _against_journal(journal: Journal, heard: Acknowledged, listener: Listener) -> list[str]:
    records = {record.seq: record.body for record in journal.records()}
    events = [codec.event(body) for body in records.values()]
    issued = Counter(event.ticket for event in events if isinstance(event, e.TicketIssued))
    numbers = {event.ticket: event.number for event in events if isinstance(event, e.TicketIssued)}
    called = Counter(event.command for event in events if isinstance(event, e.TicketCalled))
    announced = {
        event.command for event in map(codec.event, list(listener.events.values())) if isinstance(event, e.TicketCalled)
    }
    found = [f"ticket {t.number} is {issued[t.id]} times in the journal" for t in heard.tickets if issued[t.id] != 1]
    found += [f"ticket {t.id} has two numbers" for t in heard.tickets if numbers.get(t.id) != t.number]
    found += [f"number {n} was given twice" for n, times in _given(events).items() if times > 1]
    found += [f"call {who} of {t.number} is {called[who]} times there" for who, t in heard.calls if called[who] != 1]
    found += [f"the call of {t.number} was never heard" for who, t in heard.calls if who not in announced]
    if listener.events != records:
        found.append("what was heard is not what is in the journal")
    return found


def _given(events: list[e.Event | e.UnknownEvent]) -> Counter[str]:
    """How often each number was given out while its last holder had not been served."""
    holders: dict[str, str] = {}
    served: set[str] = set()
    given: Counter[str] = Counter()
    for event in events:
        if isinstance(event, e.ServiceFinished):
            served.add(event.ticket)
        elif isinstance(event, e.TicketIssued):
            given[event.number] += 1
            if holders.get(event.number) in served:
                given[event.number] = 1
            holders[event.number] = event.ticket
    return given


def _live_picture(hall: Standing) -> Snapshot:
    """The snapshot of the running queue-master, asked for anew: one that stands for all that was acknowledged."""
    link = hall.link(f"looker-{new_id()[-8:].lower()}")
    seen: list[Snapshot] = []

    def hear(message: Message) -> None:
        if not message.retained and message.body:
            seen.append(codec.read(Snapshot, message.body))

    link.subscribe(Topics(hall.plan.hall.id).state, hear)
    link.start()
    # Two heartbeats: between them nothing was asked, so nothing is under way.
    until(
        lambda: len(seen) > 1 and seen[-1].seq == seen[-2].seq and seen[-1].epoch == seen[-2].epoch, 30, "no snapshot"
    )
    link.stop()
    return seen[-1]
