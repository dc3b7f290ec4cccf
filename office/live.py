"""The office's ear in the hall: hears the bus, keeps the read model, tells the pages that something changed.

The bus speaks in its own thread; everything here lives in the asyncio loop, and `_in_loop` is the only bridge.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from broker.bus.asking import Asker
from broker.bus.clock import new_id, now
from broker.bus.seam import Bus, Handler, Message
from broker.bus.watch import HallWatch
from broker.contracts import codec
from broker.contracts.commands import Command, EventsSince
from broker.contracts.errors import ContractError
from broker.contracts.events import Event, UnknownEvent
from broker.contracts.hall_file import HallFile
from broker.contracts.replies import Reply
from broker.contracts.status import Did, Do
from broker.contracts.topics import Topics
from office.appliances import Machines
from office.days import Days
from office.desk import Desk
from office.ledger import Ledger
from office.pictures import Pictures, Screen
from office.standing import Standing
from office.window_links import asked

GRACE = 0.2  # seconds that an event may be behind its snapshot before it is asked for
ASK_AGAIN = 2.0  # seconds after which an unanswered events-since is asked again


class Follower(Protocol):
    """A read model of another area of the office."""

    def hear(self, event: Event) -> None: ...

    def forget(self) -> None:
        """What follows is another journal, from its beginning."""


class Live:
    """The hall as the office hears it. `start` and everything after it belong to one asyncio loop.

    `clock` tells the wall time of the hall.
    """

    def __init__(self, hall: HallFile, bus: Bus, clock: Callable[[], datetime] | None = None) -> None:
        self.hall = hall
        self.clock = clock or (lambda: now(hall.timezone))
        self.pictures = Pictures()
        self.closing = False
        self.changed = asyncio.Event()
        self._bus = bus
        self._topics = Topics(hall.hall.id)
        self._asker = Asker(bus)
        self._machines = Machines()
        self._desk, self._days, self._ledger = Desk(), Days(), Ledger()
        self._wishes: dict[str, asyncio.Future[Did]] = {}
        self._followers: list[Follower] = []
        self._deed_followers: list[Callable[[str, Did], None]] = []
        self._epoch = ""
        self._asking = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watch = HallWatch(bus, lambda: self._in_loop(self._seen))
        bus.on_link(lambda _: self._in_loop(self.tell))
        bus.subscribe(self._topics.event, self._bridge(self._heard))
        topics = self._topics
        for pattern in (topics.status("+"), topics.about("+"), topics.shown("+"), topics.problem("+", "+")):
            bus.subscribe(pattern, self._bridge(self._machine_spoke))
        bus.subscribe(self._topics.did("+"), self._bridge(self._did))

    async def start(self) -> None:
        """Begin to hear. The bus starts here, because what is retained comes at once and needs the loop."""
        self._loop = asyncio.get_running_loop()
        self._bus.start()

    def follow(self, follower: Follower) -> None:
        """Have another read model hear the events of today, in order and each once. Before `start`."""
        self._followers.append(follower)

    def follow_deeds(self, hear: Callable[[str, Did], None]) -> None:
        """Have another read model hear what appliances did, and which. Before `start`."""
        self._deed_followers.append(hear)

    def hear_also(self, topic: str, handler: Handler) -> None:
        """Hear another topic, in the loop. Before `start`."""
        self._bus.subscribe(topic, self._bridge(handler))

    def publish(self, topic: str, body: bytes) -> None:
        """Say something in the office's own name."""
        self._bus.publish(topic, body)

    def close(self) -> None:
        """End all streams."""
        self.closing = True
        self.tell()

    def standing(self) -> Standing:
        """How things stand at this moment."""
        snapshot = self._watch.snapshot
        return Standing(
            hall=self.hall,
            snapshot=snapshot,
            desk=self._desk,
            days=self._days,
            machines=self._machines,
            now=self.clock(),
            age=self._watch.age(time.monotonic()),
            connected=self._bus.connected,
            caught_up=snapshot is not None and self._ledger.seq is not None and self._ledger.seq >= snapshot.seq,
        )

    async def ask(self, command: Command) -> Reply | None:
        """Ask in the office's own name: what no window in particular answers for."""
        return await asked(self._asker, command)

    async def wish(
        self, identity: str, appliance: str, what: str, arguments: dict[str, Any], patience: float
    ) -> Did | None:
        """Ask an appliance to do something. What came of it, or None when it said nothing in time."""
        done: asyncio.Future[Did] = asyncio.get_running_loop().create_future()
        self._wishes[identity] = done
        try:
            wish = Do(id=identity, what=what, at=self.clock(), arguments=arguments)
            self._bus.publish(self._topics.do(appliance), codec.encode(wish))
            async with asyncio.timeout(patience):
                return await done
        except TimeoutError:
            return None
        finally:
            self._wishes.pop(identity, None)

    def look(self) -> None:
        """Somebody looks at the screens of the hall: ask for the pictures that are due."""
        moment = time.monotonic()
        screens = [machine.id for machine in self._machines.all if machine.has_screen]
        for identity in self.pictures.due(screens, moment):
            wish = Do(id=new_id(), what="screenshot", at=self.clock())
            self._bus.publish(self._topics.do(identity), codec.encode(wish))
            self.pictures.ask(identity, wish.id, moment)

    def picture(self, appliance: str) -> Screen | None:
        return self.pictures.latest(appliance)

    def picture_versions(self) -> dict[str, int]:
        """Which picture is the last of each screen that has one."""
        return {name: screen.version for name in self._machines.by_id if (screen := self.picture(name))}

    # From the bus's thread into the loop.

    def _in_loop(self, deed: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(deed)

    def _bridge(self, handler: Handler) -> Handler:
        return lambda message: self._in_loop(lambda: handler(message))

    # In the loop.

    def tell(self) -> None:
        """Something has changed: every open page is drawn again."""
        told, self.changed = self.changed, asyncio.Event()
        told.set()

    def _seen(self) -> None:
        snapshot = self._watch.snapshot
        if snapshot is not None:
            reborn = snapshot.epoch != self._epoch and self._ledger.seq is not None and snapshot.seq < self._ledger.seq
            if reborn:  # another journal than the one that we have read
                self._desk, self._days, self._ledger = Desk(), Days(), Ledger()
                for follower in self._followers:
                    follower.forget()
            self._epoch = snapshot.epoch
            self._fold(self._ledger.begin(snapshot.seq))
        self.tell()

    def _heard(self, message: Message) -> None:
        try:
            event = codec.event(message.body)
        except ContractError:
            return  # the gap that it leaves is asked for
        self._fold(self._ledger.hear(event))
        self.tell()

    def _fold(self, events: list[Event]) -> None:
        for event in events:
            self._desk.hear(event)
            self._days.hear(event)
            for follower in self._followers:
                follower.hear(event)
        if self._ledger.missing is not None and not self._asking and self._loop is not None:
            self._asking = True
            self._loop.call_later(GRACE if self._ledger.seq is not None else 0.0, self._ask)

    def _ask(self) -> None:
        wanted = self._ledger.missing
        if wanted is None or self._loop is None:
            self._asking = False
            return
        command = EventsSince(id=new_id(), at=self.clock(), seq=wanted)
        ledger = self._ledger

        def answered(reply: Reply | None) -> None:
            self._in_loop(lambda: self._page(ledger, wanted, reply))

        self._asker.ask_later(command, answered, timeout=5.0)

    def _page(self, ledger: Ledger, asked: int, reply: Reply | None) -> None:
        assert self._loop is not None
        self._asking = False
        if ledger is not self._ledger:
            self._fold([])
        elif reply is not None and reply.begins is not None:
            self._fold(ledger.hear_archived(reply.begins))
        elif reply is None or reply.events is None:
            self._asking = True
            self._loop.call_later(ASK_AGAIN, self._ask)
        else:
            # A page has no gaps, so that the place of an event that cannot be read is still known.
            page = [_readable(bytes(raw), asked + place) for place, raw in enumerate(reply.events, 1)]
            self._fold(ledger.hear_page(asked, page))
            self.tell()

    def _machine_spoke(self, message: Message) -> None:
        self._machines.hear(message.topic.removeprefix(self._topics.root).removeprefix("appliance/"), message.body)
        self.tell()

    def _did(self, message: Message) -> None:
        appliance = message.topic.removeprefix(self._topics.root).split("/")[1]
        try:
            did = codec.read(Did, message.body)
        except ContractError:
            return
        for hear in self._deed_followers:
            hear(appliance, did)
        wished = self._wishes.get(did.id)
        if wished is not None and not wished.done():
            wished.set_result(did)
        if self.pictures.hear(appliance, did, time.monotonic()) or did.what != "screenshot":
            self.tell()


def _readable(body: bytes, seq: int) -> Event | UnknownEvent:
    try:
        return codec.event(body)
    except ContractError:
        return UnknownEvent(seq)
